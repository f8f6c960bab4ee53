import type { Span, TextEdit } from "../text/span.ts";

/** Lines with leading tabs for steps of indentation: how fixes hold code until they know where it goes. */
export type Lines = readonly string[];

/** How a file is laid out: its line ends and one step of its indentation. */
export interface Layout {
  readonly eol: string;
  readonly unit: string;
}

/** In UTF-16 units, to either side of a place. */
const within = 8_000;

/** The lines around a place: of a large text as many as tell how it is written, so that a fix costs the same in it as in a small one. */
export function linesAround(text: string, at: number): string {
  if (text.length <= 2 * within) return text;
  return text.slice(lineStart(text, Math.max(0, at - within)), lineEnd(text, Math.min(text.length, at + within)));
}

/** Read off the text: the line end it uses first, the step it uses most. Of a large text that goes by the lines around `at`. */
export function layoutOf(whole: string, fallbackUnit: string, at = 0): Layout {
  const text = linesAround(whole, at);
  const steps = new Map<string, number>();
  const count = (step: string): void => void steps.set(step, (steps.get(step) ?? 0) + 1);
  let before = 0;
  eachLine(text, (start, end) => {
    let at = start;
    while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
    if (endOfWords(text, at, end) === at) return;
    const white = at - start;
    if (text.charCodeAt(start) === 9) count("\t");
    // One column is the second line of a block comment.
    else if (white - before > 1) count(" ".repeat(white - before));
    before = white;
  });
  const unit = [...steps].filter(([s]) => s === "\t" || s.length <= 8).sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0];
  return { eol: eolOf(whole), unit: unit ?? fallbackUnit };
}

/** The line end that a text uses first. */
export function eolOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

/** Goes through a text line by line, each without its line end: nothing is cut out of a large text for it. */
export function eachLine(text: string, visit: (start: number, end: number) => void): void {
  const returns = text.includes("\r");
  let start = 0;
  for (;;) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    if (returns)
      for (let at = start; at < end; at++) {
        if (text.charCodeAt(at) !== 13) continue;
        if (at + 1 === end && end < text.length) break;
        visit(start, at);
        start = at + 1;
      }
    visit(start, returns && end < text.length && end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    if (end === text.length) return;
    start = end + 1;
  }
}

/** Where a stretch ends without the white space that it ends with. */
export function endOfWords(text: string, start: number, end: number): number {
  const last = end > start ? text.charCodeAt(end - 1) : 32;
  return last > 32 && last < 127 ? end : start + text.slice(start, end).trimEnd().length;
}

/** Where the white space in front of a place begins. A pattern that ends there would go through all of a large text. */
export function whiteBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && isWhite(text.charCodeAt(at - 1))) at--;
  return at;
}

function isWhite(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code > 126 && /\s/.test(String.fromCharCode(code)));
}

export function lineStart(text: string, offset: number): number {
  const start = offset > 0 ? text.lastIndexOf("\n", offset - 1) + 1 : 0;
  // A return ends a line as well, but for one that a feed follows: that one ends it together with it.
  const end = text.charCodeAt(offset) === 10 ? offset - 1 : offset;
  return start + text.slice(start, Math.max(start, end)).lastIndexOf("\r") + 1;
}

/** Where the line ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const at = text.slice(offset).search(/\r|\n/);
  return at < 0 ? text.length : offset + at;
}

/** Where the next line begins; the text's end where there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  if (text[end] === "\r" && text[end + 1] === "\n") return end + 2;
  return Math.min(end + 1, text.length);
}

/** The white space that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

/** Only white space stands before it on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

/** The lines as text, each behind `indent`; no line end at the end. */
export function write(lines: Lines, indent: string, layout: Layout): string {
  return lines.map((line) => (line.trim() === "" ? "" : indent + steps(line, layout.unit))).join(layout.eol);
}

function steps(given: string, unit: string): string {
  const line = given.replaceAll(outward, "");
  const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
  return unit.repeat(tabs) + line.slice(tabs);
}

/** One step further in. */
export function deeper(lines: Lines): Lines {
  return lines.map((line) => (line === "" ? line : `\t${line}`));
}

/** Source text as lines, without the indentation that all of them share. The first line counts as standing where its line begins. */
export function taken(text: string, span: Span, layout: Layout): Lines {
  const base = indentAt(text, span.start);
  return text
    .slice(span.start, span.end)
    .split(/\r\n|\n|\r/)
    .map((line, i) => {
      if (i === 0 || line.startsWith(base)) return inSteps((i === 0 ? line : line.slice(base.length)).trimEnd(), layout.unit);
      const bare = line.trim();
      const less = base.length - (line.length - line.trimStart().length);
      return bare === "" ? bare : outward.repeat(layout.unit === "" ? 0 : Math.round(less / layout.unit.length)) + bare;
    });
}

/** In front of a line that stands further out than the first, one for each step: a sign that no source holds. */
const outward = "\u{F8FE}";

/** The line so many steps, as tabs, further in. */
function inward(tabs: string, line: string): string {
  const out = /^\u{F8FE}*/u.exec(line)?.[0].length ?? 0;
  return out > 0 ? tabs.slice(out) + line.slice(Math.min(out, tabs.length)) : tabs + line;
}

function inSteps(line: string, unit: string): string {
  let at = 0;
  let tabs = 0;
  while (unit !== "" && line.startsWith(unit, at)) {
    at += unit.length;
    tabs++;
  }
  return "\t".repeat(tabs) + line.slice(at);
}

/** Fills `{name}` holes. A line that is nothing but one hole takes all lines of its value, at its own level. */
export function fill(template: Lines, values: Readonly<Record<string, string | Lines>>): Lines {
  return template.flatMap((line) => {
    const only = /^(\t*)\{(\w+)\}$/.exec(line);
    const block = only ? values[only[2] as string] : undefined;
    if (only && block !== undefined && typeof block !== "string") return block.map((l) => (l === "" ? l : inward(only[1] as string, l)));
    return [fillText(line, values)];
  });
}

export function fillText(template: string, values: Readonly<Record<string, string | Lines>>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? hole : typeof value === "string" ? value : value.join("\n");
  });
}

/** Joins insertions at one place, in their order; undefined where two edits would change the same text. */
export function merged(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const out: { span: Span; text: string }[] = [];
  const sorted = edits
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.i - b.i);
  for (const { edit } of sorted) {
    const last = out[out.length - 1];
    if (last && last.span.start === edit.span.start && last.span.end === edit.span.end) {
      if (last.span.start === last.span.end) last.text += edit.text;
      else if (last.text !== edit.text) return undefined;
    } else if (last && edit.span.start < last.span.end) return undefined;
    else if (last && last.span.start === last.span.end && last.span.start === edit.span.start) {
      // An insertion in front of what is replaced: one edit.
      out[out.length - 1] = { span: edit.span, text: last.text + edit.text };
    } else out.push({ span: edit.span, text: edit.text });
  }
  return out;
}

export function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
