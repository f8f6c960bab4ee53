import { child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { applyEdits, contains, type Span, type TextEdit } from "../../text/span.ts";
import { deeper, fillText, indentAt, type Lines, taken, write } from "../layout.ts";
import { leaves } from "../remove-arm.ts";
import { own } from "../tree.ts";
import { statementsSpan } from "./bodies.ts";
import type { Scene } from "./scene.ts";

/** Whether a function's body can stand in a loop: whatever comes to its end leaves the function, or can be made to. */
export function wrappable(scene: Scene): boolean {
  const body = bodyOf(scene);
  if (!body || !scene.fact || scene.fact.name === "" || scene.fact.passedTo !== undefined) return false;
  // A text over several lines would change with its indentation.
  if ([...own(body)].some((p) => (p.kind === "string" || p.kind === "template") && scene.ctx.text.slice(p.span.start, p.span.end).includes("\n")))
    return false;
  return leaves(body, scene.ctx.language.throws) || scene.data.loop?.tail !== undefined;
}

function bodyOf({ fn }: Scene): Part | undefined {
  return fn && child(fn, "function.body");
}

/** The edits with the body's own ones made, and the body in a loop; `before` stands in front of the loop. */
export function wrapBody(edits: readonly TextEdit[], before: Lines, counter: string, scene: Scene): readonly TextEdit[] | undefined {
  const { ctx, data, layout } = scene;
  const body = bodyOf(scene);
  const inner = body && statementsSpan(body, ctx.text);
  const form = data.loop;
  if (!inner || !form) return undefined;
  const inside = edits.filter((e) => contains(inner, e.span));
  const changed = applyEdits(ctx.text, inside);
  const span: Span = { start: inner.start, end: inner.end + changed.length - ctx.text.length };
  const lines = taken(changed, span, layout);
  const values = { name: counter };
  const last = lines.length - 1;
  const tail = form.tail !== undefined && body && !leaves(body, ctx.language.throws);
  // The value that the body ends with is returned from within the loop.
  const all = tail ? withTail(lines, form.tail as string) : lines;
  if (!all || last < 0) return undefined;
  const loop = [...before, fillText(form.head, values), ...deeper(all), form.close];
  const text = write(loop, indentAt(ctx.text, inner.start), layout).trimStart();
  return [...edits.filter((e) => !inside.includes(e)), { span: inner, text }];
}

function withTail(lines: Lines, tail: string): Lines | undefined {
  const at = lines.length - 1;
  const last = lines[at] as string;
  // A last expression of several lines has no one line to return.
  if (/^[\t\s)}\]]/.test(last)) return undefined;
  if (tail === "") return undefined;
  if (/[;}]$/.test(last)) return [...lines, tail.replace(/\s*\{value\}/, "")];
  return [...lines.slice(0, at), fillText(tail, { value: last })];
}
