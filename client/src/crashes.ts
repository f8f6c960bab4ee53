/** What becomes of a server that ended without being asked to: it is started again, and the user hears of it once; one that won't live is left. */
export type AfterCrash = "tell" | "restart" | "give up";

/** So many ends within so many milliseconds are one too many. */
const tooMany = 5;
const withinMs = 3 * 60_000;

/** Asked at every crash with the time in milliseconds. */
export function crashPolicy(): (now: number) => AfterCrash {
  let recent: readonly number[] = [];
  let told = false;
  return (now) => {
    recent = [...recent.filter((it) => now - it < withinMs), now];
    if (recent.length >= tooMany) {
      // Whoever starts it by hand begins anew.
      recent = [];
      return "give up";
    }
    const first = !told;
    told = true;
    return first ? "tell" : "restart";
  };
}
