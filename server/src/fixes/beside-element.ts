import type { Part } from "../syntax/part.ts";
import type { TextEdit } from "../text/span.ts";
import { beginsLine, eolOf, indentAt, insertion, layoutOf, lineEnd } from "./layout.ts";
import type { FixContext } from "./model.ts";
import { textOf } from "./tree.ts";

/** Lists longer than this on one line are set one element a line. */
const width = 120;

/**
 * More elements behind the last of a list, set or table, written as the element with the anchor is: `key` of a row stands for its code, the
 * rest of the row is repeated.
 */
export function besideElement(list: Part, like: Part, literal: Part, written: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const elements = list.parts.filter((p) => p.kind !== "comment" && (list.kind !== "call" || p.role === "call.arg"));
  const rows = written.map((w) => text.slice(like.span.start, literal.span.start) + w + text.slice(literal.span.end, like.span.end));
  const edits = appendTo(elements, list, rows, ctx);
  const counted = ctx.data?.listLength === undefined ? null : new RegExp(ctx.data.listLength).exec(text.slice(0, list.span.start));
  if (!edits || counted?.[1] === undefined || Number(counted[1]) !== elements.length) return edits;
  // The type says how many they are.
  const start = counted.index + counted[0].indexOf(counted[1]);
  return [{ span: { start, end: start + counted[1].length }, text: String(elements.length + rows.length) }, ...edits];
}

/** Rows behind the last of these elements of a list or table, laid out as they are. */
export function appendTo(elements: readonly Part[], list: Part, rows: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const last = elements[elements.length - 1];
  if (!last) return undefined;
  const before = elements[elements.length - 2];
  const comma = /^[ \t]*(?:\r?\n[ \t]*)?([,;])/.exec(text.slice(last.span.end, list.span.end));
  const between = before ? text.slice(before.span.end, last.span.start) : undefined;
  if (!(between === undefined && comma) && isOfWords(list, elements, text))
    return [insertion(last.span.end, rows.map((row) => (between && /\n/.test(between) ? between : " ") + row).join(""))];
  const bar = between !== undefined && /^\s*\|\s*$/.test(between);
  if (bar) return [insertion(last.span.end, rows.map((row) => between + row).join(""))];
  if (onOwnLines(elements, text)) {
    const { own, more } = aligned(elements, rows, ctx);
    return [...own, ...lines(last, comma !== null, more, ctx)];
  }
  const single = rows.map((row) => `, ${row}`).join("");
  if (
    lineEnd(text, last.span.end) - text.lastIndexOf("\n", last.span.start) + single.length > width &&
    !text.slice(list.span.start, last.span.start).includes("\n")
  )
    return broken(elements, list, rows, ctx) ?? [insertion(last.span.end, single)];
  // `("606",)`: a comma that only made a tuple of one has done its work.
  if (comma && elements.length === 1) return [{ span: { start: last.span.end, end: last.span.end + comma[0].length }, text: single }];
  return [insertion(last.span.end, single)];
}

/** Whether a list parts its elements by white space alone: `%w[606 608]`, an array of a shell. */
export function isOfWords(list: Part, elements: readonly Part[], text: string): boolean {
  const [before, last] = elements.slice(-2);
  if (before && last) return text.slice(before.span.end, last.span.start).trim() === "";
  return before !== undefined && /^(?:%[wi]|[\w]*\()/i.test(textOf(list, text)) && !/^["'\d]/.test(textOf(before, text));
}

/** Where the language's formatter sets the values of a table in one column: the rows so, and what that moves in the rows there. */
function aligned(
  elements: readonly Part[],
  rows: readonly string[],
  { data, text }: FixContext,
): { own: readonly TextEdit[]; more: readonly string[] } {
  const pattern = /^("[^"\n]*"|[\w.]+):[ \t]+(?=\S)/;
  const there = elements.map((e) => ({ e, head: pattern.exec(text.slice(e.span.start, e.span.end)) }));
  const added = rows.map((row) => ({ row, head: pattern.exec(row) }));
  const heads = [...there, ...added].map((it) => it.head);
  if (!data?.aligned || heads.some((h) => !h)) return { own: [], more: rows };
  const widest = Math.max(...heads.map((h) => (h?.[1] ?? "").length));
  const filled = (h: RegExpExecArray): string => `${h[1]}:${" ".repeat(widest - (h[1] as string).length + 1)}`;
  return {
    own: there.flatMap(({ e, head }) =>
      head && filled(head) !== head[0] ? [{ span: { start: e.span.start, end: e.span.start + head[0].length }, text: filled(head) }] : [],
    ),
    more: added.map(({ row, head }) => (head ? filled(head) + row.slice(head[0].length) : row)),
  };
}

function onOwnLines(elements: readonly Part[], text: string): boolean {
  const last = elements[elements.length - 1] as Part;
  const before = elements[elements.length - 2];
  return beginsLine(text, last.span.start) && (before === undefined || text.slice(before.span.end, last.span.start).includes("\n"));
}

/** One element a line: behind the last one's comment, with or without a comma at the end as it was. */
function lines(last: Part, comma: boolean, rows: readonly string[], ctx: FixContext): readonly TextEdit[] {
  const { text } = ctx;
  const eol = eolOf(text);
  const indent = indentAt(text, last.span.start);
  const end = lineEnd(text, last.span.end);
  const rest = text.slice(last.span.end, end);
  const tail = rest.replace(/^\s*,/, "").trim();
  const more = rows.map((row, i) => eol + indent + row + (comma || i < rows.length - 1 ? "," : "")).join("");
  // Something else than a note behind it: the closing bracket stands on the same line.
  if (tail !== "" && !tail.startsWith(ctx.language.comment) && !tail.startsWith("/*"))
    return [insertion(last.span.end, rows.map((row) => `,${eol}${indent}${row}`).join(""))];
  if (comma) return [insertion(end, more)];
  return tail === "" ? [insertion(last.span.end, `,${more}`)] : [insertion(last.span.end, ","), insertion(end, more)];
}

/** A list in brackets that has grown too long for its line. */
function broken(elements: readonly Part[], list: Part, rows: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const first = elements[0] as Part;
  const last = elements[elements.length - 1] as Part;
  const open = text.slice(list.span.start, first.span.start);
  const close = text.slice(last.span.end, list.span.end);
  if (!/[[({]\s*$/.test(open) || !/^\s*,?\s*[\])}]/.test(close) || text.slice(first.span.start, last.span.end).includes(ctx.language.comment))
    return undefined;
  const { eol, unit } = layoutOf(text, ctx.data?.indent ?? "  ", list.span.start);
  const indent = indentAt(text, list.span.start);
  const all = [...elements.map((e) => textOf(e, text)), ...rows];
  const end = last.span.end + (/^\s*,?\s*/.exec(close)?.[0].length ?? 0);
  // The comma at the end is right in every bracket, but not in every call.
  const body = all.map((e, i) => `${indent}${unit}${e}${list.kind !== "call" || i < all.length - 1 ? "," : ""}`).join(eol);
  return [{ span: { start: list.span.start + open.trimEnd().length, end }, text: eol + body + eol + indent }];
}
