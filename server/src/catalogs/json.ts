/** JSON text with its places: where a key stands, and which keys stand twice (which JSON.parse takes in silence). */

/** A step from a value to one inside it: a key or an index. */
export type Step = string | number;
export type Path = readonly Step[];

export interface Repeated {
  readonly path: Path;
  /** Line of the later one, from 1. */
  readonly line: number;
}

/**
 * Keys that stand twice in one object. The text must be valid JSON: call it after JSON.parse. `keys` is how many that gave in all: where no more
 * stand in the text, none is there twice, and it needn't be read a second time.
 */
export function repeatedKeys(text: string, keys: number): readonly Repeated[] {
  const result: Repeated[] = [];
  if (atMost(text, keys)) return result;
  eachKey(text, (path, line, repeated) => {
    if (repeated) result.push({ path: [...path], line });
  });
  return result;
}

/** Whether no more than so many keys stand in a text. What only looks like one, within a string, counts as well. */
function atMost(text: string, keys: number): boolean {
  const like = /"[ \t\r\n]*:/g;
  let count = 0;
  while (count <= keys && like.test(text)) count++;
  return count <= keys;
}

/** Lines, from 1, of the keys at `paths`; for a path that has no key of its own, its nearest parent's. */
export function linesOf(text: string, paths: readonly Path[]): readonly (number | undefined)[] {
  const lines = new Map<string, number>();
  eachKey(text, (path, line) => lines.set(JSON.stringify(path), line));
  return paths.map((path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(JSON.stringify(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return undefined;
  });
}

/** Line, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** A path as a reader would write it: codes["604"].retry.kind */
export function printPath(path: Path): string {
  let result = "";
  for (const step of path) {
    if (typeof step === "number") result += `[${step}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(step)) result += result ? `.${step}` : step;
    else result += `[${JSON.stringify(step.length > 60 ? `${step.slice(0, 60)}…` : step)}]`;
  }
  return result || "the file";
}

interface Level {
  /** The keys so far; none in a list. */
  readonly keys?: Set<string>;
  index: number;
}

/** A string, a line break, or a sign that opens, closes or separates. Everything else says nothing about places. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[\n{}[\],:]/g;

function eachKey(text: string, found: (path: readonly Step[], line: number, repeated: boolean) => void): void {
  const levels: Level[] = [];
  const path: Step[] = [];
  let line = 1;
  let last = "";
  let lastLine = 1;
  for (const token of text.match(TOKEN) ?? []) {
    const level = levels.at(-1);
    if (token === "\n") {
      line++;
    } else if (token === "{" || token === "[") {
      levels.push(token === "{" ? { keys: new Set(), index: 0 } : { index: 0 });
      path.push(0);
    } else if (token === "}" || token === "]") {
      levels.pop();
      path.pop();
    } else if (token === ",") {
      if (level && !level.keys) path[path.length - 1] = ++level.index;
    } else if (token === ":") {
      if (!level?.keys) continue;
      const key: unknown = JSON.parse(last);
      if (typeof key !== "string") continue;
      path[path.length - 1] = key;
      found(path, lastLine, level.keys.has(key));
      level.keys.add(key);
    } else {
      last = token;
      lastLine = line;
    }
  }
}
