import type { Host } from "./host.ts";

/**
 * The machine as a workspace may see it: what its files name outside of its folders, be it by `..`, by an absolute path or through a symbolic
 * link, isn't there. Without folders nothing is asked for by what a file says, and the machine stays as it is.
 */
export function confined<T extends Host>(host: T, roots: readonly string[]): T {
  if (roots.length === 0) return host;
  const inside = (path: string): boolean => {
    // Of such a name the system says that it is wrong, where of another it says that nothing is there.
    if (path.includes("\0")) return false;
    const plain = normalised(path);
    return roots.some((root) => plain === root || plain.startsWith(root === "/" ? root : `${root}/`)) && host.leadsOut?.(plain, roots) !== true;
  };
  const { walk } = host;
  return {
    ...host,
    readText: (path) => (inside(path) ? host.readText(path) : undefined),
    exists: (path) => inside(path) && host.exists(path),
    list: (folder) => (inside(folder) ? host.list(folder) : []),
    ...(walk ? { walk: (folder: string, wanted: (path: string) => boolean) => (inside(folder) ? walk(folder, wanted) : []) } : {}),
  };
}

/** Without `.`, `..` and empty names; what climbs above the top stays there. */
function normalised(path: string): string {
  if (!/\/\/|\/\.\.?(?:\/|$)/.test(path)) return path;
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `${/^[A-Za-z]:/.test(path) ? "" : "/"}${names.join("/")}`;
}
