import type { Catalog } from "../catalogs/catalog.ts";
import type { Engine, EngineOptions } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import { Walked } from "../host/walked.ts";
import type { Arguments } from "./arguments.ts";
import { Memory } from "./cache/memory.ts";
import { Recorder } from "./cache/recorder.ts";
import { compareFiles } from "./compare.ts";
import { Failure } from "./failure.ts";
import { type Machine, stderrLog } from "./machine.ts";
import { restNowAndThen } from "./progress.ts";
import { readSoundCatalogs } from "./project.ts";
import { type Keep, type Looked, type LookOf, type Scan, scan } from "./scan.ts";
import { parseShard, rootsOf, type SelectedFile, type Shard, selectFiles } from "./select.ts";
import { checkApis, readSettings } from "./settings.ts";
import { Survey } from "./survey.ts";

export interface ProjectScan {
  readonly scan: Scan;
  readonly catalogs: readonly Catalog[];
  readonly shard: Shard | undefined;
}

/**
 * What `check` and `codes` share: settings, catalogs, the files that the arguments select, and a look at each. `compared`: findings are
 * wanted, and nothing that is only likely; rules about what most of the files do are asked as well, in runs that see the whole: a part alone
 * would say something else on every machine.
 */
export async function scanProject(
  machine: Machine,
  paths: readonly string[],
  options: Arguments["options"],
  keep: Keep,
  compared = false,
): Promise<ProjectScan> {
  const log = stderrLog(machine);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  const settings = readSettings(machine, options.config, options.locale);
  const catalogs = await readSoundCatalogs(machine, options.catalogs);
  checkApis(settings, catalogs, options.config);
  const roots = rootsOf(machine.cwd, paths);
  const changedSince = options["changed-since"];
  const isRemembered = changedSince === undefined && options["no-cache"] === undefined;
  const memory = isRemembered ? Memory.open(machine, roots, paths, options.shard, compared, settings, asData(catalogs)) : undefined;
  const walked = new Walked();
  const recorder = new Recorder((folder) => walked.has(folder));
  const host = memory ? recorder.over(walked.over(machine.host)) : walked.over(machine.host);
  const noted = notingLog(log);
  const engine = await engineOf(machine, {
    host,
    catalogs,
    settings,
    log: noted.log,
    roots,
    lazy: true,
    certainOnly: compared,
    look: (path) => {
      const look = survey.get(path);
      return look && !("problem" in look) ? look : undefined;
    },
  });
  const isWrapped = (path: string) => engine.holdsScripts(path);
  const survey = new Survey({ host: machine.host, catalogs, thread: machine.surveyThread, log, isWrapped });
  const present = new Set<string>();
  const wanted = (path: string) => {
    const language = engine.languageOf(path);
    if (language !== undefined) present.add(language);
    return language !== undefined;
  };
  const see = (path: string) => {
    const known = memory?.look(path);
    if (known) survey.know(path, known);
    else survey.add(path);
  };
  // The threads look at what the walk has found while it goes on.
  walked.onFile = see;
  const files = await selectFiles(machine.cwd, { paths, changedSince, shard }, wanted, log, walked);
  for (const file of files) if (file.named) see(file.path);
  await survey.finish();
  const before = memory?.result(machine, walked, survey, files);
  if (before) {
    for (const warning of before.warnings) log.warn(warning);
    return { scan: before.scan, catalogs, shard };
  }
  // Before the first file is looked at: a file says more when the files it imports can be read, in whatever language and shard they are.
  const rest = restNowAndThen();
  let folder = "";
  for (const { path } of files) {
    // Files of one folder are of one project.
    if (folder !== "" && path.startsWith(folder) && path.lastIndexOf("/") === folder.length - 1) continue;
    folder = path.slice(0, path.lastIndexOf("/") + 1);
    await engine.prepare(path);
    await rest();
  }
  const { open, looks } = openFiles(files, engine, survey);
  const languages = new Set(open.flatMap((file) => engine.languageOf(file.path) ?? []));
  for (const language of engine.related(languages, present)) await load(engine, language);
  const lookOf: LookOf = (file) => looks.get(file.path);
  const onHost: Machine = { ...machine, host: memory ? recorder.over(machine.host) : machine.host };
  const first = await scan(onHost, engine, files, noted.log, keep, lookOf);
  const whole = shard === undefined && changedSince === undefined;
  const result = compared && whole ? await compareFiles(onHost, engine, files, noted.log, keep, first, lookOf) : first;
  memory?.write(result, noted.warnings, walked, survey, files, recorder.questions);
  return { scan: result, catalogs, shard };
}

/** Catalogs as what they say: their indexes follow from it. */
function asData(catalogs: readonly Catalog[]): unknown {
  return catalogs.map((catalog) => ({ ...catalog, index: undefined }));
}

/** A log that also keeps what it was told. */
function notingLog(log: Logger): { readonly log: Logger; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    log: {
      info: (message) => log.info(message),
      warn(message) {
        warnings.push(message);
        log.warn(message);
      },
    },
  };
}

/** All there is to say of a file of which nothing is to be said: that of thousands of them. */
const silentLook: Looked = { silent: true, spots: { needles: [], speaks: false }, length: 0, known: true, generated: false };

/** The files that need an analysis, and what is known of all. */
function openFiles(
  files: readonly SelectedFile[],
  engine: Engine,
  survey: Survey,
): { readonly open: readonly SelectedFile[]; readonly looks: ReadonlyMap<string, Looked> } {
  const open: SelectedFile[] = [];
  const looks = new Map<string, Looked>();
  for (const file of files) {
    const look = survey.get(file.path);
    if (look === undefined) continue;
    const aside = "problem" in look || (look.generated && !file.named);
    const silent = !aside && engine.isSilent(file.path);
    looks.set(file.path, silent ? silentLook : look);
    if (!aside && !silent) open.push(file);
  }
  return { open, looks };
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
