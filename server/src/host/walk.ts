import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Logger } from "./host.ts";
import { type IgnoreSet, ignoreSet, insideOf, isIgnored, readIgnoreFile, readIgnoreSet } from "./ignored.ts";
import { hasGeneratedName, isForeignFolder, isMarkedFolder } from "./left-out.ts";
import { errorCode, toSlashes } from "./system.ts";

export interface WalkOptions {
  /** Which files are of interest at all, by absolute path. */
  readonly wanted: (path: string) => boolean;
  readonly log: Logger;
  /** How far up ignore files are looked for where no repository shows its top; usually the working folder. */
  readonly top?: string;
  /** Told of every folder that is entered, with what lies in it. */
  readonly entered?: (folder: string, entries: readonly Dirent[]) => void;
}

/**
 * The files of interest under a folder: absolute paths with forward slashes, in the order of their names' UTF-16 units, the same on every
 * machine. `.gitignore` and `.ignore` hold at every level, those above the folder too; `.ignore` wins in one folder, the deeper one wins
 * over the higher. Foreign and generated files are left out. Symbolic links are not followed, so that there are no loops and nothing outside
 * the folder is read. A folder that can't be read is said in the log and passed over.
 *
 * The folder itself is never left out: whoever names it means it.
 */
export function* walk(folder: string, options: WalkOptions): Generator<string, void, undefined> {
  const start = toSlashes(folder);
  const above = insideOf(start, ignoreSetsAbove(start, options));
  // A stack of our own: folders may be nested deeper than calls can be.
  const pending: { folder: string; above: readonly IgnoreSet[] }[] = [{ folder: start, above }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { folder, above } = next;
    const entries = readFolder(folder, options.log);
    const names = entries.map((it) => it.name);
    if (folder !== start && isMarkedFolder(names)) continue;
    options.entered?.(folder, entries);
    const own = readIgnoreSet(folder, names, options.log);
    const sets = own ? [...above, own] : above;
    const folders: { folder: string; above: readonly IgnoreSet[] }[] = [];
    for (const entry of entries) {
      const path = `${folder === "/" ? "" : folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (isForeignFolder(entry.name, names) || isIgnored(sets, `${path}/`)) continue;
        folders.push({ folder: path, above: insideOf(path, sets) });
      } else if (entry.isFile() && options.wanted(path) && !hasGeneratedName(entry.name) && !isIgnored(sets, path)) yield path;
    }
    pending.push(...folders.reverse());
  }
}

function readFolder(folder: string, log: Logger): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    log.warn(`${folder} is left out: ${errorCode(error)}`);
    return [];
  }
}

/** The ignore files of the folders above, from the repository's top (or `top`) down; none above a folder that is a top itself. */
function ignoreSetsAbove(start: string, options: WalkOptions): readonly IgnoreSet[] {
  const folders = foldersAbove(start, options.top === undefined ? undefined : toSlashes(options.top));
  const sets: IgnoreSet[] = [];
  const repository = folders[0] ?? start;
  const exclude = readExclude(repository);
  if (exclude !== undefined) sets.push(ignoreSet(repository, [exclude]));
  for (const folder of folders) {
    const set = readIgnoreSet(folder, [".gitignore", ".ignore"], options.log);
    if (set) sets.push(set);
  }
  return sets;
}

function foldersAbove(start: string, top: string | undefined): readonly string[] {
  if (isRepository(start)) return [];
  const above: string[] = [];
  let belowTop = 0;
  for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
    above.push(folder);
    if (isRepository(folder)) return above.reverse();
    if (folder === top) belowTop = above.length;
  }
  return above.slice(0, belowTop).reverse();
}

function isRepository(folder: string): boolean {
  try {
    return lstatSync(join(folder, ".git"), { throwIfNoEntry: false }) !== undefined;
  } catch {
    // What no folder can be called is none.
    return false;
  }
}

/** A repository's own list of what is ignored on this machine alone. */
function readExclude(repository: string): string | undefined {
  try {
    return readIgnoreFile(join(repository, ".git", "info", "exclude"));
  } catch {
    return undefined;
  }
}
