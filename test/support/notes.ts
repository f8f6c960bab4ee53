import { LineMap } from "../../server/src/text/line-map.ts";
import type { Span } from "../../server/src/text/span.ts";

/** Something found at a place, or expected there. */
export interface Note {
  /** In the text without expectations. */
  readonly span: Span;
  /** `^^^` rather than `~~~`. */
  readonly certain: boolean;
  /** `606 marketo-rest case`, `warning unhandled-retryable 606 608 — part of the message`. */
  readonly text: string;
}

const noteLine = /^\s*(?:\/\/|#|--|;|%|\/\*|<!--)?\s*((?:(?:\^+|~+)(?:\+\d+:\d+)?\s+)+)(\S.*?)\s*(?:\*\/|-->)?$/;

/** Parts a block's lines into code and expectations. Each expectation speaks of the code line above it. */
export function readNotes(lines: readonly string[], where: string): { readonly text: string; readonly notes: readonly Note[] } {
  const code: string[] = [];
  const notes: { line: number; column: number; length: number; end?: { lines: number; column: number }; certain: boolean; text: string }[] = [];
  for (const [i, line] of lines.entries()) {
    const match = noteLine.exec(line);
    if (!match) {
      code.push(line);
      continue;
    }
    if (code.length === 0) throw new Error(`${where}: expectation "${line.trim()}" has no code above it`);
    const marks = [...line.slice(0, line.indexOf(match[2] as string, line.search(/[\^~]/))).matchAll(/(\^+|~+)(?:\+(\d+):(\d+))?/g)];
    const texts = textsOf(marks.length, match[2] as string);
    if (!texts) throw new Error(`${where}: line ${i + 1} of the block has ${marks.length} marks for "${match[2]}"`);
    for (const [k, mark] of marks.entries()) {
      const signs = mark[1] as string;
      const end = mark[2] === undefined ? {} : { end: { lines: Number(mark[2]), column: Number(mark[3]) } };
      const note = { line: code.length - 1, column: mark.index, length: signs.length, ...end };
      notes.push({ ...note, certain: signs.startsWith("^"), text: texts[k] as string });
    }
  }
  const text = code.length === 0 ? "" : `${code.join("\n")}\n`;
  const map = new LineMap(text);
  const placed = notes.map((n): Note => {
    const start = map.offset({ line: n.line, character: 0 }) + n.column;
    const end = n.end ? map.offset({ line: n.line + n.end.lines, character: 0 }) + n.end.column : start + n.length;
    return { span: { start, end }, certain: n.certain, text: n.text };
  });
  return { text, notes: placed };
}

/** Marks that share a line differ in their first word: there are as many of these as marks. */
function textsOf(count: number, said: string): readonly string[] | undefined {
  if (count === 1) return [said];
  const words = said.split(/\s+/);
  if (words.length <= count) return undefined;
  const rest = words.slice(count).join(" ");
  return words.slice(0, count).map((word) => `${word} ${rest}`);
}

/** The lines of a block: the code with its notes below. `sign` is the language's comment sign. */
export function writeNotes(text: string, notes: readonly Note[], sign: string): readonly string[] {
  const lines = text.split("\n");
  // The text ends with a line end, behind which stands no line of the block.
  if (lines.at(-1) === "") lines.pop();
  const map = new LineMap(text);
  const sorted = [...notes].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.text < b.text ? -1 : 1));
  const out: string[] = [];
  for (const [i, line] of lines.entries()) {
    out.push(line);
    const here = sorted.filter((n) => map.position(n.span.start).line === i);
    for (const row of rowsOf(here, map, line)) out.push(writeRow(row, line, sign));
  }
  return out;
}

interface Mark {
  readonly column: number;
  readonly signs: string;
  readonly text: string;
}

/** Which marks share a line: neighbours that differ in their first word only and don't touch. */
function rowsOf(notes: readonly Note[], map: LineMap, line: string): readonly (readonly Mark[])[] {
  const rows: Mark[][] = [];
  for (const note of notes) {
    const start = map.position(note.span.start);
    const end = map.position(note.span.end);
    const spans = end.line > start.line;
    const length = Math.max(1, (spans ? line.length : end.character) - start.character);
    const tail = spans ? `+${end.line - start.line}:${end.character}` : "";
    const mark = { column: start.character, signs: (note.certain ? "^" : "~").repeat(length) + tail, text: note.text };
    const row = rows.at(-1);
    const before = row?.at(-1);
    const joins =
      before && restOf(before.text) === restOf(mark.text) && !note.text.includes(" — ") && before.column + before.signs.length < mark.column;
    if (row && joins) row.push(mark);
    else rows.push([mark]);
  }
  return rows;
}

function restOf(text: string): string {
  return text.slice(text.indexOf(" ") + 1);
}

function writeRow(row: readonly Mark[], line: string, sign: string): string {
  const first = row[0] as Mark;
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  const head = [indent + sign, sign].find((h) => h.length < first.column) ?? line.slice(0, first.column).replace(/[^\t]/g, " ");
  let out = head + " ".repeat(first.column - head.length);
  for (const mark of row) out += " ".repeat(mark.column - out.length) + mark.signs;
  const said = row.length === 1 ? first.text : `${row.map((m) => m.text.slice(0, m.text.indexOf(" "))).join(" ")} ${restOf(first.text)}`;
  return `${out} ${said}`;
}

/** Whether what was found is what was expected: a message need only hold what the expectation quotes of it. */
export function fits(expected: Note, found: Note): boolean {
  if (expected.certain !== found.certain || expected.span.start !== found.span.start || expected.span.end !== found.span.end) return false;
  const [head, quoted] = split(expected.text);
  const [foundHead, message] = split(found.text);
  return head === foundHead && (quoted === "" || message.includes(quoted));
}

function split(text: string): readonly [string, string] {
  const at = text.indexOf(" — ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 3)];
}

/** What was found, in the words of the expectations where they fit; `complete` when the two agree both ways. */
export function reconcile(expected: readonly Note[], found: readonly Note[]): { readonly notes: readonly Note[]; readonly complete: boolean } {
  const open = [...expected];
  let strange = false;
  const notes = found.map((note) => {
    const at = open.findIndex((e) => fits(e, note));
    if (at < 0) strange = true;
    return at < 0 ? note : (open.splice(at, 1)[0] as Note);
  });
  return { notes, complete: !strange && open.length === 0 };
}
