import type { Analysis, Engine } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import { isGeneratedText } from "../host/left-out.ts";
import type { RetryPlace } from "../rules/retries.ts";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import type { Machine } from "./machine.ts";
import { Progress, restNowAndThen } from "./progress.ts";
import type { SelectedFile } from "./select.ts";

/** What a report needs of an analysis: the rest of it may go when the next file is looked at. */
export type Seen = Pick<Analysis, "text" | "lines" | "sites" | "findings">;

/** One file that was looked at. */
export interface ScannedFile {
  /** Relative to the working folder. */
  readonly file: string;
  readonly analysis: Seen;
}

export interface Scan {
  /** How many files were looked at. */
  readonly files: number;
  /** Their names, relative to the working folder. */
  readonly looked: ReadonlySet<string>;
  /** Those that `keep` took, in the order of the selection. */
  readonly kept: readonly ScannedFile[];
  /** What each file does with codes, by absolute path; files that decide on none are left out. */
  readonly retries: ReadonlyMap<string, readonly RetryPlace[]>;
}

/**
 * Analyses the files one after the other, in languages that are loaded, and keeps what is worth keeping. What can't be read is passed over with
 * a line in the log, generated text in silence. Throws a `Failure` where a file the user named can't be read.
 */
export async function scan(
  machine: Machine,
  engine: Engine,
  files: readonly SelectedFile[],
  log: Logger,
  keep: (analysis: Seen) => boolean,
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
  const retries = new Map<string, readonly RetryPlace[]>();
  const looked = new Set<string>();
  const rest = restNowAndThen();
  try {
    for (const [i, file] of files.entries()) {
      progress.show(i, files.length, file.relative);
      const analysis = analyse(machine, engine, file, quietLog);
      if (analysis) {
        looked.add(file.relative);
        const { text, lines, sites, findings } = analysis;
        if (analysis.retries.length > 0) retries.set(file.path, analysis.retries);
        if (keep(analysis)) kept.push({ file: file.relative, analysis: { text, lines, sites, findings } });
      }
      await rest();
    }
  } finally {
    progress.clear();
  }
  return { files: looked.size, looked, kept, retries };
}

function analyse(machine: Machine, engine: Engine, file: SelectedFile, log: Logger): Analysis | undefined {
  const language = engine.languageOf(file.path);
  if (language === undefined) return undefined;
  const read = machine.host.read(file.path);
  if ("problem" in read) {
    if (file.named && !read.refused) throw new Failure(`can't read ${quote(file.relative)}: ${read.problem}`);
    log.warn(`${file.relative} is left out: ${read.problem}`);
    return undefined;
  }
  try {
    if (!file.named && isGeneratedText(engine.source(language, read.text))) return undefined;
    const analysis = engine.analyse(file.path, language, read.text);
    if (analysis.problem === undefined) return analysis;
    log.warn(`${file.relative} is left out: ${analysis.problem}`);
    return undefined;
  } catch (error) {
    // Analysis must not throw; where it does all the same, the other files are still worth a look.
    log.warn(`${file.relative} is left out: the analysis failed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
