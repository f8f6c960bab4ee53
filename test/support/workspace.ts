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
  engine.compareFiles(new Map());
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
    walk: (folder, wanted) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && wanted(path)).sort(),
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
