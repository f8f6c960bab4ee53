import { relative, resolve } from "node:path";
import { toSlashes } from "../host/system.ts";

/** A path the user gave, absolute and with forward slashes. */
export function resolvePath(cwd: string, path: string): string {
  return toSlashes(resolve(cwd, path));
}

/** How reports name a file: relative to the working folder, with forward slashes. On another drive it stays absolute. */
export function relativePath(cwd: string, path: string): string {
  // Nearly all lie below it, and are plain already.
  if (path.startsWith(`${cwd}/`) && !path.includes("/.", cwd.length)) return path.slice(cwd.length + 1) || ".";
  return toSlashes(relative(cwd, path)) || ".";
}
