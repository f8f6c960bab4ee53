import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import type { Host } from "./host.ts";
import { isSettled } from "./marks.ts";

/** Folders with more files than this are not gone through for a digest: that takes longer than what it is to save. */
const mostFiles = 2000;

/**
 * A digest of how the files in these folders stand: another one as soon as a file comes, goes or changes. Undefined where there are too many of them,
 * or where one is so young that it may change once more without showing it.
 */
export function standing(folders: readonly string[], host: Host): string | undefined {
  if (!host.walk) return undefined;
  const hash = createHash("sha256");
  let files = 0;
  for (const folder of folders) {
    for (const path of host.walk(folder, () => true)) {
      if (++files > mostFiles) return undefined;
      const mark = lstatSync(path, { throwIfNoEntry: false });
      if (mark === undefined) continue;
      if (!isSettled(mark)) return undefined;
      hash.update(`${path}\n${mark.ino} ${mark.size} ${mark.mtimeMs} ${mark.ctimeMs}\n`);
    }
  }
  return hash.digest("base64url");
}
