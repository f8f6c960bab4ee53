import { child, descend, statements } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { applyEdits, contains, type Span, type TextEdit } from "../../text/span.ts";
import type { LoopForm } from "../data.ts";
import { beginsLine, deeper, fill, indentAt, insertion, type Lines, lineEnd, lineStart, nextLine, taken, write } from "../layout.ts";
import { leaves } from "../remove-arm.ts";
import { callsIn, own, textOf } from "../tree.ts";
import { statementsSpan } from "./bodies.ts";
import { originOf } from "./origin.ts";
import { selfOf } from "./reach.ts";
import { paramsOf } from "./recursion.ts";
import type { Scene } from "./scene.ts";

/** What the loop around a function's statements needs to know of the arms in it. */
export interface Wrap {
  /** Stands in front of the loop. */
  readonly before: Lines;
  /** What counts the rounds; undefined where nothing asks for it. */
  readonly counter: string | undefined;
}

/** Whether a function's statements can stand in a loop: whatever comes to their end leaves the function, or can be made to. */
export function wrappable(scene: Scene): boolean {
  const { data, fact, ctx, fn } = scene;
  const body = bodyOf(scene);
  const inner = innerOf(scene);
  if (!data.loop || !fn || !body || !inner || !fact || fact.name === "" || fact.passedTo !== undefined) return false;
  if (data.loop.unless !== undefined && new RegExp(data.loop.unless, "m").test(textOf(fn, ctx.text))) return false;
  const left = ctx.text.slice(inner.start, inner.end);
  if (data.loop.once !== undefined && new RegExp(data.loop.once, "m").test(left)) return false;
  // A text over several lines would change with its indentation.
  if ([...descend(body)].some((p) => (p.kind === "string" || p.kind === "template") && textOf(p, ctx.text).includes("\n"))) return false;
  return leaves(body, ctx.language.throws) || tailOf(body, inner, scene) !== undefined;
}

function bodyOf({ fn }: Scene): Part | undefined {
  return fn && child(fn, "function.body");
}

/** The function's statements from the first one that the request depends on. */
function innerOf(scene: Scene): Span | undefined {
  const { ctx, data } = scene;
  const body = bodyOf(scene);
  const whole = body && statementsSpan(body, ctx.text);
  if (!body || !whole) return undefined;
  let { start } = whole;
  const ahead = data.loop?.ahead === undefined ? undefined : new RegExp(data.loop.ahead);
  while (ahead && start < whole.end && ahead.test(ctx.text.slice(start, lineEnd(ctx.text, start))))
    start = nextStatement(ctx.text, lineEnd(ctx.text, start));
  const once = data.loop?.once === undefined ? undefined : new RegExp(data.loop.once, "m");
  const first = once && Math.min(...originOf(scene).sends.map((s) => s.span.start));
  if (once && first !== undefined && first < whole.end) {
    for (const line of linesOf(ctx.text, { start, end: lineStart(ctx.text, first) })) {
      if (once.test(ctx.text.slice(line.start, line.end))) start = nextStatement(ctx.text, line.end);
    }
  }
  for (const part of statements(body).filter((p) => p.span.start >= start)) {
    const end = lineEnd(ctx.text, part.span.end);
    if (lineStart(ctx.text, start) !== lineStart(ctx.text, part.span.start) || !settled(part, whole.end, scene)) break;
    start = nextStatement(ctx.text, end);
  }
  return start < whole.end && beginsLine(ctx.text, start) ? { start, end: whole.end } : undefined;
}

function* linesOf(text: string, { start, end }: Span): Generator<Span> {
  for (let at = start; at < end; at = nextLine(text, at)) yield { start: at, end: lineEnd(text, at) };
}

function nextStatement(text: string, end: number): number {
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}

const changing = /token|credential|auth|session|header|\bnow\b|date|time/i;

/** A name for something that stays the same from round to round: an address put together, a number. */
function settled(part: Part, end: number, { ctx }: Scene): boolean {
  const { text } = ctx;
  const target = child(part, "assign.target");
  const value = child(part, "assign.value");
  if (part.kind !== "assign" || !target || !value || target.kind !== "name" || textOf(part, text).includes("\n")) return false;
  const plain = [...descend(value)].every((p) => ["string", "template", "number", "bool", "name", "member", "op", "other"].includes(p.kind));
  if (!plain || /[({[]/.test(textOf(value, text).replace(/"[^"]*"/g, "")) || changing.test(textOf(part, text))) return false;
  const name = textOf(target, text).replaceAll("$", "\\$");
  return !new RegExp(`(?<![\\w.$])${name}\\s*(?:[-+*/|&]?=(?!=)|\\+\\+|--)`).test(text.slice(part.span.end, end));
}

/** The expression without a statement's end whose value is the function's. */
function tailOf(body: Part, inner: Span, { data, ctx }: Scene): Part | undefined {
  const last = statements(body).at(-1);
  const { tail } = data.loop ?? {};
  if (tail === undefined || !last || last.span.end !== inner.end) return undefined;
  if (tail.any ? leaves(body, ctx.language.throws) : ["return", "loop", "assign"].includes(last.kind)) return undefined;
  return beginsLine(ctx.text, last.span.start) ? last : undefined;
}

/** The edits with the body's own ones made, and the body in a loop. */
export function wrapBody(edits: readonly TextEdit[], { before, counter }: Wrap, scene: Scene): readonly TextEdit[] | undefined {
  const { ctx, data, layout } = scene;
  const body = bodyOf(scene);
  const inner = innerOf(scene);
  const form = data.loop;
  if (!body || !inner || !form || edits.some((e) => !contains(inner, e.span) && e.span.start < inner.end && inner.start < e.span.end))
    return undefined;
  const tail = tailOf(body, inner, scene);
  const returned = tail && (form.tail as NonNullable<LoopForm["tail"]>);
  const inside = edits.filter((e) => contains(inner, e.span));
  const all = [...(tail && returned ? [insertion(tail.span.start, returned.before)] : []), ...inside];
  if (tail && returned) all.push(insertion(tail.span.end, returned.after));
  const changed = applyEdits(ctx.text, all);
  const lines = taken(changed, { start: inner.start, end: inner.end + changed.length - ctx.text.length }, layout);
  const head = counter === undefined ? form.head : fill(form.counted ?? form.head, { name: counter });
  const loop = [...before, ...head, ...deeper(lines), form.close];
  const text = write(loop, indentAt(ctx.text, inner.start), layout).trimStart();
  return [...edits.filter((e) => !inside.includes(e)), { span: inner, text }];
}

/** `return describe(name);` with the very parameters: what the loop does by going on. */
export function ownCalls(jump: string, scene: Scene): readonly TextEdit[] {
  const { fn, fact, ctx, data } = scene;
  if (!fn || !fact) return [];
  return [...own(fn)].flatMap((p): readonly TextEdit[] => {
    const call = p.kind === "return" ? callsIn(p)[0] : undefined;
    if (!call || !new RegExp(`(?:^|[.\\s])${fact.name}$`).test(ctx.text.slice(p.span.start, call.span.end).replace(/\([^()]*\)$/, ""))) return [];
    const args = call.parts.filter((a) => a.role === "call.arg").map((a) => textOf(a, ctx.text));
    const self = selfOf(scene)?.name;
    const params = (paramsOf(scene) ?? []).filter((p) => !p.self && p.name !== self).map((p) => p.name);
    const ended = data.end !== "" && textOf(p, ctx.text).endsWith(data.end);
    const text = ended || !jump.endsWith(data.end) ? jump : jump.slice(0, jump.length - data.end.length);
    return args.length === params.length && args.every((a, i) => a === params[i]) ? [{ span: p.span, text }] : [];
  });
}

/** What the round has opened and would leave open until the function ends: closed before the next one begins. */
export function releases(scene: Scene, loop?: Part): Lines {
  const { ctx, data, part } = scene;
  if (data.loop?.release === undefined) return [];
  const body = loop && child(loop, "loop.body");
  const inner = loop ? body && statementsSpan(body, ctx.text) : innerOf(scene);
  if (!inner) return [];
  const indent = indentAt(ctx.text, inner.start);
  return [...linesOf(ctx.text, { start: lineStart(ctx.text, inner.start), end: part.span.start })].flatMap(({ start, end }) => {
    const found = indentAt(ctx.text, start) === indent && new RegExp(data.loop?.release as string).exec(ctx.text.slice(start, end).trim());
    return found ? [found[1] as string] : [];
  });
}
