import type { Part } from "../syntax/part.ts";
import { type Context, depthLimit } from "./context.ts";
import { define } from "./definitions.ts";
import { literalOf } from "./literals.ts";
import type { Label, SiteRole } from "./model.ts";
import { calleeOf, child, children, has, nameOf, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";

/** The values an expression stands for: a literal, a constant, a collection of them. */
export interface Values {
  readonly labels: readonly Label[];
  /** It is one value, not a collection. */
  readonly single: boolean;
  /** The name of the collection, when it has one. */
  readonly name?: string;
}

/** One value: a literal, or a name or conversion of one. */
export function labelOf(part: Part, scope: Scope, ctx: Context, role: SiteRole): Label | undefined {
  const values = valuesOf(part, scope, ctx, role);
  return values?.single ? values.labels[0] : undefined;
}

/** All values of an expression; undefined where any stays unknown only if nothing at all is known. */
export function valuesOf(given: Part, scope: Scope, ctx: Context, role: SiteRole, depth = 0): Values | undefined {
  if (depth > depthLimit) return undefined;
  const part = unwrap(given);
  const literal = literalOf(part);
  if (literal) return { labels: [{ ...literal, span: part.span, role }], single: true };
  switch (part.kind) {
    case "name":
    case "member":
      return named(part, scope, ctx, role, depth);
    case "list":
      return { labels: part.parts.flatMap((p) => elements(p, scope, ctx, depth)), single: false };
    case "table":
      return {
        labels: part.parts.flatMap((p) => (p.kind === "pair" ? keyLabels(p, scope, ctx, depth) : elements(p, scope, ctx, depth))),
        single: false,
      };
    case "call":
      return called(part, scope, ctx, role, depth);
    case "op":
      return union(part, scope, ctx, depth);
    default:
      return undefined;
  }
}

function elements(part: Part, scope: Scope, ctx: Context, depth: number): readonly Label[] {
  if (part.kind === "pair") return keyLabels(part, scope, ctx, depth);
  return valuesOf(part, scope, ctx, "member", depth + 1)?.labels ?? [];
}

function keyLabels(pair: Part, scope: Scope, ctx: Context, depth: number): readonly Label[] {
  const key = child(pair, "pair.key");
  // A bare word before a colon is a plain name in some languages' tables: the queries flag it, and it stands for nothing else.
  if (!key || has(key, "value")) return [];
  return valuesOf(key, scope, ctx, "key", depth + 1)?.labels ?? [];
}

function named(part: Part, scope: Scope, ctx: Context, role: SiteRole, depth: number): Values | undefined {
  const definition = define(part, scope, ctx);
  if (!definition) return keysOrValues(part, scope, ctx, depth);
  const name = nameOf(part) ?? definition.name;
  if (definition.kind === "foreign") {
    const { foreign } = definition;
    if (foreign.kind === "constant") {
      const via = { name, definition: foreign.label.span, file: foreign.file };
      return { labels: [{ value: foreign.label.value, type: foreign.label.type, span: part.span, role, via }], single: true };
    }
    if (foreign.kind === "group") {
      const labels = foreign.group.labels.map((l) => ({
        ...l,
        span: part.span,
        role,
        group: foreign.group.name,
        via: { name, definition: l.span, file: foreign.file },
      }));
      return { labels, single: false, name };
    }
    return undefined;
  }
  const values = valuesOf(definition.part, definition.scope, ctx, role, depth + 1);
  if (!values) return enumValues(definition.part, definition.scope, part, name, ctx, role, depth);
  const labels = values.labels.map((l) => ({
    value: l.value,
    type: l.type,
    span: part.span,
    role,
    via: { name: values.single ? name : (l.via?.name ?? name), definition: l.via?.definition ?? l.span },
    ...(values.single ? {} : { group: name }),
  }));
  return { ...values, labels, ...(values.single ? {} : { name }) };
}

/** A class used as a collection: `set(RetryableCode)`, `code in RetryableCode`. */
function enumValues(def: Part, scope: Scope, use: Part, name: string, ctx: Context, role: SiteRole, depth: number): Values | undefined {
  if (def.kind !== "class") return undefined;
  const labels: Label[] = [];
  for (const list of scope.bindings.values()) {
    const binding = list[0];
    if (binding?.kind !== "value" || !binding.value) continue;
    const values = valuesOf(binding.value, scope, ctx, role, depth + 1);
    const label = values?.single ? values.labels[0] : undefined;
    if (label) labels.push({ ...label, span: use.span, role, group: name, via: { name: binding.name, definition: label.span } });
  }
  return labels.length > 0 ? { labels, single: false, name } : undefined;
}

/** `Codes.Expired.value`: the value of an enum's member is the member. */
function keysOrValues(part: Part, scope: Scope, ctx: Context, depth: number): Values | undefined {
  if (part.kind !== "member") return undefined;
  const key = nameOf(part);
  const object = child(part, "member.object");
  if (!object || !key || !valueNames.has(key)) return undefined;
  return valuesOf(object, scope, ctx, "comparison", depth + 1);
}

const valueNames = new Set(["value", "rawValue", "Value", "code", "keys", "values", "entries", "ordinal", "freeze"]);

function called(part: Part, scope: Scope, ctx: Context, role: SiteRole, depth: number): Values | undefined {
  const callee = calleeOf(part);
  if (!callee) return undefined;
  const { language } = ctx;
  const how = language.collections[callee.dotted] ?? language.collections[callee.name];
  if (how) {
    // `List.of(a, b)` takes its arguments, `new Set([a, b])` what its argument holds, `a.concat(b)` both.
    const own = how === "alternating" ? callee.args.filter((_, i) => i % 2 === 0) : callee.args;
    const inner = own.flatMap((arg) => pairsOr(how, arg, scope, ctx, depth));
    const known =
      callee.receiver && language.collections[callee.dotted] === undefined
        ? (valuesOf(callee.receiver, scope, ctx, "member", depth + 1)?.labels ?? [])
        : [];
    return { labels: [...known, ...inner], single: false };
  }
  const convert = language.convert[callee.dotted] ?? language.convert[callee.name];
  const operand = callee.args[0] ?? callee.receiver;
  if (convert && operand) {
    const inner = valuesOf(operand, scope, ctx, role, depth + 1);
    if (!inner || convert === "same" || convert === "other") return inner;
    return { ...inner, labels: inner.labels.map((l) => ({ ...l, type: convert })) };
  }
  if (callee.receiver && valueNames.has(callee.name)) return valuesOf(callee.receiver, scope, ctx, role, depth + 1);
  // `Object.keys(TABLE)`, `set(CODES)`, `list(TABLE)`.
  if (/^(?:keys|values|set|list|tuple|sorted|frozenset|toSet|toList|to_set|to_a|freeze)$/i.test(callee.name)) {
    const of = callee.args[0] ?? callee.receiver;
    return of && valuesOf(of, scope, ctx, role, depth + 1);
  }
  return undefined;
}

/** Of pairs given as lists, tuples or `to`, the first of each. */
function pairsOr(how: "items" | "pairs" | "alternating", arg: Part, scope: Scope, ctx: Context, depth: number): readonly Label[] {
  const at = unwrap(arg);
  if (how === "pairs") {
    if (at.kind === "pair") return keyLabels(at, scope, ctx, depth);
    if (at.kind === "list") {
      return at.parts.flatMap((p) => {
        const pair = unwrap(p);
        const first = pair.kind === "list" ? pair.parts[0] : undefined;
        if (first) return valuesOf(first, scope, ctx, "key", depth + 1)?.labels ?? [];
        return pair.kind === "pair" ? keyLabels(pair, scope, ctx, depth) : [];
      });
    }
    if (at.kind === "call") {
      const key = children(at, "call.arg")[0];
      return key ? (valuesOf(key, scope, ctx, "key", depth + 1)?.labels ?? []) : [];
    }
    return valuesOf(at, scope, ctx, "key", depth + 1)?.labels ?? [];
  }
  const values = valuesOf(at, scope, ctx, how === "alternating" ? "key" : "member", depth + 1);
  return values?.labels ?? [];
}

/** `A | B`, `A + B`: both; whatever else stands between two collections is not known to keep them. */
function union(part: Part, scope: Scope, ctx: Context, depth: number): Values | undefined {
  const sign = child(part, "op.sign")?.text;
  const left = child(part, "op.left");
  const right = child(part, "op.right");
  if (!left || !right || (sign !== "|" && sign !== "+" && sign !== "or" && sign !== "||" && sign !== "++")) return undefined;
  const a = valuesOf(left, scope, ctx, "member", depth + 1);
  const b = valuesOf(right, scope, ctx, "member", depth + 1);
  // Two plain texts added are one text, and no code; two labels of a pattern (`"601" | "602"`) are both meant.
  if (a?.single && b?.single && sign === "+") return undefined;
  return a && b ? { labels: [...a.labels, ...b.labels], single: false } : undefined;
}
