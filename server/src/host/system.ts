import { setFlagsFromString } from "node:v8";

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
