import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isGeneratedText } from "../../server/src/host/left-out.ts";

/** A copy of somebody else's project: its manifest and some of its files, by their paths in it. */
export interface HostProject {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

const cache = process.env.FAULTLINE_SILENCE ?? join(process.env.FAULTLINE_CACHE ?? join(homedir(), ".cache/faultline"), "silence");
const fetchScript = "../silence/fetch.mjs";
const packages = fileURLToPath(new URL("../silence/packages.json", import.meta.url));

/** As many files of a project as show what it is like. */
const enoughFiles = 12;
const largest = 40_000;
const manifests = /^(?:package\.json|composer\.json|go\.mod|Cargo\.toml|pyproject\.toml|setup\.py|Gemfile|pom\.xml)$/;

/** The projects of the silence test's cache, in the order of their names; a few are fetched where there are none. */
export async function hostProjects(isSource: (path: string) => boolean, say: (line: string) => void): Promise<readonly HostProject[]> {
  if (!existsSync(join(cache, "npm"))) {
    const { fetchPackages } = await import(fetchScript);
    const lists = JSON.parse(readFileSync(packages, "utf8")) as { readonly npm: readonly string[] };
    const missing: readonly string[] = await fetchPackages({ npm: lists.npm.slice(0, 12), debian: [] }, cache, say);
    if (missing.length > 0) say(`not to be had here: ${missing.join(", ")}`);
  }
  return ["npm", "debian"]
    .flatMap((kind) => (existsSync(join(cache, kind)) ? foldersIn(join(cache, kind)) : []))
    .flatMap((f) => projectIn(f, isSource));
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory() && !path.endsWith(".part"));
}

function projectIn(folder: string, isSource: (path: string) => boolean): readonly HostProject[] {
  const files = new Map<string, string>();
  let sources = 0;
  for (const path of walk(folder, 6)) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const wanted = manifests.test(name) || (isSource(path) && sources < enoughFiles);
    if (!wanted || statSync(path).size > largest) continue;
    const text = readFileSync(path, "utf8");
    if (isSource(path) && (isGeneratedText(text) || text.trim() === "")) continue;
    if (isSource(path)) sources++;
    files.set(path.slice(folder.length + 1).replace(/^package\//, ""), text);
    if (files.size > enoughFiles + 4) break;
  }
  return sources >= 4 ? [{ name: folder.slice(cache.length + 1), files }] : [];
}

/** The files of a folder, those of the outer folders first; a bounded number, since some packages have thousands. */
function* walk(folder: string, depth: number): Generator<string> {
  const inner: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && entry.name !== "node_modules") inner.push(path);
  }
  if (depth > 0) for (const path of inner.slice(0, 8)) yield* walk(path, depth - 1);
}
