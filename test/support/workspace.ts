import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Catalog } from "../../server/src/catalogs/catalog.ts";
import { loadCatalogs } from "../../server/src/catalogs/load.ts";
import { createEngine } from "../../server/src/engine/engine.ts";
import { defaultSettings, type Engine, type Settings } from "../../server/src/engine/model.ts";
import { builtInCatalogs } from "../../server/src/host/catalog-files.ts";
import type { Host } from "../../server/src/host/host.ts";
import { createNodeHost } from "../../server/src/host/node.ts";

/** The engine over files that exist in memory only: what tests ask. */
export interface TestWorkspace {
  readonly engine: Engine;
  readonly catalogs: readonly Catalog[];
  /** Absolute paths to texts; to be filled before the engine looks. */
  readonly files: Map<string, string>;
  configure(settings: Partial<Settings>): void;
}

const node = createNodeHost();
let builtIn: Promise<readonly Catalog[]> | undefined;

/** The catalogs of the package, read once. Throws where one has a problem. */
export function testCatalogs(): Promise<readonly Catalog[]> {
  builtIn ??= builtInCatalogs(node).then((inputs) => {
    const { catalogs, problems } = loadCatalogs(inputs);
    const fault = problems.find((p) => p.severity === "error");
    if (fault) throw new Error(fault.message);
    return catalogs;
  });
  return builtIn;
}

export async function testWorkspace(roots: readonly string[]): Promise<TestWorkspace> {
  const files = new Map<string, string>();
  const catalogs = await testCatalogs();
  const log = { info: () => {}, warn: () => {} };
  const engine = await createEngine({ host: inMemory(files), catalogs, settings: defaultSettings, log, roots });
  return { engine, catalogs, files, configure: (settings) => engine.configure({ ...defaultSettings, ...settings }) };
}

/** The package's own files from the disk, those of the workspace from memory. */
function inMemory(files: ReadonlyMap<string, string>): Host {
  return {
    resource: (path) => node.resource(path),
    resources: (folder) => node.resources(folder),
    readText: (path) => files.get(path),
    exists: (path) => files.has(path) || namesIn(files, path).length > 0,
    list: (folder) => namesIn(files, folder),
  };
}

function namesIn(files: ReadonlyMap<string, string>, folder: string): readonly string[] {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  const names = new Set<string>();
  for (const path of files.keys()) {
    if (!path.startsWith(prefix)) continue;
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf("/");
    names.add(slash < 0 ? rest : rest.slice(0, slash + 1));
  }
  return [...names].sort();
}

/** What `language.json` says where its own fields and those it inherits are taken together. */
export interface LanguageFolder {
  readonly id: string;
  readonly folder: string;
  readonly editorIds: readonly string[];
  readonly extensions: readonly string[];
  readonly grammar: string;
  readonly queries: readonly string[];
  readonly comment: string;
}

const languagesFolder = new URL("../../server/languages/", import.meta.url);

/** The languages of the package, as their folders say; folders without an id are shared parts of others. */
export function languageFolders(): readonly LanguageFolder[] {
  const read = (folder: string): Record<string, unknown> => {
    const data = JSON.parse(readFileSync(new URL(`${folder}/language.json`, languagesFolder), "utf8")) as Record<string, unknown>;
    return typeof data.inherits === "string" ? { ...read(data.inherits), ...data } : data;
  };
  return readdirSync(languagesFolder, { withFileTypes: true })
    .filter((it) => it.isDirectory() && existsSync(fileURLToPath(new URL(`${it.name}/language.json`, languagesFolder))))
    .map((it) => ({ ...(read(it.name) as unknown as LanguageFolder), folder: it.name }))
    .filter((it) => it.id !== undefined);
}

/** The language that the first word of an info string means: an ending, an id, or an editor's id. */
export function languageOfWord(word: string, languages = languageFolders()): LanguageFolder | undefined {
  return languages.find((l) => l.extensions.includes(`.${word}`)) ?? languages.find((l) => l.id === word || l.editorIds.includes(word));
}
