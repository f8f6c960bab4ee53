import type { Part } from "../syntax/part.ts";
import { sends } from "./bodies.ts";
import { caseValues } from "./collections.ts";
import type { Context } from "./context.ts";
import { literalOf } from "./literals.ts";
import type { Predicate, Question } from "./model.ts";
import { armsOf, calleeOf, child, children, descend, has, nameOf, statements, unwrap } from "./parts.ts";
import { pathOf } from "./paths.ts";
import type { Scope } from "./scopes.ts";
import { type Test, testsOf } from "./tests.ts";

/**
 * What a function's truth says about a code; undefined for functions that say nothing. Worked out once, unless the answer is due to a circle
 * that was entered elsewhere: such an answer holds for him alone who asked, so that it doesn't matter who asks first.
 */
export function predicateOf(fn: Part, outer: Scope, ctx: Context): Predicate | undefined {
  if (ctx.predicates.has(fn)) return ctx.predicates.get(fn);
  const busy = [...ctx.busy];
  const at = busy.indexOf(fn);
  // A chain beyond all measure says no more than a circle does, and would run out of stack.
  if (at >= 0 || busy.length >= longestChain) {
    ctx.circle.from = Math.min(ctx.circle.from, Math.max(at, 0));
    ctx.circle.count++;
    return undefined;
  }
  const before = ctx.circle.from;
  ctx.circle.from = busy.length;
  ctx.busy.add(fn);
  const found = read(fn, outer, ctx);
  ctx.busy.delete(fn);
  // Where everything asks everything, an answer must do.
  if (ctx.circle.from >= busy.length || ctx.circle.count > circleLimit) ctx.predicates.set(fn, found);
  ctx.circle.from = Math.min(before, ctx.circle.from);
  return found;
}

const circleLimit = 500;

/** Functions that ask each other one after the other. */
const longestChain = 64;

function read(fn: Part, outer: Scope, ctx: Context): Predicate | undefined {
  // A command that asks for something itself says whether that went well, and nothing about a code.
  if (ctx.language.shell && [...descend(fn)].some((p) => p.kind === "call" && sends.test(calleeOf(p)?.dotted ?? ""))) return undefined;
  const scope = ctx.scopeOf(fn, outer);
  const tests: Test[] = [];
  for (const value of children(fn, "function.value"))
    if (!isText(unwrap(value), ctx)) tests.push(...(unwrap(value).kind === "switch" ? [] : testsOf(value, scope, ctx)), ...truths(value, scope, ctx));
  const bodies = children(fn, "function.body");
  for (const body of bodies) {
    tests.push(...truths(body, scope, ctx));
    const last = statements(body).at(-1);
    // Languages without `return`: the last expression is the value.
    if (last && ["op", "call", "each"].includes(last.kind) && !isText(last, ctx) && tests.length === 0 && ![...returnsIn(body)].length)
      tests.push(...testsOf(last, scope, ctx));
  }
  const positive = tests.filter((t) => !t.negated);
  const used = positive.length > 0 ? positive : tests;
  const first = used[0];
  if (!first) return undefined;
  const named = child(fn, "function.name");
  const name = (named && nameOf(named)) ?? "";
  const owner = outer.owner()?.className;
  return {
    name,
    ...(owner ? { owner } : {}),
    asks: questionsIn(used, paramsOf(fn, ctx)),
    labels: used.flatMap((t) => t.labels),
    covers: used.flatMap((t) => t.covers),
    negated: positive.length === 0,
    span: fn.span,
    function: -1,
  };
}

/** `e.status === 429 || PASSING.has(e.code)`: a status and a code are two values, whoever asks for both at once. */
function questionsIn(tests: readonly Test[], params: readonly (string | undefined)[]): readonly Question[] {
  const ofStatus = tests.filter((t) => status.test(t.subject.names.at(-1) ?? ""));
  const apart = ofStatus.length > 0 && ofStatus.length < tests.length ? [tests.filter((t) => !ofStatus.includes(t)), ofStatus] : [tests];
  return apart.map((asked) => {
    const subject = asked.find((t) => t.subject.origin === "param")?.subject;
    const place = subject ? params.indexOf(subject.names[0]) : -1;
    return {
      ...(subject ? { subject } : {}),
      ...(place > 0 ? { place } : {}),
      labels: asked.flatMap((t) => t.labels),
      covers: asked.flatMap((t) => t.covers),
    };
  });
}

const status = /status/i;

/** The names that a call's arguments have in a function: what it is called on is none of them. */
function paramsOf(fn: Part, { language }: Context): readonly (string | undefined)[] {
  const names = children(fn, "function.param").map((p) => nameOf(child(unwrap(p), "param.name") ?? p) ?? p.text);
  return language.self.includes(names[0] ?? "") ? names.slice(1) : names;
}

/** Tests whose outcome is returned: `return a === b`, `if (a === b) return true`, `case "601": return true`. */
export function truths(part: Part, scope: Scope, ctx: Context): readonly Test[] {
  const out: Test[] = [];
  takeTruths(part, scope, ctx, out);
  return out;
}

function takeTruths(part: Part, scope: Scope, ctx: Context, out: Test[]): void {
  if (part.kind === "function") return;
  const { parts } = part;
  if (part.kind === "return") {
    for (const p of parts) {
      const value = unwrap(p);
      if (value.kind === "switch") takeTruths(value, scope, ctx, out);
      else if (!isText(value, ctx)) out.push(...testsOf(p, scope, ctx));
    }
  } else if (part.kind === "if" || part.kind === "elif") {
    const condition = child(part, part.kind === "if" ? "if.condition" : "elif.condition");
    const then = child(part, part.kind === "if" ? "if.then" : "elif.then");
    const outcome = then && truthReturned(then);
    if (!condition || outcome === undefined) {
      if (then) takeTruths(then, scope, ctx, out);
    } else {
      const asked = testsOf(condition, scope, ctx);
      out.push(...(outcome !== has(part, "negated") ? asked : asked.map((t) => ({ ...t, negated: !t.negated }))));
    }
    for (const p of parts) if (p !== condition && p !== then) takeTruths(p, scope, ctx, out);
  } else if (part.kind === "switch") out.push(...switchTruths(part, scope, ctx));
  else for (let i = 0; i < parts.length; i++) takeTruths(parts[i] as Part, scope, ctx, out);
}

/** `TEXTS[code] ?? "Something went wrong"`: what is looked up, or a text in its place, is no truth. */
function isText(value: Part, { language: { operators } }: Context): boolean {
  const right = value.kind === "op" ? child(value, "op.right") : undefined;
  const meaning = operators[child(value, "op.sign")?.text ?? ""];
  const instead = (meaning === "coalesce" || meaning === "or") && right ? unwrap(right) : undefined;
  return instead?.kind === "template" || (instead?.kind === "string" && literalOf(instead)?.value !== "");
}

/** What the arms of a switch take that give back true. */
export function switchTruths(part: Part, scope: Scope, ctx: Context): readonly Test[] {
  const subject = child(part, "switch.subject");
  const path = subject && pathOf(subject, scope, ctx);
  if (!path) return [];
  const out: Test[] = [];
  let waiting: Part[] = [];
  for (const arm of armsOf(part)) {
    waiting.push(...children(arm, "arm.label"));
    const body = statements(arm);
    if (body.length === 0) continue;
    const outcome = body.map(truthReturned).find((t) => t !== undefined);
    if (outcome && !has(arm, "default")) {
      const labels = waiting.flatMap((l) => caseValues(l, path.declared, scope, ctx)?.labels ?? []);
      out.push({
        subject: path,
        labels,
        covers: [],
        negated: false,
        loose: false,
        reversed: false,
        guarded: false,
        via: [],
        meets: "equal",
        span: arm.span,
      });
    }
    waiting = [];
  }
  return out;
}

/** The truth value that a body returns or is. */
export function truthReturned(part: Part): boolean | undefined {
  const inner = statements(part);
  const last = inner.at(-1);
  if (!last || inner.length > 2) return undefined;
  const value = unwrap(last.kind === "return" && last.parts[0] ? last.parts[0] : last);
  if (value.kind !== "bool") return undefined;
  return /true$/i.test(value.text ?? "");
}

function* returnsIn(part: Part): Generator<Part> {
  if (part.kind === "return") yield part;
  else if (part.kind !== "function") for (const p of part.parts) yield* returnsIn(p);
}
