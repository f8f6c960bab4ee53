import { lstatSync, realpathSync } from "node:fs";
import { dirname } from "node:path";

/** Folders that are remembered: a project's files lie in few. */
const maxFolders = 20_000;

/** Tells whether a path leads out of all `roots` through a symbolic link. What isn't there leads nowhere. */
export function linkWatch(): (path: string, roots: readonly string[]) => boolean {
  const real = new Map<string, string>();
  const realFolder = (folder: string): string => {
    let found = real.get(folder);
    if (found === undefined) {
      if (real.size >= maxFolders) real.clear();
      found = realOf(folder);
      real.set(folder, found);
    }
    return found;
  };
  return (path, roots) => {
    const tops = roots.map(realFolder);
    if (roots.includes(path)) return false;
    const place = isLink(path) ? realOf(path) : realFolder(dirname(path));
    return !tops.some((top) => place === top || place.startsWith(top.endsWith("/") ? top : `${top}/`));
  };
}

/** With forward slashes; the path itself where it can't be followed: nothing can be read there either. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path).replaceAll("\\", "/");
  } catch {
    return path;
  }
}

/** What no file can be called (with a null character, or too long) is none. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    return false;
  }
}
