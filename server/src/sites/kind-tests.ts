import type { LanguageData, Operand } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { type Context, depthLimit } from "./context.ts";
import { and, any, negated, none, or, sole } from "./kind-sets.ts";
import { literalOf } from "./literals.ts";
import type { Kinds } from "./model.ts";
import { calleeOf, child, children, descend, nameOf, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";

/** Of which classes a value surely is when a condition holds, and when it doesn't. What has nothing to do with the value is passed over. */
export interface Said {
  readonly yes: Kinds;
  readonly no: Kinds;
}

/** What a value is called. */
interface Asked {
  readonly names: ReadonlySet<string>;
  readonly scope: Scope;
  readonly ctx: Context;
}

const errors = /^(?:e|ex|err|error|exc|exception|cause|reason)$/i;

/**
 * What a condition says of the class of a value: of `caught`, where it has a name, else of what the condition asks. Undefined where it says
 * nothing of the value at all.
 */
export function saidOfKinds(condition: Part, scope: Scope, ctx: Context, caught?: string): Said | undefined {
  if (!ctx.language.kinds) return undefined;
  const names = caught === undefined ? askedIn(condition, scope, ctx) : new Set([caught]);
  if (names.size === 0) return undefined;
  // `e is RateLimited limited && limited.Waits`: another name for it.
  for (const p of descend(condition)) if (p.kind === "assign") for (const t of children(p, "assign.target")) if (t.text) alias(p, t.text, names);
  return said(condition, { names, scope, ctx }, 0);
}

function alias(assign: Part, name: string, names: Set<string>): void {
  const value = child(assign, "assign.value");
  if (!value || speaks(value, names)) names.add(name);
}

/** The values whose class a condition asks, or that it hands to a predicate as errors are. */
function askedIn(condition: Part, scope: Scope, ctx: Context): Set<string> {
  const out = new Set<string>();
  for (const p of descend(condition, (q) => q.kind !== "function")) {
    const test = kindTest(p, ctx);
    const handed = p.kind === "call" ? handedTo(p) : undefined;
    const isOne = handed !== undefined && (errors.test(handed) || scope.lookup(handed, p.span.start)?.kind === "catch");
    const name = test?.name ?? (isOne ? handed : undefined);
    if (name !== undefined) out.add(name);
  }
  return out;
}

function said(given: Part, asked: Asked, depth: number): Said | undefined {
  if (depth > depthLimit) return undefined;
  const part = unwrap(given);
  if (part.kind === "bool") return /true$/i.test(part.text ?? "") ? { yes: any, no: none } : { yes: none, no: any };
  const { names, ctx } = asked;
  if (part.kind === "op") {
    const sign = children(part, "op.sign")
      .map((s) => s.text)
      .join(" ");
    const meaning = ctx.language.operators[sign];
    const left = child(part, "op.left");
    const right = child(part, "op.right");
    if (meaning === "not" && right && !left) return not(said(right, asked, depth + 1));
    if ((meaning === "and" || meaning === "or") && left && right) {
      const [a, b] = [said(left, asked, depth + 1), said(right, asked, depth + 1)];
      if (!a || !b) return a ?? b;
      return meaning === "and" ? { yes: and(a.yes, b.yes), no: or(a.no, b.no) } : { yes: or(a.yes, b.yes), no: and(a.no, b.no) };
    }
  }
  const test = kindTest(part, ctx);
  if (test && names.has(test.name)) {
    const kinds = sole(test.types.flatMap((t) => typesIn(t, ctx.language, asked.scope)));
    const found = { yes: kinds, no: kinds.types.length > 0 ? negated(kinds) : none };
    return test.not ? not(found) : found;
  }
  const handed = part.kind === "call" ? handedTo(part) : undefined;
  if (handed !== undefined && names.has(handed)) {
    const kinds = sole([`${calleeOf(part)?.name}()`]);
    return { yes: kinds, no: negated(kinds) };
  }
  const each = part.kind === "call" ? eachOf(part, asked, depth) : undefined;
  return each ?? (speaks(part, names) ? { yes: none, no: none } : undefined);
}

function not(given: Said | undefined): Said | undefined {
  return given && { yes: given.no, no: given.yes };
}

/** `RETRYABLE.some((type) => e instanceof type)`. */
function eachOf(call: Part, asked: Asked, depth: number): Said | undefined {
  const callee = calleeOf(call);
  const fn = callee?.args.map(unwrap).find((a) => a.kind === "function");
  if (!callee?.receiver || !fn || !asked.ctx.language.each.includes(callee.name)) return undefined;
  const param = child(fn, "function.param");
  const name = param && (nameOf(child(unwrap(param), "param.name") ?? param) ?? param.text);
  const value = child(fn, "function.value") ?? child(fn, "function.body");
  const only = value && unwrap(value);
  const inner = only && said(only.kind === "block" && only.parts.length === 1 ? (only.parts[0] as Part) : only, asked, depth + 1);
  if (!inner || name === undefined || inner.yes.types.join() !== name) return undefined;
  const kinds = sole(typesIn(callee.receiver, asked.ctx.language, asked.scope));
  return { yes: kinds, no: negated(kinds) };
}

/** Whether one of the names stands in an expression. */
export function speaks(part: Part, names: ReadonlySet<string>): boolean {
  for (const p of descend(part)) if (p.kind === "name" && p.text !== undefined && names.has(p.text)) return true;
  return false;
}

/** `isRetryable(e)`, `this.retryable(e)`: the only thing that a predicate is asked about. */
function handedTo(call: Part): string | undefined {
  const callee = calleeOf(call);
  const only = callee?.args.length === 1 ? unwrap(callee.args[0] as Part) : undefined;
  return callee?.name && only?.kind === "name" ? only.text : undefined;
}

interface KindTest {
  /** Whose class is asked. */
  readonly name: string;
  readonly types: readonly Part[];
  readonly not: boolean;
}

/** `e instanceof X`, `isinstance(e, (X, Y))`, `e.name === "X"`, `type(e) in (X, Y)`, `e is not X`. */
function kindTest(part: Part, ctx: Context): KindTest | undefined {
  const { language } = ctx;
  if (part.kind === "call") {
    const callee = calleeOf(part);
    if (!callee) return undefined;
    const pick = (operand: Operand): Part | undefined =>
      operand === "receiver" ? callee.receiver : operand === "rest" ? undefined : callee.args[operand];
    const find = <T>(table: Readonly<Record<string, T>>): T | undefined =>
      Object.hasOwn(table, callee.dotted) ? table[callee.dotted] : Object.hasOwn(table, callee.name) ? table[callee.name] : undefined;
    const asks = find(language.kinds?.asks ?? {});
    const value = asks && pick(asks.value);
    const type = asks && pick(asks.type);
    if (value && type) return testOf(value, type, false, ctx, 0);
    const member = find(language.membership);
    const wanted = member && pick(member.value);
    const list = member && pick(member.collection);
    return wanted && list ? testOf(wanted, list, member.negated ?? false, ctx, 1) : undefined;
  }
  // `(e as? X) != null`, `if let x = e as? X`, `e instanceof X x`.
  if (part.kind === "assign") {
    const value = child(part, "assign.value");
    const type = child(part, "assign.type");
    if (!value) return undefined;
    return type && part.role !== undefined ? testOf(value, type, false, ctx, 0) : castTest(value, ctx);
  }
  if (part.kind !== "op") return undefined;
  const meaning = language.operators[child(part, "op.sign")?.text ?? ""];
  const left = child(part, "op.left");
  const right = child(part, "op.right");
  if (!left || !right || !meaning) return undefined;
  switch (meaning) {
    case "isA":
    case "isNotA":
      return testOf(left, right, meaning === "isNotA", ctx, 0);
    case "is": {
      const at = unwrap(right);
      const inner = at.kind === "op" && language.operators[child(at, "op.sign")?.text ?? ""] === "not" ? child(at, "op.right") : undefined;
      return testOf(left, inner ?? right, inner !== undefined, ctx, 0);
    }
    case "accepts":
      return testOf(right, left, false, ctx, 0);
    case "in":
    case "notIn":
      return testOf(left, right, meaning === "notIn", ctx, 1);
    case "equal":
    case "looseEqual":
    case "notEqual":
    case "looseNotEqual": {
      const isNot = meaning === "notEqual" || meaning === "looseNotEqual";
      const cast = language.kinds?.nothing?.includes(right.text ?? "") ? castTest(left, ctx) : undefined;
      if (cast) return { ...cast, not: !isNot };
      return testOf(left, right, isNot, ctx, 1) ?? testOf(right, left, isNot, ctx, 1);
    }
    default:
      return undefined;
  }
}

/** `e as? X`: it is one, or nothing. */
function castTest(given: Part, ctx: Context): KindTest | undefined {
  const part = unwrap(given);
  const callee = part.kind === "call" ? child(part, "call.callee") : undefined;
  if (!callee || !ctx.language.kinds?.casts?.includes(callee.text ?? "")) return undefined;
  const [value, ...more] = part.parts.filter((p) => p !== callee);
  return value && more.length > 0 ? testOf(value, more[0] as Part, false, ctx, 0) : undefined;
}

/** The value is a name, or what the language calls the class of one: then at least `steps` words lead there. */
function testOf(value: Part, type: Part, isNot: boolean, ctx: Context, steps: number): KindTest | undefined {
  let at = unwrap(value);
  let taken = 0;
  for (; at.kind !== "name" && taken <= 4; taken++) {
    const callee = at.kind === "call" ? calleeOf(at) : undefined;
    const word = callee ? callee.name : at.kind === "member" ? nameOf(at) : undefined;
    const inner = callee ? (callee.receiver ?? callee.args[0]) : at.kind === "member" ? child(at, "member.object") : undefined;
    if (word === undefined || !inner || !ctx.language.kinds?.of?.includes(word)) return undefined;
    at = unwrap(inner);
  }
  return at.kind === "name" && at.text && taken >= steps ? { name: at.text, types: [type], not: isNot } : undefined;
}

/** The classes that an expression or a pattern names, by their last names. */
export function typesIn(given: Part, language: LanguageData, scope?: Scope): readonly string[] {
  const part = unwrap(given);
  const { itself = [], rows = [] } = language.kinds ?? {};
  const all = (parts: readonly Part[]): readonly string[] => parts.flatMap((p) => typesIn(p, language, scope));
  const last = (text: string | undefined): readonly string[] =>
    text
      ?.match(/[\p{L}_][\p{L}\p{N}_]*/gu)
      ?.filter((n) => !itself.includes(n))
      .slice(-1) ?? [];
  switch (part.kind) {
    case "name": {
      // `var limited *RateLimited; errors.As(err, &limited)`: what can be put there.
      const binding = part.text && scope ? scope.lookup(part.text, part.span.start) : undefined;
      const declared = binding?.kind === "value" && !binding.value ? binding.declared : undefined;
      return declared === undefined ? (part.text ? [part.text] : []) : last(declared);
    }
    case "member": {
      const key = nameOf(part);
      const object = child(part, "member.object");
      return key !== undefined && itself.includes(key) ? (object ? all([object]) : []) : key ? [key] : [];
    }
    case "string":
      return last(literalOf(part)?.value);
    case "assign": {
      const type = child(part, "assign.type");
      const value = child(part, "assign.value");
      return all(type ? [type] : [...part.parts.filter((p) => p.role === undefined), ...(value ? [value] : [])]);
    }
    case "call": {
      const callee = calleeOf(part);
      return callee && rows.includes(callee.name) ? all(callee.args) : callee?.name ? [callee.name] : [];
    }
    case "list":
    case "op":
      return all(part.parts.filter((p) => p.role !== "op.sign"));
    case "opaque":
    case "other": {
      // A qualified name whose steps stand side by side is called as its last.
      const names = part.parts.filter((p) => p.kind === "name");
      return names.length > 0 ? [names.at(-1)?.text as string] : last(part.text);
    }
    default:
      return [];
  }
}
