import { globMatcher } from "../text/glob.ts";

/** One line of an ignore file. */
interface Rule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** By the path from the ignore file's folder, or by the last name alone. */
  readonly whole: boolean;
  readonly matches: (text: string) => boolean;
}

/** An ignore file with more lines than this is none that a person keeps. */
const maxRules = 10_000;

/** The rules of one ignore file, as git reads them; `skipped` are lines that nothing was made of. */
export class IgnoreRules {
  readonly skipped: readonly string[];
  readonly #rules: readonly Rule[];
  readonly #ignorecase: boolean;
  /** What was said of folders, by their paths: files of one folder come one after the other. */
  readonly #folders = new Map<string, boolean | undefined>();

  /** Folders that the walk has entered all the same. */
  readonly #entered: ReadonlySet<string>;

  private constructor(rules: readonly Rule[], skipped: readonly string[], ignorecase: boolean, entered: ReadonlySet<string>) {
    this.#rules = rules;
    this.skipped = skipped;
    this.#ignorecase = ignorecase;
    this.#entered = entered;
  }

  static of(text: string, ignorecase: boolean): IgnoreRules {
    const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
    const skipped: string[] = lines.length > maxRules ? [`what follows line ${maxRules}`] : [];
    const rules = lines.slice(0, maxRules).flatMap((line) => {
      const rule = readRule(ignorecase ? line.toLowerCase() : line);
      if (rule === "odd") skipped.push(JSON.stringify(line.slice(0, 80)));
      return rule === undefined || rule === "odd" ? [] : [rule];
    });
    return new IgnoreRules(rules, skipped, ignorecase, new Set());
  }

  /** The same rules, but for what they say of a folder and those above it. */
  entered(folder: string): IgnoreRules {
    const names = (this.#ignorecase ? folder.toLowerCase() : folder).split("/");
    const folders = names.map((_, i) => names.slice(0, i + 1).join("/"));
    return new IgnoreRules(this.#rules, this.skipped, this.#ignorecase, new Set([...this.#entered, ...folders]));
  }

  /** Whether a path is left out or, by a `!`, explicitly not; undefined where no rule speaks. A folder's path ends in a slash. */
  test(path: string): boolean | undefined {
    const text = this.#ignorecase ? path.toLowerCase() : path;
    // What lies in a folder that is left out can't be taken back.
    for (let at = text.indexOf("/"); at >= 0 && at < text.length - 1; at = text.indexOf("/", at + 1)) {
      const folder = text.slice(0, at);
      if (!this.#folders.has(folder)) this.#folders.set(folder, this.#own(folder, true));
      if (this.#folders.get(folder) === true) return true;
    }
    return text.endsWith("/") ? this.#own(text.slice(0, -1), true) : this.#own(text, false);
  }

  #own(path: string, isFolder: boolean): boolean | undefined {
    if (isFolder && this.#entered.has(path)) return false;
    const name = path.slice(path.lastIndexOf("/") + 1);
    for (let i = this.#rules.length - 1; i >= 0; i--) {
      const { negated, foldersOnly, whole, matches } = this.#rules[i] as Rule;
      if ((isFolder || !foldersOnly) && matches(whole ? path : name)) return !negated;
    }
    return undefined;
  }
}

function readRule(line: string): Rule | "odd" | undefined {
  if (line.startsWith("#")) return undefined;
  const negated = line.startsWith("!");
  let glob = withoutTrailingSpace(negated ? line.slice(1) : line);
  const foldersOnly = glob.endsWith("/");
  if (foldersOnly) glob = glob.slice(0, -1);
  if (glob === "") return undefined;
  const whole = glob.includes("/");
  if (glob.startsWith("/")) glob = glob.slice(1);
  const matches = quickMatcher(glob) ?? globMatcher(glob);
  return matches ? { negated, foldersOnly, whole, matches } : "odd";
}

/** Most lines are a name, or a star and an ending. */
function quickMatcher(glob: string): ((text: string) => boolean) | undefined {
  if (!/[*?[\\]/.test(glob)) return (text) => text === glob;
  const ending = glob.slice(1);
  if (glob.startsWith("*") && !/[*?[\\/]/.test(ending)) return (text) => text.endsWith(ending) && !text.includes("/");
  return undefined;
}

/** Spaces at the end say nothing, unless the first of them is escaped. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === " " && text[end - 2] !== "\\") end--;
  return text.slice(0, end);
}
