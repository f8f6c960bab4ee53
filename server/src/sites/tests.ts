import type { Operand } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { intersection, member, pattern, range, test } from "./asked.ts";
import { beginning, prefixed } from "./beginnings.ts";
import { valuesOf } from "./collections.ts";
import { type Context, depthLimit } from "./context.ts";
import { globTests, mergeRanges } from "./covers.ts";
import { define } from "./definitions.ts";
import { elementTests, walkEach } from "./elements.ts";
import { listedValues } from "./listed.ts";
import { literalOf } from "./literals.ts";
import type { Cover, Label, Path } from "./model.ts";
import { type Callee, calleeOf, child, children, nameOf, unwrap } from "./parts.ts";
import { isEach, pathOf, samePath } from "./paths.ts";
import { patternTests } from "./patterns.ts";
import { switchTruths } from "./predicates.ts";
import { predicateCall, recordTests, severalAsked } from "./questions.ts";
import type { Scope } from "./scopes.ts";
import { globbed, joinedList, searched } from "./shell-tests.ts";

/** One question put to one value, inside a condition. */
export interface Test {
  readonly subject: Path;
  readonly labels: readonly Label[];
  readonly covers: readonly Cover[];
  readonly negated: boolean;
  readonly loose: boolean;
  /** The collection is what arrives, the constant what is looked for. */
  readonly reversed: boolean;
  readonly guarded: boolean;
  readonly via: readonly string[];
  /** How values meet: decides whether a number can equal a text here. */
  readonly meets: "equal" | "looseEqual" | "membership" | "call";
  readonly span: Part["span"];
}

/** All tests of a condition, each with the sense it has in the whole. */
export function testsOf(condition: Part, scope: Scope, ctx: Context): readonly Test[] {
  return mergeRanges(walk(condition, scope, ctx, false, 0));
}

/** The tests of one part of a condition. */
export function walk(given: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  if (depth > depthLimit) return [];
  const part = unwrap(given);
  switch (part.kind) {
    case "op":
      return walkOp(part, scope, ctx, negated, depth);
    case "call":
      return walkCall(part, scope, ctx, negated !== isZero(part, ctx), depth);
    case "each":
      return walkEach(part, scope, ctx, negated, depth);
    case "name":
    case "member":
      return walkName(part, scope, ctx, negated, depth);
    case "if": {
      // A conditional value as a condition: its own condition counts only where the outcomes are truths.
      const outcomes = [child(part, "if.then"), child(part, "if.else")].filter((p) => p !== undefined);
      const truths = outcomes.some((p) => truthOf(p) !== undefined);
      return walkAll(truths ? part.parts : outcomes, scope, ctx, negated, depth).map((t) => ({ ...t, guarded: true }));
    }
    case "index": {
      // `RETRYABLE[code]`: a look-up in a table that this file knows. `message[/606/]`: what a text has at a pattern, or nothing.
      const object = child(part, "index.object");
      const key = child(part, "index.key");
      if (!object || !key) return [];
      if (unwrap(key).kind === "regex") return pattern(object, key, part, scope, ctx, negated);
      const asked = member(object, key, part, scope, ctx, negated, "membership").filter((t) => !t.reversed);
      return ctx.language.strict.index === false ? asked.map((t) => ({ ...t, loose: true })) : asked;
    }
    case "switch": {
      const truths = switchTruths(part, scope, ctx);
      return negated ? truths.map((t) => ({ ...t, negated: !t.negated })) : truths;
    }
    case "block":
      return searched(part, scope, ctx, negated) ?? walkAll(part.parts, scope, ctx, negated, depth);
    case "other":
    case "assign":
    case "list":
      return walkAll(part.parts, scope, ctx, negated, depth);
    case "function":
      return walkAll(children(part, "function.value"), ctx.scopeOf(part, scope), ctx, negated, depth);
    default:
      return [];
  }
}

function walkAll(parts: readonly Part[], scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  if (parts.length === 1) return walk(parts[0] as Part, scope, ctx, negated, depth + 1);
  return parts.flatMap((p) => walk(p, scope, ctx, negated, depth + 1));
}

function walkOp(part: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const signs = children(part, "op.sign");
  const sign = signs.length === 1 ? (signs[0]?.text ?? "") : signs.map((s) => s.text).join(" ");
  const meaning = ctx.language.operators[sign];
  const left = child(part, "op.left");
  const rights = children(part, "op.right");
  const right = rights[rights.length - 1];
  if (signs.length > 1 && meaning === undefined) return chained(part, signs, scope, ctx, negated);
  if (!right) return [];
  switch (meaning) {
    case "not":
      return walk(right, scope, ctx, !negated, depth + 1);
    case "and":
    case "or": {
      const a = left ? walk(left, scope, ctx, negated, depth + 1) : [];
      const b = walk(right, scope, ctx, negated, depth + 1);
      // Under "and", a test beside something else is only half the condition; "not (a or b)" is an "and" as well.
      if ((meaning === "and") === negated) return [...a, ...b];
      return [...guard(a, b, left, ctx), ...guard(b, a, right, ctx)];
    }
    case "coalesce":
      return [...(left ? walk(left, scope, ctx, negated, depth + 1) : []), ...walk(right, scope, ctx, negated, depth + 1)];
    case "equal":
    case "looseEqual":
    case "notEqual":
    case "looseNotEqual": {
      if (!left) return [];
      const not = meaning === "notEqual" || meaning === "looseNotEqual";
      const truth = truthOf(right) ?? truthOf(left);
      // `isRetryable(code) === false`, `list.indexOf(code) !== -1`.
      if (truth !== undefined) return walk(truthOf(right) === undefined ? right : left, scope, ctx, (negated !== not) !== !truth, depth + 1);
      if (isMinusOne(right) || isMiss(right, ctx)) return walk(left, scope, ctx, negated !== !not, depth + 1);
      if (isMiss(left, ctx)) return walk(right, scope, ctx, negated !== !not, depth + 1);
      if (literalOf(unwrap(right))?.value === "0" && isZero(left, ctx)) return walkCall(unwrap(left), scope, ctx, negated !== not, depth);
      const begun = beginning(left, right, part, scope, ctx, negated !== not);
      if (begun.length > 0) return begun;
      const joined = ctx.language.shell ? joinedList(left, rights, part, scope, ctx, negated !== not) : [];
      if (joined.length > 0) return joined;
      const counted = countOf(left, right, ctx);
      if (counted !== undefined) return walk(left, scope, ctx, (negated !== not) !== !counted, depth + 1);
      return equality(left, right, part, scope, ctx, negated !== not, meaning.startsWith("loose") ? "looseEqual" : "equal");
    }
    case "in":
    case "notIn":
      return left ? member(right, left, part, scope, ctx, negated !== (meaning === "notIn"), "membership") : [];
    case "holds":
    case "holdsNot":
      return left ? member(left, right, part, scope, ctx, negated !== (meaning === "holdsNot"), "membership") : [];
    case "like":
    case "notLike":
      return left ? globbed(left, right, scope, ctx, negated !== (meaning === "notLike")) : [];
    case "is": {
      const found = left ? patternTestsOf(right, left, scope, ctx, negated) : [];
      // `if let Some(policy) = POLICIES.get(code)`: what is taken out was looked up.
      return found.length > 0 || !left || !isCall(right) ? found : walk(left, scope, ctx, negated, depth + 1);
    }
    case "accepts":
      return left ? patternTestsOf(left, right, scope, ctx, negated) : [];
    case "intersect":
      return left ? intersection(left, right, part, scope, ctx, negated) : [];
    case "match":
    case "notMatch": {
      const joined = left && ctx.language.shell ? joinedList(left, rights, part, scope, ctx, negated !== (meaning === "notMatch")) : [];
      if (joined.length > 0) return joined;
      return left ? pattern(left, right, part, scope, ctx, negated !== (meaning === "notMatch")) : [];
    }
    case "less":
    case "lessOrEqual":
    case "greater":
    case "greaterOrEqual": {
      if (!left) return [];
      // `list.indexOf(code) >= 0`, `> -1`: a membership test in other words.
      if (left.kind === "call" && meaning.startsWith("greater") && (isMinusOne(right) || literalOf(unwrap(right))?.value === "0"))
        return walk(left, scope, ctx, negated, depth + 1);
      return range(left, right, meaning, part, scope, ctx, negated);
    }
    default:
      return [];
  }
}

function guard(own: readonly Test[], other: readonly Test[], _at: Part | undefined, _ctx: Context): readonly Test[] {
  // Two tests of one value beside each other (`!== "601" && !== "602"`, `>= 600 && < 700`) make one condition, not a guard.
  return own.map((t) => (other.some((o) => samePath(o.subject, t.subject)) ? t : { ...t, guarded: true }));
}

/** `600 <= code < 700`. */
function chained(part: Part, signs: readonly Part[], scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const operands = part.parts.filter((p) => p.role !== "op.sign");
  return signs.flatMap((sign, i) => {
    const a = operands[i];
    const b = operands[i + 1];
    const meaning = ctx.language.operators[sign.text ?? ""];
    if (!a || !b || !meaning) return [];
    if (meaning.startsWith("less") || meaning.startsWith("greater")) return range(a, b, meaning, part, scope, ctx, negated);
    return meaning === "equal" ? equality(a, b, part, scope, ctx, negated, "equal") : [];
  });
}

function equality(left: Part, right: Part, whole: Part, scope: Scope, ctx: Context, negated: boolean, meets: Test["meets"]): readonly Test[] {
  for (const [subject, value] of [
    [left, right],
    [right, left],
  ] as const) {
    const values = valuesOf(value, scope, ctx, "comparison");
    if (!values?.single) continue;
    const path = pathOf(subject, scope, ctx);
    if (!path || valuesOf(subject, scope, ctx, "comparison")?.single) continue;
    return [test(path, values.labels, [], whole, negated, meets)];
  }
  return eachOf(left, right, whole, scope, ctx, negated);
}

/** `for (const c of RETRYABLE) if (c === code)`: a value compared with each of a collection; a value compared with a shell's pattern. */
function eachOf(left: Part, right: Part, whole: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  if (ctx.language.shell && globTests(right)) return patternTestsOf(right, left, scope, ctx, negated);
  for (const [subject, element] of [
    [left, right],
    [right, left],
  ] as const) {
    const listed = listedValues(element, scope, ctx);
    const path = listed && pathOf(subject, scope, ctx);
    if (listed && path && !valuesOf(subject, scope, ctx, "member"))
      return [{ ...test(path, listed.labels, [], whole, negated, "membership"), via: listed.name ? [listed.name] : [] }];
  }
  return [];
}

function isCall(part: Part): boolean {
  return unwrap(part).kind === "call";
}

function patternTestsOf(pattern: Part, value: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const path = pathOf(value, scope, ctx);
  return path ? patternTests(path, pattern, scope, ctx, negated) : [];
}

function walkCall(part: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const callee = calleeOf(part);
  const looked = callee && searched(part, scope, ctx, negated);
  if (!callee || looked) return looked ?? [];
  const { language } = ctx;
  const of = <T>(table: Readonly<Record<string, T>>): T | undefined => own(table, callee.dotted) ?? own(table, callee.name);
  const pick = (operand: Operand): Part | undefined =>
    operand === "receiver" ? callee.receiver : operand === "rest" ? restOf(callee) : callee.args[operand];
  if (isEach(callee.name, ctx) && !language.goes?.includes(callee.name)) {
    const found = elementTests(callee, part, scope, ctx, negated, depth);
    if (found.length > 0) return found;
  }
  const several = severalAsked(part, callee, scope, ctx, negated);
  if (several.length > 0) return several;
  const equals = of(language.equals);
  if (equals) {
    const left = pick(equals.left);
    const right = pick(equals.right);
    const found = left && right ? equality(left, right, part, scope, ctx, negated, equals.loose ? "looseEqual" : "call") : [];
    if (found.length > 0) return found;
    if (left && right) return equals.records ? recordTests(left, right, part, scope, ctx, negated) : [];
  }
  const contains = of(language.membership);
  const membership = contains ?? of(language.lookup);
  if (membership) {
    const collection = pick(membership.collection);
    const value = pick(membership.value);
    if (collection && value) {
      const sense = negated !== (contains?.negated ?? false);
      const found = contains?.any
        ? intersection(collection, value, part, scope, ctx, sense)
        : member(collection, value, part, scope, ctx, sense, "membership");
      const sure = contains === undefined ? found.filter((t) => !t.reversed) : found;
      const strictBy = contains?.strictBy === undefined ? undefined : callee.args[contains.strictBy];
      const loose = contains?.loose ?? (contains?.strictBy !== undefined && !(strictBy && truthOf(strictBy)));
      if (sure.length > 0) return loose ? sure.map((t) => ({ ...t, loose })) : sure;
    }
  }
  const prefix = of(language.prefix);
  if (prefix) {
    const found = prefixed(pick(prefix.value), pick(prefix.prefix), part, scope, ctx, negated);
    if (found.length > 0) return found;
  }
  const regex = of(language.regex);
  if (regex) {
    const value = pick(regex.value);
    const by = pick(regex.pattern);
    // Patterns and texts may both be asked by one name: `pattern.matches(code)`, `code.matches(pattern)`.
    for (const [text, regex] of value && by ? [[value, by] as const, [by, value] as const] : []) {
      const found = pattern(text, regex, part, scope, ctx, negated);
      if (found.length > 0) return found;
    }
  }
  const asked = predicateCall(part, callee, scope, ctx, negated);
  if (asked.length > 0) return asked;
  // `handlers[code]()`: what is called is looked up in a table.
  const target = child(part, "call.callee");
  if (target && unwrap(target).kind === "index") return walk(target, scope, ctx, negated, depth + 1);
  // `RETRYABLE(code)`, where that is a set or table.
  const set = target && callee.args.length === 1 && !callee.receiver ? valuesOf(target, scope, ctx, "member") : undefined;
  if (set && !set.single) return member(target as Part, callee.args[0] as Part, part, scope, ctx, negated, "membership").filter((t) => !t.reversed);
  const kept = of(language.asks ?? {});
  const about = callee.args[0] ?? callee.receiver;
  if (kept !== undefined && about) return walk(about, scope, ctx, negated === kept, depth + 1);
  // `any(c in RETRYABLE for c in codes)`, `bool(…)`, `Boolean(…)`: what is asked inside.
  if (callee.args.length === 1 && /^(?:any|all|bool|boolean|some|!!|not|isTrue|parenthesize)$/i.test(callee.name))
    return walk(callee.args[0] as Part, scope, ctx, negated, depth + 1);
  // `codes.filter(…).length`, `stream().filter(…).anyMatch(…)`: the tests stand further left.
  return callee.receiver ? walkLeft(callee.receiver, callee.name, scope, ctx, negated, depth) : [];
}

/** What a call or operation is asked for afterwards (`.length`, `.isEmpty()`): the tests stand in it. */
function walkLeft(asked: Part, question: string, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const at = unwrap(asked);
  const none = /^(?:is_?)?empty\??$|^none$/i.test(question);
  return at.kind === "call" || at.kind === "op" ? walk(at, scope, ctx, negated !== none, depth + 1) : [];
}

/** `equalsAny(code, "606", "615")`: what stands behind the first argument, as the collection that it is meant as. */
function restOf(callee: Callee): Part | undefined {
  const rest = callee.args.slice(1);
  const [first] = rest;
  if (!first || rest.length === 1) return first;
  return { kind: "list", span: { start: first.span.start, end: (rest.at(-1) as Part).span.end }, parts: rest };
}

export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A name in a condition: a local that holds the outcome of a test, or a property that is a predicate. */
function walkName(part: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const definition = define(part, scope, ctx);
  if (definition?.kind === "part") {
    const at = definition.part;
    if (at.kind === "function")
      return predicateCall(
        part,
        { name: nameOf(part) ?? "", dotted: "", args: [], receiver: child(part, "member.object") ?? part },
        scope,
        ctx,
        negated,
      );
    if (at === part || at.kind === "list" || at.kind === "table" || literalOf(at)) return [];
    return walk(at, definition.scope, ctx, negated, depth + 1).map((t) => ({ ...t, via: [...t.via, definition.name] }));
  }
  if (definition?.kind === "foreign")
    return predicateCall(part, { name: definition.name, dotted: "", args: [], receiver: part }, scope, ctx, negated);
  const object = part.kind === "member" ? child(part, "member.object") : undefined;
  return object && /^(?:nonEmpty|isDefined|isEmpty|isSuccess|length|size|count)$/i.test(nameOf(part) ?? "")
    ? walkLeft(object, nameOf(part) as string, scope, ctx, negated, depth)
    : [];
}

function truthOf(part: Part): boolean | undefined {
  const at = unwrap(part);
  // `array_intersect(…) !== []`: nothing is as good as a no.
  if (at.kind === "list" && at.parts.length === 0) return false;
  if (at.kind !== "bool") return undefined;
  return /^true$/i.test(at.text ?? "") || /^\$true$/i.test(at.text ?? "");
}

/** `preg_match(…) === 1`, `count(…) === 0`: a number of hits that is as good as a truth value. */
function countOf(left: Part, right: Part, ctx: Context): boolean | undefined {
  const bound = literalOf(unwrap(right));
  const at = unwrap(left);
  const name = at.kind === "call" ? calleeOf(at)?.name : undefined;
  if (name === undefined || bound?.type !== "number" || !/^[01]$/.test(bound.value)) return undefined;
  return own(ctx.language.regex, name) || own(ctx.language.asks ?? {}, name) !== undefined ? bound.value === "1" : undefined;
}

function isZero(given: Part, ctx: Context): boolean {
  const part = unwrap(given);
  const name = ctx.language.zero && part.kind === "call" ? calleeOf(part)?.name : undefined;
  return name !== undefined && ctx.language.zero?.includes(name) === true;
}

/** `codes.end()`, `std::string::npos`: what a search gives that finds nothing. */
function isMiss(given: Part, ctx: Context): boolean {
  if (!ctx.language.misses) return false;
  const part = unwrap(given);
  const name = part.kind === "call" ? calleeOf(part)?.name : (nameOf(part) ?? part.text);
  return name !== undefined && ctx.language.misses.includes(name);
}

function isMinusOne(part: Part): boolean {
  const at = unwrap(part);
  return at.kind === "opaque" && at.parts.length === 1 && at.parts[0]?.text === "1";
}
