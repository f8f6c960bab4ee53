import type { Catalog } from "../catalogs/catalog.ts";
import type { Engine, EngineOptions } from "../engine/model.ts";
import type { Arguments } from "./arguments.ts";
import { compareFiles } from "./compare.ts";
import { Failure } from "./failure.ts";
import { type Machine, stderrLog } from "./machine.ts";
import { readSoundCatalogs } from "./project.ts";
import { type Scan, type Seen, scan } from "./scan.ts";
import { parseShard, rootsOf, type Shard, selectFiles } from "./select.ts";
import { checkApis, readSettings } from "./settings.ts";

export interface ProjectScan {
  readonly scan: Scan;
  readonly catalogs: readonly Catalog[];
  readonly shard: Shard | undefined;
}

/**
 * What `check` and `codes` share: settings, catalogs, the files that the arguments select, and a look at each. `compared`: rules about what most
 * of the files do are asked as well, in runs that see the whole; a part alone would say something else on every machine.
 */
export async function scanProject(
  machine: Machine,
  paths: readonly string[],
  options: Arguments["options"],
  keep: (analysis: Seen) => boolean,
  compared = false,
): Promise<ProjectScan> {
  const log = stderrLog(machine);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  const settings = readSettings(machine, options.config, options.locale);
  const catalogs = await readSoundCatalogs(machine, options.catalogs);
  checkApis(settings, catalogs, options.config);
  const engine = await engineOf(machine, { host: machine.host, catalogs, settings, log, roots: rootsOf(machine.cwd, paths) });
  const languages = new Set<string>();
  const wanted = (path: string) => {
    const language = engine.languageOf(path);
    if (language !== undefined) languages.add(language);
    return language !== undefined;
  };
  const files = await selectFiles(machine.cwd, { paths, changedSince: options["changed-since"], shard }, wanted, log);
  // Before the first file is looked at: a file says more when the files it imports can be read, in whatever language and shard they are.
  for (const language of languages) await load(engine, language);
  for (const file of files) await engine.prepare(file.path);
  const first = await scan(machine, engine, files, log, keep);
  const whole = shard === undefined && options["changed-since"] === undefined;
  return { scan: compared && whole ? await compareFiles(machine, engine, files, log, keep, first) : first, catalogs, shard };
}

async function engineOf(machine: Machine, options: EngineOptions): Promise<Engine> {
  try {
    return await machine.createEngine(options);
  } catch (error) {
    throw new Failure(`the installation is broken: ${error instanceof Error ? error.message : error}`);
  }
}

async function load(engine: Engine, language: string): Promise<void> {
  try {
    await engine.load(language);
  } catch (error) {
    throw new Failure(`the installation is broken: ${language} can't be loaded: ${error instanceof Error ? error.message : error}`);
  }
}
