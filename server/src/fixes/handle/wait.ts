import type { FunctionFact } from "../../sites/model.ts";
import { calleeOf, child, unwrap } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { Spanless } from "../../text/spanless.ts";
import { isAwaited } from "../calls.ts";
import type { OneOrMore, Unit, WaitForm } from "../data.ts";
import { fill, fillText, type Lines } from "../layout.ts";
import { remembering } from "../remember.ts";
import { argumentsOf, calleeName, own, textOf } from "../tree.ts";
import type { Needs } from "./needs.ts";
import { headText, signalOf } from "./reach.ts";
import type { Scene } from "./scene.ts";

/** How long to wait: a window in seconds, or longer with each attempt. */
export type Duration = { readonly seconds: number } | { readonly attempt: string };

/** A wait of the file: the call, and where its duration stands. */
export interface Waiter {
  /** `{duration}` in it. */
  readonly statement: string;
  /** `attempt`: it works the duration out itself from the number of the attempt. */
  readonly takes: Unit | "attempt";
}

const waiting =
  /^(?:.*[^a-z])?(?:sleep|delay|wait|pause|usleep|nanosleep|settimeout|backoff|back_off)(?:[_A-Z].*)?$|(?:Sleep|Delay|Wait|Pause|Backoff|BackOff)(?:For|Async|Ms|Seconds)?$/;

export function isWait(call: Part): boolean {
  return waiting.test(calleeName(call)) || /^set_?timeout$/i.test(calleeName(call));
}

/** The duration of a wait, as an argument of its call. */
export function durationOf(call: Part, { data }: Pick<Scene, "data">): Part | undefined {
  const callee = calleeOf(call);
  const known = callee && (data.waits?.[callee.dotted] ?? data.waits?.[callee.name]);
  return argumentsOf(call)[known?.argument ?? 0];
}

/** `retryAfter(response) ?? 20_000`, `retry_after(response, 20)`: the time that is waited where the server says none. */
export function ownTime(source: string): string {
  return source.replace(/\w*retry_?after\w*\((?:[^(),]*,\s*)?([^(),]*)\)(?:\s*(?:\?\?|\|\||or)\s*)?/i, (whole, last: string) =>
    whole.includes(",") ? last : "",
  );
}

export function isAsync(scene: Pick<Scene, "fn" | "data" | "ctx">): boolean {
  const { fn, data, ctx } = scene;
  if (!fn || !data.async) return false;
  if (fn.flags?.includes("async")) return true;
  const first = fn.parts.find((p) => p.role === "function.body" || p.role === "function.value");
  if (new RegExp(data.async).test(ctx.text.slice(fn.span.start, first?.span.start ?? fn.span.end))) return true;
  return data.asyncIn !== undefined && inAsync(fn, scene);
}

/** `withContext(io) { … }`, and `repeat(3) { … }` within it. */
function inAsync(fn: Part, scene: Pick<Scene, "fn" | "data" | "ctx">): boolean {
  const { data, ctx } = scene;
  const fact = ctx.functionAt(fn.span);
  if (fact?.name !== "" || fact.passedTo === undefined || !data.asyncIn) return false;
  if (new RegExp(data.asyncIn.always).test(fact.passedTo)) return true;
  const outer = ctx.around(fn.span).findLast((p) => p.kind === "function" && p !== fn);
  return outer !== undefined && new RegExp(data.asyncIn.alike).test(fact.passedTo) && isAsync({ ...scene, fn: outer });
}

/** The statement that waits; undefined where the function can't wait at all. What it needs is noted. */
export function waitFor(duration: Duration, scene: Scene, needs: Needs): Lines | undefined {
  const { data } = scene;
  const there = waitersOf(scene);
  const byAttempt = "attempt" in duration ? there.find((w) => w.takes === "attempt") : undefined;
  if (byAttempt && "attempt" in duration) return [fillText(byAttempt.statement, { duration: duration.attempt })];
  const found = formOf(isAsync(scene) ? data.wait?.async : data.wait?.sync, scene);
  // What grows in parts of a second is lost on a wait of whole ones, where the language has one that is finer.
  const grown = "attempt" in duration ? data.helpers.backoff?.unit : undefined;
  const finer = found?.form.helper === undefined && found?.form.unit === grown;
  const timed = there.find((w) => w.takes !== "attempt" && (grown === undefined || !finer || w.takes === grown));
  if (timed) {
    const text = durationText(duration, timed.takes as Unit, scene, needs);
    return text === undefined ? undefined : [fillText(timed.statement, { duration: text })];
  }
  if (!found) return undefined;
  const { form, given, failure } = found;
  const text = durationText(duration, form.unit, scene, needs);
  const callee = form.helper === undefined ? form.callee : needs.helper(form.helper);
  if (text === undefined || callee === undefined) return undefined;
  for (const name of form.imports ?? []) needs.import(name);
  return fill(typeof form.text === "string" ? [form.text] : form.text, {
    callee,
    duration: spaced(text, form.tight),
    given,
    failure,
    signal: signalOf(scene) ?? "",
  });
}

/** The first form that the function around has what it needs for, with what it takes from there. */
function formOf(
  forms: OneOrMore<WaitForm> | undefined,
  scene: Scene,
): { readonly form: WaitForm; readonly given: string; readonly failure: string } | undefined {
  // What a function without a name stands in is at hand in it, too.
  const outer = scene.fact?.name === "" ? scene.chain.filter((p) => p.kind === "function") : [];
  const head = [headText(scene), ...outer.map((fn) => headText({ ...scene, fn }))].join("\n");
  const source = scene.fn ? textOf(scene.fn, scene.ctx.text) : "";
  for (const form of forms === undefined ? [] : ([forms].flat() as readonly WaitForm[])) {
    if (form.signal === true && signalOf(scene) === undefined) continue;
    if (form.file !== undefined && !new RegExp(form.file).test(scene.ctx.text)) continue;
    const needed = form.needs === undefined ? [] : new RegExp(form.needs).exec(head);
    const failing = form.failure === undefined ? [] : new RegExp(form.failure, "m").exec(source);
    if (needed && failing) return { form, given: needed[1] ?? "", failure: failing[1] ?? "" };
  }
  return undefined;
}

function spaced(source: string, tight = false): string {
  return tight ? source.replace(/ ([*/]) /g, "$1") : source;
}

const micros: Readonly<Record<Unit, number>> = { us: 1, ms: 1000, s: 1_000_000 };

export function durationText(duration: Duration, unit: Unit, scene: Scene, needs: Needs): string | undefined {
  const { data } = scene;
  if ("seconds" in duration) {
    const fixed = fixedText(duration.seconds, unit, scene);
    const answer = answerAt(scene);
    const helper = answer !== undefined && fixed !== undefined ? data.helpers.retryAfter : undefined;
    if (!helper || answer === undefined || fixed === undefined || helper.unit !== unit) return fixed;
    const name = needs.helper("retryAfter");
    return name === undefined
      ? fixed
      : fillText(helper.call ?? "{name}({answer}, {duration})", { name, answer, duration: spaced(fixed, helper.tight) });
  }
  const helper = data.helpers.backoff;
  const name = helper && needs.helper("backoff");
  if (!helper || name === undefined) return undefined;
  const call = fillText(helper.call ?? "{name}({attempt})", { name, attempt: duration.attempt });
  const ratio = helper.unit === undefined ? 1 : micros[helper.unit] / micros[unit];
  if (ratio === 1) return call;
  const factor = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, n > 1000 ? "_" : "");
  return ratio < 1 ? `${call} / ${factor(1 / ratio)}` : `${call} * ${factor(ratio)}`;
}

export function fixedText(seconds: number, unit: Unit, { data }: Pick<Scene, "data">): string | undefined {
  const ms = String(Math.round(seconds * 1000)).replace(/\B(?=(\d{3})+$)/g, "_");
  return data.fixed?.[unit] === undefined
    ? undefined
    : fillText(data.fixed[unit] as string, { ms, s: String(seconds), plain: ms.replaceAll("_", "") });
}

/** A local that holds the answer with its headers, in view of the decision. */
function answerAt({ data, fn, ctx, part }: Scene): string | undefined {
  if (!data.answer || !fn) return undefined;
  const name = new RegExp(data.answer.name);
  const source = ctx.text.slice(fn.span.start, fn.span.end);
  for (const p of own(fn)) {
    const target = p.kind === "assign" && p.span.end <= part.span.start ? child(p, "assign.target") : undefined;
    const local = target && textOf(target, ctx.text);
    if (!local || !name.test(local) || !new RegExp(fillText(data.answer.uses, { name: local })).test(source)) continue;
    const block = ctx.around(p.span).findLast((b) => b.kind === "block" && b !== p);
    if (!block || (block.span.start <= part.span.start && part.span.end <= block.span.end)) return local;
  }
  return undefined;
}

/** The waits that the file has, callable from the scene: used ones first, then those that are only defined. */
const waitersOf = remembering((scene: Scene): readonly Waiter[] => {
  const { ctx, data } = scene;
  const waits = isAsync(scene);
  const out: Waiter[] = [];
  const seen = new Set<string>();
  for (const call of waitCalls(scene)) {
    const callee = calleeOf(call);
    if (!callee || /^set_?timeout$/i.test(callee.name) || argumentsOf(call).length !== 1 || !waitsItself(callee.name, scene)) continue;
    const target = child(call, "call.callee");
    const source = textOf(call, ctx.text)
      .slice(0, (argumentsOf(call)[0] as Part).span.start - call.span.start)
      .replace(/\(\s*$/, "")
      .trimEnd();
    if (!target || source.includes("\n") || seen.has(source) || !inReach(callee.receiver, scene)) continue;
    const awaited = isAwaited(call.span.start, ctx.text);
    if (awaited !== (waits && data.await !== undefined)) continue;
    const known = data.waits?.[callee.dotted] ?? data.waits?.[callee.name];
    if (known?.needs !== undefined && !new RegExp(known.needs).test(headText(scene))) continue;
    seen.add(source);
    const argument = argumentsOf(call)[0] as Part;
    const takes = known?.unit ?? unitOf(callee.name, textOf(argument, ctx.text), scene);
    const again = callWith(source, ctx.functionsThat((f) => f.name === source).some(takesSignal), scene);
    out.push({ statement: (awaited ? fillText(data.await as string, { value: again }) : again) + data.end, takes });
  }
  return [...out, ...definedWaiters(scene, seen)];
});

function callWith(callee: string, cancels: boolean, scene: Scene): string {
  if (scene.data.positional !== undefined) return `${callee} {duration}`;
  const signal = cancels ? signalOf(scene) : undefined;
  return signal === undefined ? `${callee}({duration})` : `${callee}({duration}, ${signal})`;
}

/** A wait that ends early where its caller is cancelled. */
function takesSignal({ params }: FunctionFact): boolean {
  return params.length === 2 && /^(?:abort_?)?signal$/i.test(params[1] as string);
}

function waits(name: string): boolean {
  return waiting.test(name);
}

/** The calls of the file that wait; of those that are written alike up to their first argument, and have as many, the first. */
function waitCalls({ ctx: { calls } }: Scene): readonly Part[] {
  const out: Part[] = [];
  const bare = new Set<string>();
  const behindAwait = new Set<string>();
  for (const call of calls(waits)) {
    const { head, awaited, callee } = call;
    const seen = awaited ? behindAwait : bare;
    const alike = callee?.args.length === 1 ? head : `${callee?.args.length} ${head}`;
    if (seen.has(alike)) continue;
    seen.add(alike);
    out.push(call.part);
  }
  return out;
}

/** Top-level functions of the file that wait and that nobody calls in view. */
function definedWaiters(scene: Scene, seen: ReadonlySet<string>): readonly Waiter[] {
  const { ctx, data } = scene;
  const waits = isAsync(scene) && data.await !== undefined;
  const waiters = ctx.functionsThat((f) => waiting.test(f.name) && f.owner === undefined && f.parent < 0);
  return waiters.flatMap((f): readonly Waiter[] => {
    if ((f.params.length !== 1 && data.positional === undefined && !takesSignal(f)) || seen.has(f.name) || !waitsItself(f.name, scene)) return [];
    if (f.span.start <= scene.part.span.start && scene.part.span.end <= f.span.end) return [];
    const call = callWith(f.name, takesSignal(f), scene);
    return [{ statement: (waits ? fillText(data.await as string, { value: call }) : call) + data.end, takes: unitOf(f.name, "", scene) }];
  });
}

/** `backoff(attempt)` may wait, or only say how long: a function of the file waits if something in it does. */
function waitsItself(name: string, { ctx }: Scene): boolean {
  const { functions } = ctx.said.facts;
  const own = functions.findIndex((f) => f.name === name);
  if (own < 0) return true;
  const inside = (i: number): boolean => i === own || (i >= 0 && inside(functions[i]?.parent ?? -1));
  const calls = functions.flatMap((f, i) => (inside(i) ? f.calls : []));
  return calls.some((c) => c !== name && (waiting.test(c) || /^(?:set_?timeout|after|new_?timer)$/i.test(c)));
}

/** What a wait's argument counts, as far as its definition or its use tells. */
function unitOf(name: string, argument: string, { ctx, data }: Scene): Unit | "attempt" {
  const defined = ctx.said.facts.functions.find((f) => f.name === name);
  const param = defined?.params[0] ?? "";
  if (/attempt|tr(?:y|ies)|retr|count|^n$|^i$/i.test(param) || (!defined && /attempt|tries|retr/i.test(argument) && /backoff|back_off/i.test(name)))
    return "attempt";
  if (/sec|^s$/i.test(param) && !/milli/i.test(param)) return "s";
  if (/ms|milli/i.test(param)) return "ms";
  const number = /^[\d_.]+$/.test(argument) ? Number(argument.replaceAll("_", "")) : undefined;
  if (number !== undefined) return number >= 100 ? "ms" : "s";
  return data.unit;
}

/** Whether a call on this receiver means the same from the scene's function: the object itself, or something of the file. */
export function inReach(receiver: Spanless<Part> | undefined, { ctx, fact }: Scene): boolean {
  if (!receiver) return true;
  const at = unwrap(receiver);
  const root = at.kind === "member" ? child(at, "member.object") : at;
  const name = root && unwrap(root).text;
  if (name === undefined) return false;
  if (ctx.language.self.includes(name)) return fact?.owner !== undefined;
  const { imports, functions } = ctx.said.facts;
  const topLevel =
    imports.some((i) => i.names.some((n) => n.local === name) || i.source === name) || functions.some((f) => f.name === name && f.parent < 0);
  return topLevel || (fact?.params.includes(name) ?? false) || /^[A-Z]/.test(name);
}
