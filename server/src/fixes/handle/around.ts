import { child, statements } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { applyEdits, contains, type Span, type TextEdit } from "../../text/span.ts";
import { fill, indentAt, type Lines, taken, write } from "../layout.ts";
import { own } from "../tree.ts";
import { statementsSpan } from "./bodies.ts";
import type { Scene } from "./scene.ts";

/** A text over several lines would change with its indentation. */
export function splits(scene: Scene): boolean {
  const body = bodyOf(scene);
  const { text } = scene.ctx;
  return !body || [...own(body)].some((p) => (p.kind === "string" || p.kind === "template") && text.slice(p.span.start, p.span.end).includes("\n"));
}

function bodyOf({ fn }: Scene): Part | undefined {
  return fn && child(fn, "function.body");
}

/** The edits with the body's own ones made, and the body where a template says `{body}`. */
export function wrapAround(edits: readonly TextEdit[], before: Lines, around: Lines, scene: Scene): readonly TextEdit[] | undefined {
  // A template that wants room above itself needs none where it comes first.
  const own = before.length === 0 && around[0] === "" ? around.slice(1) : around;
  return putInside(edits, scene, (lines) => [...before, ...fill(own, { body: lines })]);
}

function putInside(edits: readonly TextEdit[], scene: Scene, around: (body: Lines) => Lines | undefined): readonly TextEdit[] | undefined {
  const { ctx, layout } = scene;
  const inner = innerOf(scene);
  if (!inner) return undefined;
  const inside = edits.filter((e) => contains(inner, e.span));
  const changed = applyEdits(ctx.text, inside);
  const span: Span = { start: inner.start, end: inner.end + changed.length - ctx.text.length };
  const lines = taken(changed, span, layout);
  const all = lines.length === 0 ? undefined : around(lines);
  if (!all) return undefined;
  const text = write(all, indentAt(ctx.text, inner.start), layout).trimStart();
  return [...edits.filter((e) => !inside.includes(e)), { span: inner, text }];
}

/** The body's statements. What says of the function what it does, or how it is to be read, stays its first line. */
export function innerOf(scene: Scene): Span | undefined {
  const body = bodyOf(scene);
  const { text } = scene.ctx;
  const inner = body && statementsSpan(body, text);
  if (!body || !inner) return undefined;
  const own = statements(body).filter((p) => p.span.start >= inner.start);
  const first = own[0];
  const isText = first && /^\w{0,2}["'][^\n]*["'];?$/.test(text.slice(first.span.start, first.span.end)) && first.span.start === inner.start;
  const second = own[1];
  return isText && second ? { start: second.span.start, end: inner.end } : inner;
}
