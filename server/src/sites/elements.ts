import type { Part } from "../syntax/part.ts";
import { member, test } from "./asked.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { literalOf } from "./literals.ts";
import type { Path } from "./model.ts";
import { type Callee, child, children, nameOf, statements, unwrap } from "./parts.ts";
import { goneThrough, pathOf } from "./paths.ts";
import { truths } from "./predicates.ts";
import { predicateCall } from "./questions.ts";
import type { Scope } from "./scopes.ts";
import { own, type Test, walk } from "./tests.ts";

/**
 * `errors.some((e) => e.code === "601")`, `_.find(errors, { code: "601" })`, `codes.stream().anyMatch(SET::contains)`,
 * `errors.any(isRetryable)`: what is asked of each element.
 */
export function elementTests(callee: Callee, call: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const sense = negated !== /^none/i.test(callee.name);
  const found = callee.args.flatMap((arg) => argumentTests(unwrap(arg), callee, call, scope, ctx, sense, depth));
  const gone = goneThrough(callee, ctx);
  const source = found.some((t) => isImplicit(t.subject, ctx)) && gone ? pathOf(gone, scope, ctx) : undefined;
  return source ? found.map((t) => (isImplicit(t.subject, ctx) ? { ...t, subject: elementOf(source, t.subject) } : t)) : found;
}

/** `it.code`, `_.code`: an element that the callback doesn't name. */
function isImplicit({ names, origin }: Path, ctx: Context): boolean {
  return origin === "free" && (ctx.language.implicit ?? []).includes(names[0] ?? "");
}

function elementOf(source: Path, path: Path): Path {
  return { ...path, origin: source.origin, names: [...source.names, "[]", ...path.names.slice(1)] };
}

function argumentTests(at: Part, callee: Callee, call: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  switch (at.kind) {
    case "function": {
      const inner = ctx.scopeOf(at, scope);
      const bodies = children(at, "function.body");
      // `if (AUTH.has(e.code)) return true; return e.code === "606"`
      if (bodies.flatMap((b) => [...returns(b)]).length > 1)
        return bodies.flatMap((b) => truths(b, inner, ctx)).map((t) => (negated ? { ...t, negated: !t.negated } : t));
      return outcomesOf(at).flatMap((value) => {
        const listed = listedTests(value, at, callee, call, inner, ctx, negated);
        return listed.length > 0 ? listed : walk(value, inner, ctx, negated, depth + 1);
      });
    }
    case "table":
      return fieldTests(at, callee, scope, ctx, negated);
    case "name":
    case "member":
      return collectionTests(at, callee, call, scope, ctx, negated) ?? namedTests(at, callee, call, scope, ctx, negated);
    case "op":
    case "call":
      if (at.kind === "call") {
        const asked = collectionTests(at, callee, call, scope, ctx, negated);
        if (asked) return asked;
      }
      return walk(at, scope, ctx, negated, depth + 1);
    default:
      return [];
  }
}

/** `CODES.some((c) => c === error.code)`: a value asked of a list, element by element. */
function listedTests(value: Part, fn: Part, callee: Callee, call: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const sign = child(value, "op.sign")?.text ?? "";
  const meaning = value.kind === "op" ? own(ctx.language.operators, sign) : undefined;
  const source = goneThrough(callee, ctx, fn);
  const param = children(fn, "function.param")[0];
  const name = param && nameOf(param);
  if ((meaning !== "equal" && meaning !== "looseEqual") || !source || !name) return [];
  const sides = [child(value, "op.left"), child(value, "op.right")].filter((p) => p !== undefined);
  const asked = sides.find((p) => nameOf(p) !== name);
  return asked && sides.length === 2 && sides.some((p) => nameOf(p) === name) && valuesOf(source, scope, ctx, "member")
    ? member(source, asked, call, scope, ctx, negated, "membership")
    : [];
}

const values: ReadonlySet<Part["kind"]> = new Set(["op", "call", "each", "name", "member", "index", "switch", "bool"]);

/** What a callback gives back: its value, what it returns, or its last statement in languages that need no `return`. */
export function outcomesOf(fn: Part): readonly Part[] {
  const bodies = children(fn, "function.body");
  const returned = bodies.flatMap((b) => [...returns(b)]).flatMap((r) => r.parts);
  const last = returned.length === 0 ? bodies.flatMap((b) => statements(b).slice(-1)).filter((p) => values.has(p.kind)) : [];
  return [...children(fn, "function.value"), ...returned, ...last];
}

function fieldTests(table: Part, callee: Callee, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const source = callee.args.find((a) => unwrap(a) !== table) ?? callee.receiver;
  const root = source && pathOf(source, scope, ctx);
  return table.parts.flatMap((pair) => {
    const key = child(pair, "pair.key");
    const value = child(pair, "pair.value");
    const name = key && (nameOf(key) ?? literalOf(unwrap(key))?.value);
    const values = value && valuesOf(value, scope, ctx, "comparison");
    if (!name || !values?.single) return [];
    const base = root ?? { names: ["()"], origin: "free" as const, span: pair.span };
    return [test({ ...base, names: [...base.names, "[]", name], span: pair.span }, values.labels, [], pair, negated, "equal")];
  });
}

/** `codes.exists(RETRYABLE)`: a set where a question is wanted. */
function collectionTests(at: Part, { receiver }: Callee, call: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] | undefined {
  const values = receiver && valuesOf(at, scope, ctx, "member");
  return receiver && values && !values.single ? member(at, receiver, call, scope, ctx, negated, "membership") : undefined;
}

/** A function by name: a method of a collection (`SET::contains`) or of a constant (`code::equals`), or a predicate. */
function namedTests(at: Part, callee: Callee, call: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const { receiver } = callee;
  if (!receiver) return [];
  const object = at.kind === "member" ? child(at, "member.object") : undefined;
  const method = nameOf(at) ?? "";
  if (object && own(ctx.language.membership, method)) return member(object, receiver, call, scope, ctx, negated, "membership");
  if (object && own(ctx.language.equals, method)) return member(receiver, object, call, scope, ctx, negated, "membership");
  return predicateCall(at, { name: method, dotted: "", args: [], receiver }, scope, ctx, negated);
}

function* returns(part: Part): Generator<Part> {
  if (part.kind === "return") yield part;
  else if (part.kind !== "function") for (const p of part.parts) yield* returns(p);
}

export function walkEach(part: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const conditions = [...children(part, "each.item"), ...children(part, "each.condition")];
  return conditions.flatMap((c) => walk(c, scope, ctx, negated, depth + 1));
}
