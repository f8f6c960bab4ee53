import { createHash } from "node:crypto";
import { type Dirent, lstatSync } from "node:fs";
import { isSettled } from "./marks.ts";
import { walk } from "./walk.ts";

/** Folders that hold more than this are not gone through: it takes longer than what is to be saved by it. */
const most = 2000;

/** How things stand in folders. */
export interface Standing {
  /** Another one as soon as something comes, goes or changes. */
  readonly digest: string;
  /** What has changed since the time that was asked for, and when. Milliseconds. */
  readonly changed: readonly (readonly [path: string, at: number])[];
}

/** Ends a walk whose result is of no use any more. */
class Enough extends Error {
  readonly why: "many" | undefined;

  constructor(why: "many" | undefined) {
    super();
    this.why = why;
  }
}

/**
 * How all stands that lies in these folders and in those below them that are walked, whatever a project's files are: a manifest may be ignored, and a
 * link leads elsewhere. What lies in ignored folders doesn't count. `many`: there is too much of it to be told soon. Undefined where something can't be
 * looked at, or is so young that it may change once more without showing it.
 */
export function standing(folders: readonly string[], since = Number.POSITIVE_INFINITY): Standing | "many" | undefined {
  const hash = createHash("sha256");
  const changed: [string, number][] = [];
  let seen = 0;
  const entered = (folder: string, entries: readonly Dirent[]): void => {
    seen += 1 + entries.length;
    if (seen > most) throw new Enough("many");
    hash.update(`${folder}\n`);
    for (const entry of entries) {
      const path = `${folder === "/" ? "" : folder}/${entry.name}`;
      if (entry.isDirectory()) hash.update(`${entry.name}/\n`);
      else {
        const mark = lstatSync(path);
        if (!isSettled(mark)) throw new Enough(undefined);
        hash.update(`${entry.name}\n${mark.ino} ${mark.size} ${mark.mtimeMs} ${mark.ctimeMs}\n`);
        const at = Math.max(mark.mtimeMs, mark.ctimeMs);
        if (at >= since) changed.push([path, at]);
      }
    }
  };
  // What can't be read today may be read tomorrow, with no other time.
  const warn = (): void => {
    throw new Enough(undefined);
  };
  try {
    // No file is asked for: each folder says what lies in it.
    for (const folder of folders) for (const _ of walk(folder, { wanted: () => false, log: { info() {}, warn }, entered }));
  } catch (error) {
    return error instanceof Enough ? error.why : undefined;
  }
  return { digest: hash.digest("base64url"), changed };
}
