import type { Part } from "../syntax/part.ts";
import { type Context, depthLimit } from "./context.ts";
import { coverOfRange } from "./covers.ts";
import { define } from "./definitions.ts";
import { addedTo, adds, codeArgument, collectionOf, entriesOf, type Filling, fillingsIn, type Making } from "./entries.ts";
import { literalLabel, literalOf, wordsIn } from "./literals.ts";
import { filledText, textMadeBy } from "./made-texts.ts";
import type { Cover, Label, SiteRole } from "./model.ts";
import { bare, type Callee, calleeOf, child, children, has, nameOf, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";
import { splitWords } from "./split.ts";

/** The values an expression stands for: a literal, a constant, a collection of them. */
export interface Values {
  readonly labels: readonly Label[];
  /** Ranges that it holds besides: `Set(603, 605) ++ (701 to 711)`. Their bounds are among the labels where they are codes. */
  readonly covers?: readonly Cover[];
  /** It is one value, not a collection. */
  readonly single: boolean;
  /** The name of the collection, or of the enum that a case leaves unsaid. */
  readonly name?: string;
}

/** One value: a literal, or a name or conversion of one. */
export function labelOf(part: Part, scope: Scope, ctx: Context, role: SiteRole): Label | undefined {
  const values = valuesOf(part, scope, ctx, role);
  return values?.single ? values.labels[0] : undefined;
}

/** What a case names. An enum's members stand there without their enum: it is the subject's declared type, or the only one that has the name. */
export function caseValues(label: Part, declared: string | undefined, scope: Scope, ctx: Context): Values | undefined {
  const at = unwrap(label);
  // `{ Code: "606" }` as a pattern is no collection of its keys.
  if (at.kind === "table") return undefined;
  // `13001 or (>= 30005 and <= 30015)`, `9999 | 20001..=20090`: what is asked is more than values.
  if ((at.kind === "op" || at.kind === "list") && holdsRange(at, ctx)) return undefined;
  const values = valuesOf(label, scope, ctx, "case");
  // `ErrorCode.EXPIRED`: whose constant it is says what is asked.
  const object = at.kind === "member" ? child(at, "member.object") : undefined;
  const of = object && nameOf(object);
  if (values) return values.name === undefined && of !== undefined ? { ...values, name: of } : values;
  return at.kind === "name" && at.text ? memberOf(at, at.text, declared, scope, ctx, "case") : undefined;
}

function holdsRange(given: Part, ctx: Context): boolean {
  const op = unwrap(given);
  if (op.kind !== "op") return op.kind === "list" && op.parts.some((p) => holdsRange(p, ctx));
  const sign = child(op, "op.sign")?.text ?? "";
  const meaning = Object.hasOwn(ctx.language.operators, sign) ? (ctx.language.operators[sign] ?? "") : "";
  return /^(?:through|until|less|greater)/.test(meaning) || op.parts.some((p) => holdsRange(p, ctx));
}

/** A member of an enum that is named without it: of the declared type, or of the only class that has the name. */
function memberOf(at: Part, name: string, declared: string | undefined, scope: Scope, ctx: Context, role: SiteRole): Values | undefined {
  const having = [...ctx.classes].filter(([, c]) => c.bindings.has(name)).map(([owner]) => owner);
  const owner = declared ?? (having.length === 1 ? having[0] : undefined);
  if (!owner) return undefined;
  const key: Part = { kind: "name", role: "member.key", span: at.span, parts: [], text: name };
  const whose: Part = { kind: "name", role: "member.object", span: at.span, parts: [], text: owner };
  const found = valuesOf({ kind: "member", span: at.span, parts: [whose, key] }, scope, ctx, role);
  return found && { name: owner, ...found };
}

/** All values of an expression; undefined where any stays unknown only if nothing at all is known. */
export function valuesOf(given: Part, scope: Scope, ctx: Context, role: SiteRole, depth = 0): Values | undefined {
  if (depth > depthLimit) return undefined;
  const part = unwrap(given);
  const literal = literalOf(part);
  const words = literal && ctx.language.shell ? wordsIn(part) : undefined;
  if (words) return { labels: words.map((l) => literalLabel(l, l.span, "member")), single: false };
  // All values of a shell are texts.
  const type = ctx.language.shell ? "string" : literal?.type;
  if (literal && type) return { labels: [{ value: literal.value, type, span: part.span, role }], single: true };
  switch (part.kind) {
    case "string":
    case "template": {
      const inserted = bare(part);
      if (inserted !== part) return valuesOf(inserted, scope, ctx, role, depth + 1);
      return madeText(
        filledText(part, (p) => textOf(p, scope, ctx, depth)),
        part,
        role,
      );
    }
    case "index": {
      // `${CODES[@]}` is all of them.
      const all = /^[@*]$/.test(child(part, "index.key")?.text ?? "") ? child(part, "index.object") : undefined;
      if (all) return valuesOf(all, scope, ctx, role, depth + 1);
      // `Set["601", "602"]`
      const object = child(part, "index.object");
      const how = object && collectionOf({ name: `${nameOf(object)}[]`, dotted: "", args: [] }, ctx);
      if (how) return { labels: children(part, "index.key").flatMap((p) => elements(p, scope, ctx, depth)), single: false };
      return named(part, scope, ctx, role, depth);
    }
    case "member": {
      // `.expired`
      const alone = child(part, "member.object") ? undefined : nameOf(part);
      return alone === undefined ? named(part, scope, ctx, role, depth) : memberOf(part, alone, undefined, scope, ctx, role);
    }
    case "name":
      return named(part, scope, ctx, role, depth);
    case "list":
      return { labels: part.parts.flatMap((p) => elements(p, scope, ctx, depth)), single: false };
    case "table":
      return {
        labels: part.parts.flatMap((p) => elements(p, scope, ctx, depth)),
        single: false,
      };
    case "call":
      return called(part, scope, ctx, role, depth);
    case "op":
      return union(part, scope, ctx, depth);
    case "function": {
      // `Lazy::new(|| …)`, `lazy { … }`: what a function that is given nothing gives back.
      if (child(part, "function.param")) return undefined;
      const value = child(part, "function.value") ?? child(part, "function.body");
      return value && valuesOf(value, ctx.scopeOf(part, scope), ctx, role, depth + 1);
    }
    case "block": {
      const last = part.parts.filter((p) => p.kind !== "comment").at(-1);
      const value = last?.kind === "return" ? last.parts[0] : last;
      return value && valuesOf(value, scope, ctx, role, depth + 1);
    }
    case "other": {
      const chosen = codeArgument(part, scope);
      return chosen && valuesOf(chosen, scope, ctx, role, depth + 1);
    }
    default:
      return undefined;
  }
}

function elements(part: Part, scope: Scope, ctx: Context, depth: number): readonly Label[] {
  const key = part.kind === "pair" ? child(part, "pair.key") : undefined;
  if (part.kind === "pair") return key ? keyLabels(key, scope, ctx, depth) : [];
  return valuesOf(part, scope, ctx, "member", depth + 1)?.labels ?? [];
}

function keyLabels(key: Part, scope: Scope, ctx: Context, depth: number): readonly Label[] {
  // A bare word before a colon is a plain name in some languages' tables: the queries flag it, and it stands for nothing else.
  if (has(key, "value")) return [];
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
  const own = valuesOf(definition.part, definition.scope, ctx, role, depth + 1);
  const values = filled(own, definition.name, definition.scope, ctx, depth + 1);
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
  const keeps = key !== undefined && Object.hasOwn(ctx.language.convert, key) && ctx.language.convert[key] === "same";
  if (!object || !key || (!keeps && !valueNames.test(key))) return undefined;
  return valuesOf(object, scope, ctx, "comparison", depth + 1);
}

const valueNames = /^(?:get_?)?(?:raw_?)?(?:err(?:or)?_?)?(?:value|code|keys|values|entries|ordinal|freeze)$/i;

function called(part: Part, scope: Scope, ctx: Context, role: SiteRole, depth: number): Values | undefined {
  const callee = calleeOf(part);
  if (!callee) return undefined;
  const { language } = ctx;
  const words = splitWords(callee, language);
  if (words) return { labels: words.map((w) => literalLabel(w, w.span, "member")), single: false };
  const how = collectionOf(callee, ctx);
  if (how) return { labels: collected(part, callee, how, scope, ctx, depth), single: false };
  // A builder's `add("606")` goes on with what it was called on.
  if (callee.receiver && adds(callee, ctx)) {
    const known = valuesOf(callee.receiver, scope, ctx, "member", depth + 1)?.labels ?? [];
    const args = adds(callee, ctx) === "pairs" ? callee.args.slice(0, 1) : callee.args;
    const more = args.flatMap((a) => valuesOf(a, scope, ctx, adds(callee, ctx) === "pairs" ? "key" : "member", depth + 1)?.labels ?? []);
    return { labels: [...known, ...more], single: false };
  }
  const each = callee.name === "map" || language.maps?.includes(callee.name) ? converted(callee, scope, ctx, role, depth) : undefined;
  if (each) return each;
  const convert = language.convert[callee.dotted] ?? language.convert[callee.name];
  // `text.replace("a", "b")` is a text made of another, not of its argument; `Integer.valueOf("606")` is of its argument.
  const made =
    callee.receiver !== undefined &&
    callee.args.length > 0 &&
    (callee.dotted === callee.name || language.convert[callee.dotted] === undefined) &&
    !/^[A-Z]/.test(nameOf(callee.receiver) ?? "");
  const operand = made ? undefined : (callee.args[0] ?? callee.receiver);
  if (convert && operand) {
    const inner = valuesOf(operand, scope, ctx, role, depth + 1);
    if (!inner || convert === "same" || convert === "other") return inner;
    return { ...inner, labels: inner.labels.map((l) => ({ ...l, type: convert })) };
  }
  if (callee.receiver && valueNames.test(callee.name)) return valuesOf(callee.receiver, scope, ctx, role, depth + 1);
  // `Object.keys(TABLE)`, `set(CODES)`, `list(TABLE)`.
  if (/^(?:keys|values|set|list|tuple|sorted|frozenset|toSet|toList|to_set|to_a|freeze)$/i.test(callee.name)) {
    const of = callee.args[0] ?? callee.receiver;
    return of && valuesOf(of, scope, ctx, role, depth + 1);
  }
  const only = callee.receiver ? undefined : callee.args[0];
  return (
    only &&
    madeText(
      textMadeBy(callee, part.span.start, scope, (p, at) => textOf(p, at, ctx, depth)),
      unwrap(only),
      role,
    )
  );
}

/** `%w[601 602].map(&:to_i)`: the same values in another type. */
function converted(callee: Callee, scope: Scope, ctx: Context, role: SiteRole, depth: number): Values | undefined {
  const by = callee.args.map((a) => nameOf(a)).find((n) => n !== undefined);
  const convert = by === undefined || !Object.hasOwn(ctx.language.convert, by) ? undefined : ctx.language.convert[by];
  const from = callee.receiver ?? callee.args.find((a) => nameOf(a) !== by);
  const values = convert && from ? valuesOf(from, scope, ctx, role, depth + 1) : undefined;
  if (!values || convert === "same" || convert === "other") return values;
  return { ...values, labels: values.labels.map((l) => ({ ...l, type: convert as Label["type"] })) };
}

/** `List.of(a, b)` takes its arguments, `new Set([a, b])` what its argument holds, `a.concat(b)` both. */
function collected(part: Part, callee: Callee, how: Making, scope: Scope, ctx: Context, depth: number): readonly Label[] {
  const entries = entriesOf(part, ctx);
  if (entries) return entries.flatMap((e) => keyLabels(e.key, scope, ctx, depth));
  const role = how === "items" ? "member" : "key";
  const args = how === "alternating" ? [] : callee.args;
  const inner = args.flatMap((arg) => valuesOf(madeBy(arg), scope, ctx, role, depth + 1)?.labels ?? []);
  const onward = callee.receiver && (callee.dotted === callee.name || !Object.hasOwn(ctx.language.collections, callee.dotted));
  const known = onward ? (valuesOf(callee.receiver as Part, scope, ctx, "member", depth + 1)?.labels ?? []) : [];
  return [...known, ...inner, ...fillingLabels(fillingsIn(part, ctx), scope, ctx, depth)];
}

/** `lazy { setOf("606") }`: what a block makes. */
function madeBy(arg: Part): Part {
  const at = unwrap(arg);
  return (at.kind === "function" && child(at, "function.value")) || arg;
}

function fillingLabels(fillings: readonly Filling[], scope: Scope, ctx: Context, depth: number): readonly Label[] {
  return fillings.flatMap(({ how, args: [first, ...more] }) => {
    if (!first) return [];
    if (how === "pairs") return keyLabels(first, scope, ctx, depth);
    return [first, ...more].flatMap((a) => valuesOf(a, scope, ctx, "member", depth + 1)?.labels ?? []);
  });
}

/** A collection together with what the file puts into it elsewhere. */
export function filled(values: Values | undefined, name: string, scope: Scope, ctx: Context, depth = 0): Values | undefined {
  const more = values && !values.single ? addedTo(name, scope, ctx) : [];
  return values && more.length > 0 ? { ...values, labels: [...values.labels, ...fillingLabels(more, scope, ctx, depth)] } : values;
}

/** The text that a part stands for. */
function textOf(part: Part, scope: Scope, ctx: Context, depth: number): string | undefined {
  // A text within a text within a text: what is put together more often is no code, and a hundred pieces may each be made of a hundred.
  const values = valuesOf(part, scope, ctx, "constant", depth + depthLimit / 3);
  return values?.single && values.labels[0]?.type === "string" ? values.labels[0].value : undefined;
}

function madeText(value: string | undefined, { span }: Part, role: SiteRole): Values | undefined {
  return value === undefined ? undefined : { labels: [{ value, type: "string", span, role }], single: true };
}

function joined(left: Label | undefined, right: Label | undefined, { span }: Part): Values | undefined {
  if (left?.type !== "string" || right?.type !== "string") return undefined;
  return { labels: [{ value: left.value + right.value, type: "string", span, role: right.role }], single: true };
}

/** `A | B`, `A + B`: both; whatever else stands between two collections is not known to keep them. */
function union(part: Part, scope: Scope, ctx: Context, depth: number): Values | undefined {
  const sign = child(part, "op.sign")?.text;
  const left = child(part, "op.left");
  const right = child(part, "op.right");
  if (!left || !right || (sign !== "|" && sign !== "+" && sign !== "or" && sign !== "||" && sign !== "++")) return undefined;
  const a = valuesOf(left, scope, ctx, "member", depth + 1) ?? rangeOf(left, ctx);
  const b = valuesOf(right, scope, ctx, "member", depth + 1) ?? rangeOf(right, ctx);
  // Two plain texts added are one text (`PREFIX + "1404-412"`); two labels of a pattern (`"601" | "602"`) are both meant.
  if (a?.single && b?.single && sign === "+") return joined(a.labels[0], b.labels[0], part);
  if (!a || !b || (a.covers && b.covers && a.labels.length + b.labels.length === 0)) return undefined;
  const covers = [...(a.covers ?? []), ...(b.covers ?? [])];
  return { labels: [...a.labels, ...b.labels], single: false, ...(covers.length > 0 ? { covers } : {}) };
}

function rangeOf(part: Part, ctx: Context): Values | undefined {
  const cover = coverOfRange(part, ctx);
  return cover && { labels: [], single: false, covers: [cover] };
}
