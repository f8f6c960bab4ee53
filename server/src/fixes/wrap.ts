import type { TextEdit } from "../text/span.ts";
import { applyEdits } from "../text/span.ts";
import type { FixData } from "./data.ts";
import { indentAt, type Lines, layoutOf, lineEnd, lineStart, write } from "./layout.ts";
import type { FixContext } from "./model.ts";

/** A line longer than this is broken where it can be. */
export const width = 120;

/** A line that has grown too long, with what stands in its outermost bracket one thing a line; as it is where nothing can be broken. */
export function wrapped(line: string, indent: number, data: Pick<FixData, "or" | "and" | "breaks">): Lines {
  if (data.breaks) return filled(line, indent, data, data.breaks);
  if (indent + line.length <= width) return [line];
  for (const { open, close } of brackets(line)) {
    const inner = line.slice(open + 1, close);
    for (const joint of [` ${data.or} `, ` ${data.and} `, ","]) {
      const pieces = splitAt(inner, joint);
      if (pieces.length < 2) continue;
      const comma = joint === ",";
      // What is joined by `or` within `and` stays together: the outer joint breaks first.
      if (joint === ` ${data.or} ` && splitAt(inner, ` ${data.and} `).length > 1) continue;
      const called = comma && /[\w$>]$/.test(line.slice(0, open));
      const body = pieces.map((p, i) => `${p.trim()}${i < pieces.length - 1 ? joint.trimEnd() : comma && !called ? "," : ""}`);
      const inside = body.filter((l) => l !== ",").flatMap((l) => wrapped(l, indent + 2, data).map((m) => `\t${m}`));
      return [line.slice(0, open + 1), ...inside, line.slice(close)];
    }
  }
  return [line];
}

/** As many conditions on a line as it has room for. */
function filled(line: string, indent: number, { or, and }: Pick<FixData, "or" | "and">, breaks: NonNullable<FixData["breaks"]>): Lines {
  const out: string[] = [];
  const prefix = "\t".repeat(breaks.steps);
  let current = "";
  for (const piece of conditionsOf(line, [` ${or} `, ` ${and} `])) {
    const room = breaks.width - indent - (out.length > 0 ? breaks.steps * 4 : 0);
    if (current !== "" && (current + piece.joint + piece.text).length > room) {
      out.push((out.length > 0 ? prefix : "") + current + (breaks.joint === "last" ? piece.joint.trimEnd() : ""));
      current = (breaks.joint === "first" ? piece.joint.trimStart() : "") + piece.text;
    } else current += piece.joint + piece.text;
  }
  return [...out, (out.length > 0 ? prefix : "") + current];
}

/** A line's conditions, whatever brackets they stand in, each with what joins it to the one before. */
function conditionsOf(line: string, joints: readonly string[]): readonly { readonly joint: string; readonly text: string }[] {
  const out: { joint: string; text: string }[] = [];
  let from = 0;
  let joint = "";
  forEachPlain(line, (_, i) => {
    const found = i >= from ? joints.find((j) => line.startsWith(j, i)) : undefined;
    if (!found) return;
    out.push({ joint, text: line.slice(from, i) });
    joint = found;
    from = i + found.length;
  });
  return [...out, { joint, text: line.slice(from) }];
}

/** Matching brackets, the outermost and first ones first. */
function brackets(line: string): readonly { readonly open: number; readonly close: number }[] {
  const out: { open: number; close: number; depth: number }[] = [];
  const stack: number[] = [];
  forEachPlain(line, (c, i) => {
    if ("([{".includes(c)) stack.push(i);
    else if (")]}".includes(c)) {
      const open = stack.pop();
      if (open !== undefined) out.push({ open, close: i, depth: stack.length });
    }
  });
  return out.filter((b) => line[b.open] !== "{").sort((a, b) => a.depth - b.depth || a.open - b.open);
}

/** The pieces between joints that stand in no bracket and no text. */
function splitAt(source: string, joint: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let angles = 0;
  let from = 0;
  forEachPlain(source, (c, i) => {
    const before = source[i - 1] ?? "";
    // Type parameters begin right behind a name; an arrow ends none of them.
    if (c === "<" && /\w/.test(before) && /[\w[{("'?&]/.test(source[i + 1] ?? "")) angles++;
    else if (c === ">" && angles > 0 && before !== "=" && before !== "-") angles--;
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (depth === 0 && angles === 0 && i >= from && source.startsWith(joint, i)) {
      out.push(source.slice(from, i));
      from = i + joint.length;
    }
  });
  out.push(source.slice(from));
  return out;
}

function forEachPlain(source: string, visit: (c: string, at: number) => void): void {
  let quote = "";
  for (let i = 0; i < source.length; i++) {
    const c = source[i] as string;
    if (quote !== "") {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'" || c === "`") quote = c;
    else visit(c, i);
  }
}

/** Edits of one line that would make it too long: the line as a whole, broken. Others stay as they are. */
export function fitted(edits: readonly TextEdit[], ctx: FixContext): readonly TextEdit[] {
  const { text, data } = ctx;
  const first = edits[0];
  if (!data || !first || edits.some((e) => e.text.includes("\n"))) return edits;
  const start = lineStart(text, first.span.start);
  const end = lineEnd(text, first.span.start);
  if (edits.some((e) => e.span.start < start || e.span.end > end)) return edits;
  const indent = indentAt(text, start);
  const from = start + indent.length;
  const local = edits.map((e) => ({ ...e, span: { start: e.span.start - from, end: e.span.end - from } }));
  const line = applyEdits(text.slice(from, end), local);
  const lines = wrapped(line, indent.length, data);
  if (lines.length === 1) return edits;
  return [{ span: { start: from, end }, text: write(lines, indent, layoutOf(text, data.indent, start)).slice(indent.length) }];
}
