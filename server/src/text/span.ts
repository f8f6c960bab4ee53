import type { Content } from "./pieced.ts";

/** A stretch of text in UTF-16 code units, `end` exclusive: the unit of LSP positions, of tree-sitter's indices and of JavaScript strings. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement: what stands at `span` gives way to `text`. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** What edits did to a text: a stretch from `start` on, up to `end` in the new text, which was `oldEnd` in the old one. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether the two share a character, or touch: an edit at the border of a word changes the word. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Those that stand at a stretch or touch it. */
export function touching<T extends { readonly span: Span }>(all: readonly T[], stretch: Span): readonly T[] {
  return all.filter((it) => touches(it.span, stretch));
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether what is changed in one stretch meets what is changed in another. Two insertions at one place clash too: which comes first would be chance. */
export function clash(a: Span, b: Span): boolean {
  return overlaps(a, b) || a.start === b.start || (isEmpty(a) && inside(a.start, b)) || (isEmpty(b) && inside(b.start, a));
}

function inside(offset: number, span: Span): boolean {
  return span.start < offset && offset < span.end;
}

function isEmpty(span: Span): boolean {
  return span.start === span.end;
}

export function shift(s: Span, by: number): Span {
  return by === 0 ? s : { start: s.start + by, end: s.end + by };
}

export function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}

/** Applies edits that don't overlap, whatever their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return piecesAfter(text, edits).join("");
}

/** What such edits make of a text, in pieces that follow one another. */
export function piecesAfter(text: Content, edits: readonly TextEdit[]): readonly string[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const out: string[] = [];
  let at = 0;
  for (const edit of sorted) {
    out.push(text.slice(at, edit.span.start), edit.text);
    at = edit.span.end;
  }
  return [...out, text.slice(at)];
}

/** Applies edits in the order they were made, each against the text that the ones before left. */
export function applyInOrder(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((now, { span, text: by }) => now.slice(0, span.start) + by + now.slice(span.end), text);
}
