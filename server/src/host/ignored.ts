import { lstatSync, readFileSync } from "node:fs";
import type { Logger } from "./host.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { errorCode } from "./system.ts";

/** The rules that one folder's ignore files state, each file apart. */
export interface IgnoreSet {
  /** The folder, absolute, without a trailing slash. */
  readonly folder: string;
  /** The one that counts more stands last. */
  readonly files: readonly IgnoreRules[];
}

/** The names of ignore files, the one that counts more last. */
const fileNames = [".gitignore", ".ignore"];

/** Git compares case only where the file system does. */
const ignorecase = process.platform === "win32" || process.platform === "darwin";

export function ignoreSet(folder: string, texts: readonly string[]): IgnoreSet {
  return { folder, files: texts.map((text) => IgnoreRules.of(text, ignorecase)) };
}

/** In bytes: no ignore file is longer. */
const maxIgnoreFile = 1024 * 1024;

/** The text of an ignore file. Throws what the system says, and for what is no file or too large: a pipe would never end. */
export function readIgnoreFile(path: string): string {
  const { size } = regularFile(path);
  if (size > maxIgnoreFile) throw new Error("too large");
  return readFileSync(path, "utf8");
}

/** As git does, links aren't followed. */
function regularFile(path: string): { readonly size: number } {
  const found = lstatSync(path);
  if (!found.isFile()) throw new Error("not a regular file");
  return found;
}

/** Reads the ignore files among `names`; undefined where the folder has none. One that can't be read is said in the log and counts as empty. */
export function readIgnoreSet(folder: string, names: readonly string[], log: Logger): IgnoreSet | undefined {
  const texts: string[] = [];
  for (const name of fileNames) {
    if (!names.includes(name)) continue;
    try {
      texts.push(readIgnoreFile(`${folder}/${name}`));
    } catch (error) {
      const code = errorCode(error);
      if (code !== "ENOENT") log.warn(`${folder}/${name} is not respected: ${code}`);
    }
  }
  if (texts.length === 0) return undefined;
  const set = ignoreSet(folder, texts);
  for (const it of set.files.flatMap((file) => file.skipped)) log.warn(`the ignore rules of ${folder}: ${it} is not respected`);
  return set;
}

/**
 * Whether the rules leave out a path. `sets` go from the highest folder to the deepest, and all of them lie above the path; a folder's path
 * ends in a slash. The deepest rule that says anything decides.
 */
export function isIgnored(sets: readonly IgnoreSet[], path: string): boolean {
  for (const set of [...sets].reverse()) {
    const verdict = ask(set, path);
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
    const files = set.files.map((file) => (file.test(below(set.folder, `${folder}/`)) === true ? file.entered(below(set.folder, folder)) : file));
    return files.every((file, i) => file === set.files[i]) ? set : { ...set, files };
  });
  return inside.every((set, i) => set === sets[i]) ? sets : inside;
}

function ask(set: IgnoreSet, path: string): boolean | undefined {
  for (const file of [...set.files].reverse()) {
    const verdict = file.test(below(set.folder, path));
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** The path relative to a folder above it. */
function below(folder: string, path: string): string {
  return path.slice(folder === "/" ? 1 : folder.length + 1);
}
