import type { Host } from "../../host/host.ts";
import { isManifest } from "./manifests.ts";
import { folderOf } from "./strategy.ts";

/** The nearest folder above a file that has a manifest, within the workspace folder; that folder itself where there is none. */
export function projectRootOf(path: string, workspace: string, host: Host, cache: Map<string, string>): string {
  const start = folderOf(path);
  const known = cache.get(start);
  if (known !== undefined) return known;
  let root: string | undefined;
  // Folders on the way up have the same root.
  const passed: string[] = [];
  for (let folder = start; folder.length >= workspace.length && folder !== "" && root === undefined; folder = folderOf(folder)) {
    root = cache.get(folder) ?? (host.list(folder).some(isManifest) ? folder : undefined);
    passed.push(folder);
  }
  for (const folder of passed) cache.set(folder, root ?? workspace);
  return root ?? workspace;
}

/** Files that say of a folder that its projects belong together. */
const groups: Readonly<Record<string, RegExp>> = {
  "pnpm-workspace.yaml": /./,
  "lerna.json": /./,
  "nx.json": /./,
  "rush.json": /./,
  "go.work": /./,
  "settings.gradle": /\binclude\b/,
  "settings.gradle.kts": /\binclude\b/,
  "package.json": /"workspaces"\s*:/,
  "Cargo.toml": /^[ \t]*\[workspace\]/m,
  "pom.xml": /<modules>/,
  "pyproject.toml": /^[ \t]*\[tool\.uv\.workspace\]/m,
};

/** The outermost folder above a project that says it holds several; the project's own root where none does. */
export function groupRootOf(root: string, workspace: string, host: Host, cache: Map<string, string>): string {
  const key = `${root}/`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  let group = root;
  for (let folder = root; folder.length >= workspace.length && folder !== ""; folder = folderOf(folder)) {
    const names = new Set(host.list(folder));
    const says = (name: string, pattern: RegExp): boolean => names.has(name) && pattern.test(host.readText(`${folder}/${name}`) ?? "");
    if ([...names].some((n) => n.endsWith(".sln")) || Object.entries(groups).some(([name, pattern]) => says(name, pattern))) group = folder;
  }
  cache.set(key, group);
  return group;
}
