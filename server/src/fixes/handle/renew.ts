import type { FunctionFact } from "../../sites/model.ts";
import { child, unwrap } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { contains } from "../../text/span.ts";
import type { Spanless } from "../../text/spanless.ts";
import type { RenewalForm } from "../data.ts";
import { beginsLine, fill, fillText, type Lines, lineEnd, taken } from "../layout.ts";
import type { FoundCall } from "../model.ts";
import { remembering } from "../remember.ts";
import { own, textOf } from "../tree.ts";
import { atHand, headText, localsOf, selfOf } from "./reach.ts";
import { paramsOf, widenFunction } from "./recursion.ts";
import type { Scene } from "./scene.ts";
import { inReach, isAsync } from "./wait.ts";

/** How a credential is renewed: statements, or a function that the caller is to hand in. */
export type Renewal =
  | { readonly form: "statement"; readonly lines: Lines; readonly declare?: string }
  | { readonly form: "param"; readonly declare: string; readonly name: string; readonly awaits: boolean; readonly target?: string };

const surely = /refresh|renew|re_?auth|re_?log_?in|regenerat|rotate/i;
const perhaps = /^(?:authenticat|authoriz(?!ation)|log_?in|sign_?in)/i;
const makes = /^(?:get|fetch|obtain|request|acquire|update|new|ensure|generate|create|issue|load)[_-]?.*(?:token|credential|auth|session)/i;
const keeps = /token|credential|session|auth/i;
const none = /invalidat|reset|clear|forget|expire|drop|able$|^(?:is|should|needs|can|has)[A-Z_]/;
const held = /^[$@]?(?:\w*token|headers|credentials?|session)$/i;

/** The name that surely holds a credential: a session may also be what requests are made with. */
function likeliest(names: readonly string[]): string | undefined {
  const kept = names.filter((n) => held.test(n));
  return kept.find((n) => /token|credential/i.test(n)) ?? kept[0];
}

/** The renewal that the code has: what it does for the purpose already, else what it defines, else what the caller may hand in. */
export const renewalOf = remembering((scene: Scene): Renewal | undefined => {
  const lines = usedRenewal(scene) ?? definedRenewal(scene);
  const variable = lines && variableFor(lines, scene);
  if (lines && variable) return { form: "statement", lines, ...variable };
  const awaits = isAsync(scene);
  const template = awaits ? scene.data.param?.renewAsync : scene.data.param?.renew;
  if (template === undefined) return undefined;
  // The caller knows how: a parameter that may be left out changes nothing for those that don't give it.
  const params = (paramsOf(scene) ?? []).filter((p) => !p.self);
  const credential = params.find((p) => p.name === likeliest(params.map((it) => it.name)));
  const what = credential?.name.replace(/^[$@]/, "") ?? "token";
  const name = scene.data.snake ? `renew_${what}` : `renew${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  const declare = fillText(template, { name: (scene.data.sigil ?? "") + name, type: credential?.type ?? scene.data.param?.nothing ?? "" });
  if (!widenFunction(scene, [declare])) return undefined;
  return {
    form: "param",
    declare,
    name: (scene.data.sigil ?? "") + name,
    awaits,
    ...(credential ? { target: credential.name } : {}),
  };
});

/** Where parameters keep their value, a variable of the same name takes the new one. */
function variableFor([first = ""]: Lines, { data, fact }: Scene): { readonly declare?: string } | undefined {
  const name = data.fixedParams === undefined ? undefined : /^([\w$]+)\s*=(?!=)/.exec(first)?.[1];
  if (name === undefined || !fact?.params.includes(name)) return {};
  return data.fixedParams === "" ? undefined : { declare: fillText(data.fixedParams as string, { name }) };
}

function rankOf(name: string): number | undefined {
  if (none.test(name)) return undefined;
  return surely.test(name) ? 0 : perhaps.test(name) ? 1 : makes.test(name) ? 2 : undefined;
}

function mayRenew(name: string): boolean {
  return rankOf(name) !== undefined;
}

/** A statement of the file that renews, made of nothing but what is at hand here. */
function usedRenewal(scene: Scene): Lines | undefined {
  const { ctx, fact } = scene;
  let best: { readonly lines: Lines; readonly rank: number } | undefined;
  const known = new Map<string, { readonly rank: number; readonly ofSelf: boolean } | undefined>();
  const seen = ({ callee }: FoundCall): { readonly rank: number; readonly ofSelf: boolean } | undefined => {
    const rank = callee && callee.name !== fact?.name ? rankOf(callee.name) : undefined;
    return callee && rank !== undefined && inReach(callee.receiver, scene) ? { rank, ofSelf: isSelf(callee.receiver, scene) } : undefined;
  };
  for (const call of ctx.calls(mayRenew)) {
    const { head, callee } = call;
    // What is written alike is called on the same thing.
    if (!known.has(head)) known.set(head, seen(call));
    const it = known.get(head);
    // Of those that renew alike the first is taken.
    if (!it || !callee || (best && best.rank <= it.rank) || (it.ofSelf && !mine(call.start, scene))) continue;
    const { rank } = it;
    const lines = statementAt(call, rank === 2, scene);
    if (lines && mayFailAs(callee.name, scene)) best = { lines, rank };
    if (best?.rank === 0) break;
  }
  return best?.lines;
}

/** So far before a statement, in UTF-16 units, words are looked for that belong to it. */
const reach = 200;

/** The statement that a call stands in, as its author wrote it. */
function statementAt(call: FoundCall, mustKeep: boolean, scene: Scene): Lines | undefined {
  const { ctx, data, layout } = scene;
  const { text } = ctx;
  const [self, ...outward] = call.outward();
  if (!self) return undefined;
  let at = self;
  for (const parent of outward) {
    if (parent.kind === "block" || parent.kind === "arm" || parent.kind === "function" || parent.kind === "class" || parent.kind === "loop") break;
    if (/(?:then|else|body|value)$/.test(at.role ?? "") && at.role !== "assign.value" && at.role !== "pair.value") break;
    at = parent;
  }
  if (mustKeep && at.kind !== "assign") return undefined;
  const span = call.spanOf(at);
  const awaited = /(?:\b(?:try\s+)?await\s+|\btry\s+)$/.exec(text.slice(Math.max(0, span.start - reach), span.start))?.[0] ?? "";
  const start = span.start - awaited.length;
  const source = text.slice(start, span.end);
  if ((/await/.test(awaited) || /\bawait\b/.test(text.slice(span.start, span.end))) && !isAsync(scene)) return undefined;
  const declares =
    /\b(?:const|let|var|val|local|my|auto|final)\s+(?:mut\s+)?$|^\s*[A-Z]\w*(?:<[^>]*>)?\s+$/.test(text.slice(Math.max(0, start - 24), start)) ||
    (/:=/.test(source.split("\n")[0] ?? "") && at.kind === "assign");
  if (declares || /^(?:return|throw|raise)\b/.test(source) || source.split("\n").length > 5) return undefined;
  if (at.kind !== "assign" && at.kind !== "call" && !(at.kind === "if" && data.renewals)) return undefined;
  // What it returns when it fails must be what this function returns: only a function's own failures are surely that.
  if (at.kind === "if" && scene.fact && !contains(scene.fact.span, span)) return undefined;
  if (!atHand(source, call.spanOf(self), scene)) return undefined;
  const end = span.end + (text.startsWith("?", span.end) ? 1 : 0);
  const whole = beginsLine(text, start) && /^\s*[;?]?\s*$/.test(text.slice(end, lineEnd(text, end)));
  if (at.kind === "if") return whole ? taken(text, { start, end }, layout) : undefined;
  return [text.slice(start, end) + data.end];
}

/** Whether it is the object itself that is called, or a function of the file. */
function isSelf(receiver: Spanless<Part> | undefined, { ctx }: Scene): boolean {
  const root = receiver && unwrap(receiver).text;
  const first = receiver && child(unwrap(receiver), "member.object")?.text;
  return receiver === undefined || [root, first].some((name) => name !== undefined && ctx.language.self.includes(name));
}

/** A method of another class is no method of this one. */
function mine(at: number, { ctx, fact }: Scene): boolean {
  const around = ctx.innermostFunction(at);
  return around === undefined || around.owner === fact?.owner || around.owner === undefined;
}

/** A function of the same class or of the file that renews when it is called without arguments. */
function definedRenewal(scene: Scene): Lines | undefined {
  const { ctx, data, fact } = scene;
  const fits = ctx
    .functionsThat((f) => mayRenew(f.name) && f.parent < 0 && (f.owner === undefined || f.owner === fact?.owner))
    .filter((f) => f !== fact && required(f, scene) === 0)
    .filter((f) => !isAsyncFact(f, scene) || isAsync(scene))
    .flatMap((f) => {
      const rank = rankOf(f.name);
      return rank === undefined ? [] : [{ f, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
  for (const { f, rank } of fits) {
    const name = ownName(f, scene);
    if (name === undefined) continue;
    const bare = data.bareCall ? name : `${name}()`;
    const call = isAsyncFact(f, scene) && data.await ? fillText(data.await, { value: bare }) : bare;
    const stored = stores(f, scene);
    if (rank === 2 && stored !== "anew") continue;
    const target = stored === undefined && gives(f, scene) ? likeliest(localsOf(scene)) : undefined;
    // A new token that nobody keeps renews nothing.
    if (stored === undefined && gives(f, scene) && target === undefined) continue;
    const form = data.renewals?.find((r) => new RegExp(r.head).test(headOf(f, scene)) && (r.target ?? false) === (target !== undefined));
    if (!form && data.renewals && target === undefined && data.renewals.some((r) => new RegExp(r.head).test(headOf(f, scene)))) continue;
    if (form) {
      const failure = form.failure === undefined ? "" : new RegExp(form.failure, "m").exec(fnText(scene))?.[1];
      if (failure === undefined || (form.needs !== undefined && !new RegExp(form.needs).test(headText(scene)))) continue;
      if (!alike(form, headOf(f, scene), headText(scene))) continue;
      return fill(form.lines, { call, target: target ?? "", failure });
    }
    return [(target === undefined ? call : `${target} = ${call}`) + data.end];
  }
  return undefined;
}

/** A function of the file, called from here as it is called elsewhere: its failures must be among those of the function around. */
function mayFailAs(name: string, scene: Scene): boolean {
  const { ctx, data } = scene;
  const heads = ctx.functionsThat((f) => f.name === name).map((f) => headOf(f, scene));
  return (data.renewals ?? []).every((form) => heads.every((head) => !new RegExp(form.head).test(head) || alike(form, head, headText(scene))));
}

/** Whether the function around may fail in every way in which the renewal may. */
function alike({ same, wide }: RenewalForm, theirs: string, own: string): boolean {
  if (same === undefined) return true;
  const listed = (head: string): readonly string[] => (new RegExp(same).exec(head)?.[1] ?? "").split(",").map((n) => n.trim().replace(/^.*\./, ""));
  const mine = listed(own);
  return listed(theirs).every((n) => mine.includes(n)) || (wide !== undefined && mine.some((n) => new RegExp(`^(?:${wide})$`).test(n)));
}

/** How the function around calls one of its class or of the file; undefined where it can't. */
function ownName(f: FunctionFact, scene: Scene): string | undefined {
  const { own: method, receiver } = scene.data;
  const theirs = receiver === undefined ? undefined : new RegExp(receiver).exec(headOf(f, scene));
  if (theirs === undefined) return f.owner === undefined ? f.name : fillText(method ?? "{name}", { name: f.name });
  if (theirs === null) return f.name;
  // Where each method chooses what it calls the object itself, the object must be of the same type.
  const self = selfOf(scene);
  return self && self.type === theirs[2] ? fillText(method ?? "{name}", { name: f.name, self: self.name }) : undefined;
}

function fnText({ fn, ctx }: Scene): string {
  return fn ? textOf(fn, ctx.text) : "";
}

function partOf(f: FunctionFact, { ctx }: Scene): Part | undefined {
  return ctx.around(f.span).findLast((p) => p.kind === "function" && p.span.start === f.span.start && p.span.end === f.span.end);
}

function headOf(f: FunctionFact, scene: Scene): string {
  return headText({ ...scene, fn: partOf(f, scene) });
}

function isAsyncFact(f: FunctionFact, scene: Scene): boolean {
  return isAsync({ ...scene, fn: partOf(f, scene) });
}

/** Parameters without a default, the object itself not counted. */
function required(f: FunctionFact, scene: Scene): number {
  const { ctx, data } = scene;
  const own = partOf(f, scene);
  const params = own?.parts.filter((p) => p.role === "function.param") ?? [];
  if (own && data.positional !== undefined && new RegExp(data.positional).test(textOf(own, ctx.text))) return 1;
  return params.filter((p) => {
    const source = ctx.text.slice(p.span.start, lineEnd(ctx.text, p.span.start));
    const isSelf =
      ctx.language.self.includes(textOf(p, ctx.text)) ||
      (data.receiver !== undefined && new RegExp(`${data.receiver}[^)]*$`).test(ctx.text.slice(f.span.start, p.span.end)));
    return !isSelf && !/^[^,)]*[^=,)]=(?!=|>)|^[^,)]*\?\s*:|^\.\.\.|^\*/.test(source);
  }).length;
}

/** It gives its caller something. */
function gives(f: FunctionFact, scene: Scene): boolean {
  const part = partOf(f, scene);
  if (!part) return false;
  if (part.parts.some((p) => p.role === "function.value")) return true;
  return [...own(part)].some((p) => p.kind === "return" && p.parts.length > 0);
}

/** It keeps what it got: `anew` when it gets it whatever is kept already, without an early return of that. */
function stores(f: FunctionFact, scene: Scene): "anew" | "perhaps" | undefined {
  const part = partOf(f, scene);
  if (!part) return undefined;
  const { text } = scene.ctx;
  const kept = [...own(part)].find((p) => {
    const target = p.kind === "assign" ? child(p, "assign.target") : undefined;
    const name = target && textOf(target, text);
    return (
      name !== undefined &&
      keeps.test(name) &&
      (/[.@[]|->|:/.test(name) ||
        !/\b(?:const|let|var|val|local|auto|my)\s+(?:mut\s+)?$/.test(text.slice(Math.max(0, p.span.start - reach), p.span.start)))
    );
  });
  const calls = /\b(?:set|update|store|save)_?\w*(?:token|auth|header|credential)|\[["']?(?:Authorization|token)/i.test(textOf(part, text));
  if (!kept) return calls ? "perhaps" : undefined;
  return [...own(part)].some((p) => p.kind === "return" && p.span.start < kept.span.start) ? "perhaps" : "anew";
}
