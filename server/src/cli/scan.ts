import type { Analysis, Engine } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import { isGeneratedText } from "../host/left-out.ts";
import type { RetryPlace } from "../rules/retries.ts";
import { unreadable } from "../text/bounds.ts";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import type { FileLook } from "./look.ts";
import type { Machine } from "./machine.ts";
import { Progress, restNowAndThen } from "./progress.ts";
import type { SelectedFile } from "./select.ts";

/** A look at a file, with whether neither it nor anything around it says that it could be an API's: then it needs no analysis. */
export type Looked = FileLook & { readonly silent?: boolean };
export type LookOf = (file: SelectedFile) => Looked | undefined;

/** What a report needs of an analysis: the rest of it may go when the next file is looked at. */
export type Seen = Pick<Analysis, "text" | "lines" | "sites" | "findings">;

/** Gives what is worth keeping of an analysis, if anything is. */
export type Keep = (analysis: Seen) => Seen | undefined;

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
  /** How many of them surely call an API that has a catalog. */
  readonly callers: number;
  /** Those that `keep` took, in the order of the selection. */
  readonly kept: readonly ScannedFile[];
  /** What each file does with codes, by absolute path; files that decide on none are left out. */
  readonly retries: ReadonlyMap<string, readonly RetryPlace[]>;
}

/**
 * Analyses the files one after the other, in languages that are loaded, and keeps what is worth keeping. What can't be read is passed over with
 * a line in the log, generated text in silence. Throws a `Failure` where a file the user named can't be read.
 */
export async function scan(machine: Machine, engine: Engine, files: readonly SelectedFile[], log: Logger, keep: Keep, lookOf: LookOf): Promise<Scan> {
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
  let callers = 0;
  const rest = restNowAndThen();
  try {
    for (const [i, file] of files.entries()) {
      progress.show(i, files.length, file.relative);
      const look = lookOf(file);
      if (isAside(look, file, quietLog)) continue;
      const isSilent = look?.silent === true;
      const analysis = isSilent && !file.named && !engine.holdsScripts(file.path) ? "silent" : analyse(machine, engine, file, quietLog, isSilent);
      if (analysis === undefined) continue;
      looked.add(file.relative);
      if (analysis !== "silent") {
        if (analysis.verdicts.some((it) => it.certain)) callers++;
        if (analysis.retries.length > 0) retries.set(file.path, analysis.retries);
        const seen = keep(analysis);
        if (seen) kept.push({ file: file.relative, analysis: seen });
      }
      await rest();
    }
  } finally {
    progress.clear();
  }
  return { files: looked.size, looked, callers, kept, retries };
}

/** What can't be read is said, and generated text passed over in silence, unless the user named the file. Throws where it must be there. */
export function isAside(look: Looked | undefined, file: SelectedFile, log: Logger): boolean {
  if (look === undefined) return false;
  if (!("problem" in look)) return look.generated && !file.named;
  if (file.named && !look.refused) throw new Failure(`can't read ${quote(file.relative)}: ${look.problem}`);
  log.warn(`${file.relative} is left out: ${look.problem}`);
  return true;
}

/** `silent`: nothing would be found, so that only what can be said of the file as such is asked. Undefined for a file that is left out. */
function analyse(machine: Machine, engine: Engine, file: SelectedFile, log: Logger, silent: boolean): Analysis | "silent" | undefined {
  const language = engine.languageOf(file.path);
  if (language === undefined) return undefined;
  const read = machine.host.read(file.path);
  if ("problem" in read) {
    isAside(read, file, log);
    return undefined;
  }
  try {
    const { text, problem: unread } = engine.source(language, read.text);
    if (!file.named && isGeneratedText(text)) return undefined;
    const analysis = silent ? undefined : engine.analyse(file.path, language, read.text);
    const problem = unread ?? analysis?.problem ?? unreadable(text);
    if (problem === undefined) return analysis ?? "silent";
    log.warn(`${file.relative} is left out: ${problem}`);
    return undefined;
  } catch (error) {
    // Analysis must not throw; where it does all the same, the other files are still worth a look.
    log.warn(`${file.relative} is left out: the analysis failed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
