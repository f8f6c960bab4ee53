import { readFileSync } from "node:fs";
import ignore, { type Ignore } from "ignore";
import type { Logger } from "./host.ts";
import { errorCode } from "./node.ts";

/** The rules that one folder's ignore files state, each file apart. */
export interface IgnoreSet {
  /** The folder, absolute, without a trailing slash. */
  readonly folder: string;
  /** The one that counts more stands last. */
  readonly files: readonly Ignore[];
}

/** The names of ignore files, the one that counts more last. */
const fileNames = [".gitignore", ".ignore"];

/** Git compares case only where the file system does. */
const ignorecase = process.platform === "win32" || process.platform === "darwin";

export function ignoreSet(folder: string, texts: readonly string[]): IgnoreSet {
  return { folder, files: texts.map((text) => ignore({ ignorecase }).add(text)) };
}

/** Reads the ignore files among `names`; undefined where the folder has none. One that can't be read is said in the log and counts as empty. */
export function readIgnoreSet(folder: string, names: readonly string[], log: Logger): IgnoreSet | undefined {
  const texts: string[] = [];
  for (const name of fileNames) {
    if (!names.includes(name)) continue;
    try {
      texts.push(readFileSync(`${folder}/${name}`, "utf8"));
    } catch (error) {
      const code = errorCode(error);
      if (code !== "ENOENT") log.warn(`${folder}/${name} is not respected: ${code}`);
    }
  }
  return texts.length > 0 ? ignoreSet(folder, texts) : undefined;
}

/**
 * Whether the rules leave out a path. `sets` go from the highest folder to the deepest, and all of them lie above the path; a folder's path
 * ends in a slash. The deepest rule that says anything decides.
 */
export function isIgnored(sets: readonly IgnoreSet[], path: string, log?: Logger): boolean {
  for (const set of [...sets].reverse()) {
    const verdict = ask(set, path, log);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/**
 * The sets as they hold inside a folder the walk has entered. One that would leave out the folder itself was overruled, by a deeper file or by
 * the user who named the folder: there, all its rules but that one hold.
 */
export function insideOf(folder: string, sets: readonly IgnoreSet[]): readonly IgnoreSet[] {
  const inside = sets.map((set) => {
    const files = set.files.map((file) => (askFile(file, set.folder, `${folder}/`) === true ? exceptFor(file, below(set.folder, folder)) : file));
    return files.every((file, i) => file === set.files[i]) ? set : { ...set, files };
  });
  return inside.every((set, i) => set === sets[i]) ? sets : inside;
}

/** The same rules, with a folder and those above it taken back by rules of their own behind them. */
function exceptFor(file: Ignore, folder: string): Ignore {
  const names = folder.split("/").map((it) => it.replace(/[\\*?[\]!# ]/g, "\\$&"));
  return ignore({ ignorecase })
    .add(file)
    .add(names.map((_, i) => `!/${names.slice(0, i + 1).join("/")}/`));
}

function ask(set: IgnoreSet, path: string, log: Logger | undefined): boolean | undefined {
  for (const file of [...set.files].reverse()) {
    const verdict = askFile(file, set.folder, path, log);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

function askFile(file: Ignore, folder: string, path: string, log?: Logger): boolean | undefined {
  const relative = below(folder, path);
  try {
    const result = file.test(relative);
    return result.ignored ? true : result.unignored ? false : undefined;
  } catch (error) {
    // A rule or a name that can't be made sense of leaves nothing out.
    log?.warn(`the ignore rules of ${folder} don't work for ${relative}: ${errorCode(error)}`);
    return undefined;
  }
}

/** The path relative to a folder above it. */
function below(folder: string, path: string): string {
  return path.slice(folder === "/" ? 1 : folder.length + 1);
}
