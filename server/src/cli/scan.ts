import type { Analysis, Engine } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import { isGeneratedText } from "../host/left-out.ts";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import type { Machine } from "./machine.ts";
import { Progress, restNowAndThen } from "./progress.ts";
import type { SelectedFile } from "./select.ts";

/** One file that was looked at. */
export interface ScannedFile {
  /** Relative to the working folder. */
  readonly file: string;
  readonly analysis: Analysis;
}

export interface Scan {
  /** How many files were looked at. */
  readonly files: number;
  /** Those that `keep` took, in the order of the selection. */
  readonly kept: readonly ScannedFile[];
}

/**
 * Analyses the files one after the other and keeps what is worth keeping. What can't be read or is no hand-written text is passed over with a
 * line in the log. Throws a `Failure` where a file the user named can't be read, and where the installation is broken.
 */
export async function scan(
  machine: Machine,
  engine: Engine,
  files: readonly SelectedFile[],
  log: Logger,
  keep: (analysis: Analysis) => boolean,
): Promise<Scan> {
  const progress = new Progress(machine.stderr);
  const quietLog: Logger = {
    info: (message) => log.info(message),
    warn(message) {
      progress.clear();
      log.warn(message);
    },
  };
  const kept: ScannedFile[] = [];
  let looked = 0;
  const rest = restNowAndThen();
  try {
    for (const [i, file] of files.entries()) {
      progress.show(i, files.length, file.relative);
      const analysis = await analyse(machine, engine, file, quietLog);
      if (analysis) {
        looked++;
        if (keep(analysis)) kept.push({ file: file.relative, analysis });
      }
      await rest();
    }
  } finally {
    progress.clear();
  }
  return { files: looked, kept };
}

async function analyse(machine: Machine, engine: Engine, file: SelectedFile, log: Logger): Promise<Analysis | undefined> {
  const language = engine.languageOf(file.path);
  if (language === undefined) return undefined;
  const read = machine.host.read(file.path);
  if ("problem" in read) {
    if (file.named && !read.refused) throw new Failure(`can't read ${quote(file.relative)}: ${read.problem}`);
    log.warn(`${file.relative} is left out: ${read.problem}`);
    return undefined;
  }
  if (!file.named && isGeneratedText(read.text)) return undefined;
  await loadLanguage(engine, language);
  try {
    return engine.analyse(file.path, language, read.text);
  } catch (error) {
    // Analysis must not throw; where it does all the same, the other files are still worth a look.
    log.warn(`${file.relative} is left out: the analysis failed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function loadLanguage(engine: Engine, language: string): Promise<void> {
  try {
    await engine.load(language);
  } catch (error) {
    throw new Failure(`the installation is broken: ${language} can't be loaded: ${error instanceof Error ? error.message : error}`);
  }
}
