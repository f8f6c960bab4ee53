import type { Part } from "../syntax/part.ts";
import { bodyOf } from "./bodies.ts";
import type { Place } from "./branches.ts";
import type { Context } from "./context.ts";
import { and, any, isAny, negated, none, or, sole } from "./kind-sets.ts";
import { saidOfKinds, speaks, typesIn } from "./kind-tests.ts";
import type { Body, Kinds } from "./model.ts";
import { armsOf, child, children, descend, has, statements, unwrap } from "./parts.ts";
import { truthReturned } from "./predicates.ts";
import type { Scope } from "./scopes.ts";

/** Where some statements stand, and what that is called there which they are about. */
export interface Again {
  readonly place: Place;
  readonly ctx: Context;
  readonly caught: string | undefined;
  /** Who comes to their end is in the loop again, as far as one sees. */
  readonly falls: boolean;
}

/**
 * What of all that reaches some statements is tried again, told by its class: `if (e instanceof RateLimited) { …; continue; } throw e;`. Who asks
 * anything else of it decides for himself, and tries nothing again whatever it is.
 */
export function againIn(parts: readonly Part[], again: Again, asked = false): Kinds {
  const { ctx, place, caught } = again;
  const own = parts.flatMap(statements);
  const at = own.findIndex((p) => asks(p, again));
  const part = own[at];
  if (!part) {
    const hidden = caught !== undefined && own.some((p) => asksWithin(p, caught));
    return !hidden && retriesAll(bodyOf(withoutCaps(own, again), place, ctx), asked, again) ? any : none;
  }
  const before = own.slice(0, at);
  const rest = own.slice(at + 1);
  const onward = (branch: readonly Part[]): Kinds =>
    againIn(bodyOf(branch, place, ctx)?.exits ? branch : [...before, ...branch, ...rest], again, true);
  if (part.kind === "switch") return switched(part, place.scope, ctx, onward);
  const condition = child(part, "if.condition");
  const said = condition && saidOfKinds(condition, place.scope, ctx, caught);
  if (!said) return none;
  const [yes, no] = has(part, "negated") ? [said.no, said.yes] : [said.yes, said.no];
  const then = child(part, "if.then");
  const otherwise = behind(part);
  return or(and(yes, onward(then ? [then] : [])), and(no, onward(otherwise ? [otherwise] : [])));
}

/** A switch whose labels are conditions, as the chain that it is; undefined for every other one. */
export function asChain(part: Part): Part | undefined {
  if (part.kind !== "switch" || child(part, "switch.subject")) return undefined;
  let chain: Part | undefined;
  for (const arm of [...armsOf(part)].reverse()) {
    const then: Part = { kind: "block", role: "if.then", span: arm.span, parts: statements(arm) };
    if (has(arm, "default")) chain = { ...then, role: "if.else" };
    for (const label of children(arm, "arm.label").slice().reverse()) {
      const condition: Part = { ...label, role: "if.condition" };
      chain = { kind: "if", role: "if.else", span: arm.span, parts: [condition, then, ...(chain ? [chain] : [])] };
    }
  }
  return chain?.kind === "if" ? chain : undefined;
}

/** What is left of a chain behind its first condition. */
function behind(part: Part): Part | undefined {
  const [first, ...more] = part.parts.filter((p) => p.kind === "elif");
  const otherwise = child(part, "if.else");
  if (!first) return otherwise;
  const own = first.parts.map((p) => ({ ...p, role: p.role?.replace("elif.", "if.") }) as Part);
  return { kind: "if", span: first.span, parts: [...own, ...more, ...(otherwise ? [otherwise] : [])] };
}

/** `case e when RateLimited`, `switch (e) { case RateLimited: … }`, `when (e) { is RateLimited -> … }`. */
export function switched(part: Part, scope: Scope, ctx: Context, onward: (branch: readonly Part[]) => Kinds): Kinds {
  let out = none;
  let taken = none;
  let waiting = none;
  for (const arm of armsOf(part)) {
    const labels = children(arm, "arm.label");
    waiting = or(waiting, has(arm, "default") ? any : sole(labels.flatMap((l) => typesIn(l, ctx.language, scope))));
    const own = statements(arm).filter((p) => p.kind !== "break");
    if (own.length === 0 && has(arm, "falls") && !statements(arm).some((p) => p.kind === "break")) continue;
    const guard = child(arm, "arm.guard");
    const names = labels.flatMap((l) => [...descend(l)].flatMap((p) => (p.role === "assign.target" && p.text ? [p.text] : [])));
    if (!guard || !speaks(guard, new Set(names))) out = or(out, and(and(negated(taken), waiting), onward(own)));
    if (!guard) taken = or(taken, waiting);
    waiting = none;
  }
  return out;
}

/** `if (attempt === limit) throw e;`: how often is another question. */
function withoutCaps(parts: readonly Part[], { place, ctx }: Again): readonly Part[] {
  return parts.filter((p) => {
    const then = p.kind === "if" && !child(p, "if.else") && !p.parts.some((q) => q.kind === "elif") ? child(p, "if.then") : undefined;
    const body = then && bodyOf([then], place, ctx);
    return !body?.exits || body.action === "retry" || body.action === "renew";
  });
}

/** What some statements do with all that reaches them. `asked`: they stand behind a question, so that leaving it to the loop is meant. */
function retriesAll(body: Body | undefined, asked: boolean, { place, falls }: Again): boolean {
  if (!body) return asked && falls && place.loops > 0;
  if (body.action !== "retry" && body.action !== "renew")
    return asked && falls && body.inLoop && !body.exits && (body.action === "empty" || body.action === "message");
  if (body.repeats.length > 0 || body.calls.includes("retry")) return true;
  if (body.inLoop && !body.exits) return (asked && falls) || body.waits;
  return asked && body.action === "retry" && body.throws.length === 0;
}

/** Whether a statement asks what was caught, or of what class something is. */
function asks(part: Part, { place, ctx, caught }: Again): boolean {
  if (part.kind === "switch") {
    const subject = child(part, "switch.subject");
    return subject !== undefined && caught !== undefined && speaks(subject, new Set([caught]));
  }
  const condition = part.kind === "if" ? child(part, "if.condition") : undefined;
  return condition !== undefined && saidOfKinds(condition, place.scope, ctx, caught) !== undefined;
}

/** Whether a condition somewhere inside speaks of what was caught. */
function asksWithin(part: Part, caught: string): boolean {
  const condition = child(part, "if.condition") ?? child(part, "elif.condition") ?? child(part, "switch.subject");
  return (condition !== undefined && speaks(condition, new Set([caught]))) || part.parts.some((p) => asksWithin(p, caught));
}

/** Of which classes what a function is given is when the function says yes; undefined for functions that say nothing of classes. */
export function toldBy(fn: Part, outer: Scope, ctx: Context): Kinds | undefined {
  if (!ctx.language.kinds) return undefined;
  const scope = ctx.scopeOf(fn, outer);
  const value = child(fn, "function.value");
  const told = value ? saidOfKinds(value, scope, ctx)?.yes : toldIn(children(fn, "function.body").flatMap(statements), scope, ctx);
  return told && told.types.length > 0 && !(isAny(told) && told.except.length === 0) ? told : undefined;
}

/** `if (e instanceof Fatal) return false; return e instanceof ApiError;` */
function toldIn(parts: readonly Part[], scope: Scope, ctx: Context): Kinds | undefined {
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    if (part.kind === "return" || (last && (part.kind === "op" || part.kind === "call" || part.kind === "bool"))) {
      const value = part.kind === "return" ? part.parts[0] : part;
      return value && saidOrTruth(value, scope, ctx);
    }
    if (part.kind !== "if") continue;
    const condition = child(part, "if.condition");
    const then = child(part, "if.then");
    const outcome = then && truthReturned(then);
    const said = condition && saidOfKinds(condition, scope, ctx);
    if (!said || outcome === undefined) return undefined;
    const [yes, no] = has(part, "negated") ? [said.no, said.yes] : [said.yes, said.no];
    const rest = toldIn(parts.slice(i + 1), scope, ctx) ?? none;
    return outcome ? or(yes, and(no, rest)) : and(no, rest);
  }
  return undefined;
}

function saidOrTruth(value: Part, scope: Scope, ctx: Context): Kinds | undefined {
  const at = unwrap(value);
  if (at.kind === "bool") return /true$/i.test(at.text ?? "") ? any : none;
  return saidOfKinds(value, scope, ctx)?.yes;
}
