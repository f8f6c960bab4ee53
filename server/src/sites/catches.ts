import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { bodyOf } from "./bodies.ts";
import type { Place } from "./branches.ts";
import type { Context } from "./context.ts";
import { and, any, isAny, none, sole } from "./kind-sets.ts";
import { saidOfKinds, typesIn } from "./kind-tests.ts";
import { againIn, switched } from "./kinds.ts";
import type { Family, Kinds } from "./model.ts";
import { armsOf, calleeOf, child, children, descend, has, nameOf, statements, unwrap } from "./parts.ts";

/** The types that a catch names, also where it is a row of cases. */
export function caughtIn(part: Part): readonly Part[] {
  const cases = part.parts.filter((p) => p.kind === "switch").flatMap(armsOf);
  return [...children(part, "catch.type"), ...cases.flatMap((arm) => children(arm, "arm.label").flatMap((l) => children(unwrap(l), "assign.type")))];
}

/** The names of these types. */
export function caughtNames(part: Part): readonly string[] {
  return caughtIn(part).flatMap((type) => [...descend(type)].flatMap((q) => (/^\w+$/.test(q.text ?? "") ? [q.text as string] : [])));
}

/**
 * What a catch tries again, which `rest` follows: of the types that it names, or of all where it names none, those that it sorts out by their
 * class, or all of them. One that asks anything else of what it caught decides for itself, and is read as a decision.
 */
export function retriedBy(part: Part, rest: readonly Part[], place: Place, ctx: Context): readonly Kinds[] {
  const named = child(part, "catch.name");
  const caught = named && (nameOf(named) ?? named.text);
  const again = { place, ctx, caught, falls: true };
  // A row of cases is what is done with each.
  const cases = part.parts.find((p) => p.kind === "switch" && !child(p, "switch.subject"));
  const goOn = (own: readonly Part[]): Kinds => againIn(bodyOf(own, place, ctx)?.exits ? own : [...own, ...rest], again);
  const inside = cases ? switched(cases, place.scope, ctx, goOn) : goOn(children(part, "catch.body").flatMap(statements));
  const guard = child(part, "catch.guard");
  const guarded = guard ? (saidOfKinds(guard, place.scope, ctx, caught)?.yes ?? any) : any;
  const decided = and(guarded, inside);
  if (decided.types.length === 0) return [];
  const types = caughtNames(part);
  return [isAny(decided) && types.length > 0 && !cases ? and(decided, sole(types)) : decided].filter((k) => k !== none);
}

/** `RETRYABLE = (RateLimited, Expired)`: names in a row that begin with a capital and aren't written in capitals throughout. */
export function familyOf(assign: Part, language: LanguageData): Family | undefined {
  const target = child(assign, "assign.target");
  const name = target && nameOf(target);
  const value = child(assign, "assign.value");
  const at = value && unwrap(value);
  if (!name || !at) return undefined;
  const items = at.kind === "list" ? at.parts : at.kind === "call" ? listed(at) : [];
  const types = items.flatMap((p) => (isClass(unwrap(p), language) ? typesIn(p, language) : []));
  return types.length > 0 && types.length === items.length ? { name, types } : undefined;
}

/** `new Set([RateLimited])`, `listOf(RateLimited::class)`, `[RateLimited, Expired].freeze`. */
function listed(call: Part): readonly Part[] {
  const callee = calleeOf(call);
  const only = callee?.args.length === 1 ? unwrap(callee.args[0] as Part) : undefined;
  if (only?.kind === "list") return only.parts;
  const receiver = callee?.receiver && unwrap(callee.receiver);
  return receiver?.kind === "list" ? receiver.parts : (callee?.args ?? []);
}

export function isClass(part: Part, language: LanguageData): boolean {
  const name = part.kind === "name" || part.kind === "member" || part.kind === "other" ? typesIn(part, language)[0] : undefined;
  return name !== undefined && /^[A-Z]\w*[a-z]/.test(name);
}

/** `return new RateLimited(…)`, `return match ($code) { … }`: the errors that an expression makes. */
export function errorsMadeIn(part: Part): readonly string[] {
  const calls = [...descend(part, (p) => p.kind !== "function")].filter((p) => p.kind === "call" && !has(p, "pattern"));
  return calls.map((p) => calleeOf(p)?.name ?? "").filter((name) => /^[A-Z]\w*(?:Error|Exception|Err|Failure|Fault)$/.test(name));
}

/** Whether a condition asks of what class something is, apart from what a catch around it caught, which the catch is read with. */
export function asksForKind(part: Part, place: Place, ctx: Context): boolean {
  const conditions = part.parts.flatMap((p) => (p.role === "if.condition" ? [p] : p.kind === "elif" ? children(p, "elif.condition") : []));
  if (conditions.some((c) => saidOfKinds(c, place.scope, ctx) !== undefined)) return true;
  const otherwise = child(part, "if.else");
  return otherwise?.kind === "if" && asksForKind(otherwise, place, ctx);
}
