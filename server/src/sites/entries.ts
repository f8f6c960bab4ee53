import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { type Context, depthLimit } from "./context.ts";
import { type Callee, calleeOf, child, children, descend, nameOf, statements, unwrap } from "./parts.ts";
import { wordBeside } from "./said-words.ts";
import type { Scope } from "./scopes.ts";

/** A key of a table, with what stands under it. */
export interface Entry {
  readonly key: Part;
  readonly value?: Part;
}

/** `"606".freeze`, `TABLE.dup`: what is asked to stay as it is. */
export function kept(given: Part, ctx: Context): Part {
  let part = unwrap(given);
  for (let n = 0; n < depthLimit && part.kind === "call"; n++) {
    const callee = calleeOf(part);
    if (!callee || own(ctx.language.convert, callee.name) !== "same") break;
    const inner = callee.receiver ?? (callee.args.length === 1 ? callee.args[0] : undefined);
    if (!inner || (callee.receiver && callee.args.length > 0)) break;
    part = unwrap(inner);
  }
  return part;
}

/** What a call makes a collection of: its items, its pairs, keys and values in turn, or the keys alone. */
export type Making = LanguageData["collections"][string];

/** What a callee makes of its arguments, when it makes a collection. */
export function collectionOf(callee: Callee, ctx: Context): Making | undefined {
  const { collections } = ctx.language;
  return own(collections, callee.dotted) ?? own(collections, callee.name);
}

/**
 * The entries of whatever makes a table: a literal, `Map.of(k, v, …)`, `new Map([[k, v]])`, `mapOf(k to v)`, a builder's `put(k, v)`, and
 * what is filled where it is made; undefined for what makes none.
 */
export function entriesOf(given: Part, ctx: Context, depth = 0): readonly Entry[] | undefined {
  const part = kept(given, ctx);
  if (part.kind === "table") {
    const pairs = part.parts.filter((p) => p.kind === "pair");
    return pairs.length > 0 ? pairs.flatMap(entryOf) : undefined;
  }
  const callee = part.kind === "call" ? calleeOf(part) : undefined;
  if (!callee || depth > depthLimit) return undefined;
  const { receiver, args } = callee;
  const how = collectionOf(callee, ctx);
  if (how === "alternating") return args.flatMap((key, i) => (i % 2 === 0 ? [entry(key, args[i + 1])] : []));
  if (how === "pairs") {
    const found = args.flatMap((arg) => mappedIn(arg, ctx) ?? pairsIn(unwrap(arg)));
    // `[["606", wait]].to_h`, `CODES.to_h { |c| [c, wait] }`
    const more = found.length > 0 || !receiver ? [] : args.length > 0 ? (mappedBy(receiver, args, ctx) ?? []) : pairsIn(unwrap(receiver));
    return found.length + more.length > 0 ? [...found, ...more] : undefined;
  }
  if (how === "keys") {
    const keys = listedIn(receiver && callee.dotted === callee.name ? receiver : args[0], ctx);
    return keys.length > 0 ? keys.map((key) => entry(key, args.at(-1))) : undefined;
  }
  if (receiver && adds(callee, ctx) === "pairs")
    return args[0] ? [...(entriesOf(receiver, ctx, depth + 1) ?? []), entry(args[0], args[1])] : undefined;
  if (how !== "items") return undefined;
  // `DEFAULTS.merge("606" => wait)`: pairs that need no braces.
  const pairs = args.filter((a) => a.kind === "pair");
  if (pairs.length > 0) return [...((receiver && entriesOf(receiver, ctx, depth + 1)) ?? []), ...pairs.flatMap(entryOf)];
  const inner = args[0] && entriesOf(args[0], ctx, depth + 1);
  if (inner) return [...((receiver && entriesOf(receiver, ctx, depth + 1)) ?? []), ...inner];
  const filled = fillingsIn(part, ctx).flatMap((call) => (call.how === "pairs" && call.args[0] ? [entry(call.args[0], call.args[1])] : []));
  if (filled.length > 0) return filled;
  return args.length === 0 && receiver ? entriesOf(receiver, ctx, depth + 1) : undefined;
}

/** Of pairs given as lists, tuples, calls of two or pairs. */
function pairsIn(part: Part): readonly Entry[] {
  if (part.kind === "pair") return entryOf(part);
  if (part.kind === "list") {
    // A tuple, where it stands among the arguments itself.
    const [key, value] = part.parts;
    if (key && value && part.parts.length === 2 && ["string", "number", "name", "member"].includes(unwrap(key).kind)) return [entry(key, value)];
    return part.parts.flatMap((p) => {
      const pair = unwrap(p);
      if (pair.kind !== "list") return pairsIn(pair);
      return pair.parts[0] ? [entry(pair.parts[0], pair.parts[1])] : [];
    });
  }
  if (part.kind !== "call") return [];
  const [key, value] = children(part, "call.arg");
  return key ? [entry(key, value)] : [];
}

/** What a list holds that is written where it is used. */
function listedIn(given: Part | undefined, ctx: Context): readonly Part[] {
  const part = given && kept(given, ctx);
  if (part?.kind === "list") return part.parts.filter((p) => p.kind !== "comment");
  const callee = part?.kind === "call" ? calleeOf(part) : undefined;
  return callee && collectionOf(callee, ctx) === "items" && callee.name === callee.dotted ? callee.args : [];
}

/** `CODES.map((c) => [c, wait])` among the arguments. */
function mappedIn(arg: Part, ctx: Context): readonly Entry[] | undefined {
  const at = unwrap(arg);
  const callee = at.kind === "call" ? calleeOf(at) : undefined;
  return callee?.receiver && callee.name === "map" ? mappedBy(callee.receiver, callee.args, ctx) : undefined;
}

/** The keys that a function makes of each of a list, where it leaves them as they are. */
function mappedBy(list: Part, args: readonly Part[], ctx: Context): readonly Entry[] | undefined {
  const fn = args.map(unwrap).find((a) => a.kind === "function");
  const param = fn && children(fn, "function.param")[0];
  const name = param && (nameOf(child(unwrap(param), "param.name") ?? param) ?? param.text);
  const body = fn && child(fn, "function.body");
  const value = fn && (child(fn, "function.value") ?? (body && statements(body).at(-1)));
  const made = value && unwrap(value.kind === "return" ? (value.parts[0] ?? value) : value);
  const [key, told] = made?.kind === "list" ? made.parts : [];
  if (name === undefined || !key || nameOf(key) !== name) return undefined;
  const keys = listedIn(list, ctx);
  return keys.length > 0 ? keys.map((k) => entry(k, told)) : undefined;
}

function entryOf(pair: Part): readonly Entry[] {
  const key = child(pair, "pair.key");
  return key ? [entry(key, child(pair, "pair.value"))] : [];
}

function entry(key: Part, value: Part | undefined): Entry {
  return value ? { key, value } : { key };
}

/** A call that puts something into a collection. */
export interface Filling {
  readonly how: "items" | "pairs";
  readonly args: readonly Part[];
}

/** What a callee adds to its receiver: values, or a key with its value. */
export function adds(callee: Callee, ctx: Context): "items" | "pairs" | undefined {
  const how = own(ctx.language.adds ?? {}, callee.name);
  return how === "either" ? (callee.args.length === 2 ? "pairs" : "items") : how;
}

/** `new HashMap<>() {{ put("606", …); }}`, `buildSet { add("606") }`: what is filled where it is made. */
export function fillingsIn(made: Part, ctx: Context): readonly Filling[] {
  if (!ctx.language.adds) return [];
  const out: Filling[] = [];
  for (const p of descend(made)) {
    const callee = p !== made && p.kind === "call" ? calleeOf(p) : undefined;
    const how = callee && !callee.receiver ? adds(callee, ctx) : undefined;
    if (callee && how) out.push({ how, args: callee.args });
  }
  return out;
}

/** What `NAME.add(…)` and `NAME[…] = …` elsewhere in the file add to the collection that is called so here. */
export function addedTo(name: string, scope: Scope, ctx: Context): readonly Filling[] {
  const list = scope.givings(name);
  return (list && ctx.added.get(list)) ?? [];
}

/** The entries among them. */
export function entriesAdded(name: string, scope: Scope, ctx: Context): readonly Entry[] {
  return addedTo(name, scope, ctx).flatMap(({ how, args }) => {
    const [key, value] = args;
    if (how === "pairs") return key ? [entry(key, value)] : [];
    // `TABLE.update({ "606": wait })`
    return args.flatMap((a) => entriesOf(a, ctx) ?? []);
  });
}

/** Whether a part makes a collection, be it an empty one. */
export function isCollection(part: Part, ctx: Context): boolean {
  const callee = part.kind === "call" ? calleeOf(part) : undefined;
  // `[String: String]()`
  const made = part.kind === "call" ? child(part, "call.callee")?.kind : undefined;
  if (made === "list" || made === "table") return true;
  return part.kind === "list" || part.kind === "table" || (callee !== undefined && collectionOf(callee, ctx) !== undefined);
}

/** What a part puts into a collection, and the name of that. */
export function fillingOf(part: Part, ctx: Context): { readonly name: string; readonly filling: Filling } | undefined {
  if (part.kind === "call") {
    const callee = ctx.language.adds && calleeOf(part);
    const how = callee && adds(callee, ctx);
    const name = callee?.receiver && nameOf(callee.receiver);
    return how && name !== undefined ? { name, filling: { how, args: callee.args } } : undefined;
  }
  if (part.kind !== "assign") return undefined;
  const target = child(part, "assign.target");
  const at = target && unwrap(target);
  if (at?.kind !== "index" && at?.kind !== "call") return undefined;
  const value = child(part, "assign.value");
  // `codes("606") = …`, where a table is called, is meant as `codes["606"] = …`.
  const object = at?.kind === "index" ? child(at, "index.object") : at?.kind === "call" ? child(at, "call.callee") : undefined;
  const key = at?.kind === "index" ? child(at, "index.key") : at?.kind === "call" ? child(at, "call.arg") : undefined;
  const name = object && nameOf(object);
  return value && key && name !== undefined ? { name, filling: { how: "pairs", args: [key, value] } } : undefined;
}

/** Takes down what is put into a named collection. */
export function noteAdded(name: string, filling: Filling, scope: Scope, ctx: Context): void {
  const list = scope.givings(name);
  if (!list) return;
  const before = ctx.added.get(list);
  if (before) before.push(filling);
  else ctx.added.set(list, [filling]);
}

const codeNames = [/^_?(?:err(?:or)?_?)?code$/i, /code$/i, /^_?(?:raw_?)?(?:value|number|key|id)$/i];

/** Whether a field of a record is called as one that holds its code. */
export function isCodeKey(key: string): boolean {
  return /code$/i.test(key);
}

/** The code that a record is made with: `Reason{Code: "606"}`. */
export function codeField(record: Part): { readonly key: string; readonly value: Part } | undefined {
  for (const p of descend(record, (q) => q.kind !== "function" && q.kind !== "pair")) {
    const key = p.kind === "pair" ? child(p, "pair.key") : undefined;
    const value = key && child(p, "pair.value");
    const name = key && nameOf(key);
    if (value && name && isCodeKey(name)) return { key: name, value: unwrap(value) };
  }
  return undefined;
}

/** Of what a member of an enum is constructed with, the argument for the code: by the constructor's parameters, else the first literal. */
export function codeArgument(given: Part, scope: Scope): Part | undefined {
  const args = givenArguments(given);
  if (args.length < 2) return undefined;
  const names = parameters(scope);
  for (const wanted of codeNames) {
    const index = names.findIndex((n) => wanted.test(n));
    if (index >= 0) return args[index];
  }
  const literals = args.filter((a) => ["string", "number"].includes(unwrap(a).kind));
  return literals.find((a) => /^\W?[\w-]+\W?$/.test(unwrap(a).text ?? "")) ?? literals[0];
}

/** What stands beside the code there, where it says whether to try it again. */
export function wordBesideCode(given: Part, scope: Scope): string | undefined {
  const args = givenArguments(given);
  return args.length < 2 ? undefined : wordBeside(args, parameters(scope));
}

function givenArguments(given: Part): readonly Part[] {
  return given.kind === "other" && given.parts.length > 1 ? children(given, "call.arg") : [];
}

/** The names of what the class around is constructed with. */
function parameters(scope: Scope): readonly string[] {
  const owner = scope.owner();
  const maker = owner?.bindings.get(owner.className ?? "")?.find((b) => b.kind === "function")?.value;
  const params = maker ? children(maker, "function.param") : owner?.part ? children(owner.part, "class.param") : [];
  if (params.length === 0 && owner) return unfilled(owner);
  return params.map((p) => {
    const at = unwrap(p);
    return (at.kind === "param" ? nameOf(child(at, "param.name") ?? at) : nameOf(at)) ?? at.parts.find((q) => q.kind === "name")?.text ?? "";
  });
}

/** The fields of a class that are given no value: those that a constructor fills which isn't written but generated (`@AllArgsConstructor`). */
function unfilled({ bindings }: Scope): readonly string[] {
  const fields = [...bindings.values()].flatMap(([first, ...more]) =>
    first?.kind === "value" && first.value === undefined && more.length === 0 ? [first] : [],
  );
  return fields.sort((a, b) => a.span.start - b.span.start).map((b) => b.name);
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
