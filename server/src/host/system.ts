import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Paths as the analysis wants them: with forward slashes, whatever the system writes. */
export function toSlashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

/** The code the system gives an error (`ENOENT`), else its message. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}

/**
 * V8 waits longer before it optimises a function: what runs for seconds, or for the first time, is over before much of that pays. `budget` is in
 * V8's own unit, about the bytes of a function's code that are run (66 KB by default). Other versions than Node 20's count otherwise or complain.
 */
export function optimiseLater(budget: number): void {
  if (process.versions.v8.startsWith("11.")) setFlagsFromString(`--interrupt-budget=${budget}`);
}

/** The room for young objects is as large as it may be once it is too small, and not after five steps: for a run that will need it. */
export function roomAtOnce(): void {
  setFlagsFromString("--semi-space-growth-factor=8");
}

/**
 * Room for young objects: what a heap grows by first, and never gives back. As long as files are opened it is kept to its first megabyte. Whoever
 * types makes a few megabytes of new objects with each key, nearly all of which are gone with the next: in a small room they are moved several
 * times, and many come to lie among the old ones, where they stay for long. From the first call on the room grows to `megabytes`, and no further;
 * to be called with each key until then.
 */
export function youngRoom(megabytes: number): () => void {
  let state: "small" | "growing" | "done" = "small";
  setFlagsFromString("--semi-space-growth-factor=1");
  return () => {
    if (state === "done") return;
    // There are two halves of it.
    const size = getHeapSpaceStatistics().find((it) => it.space_name === "new_space")?.space_size ?? Number.POSITIVE_INFINITY;
    if (size >= megabytes * 2 ** 21) {
      setFlagsFromString("--semi-space-growth-factor=1");
      state = "done";
    } else if (state === "small") {
      setFlagsFromString("--semi-space-growth-factor=2");
      state = "growing";
    }
  };
}
