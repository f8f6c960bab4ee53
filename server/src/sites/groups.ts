import type { Part } from "../syntax/part.ts";
import { filled, valuesOf } from "./collections.ts";
import { columnsIn } from "./columns.ts";
import type { Context } from "./context.ts";
import { askedByPattern, patternMade } from "./covers.ts";
import { keyText } from "./definitions.ts";
import { codeArgument, collectionOf, type Entry, entriesAdded, entriesOf, isCollection, kept, wordBesideCode } from "./entries.ts";
import { literalLabel, literalOf, wordsIn } from "./literals.ts";
import type { Constant, Field, Group, Label } from "./model.ts";
import { calleeOf, child, children, descend, dotted, has, nameOf, statements, unwrap } from "./parts.ts";
import { wordOf } from "./said-words.ts";
import type { Scope } from "./scopes.ts";

export interface Named {
  readonly groups: readonly Group[];
  readonly constants: readonly Constant[];
  readonly fields: readonly Field[];
}

const nothing: Named = { groups: [], constants: [], fields: [] };

/** What one assignment defines: a constant, a collection, a table, a table of named values, records. */
export function definedBy(assign: Part, scope: Scope, ctx: Context, fn: number): Named {
  const target = child(assign, "assign.target");
  const value = child(assign, "assign.value");
  const name = target && targetName(target);
  if (!name || !value) return nothing;
  const owner = ownerOf(target, scope);
  const base = { name, nameSpan: target.span, exported: has(assign, "exported") || fn < 0, ...(owner ? { owner } : {}) };
  const at = kept(codeArgument(value, scope) ?? value, ctx);
  const literal = ctx.language.shell && wordsIn(at) ? undefined : literalOf(at);
  const declared = child(assign, "assign.type")?.text?.replace(/^:\s*/, "");
  const type = declared === undefined ? {} : { declared };
  if (literal) {
    const label = literalLabel({ value: literal.value, type: ctx.language.shell ? "string" : literal.type }, at.span, "constant");
    const word = wordBesideCode(value, scope);
    return { ...nothing, constants: [{ label, ...base, ...type, ...(word === undefined ? {} : { word }) }] };
  }
  const regex = scope.shared ? patternMade(at, declared) : undefined;
  const asked = regex && askedByPattern(regex);
  if (asked) return { ...nothing, groups: [{ ...base, form: "pattern", ...asked, span: assign.span, function: fn }] };
  const table = tableIn(at, ctx);
  const entries = [...(entriesOf(at, ctx) ?? []), ...(isCollection(at, ctx) ? entriesAdded(name, scope, ctx) : [])];
  if (table || entries.length > 0) return tableDefined(table ?? at, entries, base, scope, ctx, fn);
  const columns = columnsIn(at);
  if (columns.length > 0) return { ...nothing, groups: columns.map((c) => ({ ...base, form: "table", ...c, span: assign.span, function: fn })) };
  const values =
    at.kind === "name" || (at.kind === "member" && dotted(at)) ? undefined : filled(valuesOf(at, scope, ctx, "member"), name, scope, ctx);
  const records = [...fieldsIn(at, base, fn), ...madeIn(at, base, fn)];
  if (values && !values.single && values.labels.length > 0) {
    const keyed = values.labels.every((l) => l.role === "key");
    const group: Group = {
      ...base,
      form: keyed ? "table" : "list",
      labels: values.labels.filter((l) => !l.group || l.via),
      ...(values.covers ? { covers: values.covers } : {}),
      span: assign.span,
      function: fn,
    };
    return { ...nothing, groups: [group], fields: records };
  }
  return { ...nothing, fields: records };
}

/** What is given a value: a name, or, where that reads as a call, a property: `config.retry_codes = …`. */
function targetName(target: Part): string | undefined {
  const at = unwrap(target);
  const callee = at.kind === "call" ? calleeOf(at) : undefined;
  return callee?.receiver && callee.args.length === 0 ? callee.name : nameOf(at);
}

/** The class whose member the target is; a local of one of its methods is none. */
function ownerOf(target: Part, scope: Scope): string | undefined {
  const at = unwrap(target);
  const object = at.kind === "member" ? child(at, "member.object") : undefined;
  return scope.className ?? (object && scope.self.includes(nameOf(object) ?? "") ? scope.owner()?.className : undefined);
}

/** A literal table, also inside of what only wraps it. */
function tableIn(at: Part, ctx: Context): Part | undefined {
  if (at.kind === "table") return at;
  const callee = at.kind === "call" ? calleeOf(at) : undefined;
  const first = callee?.args[0] && unwrap(callee.args[0]);
  return callee && first?.kind === "table" && collectionOf(callee, ctx) === "items" ? first : undefined;
}

interface Base {
  readonly name: string;
  readonly nameSpan: Part["span"];
  readonly exported: boolean;
  readonly owner?: string;
}

function tableDefined(table: Part, pairs: readonly Entry[], base: Base, scope: Scope, ctx: Context, fn: number): Named {
  const keys = pairs.flatMap((p) => keyLabels(p, scope, ctx));
  // A set literal is a table without pairs in some grammars.
  const members = (table.kind === "table" ? table.parts : [])
    .filter((p) => p.kind !== "pair")
    .flatMap((p) => valuesOf(p, scope, ctx, "member")?.labels ?? []);
  const groups: Group[] = [];
  if (keys.length > 0) {
    const words = pairs.map((p) => wordOf(p.value));
    groups.push({ ...base, form: "table", labels: keys, values: valueKind(pairs), words, span: table.span, function: fn });
  } else if (members.length > 0) groups.push({ ...base, form: "list", labels: members, span: table.span, function: fn });
  // `{ RATE_LIMIT: "606" }`: names for values, as an enum would give them; `{ code: "606" }` is a record.
  const namedValues = keys.every(isConstantName) ? constantsIn(pairs, base) : [];
  if (namedValues.length > 0) {
    groups.push({ ...base, form: "constants", labels: namedValues.map((c) => c.label), span: table.span, function: fn });
    return { groups, constants: namedValues, fields: [] };
  }
  const fields = fieldsIn(table, base, fn);
  return { groups, constants: [], fields };
}

/** `"RATE_LIMIT"`, `"tokenExpired"`: a name written as a text. */
function isConstantName({ value, type }: Label): boolean {
  return type === "string" && /^[A-Za-z_]\w*$/.test(value) && /[A-Z_]/.test(value);
}

/** Names for values of one shape: an enum in the manner of languages that have none. */
function constantsIn(pairs: readonly Entry[], base: Base): readonly Constant[] {
  const found = pairs.flatMap((pair): readonly Constant[] => {
    const { key, value } = pair;
    const name = keyText(key);
    const literal = value && literalOf(unwrap(value));
    if (!name || !literal) return [];
    return [{ name, owner: base.name, label: literalLabel(literal, unwrap(value).span, "constant"), nameSpan: key.span, exported: base.exported }];
  });
  const shapes = new Set(found.map((c) => (/^\d+$/.test(c.label.value) ? "digits" : /\s/.test(c.label.value) ? c.name : "word")));
  const record = found.some((c) => /^(?:code|message|msg|status|type|name|title|detail|description)$/i.test(c.name));
  return found.length >= 2 && found.length === pairs.length && shapes.size === 1 && !record ? found : [];
}

function keyLabels({ key }: Entry, scope: Scope, ctx: Context): readonly Label[] {
  if (has(key, "value")) return [];
  const labels = valuesOf(key, scope, ctx, "key")?.labels ?? [];
  return labels.length === 1 ? labels : [];
}

/** What most values of a table are. */
function valueKind(pairs: readonly Entry[]): NonNullable<Group["values"]> {
  const count = new Map<NonNullable<Group["values"]>, number>();
  for (const pair of pairs) {
    const at = pair.value && unwrap(pair.value);
    const kind = !at
      ? "other"
      : at.kind === "function"
        ? "function"
        : at.kind === "string" || at.kind === "template"
          ? "text"
          : at.kind === "bool"
            ? "flag"
            : at.kind === "table"
              ? "policy"
              : /(?:Error|Exception|Err)$/.test(nameOf(at) ?? calleeOf(at)?.name ?? "")
                ? "class"
                : "other";
    count.set(kind, (count.get(kind) ?? 0) + 1);
  }
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "other";
}

/** `[ApiError(601, "…"), ApiError(602, "…")]`: records made of values that stand in a row, each with its code first. */
function madeIn(at: Part, base: Base, fn: number): readonly Field[] {
  const items = at.kind === "list" ? at.parts : at.kind === "call" ? children(at, "call.arg") : [];
  const made = items.map(unwrap).flatMap((item) => {
    const callee = item.kind === "call" ? calleeOf(item) : undefined;
    const first = callee?.args[0] && unwrap(callee.args[0]);
    const literal = callee && callee.args.length > 1 && first && literalOf(first);
    return literal && first && /^[A-Z]/.test(callee.name) ? [{ record: callee.name, label: literalLabel(literal, first.span, "field") }] : [];
  });
  if (made.length < 2 || made.length !== items.length || new Set(made.map((m) => m.record)).size > 1) return [];
  return made.map(({ record, label }): Field => {
    const { name, nameSpan, exported } = base;
    return { key: record, label, context: "definition", name, nameSpan, exported, record, function: fn };
  });
}

/** A table under a name in another: `{ marketo: { errors: { "601": … } } }`. */
export function nestedTable(pair: Part, owner: string | undefined, scope: Scope, ctx: Context, fn: number): Group | undefined {
  const key = child(pair, "pair.key");
  const value = child(pair, "pair.value");
  const name = keyText(key);
  const at = value && kept(value, ctx);
  if (!key || !name || /^\d/.test(name) || at?.kind !== "table") return undefined;
  const pairs = entriesOf(at, ctx) ?? [];
  const labels = pairs.flatMap((p) => keyLabels(p, scope, ctx));
  if (labels.length < 2 || labels.every(isConstantName)) return undefined;
  const words = pairs.map((p) => wordOf(p.value));
  const base = { name, ...(owner ? { owner } : {}), nameSpan: key.span, exported: false };
  return { ...base, form: "table", labels, values: valueKind(pairs), words, span: at.span, function: fn };
}

/** Literals in the named fields of records inside `part`. */
export function fieldsIn(part: Part, base: Base | undefined, fn: number, context: Field["context"] = "definition"): readonly Field[] {
  const out: Field[] = [];
  const walk = (p: Part, record: string | undefined, depth: number): void => {
    if (depth > 6 || p.kind === "function") return;
    let inner = record;
    if (p.kind === "call" && p !== part) inner = calleeOf(p)?.name ?? record;
    if (p.kind === "pair") {
      const key = child(p, "pair.key");
      const value = child(p, "pair.value");
      const literal = value && literalOf(unwrap(value));
      const name = keyText(key);
      if (name && literal && !(key && literalOf(unwrap(key))?.type === "number")) {
        out.push({
          key: name,
          label: literalLabel(literal, unwrap(value as Part).span, "field"),
          context,
          ...(base ? { name: base.name, nameSpan: base.nameSpan } : {}),
          exported: base?.exported ?? false,
          ...(inner ? { record: inner } : {}),
          function: fn,
        });
      }
    }
    for (const q of p.parts) walk(q, inner, depth + 1);
  };
  const callee = part.kind === "call" ? calleeOf(part) : undefined;
  walk(part, callee?.name, 0);
  return out;
}

/** `object Expired : ErrorCode("602")`: an object made with a value names it, as a member of an enum does. */
export function objectConstant(part: Part, scope: Scope): Constant | undefined {
  const named = child(part, "class.name");
  const given = child(part, "class.arg");
  const name = named && nameOf(named);
  const base = child(part, "class.base");
  const at = given && unwrap(codeArgument(given, scope) ?? given);
  const literal = at && literalOf(at);
  if (!named || !name || !literal) return undefined;
  const owner = (base && nameOf(base)) ?? scope.owner()?.className;
  return { name, ...(owner ? { owner } : {}), label: literalLabel(literal, at.span, "constant"), nameSpan: named.span, exported: true };
}

/** The constants of an enum or class as one group. */
export function classGroup(part: Part, scope: Scope, constants: readonly Constant[], fn: number): Group | undefined {
  const named = child(part, "class.name");
  const name = named && nameOf(named);
  const own = constants.filter((c) => c.nameSpan.start >= part.span.start && c.nameSpan.end <= part.span.end && c.owner === name);
  if (!name || own.length < 2 || children(part, "class.body").length > 1) return undefined;
  const said = own.some((c) => c.word !== undefined);
  const rest = said ? saidOfOthers(part, scope) : undefined;
  const words = said ? { words: own.map((c) => c.word ?? ""), ...(rest === undefined ? {} : { rest }) } : {};
  return {
    name,
    form: "constants",
    labels: own.map((c) => c.label),
    ...words,
    span: part.span,
    nameSpan: (named as Part).span,
    exported: scope.parent === undefined,
    function: fn,
  };
}

/** What the member says that stands for whatever has no code of its own: `UNKNOWN(null, false)`, `OTHER("", true)`. */
function saidOfOthers(part: Part, scope: Scope): "retry" | "no" | undefined {
  const said = [...descend(part, (p) => p.kind !== "function")].flatMap((p) => {
    const value = p.kind === "assign" ? child(p, "assign.value") : undefined;
    const word = value && wordBesideCode(value, scope);
    const code = word === undefined ? undefined : literalOf(unwrap(codeArgument(value as Part, scope) ?? (value as Part)))?.value;
    return word !== undefined && (code === undefined || /^(?:|-?\d|unknown|others?|default)$/i.test(code)) ? [word] : [];
  });
  return said.includes("retry") ? "retry" : said.includes("no") ? "no" : undefined;
}

/** A function that only gives a collection back: `static get THROTTLED() { return ["606", "615"]; }`. */
export function returnedGroup(fn: Part, name: string, scope: Scope, ctx: Context, index: number): Group | undefined {
  const body = child(fn, "function.body");
  const own = body ? statements(body) : [];
  const only = own.length === 1 ? own[0] : undefined;
  const value = child(fn, "function.value") ?? (only?.kind === "return" ? only.parts[0] : only);
  const at = value && unwrap(value);
  if (!at || name === "" || (at.kind !== "list" && at.kind !== "table" && at.kind !== "call")) return undefined;
  const values = valuesOf(at, scope, ctx, "member");
  if (!values || values.single || values.labels.length === 0 || values.labels.some((l) => l.group)) return undefined;
  const nameSpan = child(fn, "function.name")?.span ?? fn.span;
  const form = values.labels.every((l) => l.role === "key") ? "table" : "list";
  return { name, form, labels: values.labels, span: fn.span, nameSpan, exported: scope.parent?.parent === undefined, function: index };
}
