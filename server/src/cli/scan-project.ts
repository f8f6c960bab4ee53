import type { Catalog } from "../catalogs/catalog.ts";
import type { Analysis, Engine, EngineOptions } from "../engine/model.ts";
import type { Arguments } from "./arguments.ts";
import { Failure } from "./failure.ts";
import { type Machine, stderrLog } from "./machine.ts";
import { readSoundCatalogs } from "./project.ts";
import { type Scan, scan } from "./scan.ts";
import { parseShard, rootsOf, type Shard, selectFiles } from "./select.ts";
import { checkApis, readSettings } from "./settings.ts";

export interface ProjectScan {
  readonly scan: Scan;
  readonly catalogs: readonly Catalog[];
  readonly shard: Shard | undefined;
}

/** What `check` and `codes` share: settings, catalogs, the files that the arguments select, and a look at each. */
export async function scanProject(
  machine: Machine,
  paths: readonly string[],
  options: Arguments["options"],
  keep: (analysis: Analysis) => boolean,
): Promise<ProjectScan> {
  const log = stderrLog(machine);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  const settings = readSettings(machine, options.config, options.locale);
  const catalogs = await readSoundCatalogs(machine, options.catalogs);
  checkApis(settings, catalogs, options.config);
  const engine = await engineOf(machine, { host: machine.host, catalogs, settings, log, roots: rootsOf(machine.cwd, paths) });
  const wanted = (path: string) => engine.languageOf(path) !== undefined;
  const files = await selectFiles(machine.cwd, { paths, changedSince: options["changed-since"], shard }, wanted, log);
  return { scan: await scan(machine, engine, files, log, keep), catalogs, shard };
}

async function engineOf(machine: Machine, options: EngineOptions): Promise<Engine> {
  try {
    return await machine.createEngine(options);
  } catch (error) {
    throw new Failure(`the installation is broken: ${error instanceof Error ? error.message : error}`);
  }
}
