import { alike } from "../text/alike.ts";
import { type Lists, listNames, type Run } from "./units.ts";

/** What reading gave in all runs of a version, each list as one. */
export interface Joined {
  readonly runs: readonly Run[];
  readonly lists: Omit<Lists, "literals">;
  /** Those of the runs, one after the other, to be compared without looking into each run. */
  readonly parts: readonly Lists[];
}

/** Joins the lists of runs. What a key press leaves alone is taken over from the version before, a list in which nothing changed as it is. */
export function joined({ runs, parts }: Pick<Joined, "runs" | "parts">, before?: Joined): Joined {
  const old = before?.parts ?? [];
  const [head, tail] = alike(old, parts);
  const was = old.slice(head, old.length - tail);
  const is = parts.slice(head, parts.length - tail);
  const lists: Record<string, readonly unknown[]> = {};
  for (const name of listNames) {
    // Hovers alone ask for these, run by run.
    if (name === "literals") continue;
    const gone = was.flatMap((part): readonly unknown[] => part[name]);
    const come = is.flatMap((part): readonly unknown[] => part[name]);
    const all: readonly unknown[] = before?.lists[name] ?? [];
    if (before && gone.length === come.length && gone.every((it, i) => it === come[i])) {
      lists[name] = all;
      continue;
    }
    const from = gone.length > 0 ? all.indexOf(gone[0]) : placeBehind(parts, head, name, all);
    lists[name] = all.slice(0, from).concat(come, all.slice(from + gone.length));
  }
  return { runs, lists: lists as unknown as Joined["lists"], parts };
}

/** Where in the list of all runs stands what comes behind the first `head` of them: behind the last thing that one of these has. */
function placeBehind(parts: readonly Lists[], head: number, name: keyof Lists, all: readonly unknown[]): number {
  for (let i = head - 1; i >= 0; i--) {
    const own: readonly unknown[] = (parts[i] as Lists)[name];
    if (own.length > 0) return all.lastIndexOf(own[own.length - 1]) + 1;
  }
  return 0;
}

/** A run that says what another one says is that one, but for its names, which are looked up where they stand now. */
export function settled(run: Run, known: Run | undefined): Run {
  if (!known || !listNames.every((name) => isSame(run.lists[name], known.lists[name]))) return run;
  const { lists, mentions, outside } = known;
  return { lists, mentions, outside, names: run.names };
}

/** Facts are plain data. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((it, i) => isSame(it, b[i]));
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
