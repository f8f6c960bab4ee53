import { lstatSync } from "node:fs";

/** By what one sees without reading that a file is the one it was: its number, its length in bytes, its times in milliseconds. */
export interface FileMark {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** A file whose times are this young may change once more without showing it. Milliseconds. */
const settledAfter = 2000;

export function isSettled({ mtimeMs, ctimeMs }: FileMark): boolean {
  return Math.max(mtimeMs, ctimeMs) < Date.now() - settledAfter;
}

export function isSame(path: string, mark: FileMark): boolean {
  const now = lstatSync(path, { throwIfNoEntry: false });
  return now !== undefined && now.ino === mark.ino && now.size === mark.size && now.mtimeMs === mark.mtimeMs && now.ctimeMs === mark.ctimeMs;
}
