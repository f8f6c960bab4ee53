import type { Part } from "../syntax/part.ts";
import { type Context, depthLimit, type Foreign } from "./context.ts";
import { kept } from "./entries.ts";
import { literalOf } from "./literals.ts";
import { child, children, dotted, nameOf, unwrap } from "./parts.ts";
import type { Binding, Scope } from "./scopes.ts";

/** What a name stands for: a part of this file with the scope it is read in, or something another file defines. */
export type Definition =
  | { readonly kind: "part"; readonly name: string; readonly part: Part; readonly scope: Scope; readonly binding?: Binding }
  | { readonly kind: "foreign"; readonly name: string; readonly foreign: Foreign };

/** Finds the definition of a name or a dotted name. Parameters and what is computed have none. */
export function define(part: Part, scope: Scope, ctx: Context, depth = 0): Definition | undefined {
  if (depth > depthLimit) return undefined;
  const names = dotted(part);
  return names && defineNames(names, part.span.start, scope, ctx, depth);
}

function defineNames(names: readonly string[], at: number, scope: Scope, ctx: Context, depth: number): Definition | undefined {
  const [head, ...rest] = names;
  if (head === undefined) return undefined;
  const name = names[names.length - 1] as string;
  const local = defineLocal(head, rest, at, scope, ctx, depth);
  if (local) return local;
  const foreign = ctx.foreign(names);
  if (foreign) return { kind: "foreign", name, foreign };
  // `module.Codes.EXPIRED`, `Outer.Inner.NAME`: a qualifier this file doesn't know is passed over.
  const given = scope.lookup(head, at)?.kind;
  const qualifier = rest.length > 1 && (given === undefined || given === "import" || given === "class");
  return qualifier && ctx.classes.has(rest[0] as string) ? defineNames(rest, at, scope, ctx, depth + 1) : undefined;
}

function defineLocal(head: string, rest: readonly string[], at: number, scope: Scope, ctx: Context, depth: number): Definition | undefined {
  if (rest.length === 0) return fromBinding(head, scope.lookup(head, at), ctx, depth) ?? inClasses(head, scope, ctx, depth);
  const [key, ...more] = rest as [string, ...string[]];
  const owner = scope.self.includes(head) ? scope.owner() : (ctx.classes.get(head) ?? undefined);
  if (owner) {
    const member = fromBinding(key, owner.member(key), ctx, depth) ?? inBases(key, owner, ctx, depth);
    if (member && more.length === 0) return member;
    if (member?.kind === "part") return inTable(member.part, more, member.scope, ctx, depth);
    return undefined;
  }
  const root = fromBinding(head, scope.lookup(head, at), ctx, depth);
  return root?.kind === "part" ? inTable(root.part, rest, root.scope, ctx, depth) : undefined;
}

/** A member that a class has from another: `self::EXPIRED` of the class above, or of an interface. */
function inBases(key: string, owner: Scope, ctx: Context, depth: number): Definition | undefined {
  if (depth > depthLimit || !owner.part) return undefined;
  for (const base of children(owner.part, "class.base")) {
    const name = nameOf(base);
    const scope = name === undefined ? undefined : ctx.classes.get(name);
    const foreign = name === undefined || scope ? undefined : ctx.foreign([name, key]);
    if (foreign) return { kind: "foreign", name: key, foreign };
    const found = scope && scope !== owner ? (fromBinding(key, scope.member(key), ctx, depth) ?? inBases(key, scope, ctx, depth + 1)) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** A member named without its class: Java's static imports, a constant block's names. Only when one class has it. */
function inClasses(name: string, scope: Scope, ctx: Context, depth: number): Definition | undefined {
  const owner = scope.owner();
  const own = owner && fromBinding(name, owner.member(name), ctx, depth);
  return own ?? inOpened(name, ctx, depth);
}

/** A member that an import of this file brings in without its class. */
function inOpened(name: string, ctx: Context, depth: number): Definition | undefined {
  for (const { owner, name: member, local } of ctx.opened) {
    if (member !== "*" && local !== name) continue;
    const key = member === "*" ? name : member;
    const found = fromBinding(key, ctx.classes.get(owner)?.member(key), ctx, depth);
    if (found) return found;
  }
  return undefined;
}

function fromBinding(name: string, binding: Binding | undefined, ctx: Context, depth: number): Definition | undefined {
  if (!binding?.value || binding.keys) return undefined;
  if (binding.kind !== "value" && binding.kind !== "function" && binding.kind !== "class") return undefined;
  const part = kept(binding.value, ctx);
  // A name for a name: one step further, unless it is its own.
  if (binding.kind === "value" && (part.kind === "name" || part.kind === "member")) {
    const names = dotted(part);
    // A property of something that is no name: `"^60[12]$".r`.
    if (!names && part.kind === "member") return { kind: "part", name, part, scope: binding.scope, binding };
    if (!names || (names.length === 1 && names[0] === name)) return undefined;
    return define(part, binding.scope, ctx, depth + 1);
  }
  return { kind: "part", name, part, scope: binding.scope, binding };
}

/** `CODES.RATE` where `CODES` is a table of this file. */
function inTable(given: Part, keys: readonly string[], scope: Scope, ctx: Context, depth: number): Definition | undefined {
  let part: Part | undefined = given;
  for (const key of keys) {
    if (part?.kind === "call") part = part.parts.find((p) => p.role === "call.arg" && (p.kind === "table" || p.kind === "list"));
    if (part?.kind !== "table") return undefined;
    const pair: Part | undefined = part.parts.find((p) => p.kind === "pair" && keyText(child(p, "pair.key")) === key);
    const value: Part | undefined = pair && child(pair, "pair.value");
    part = value && unwrap(value);
  }
  if (!part) return undefined;
  if (part.kind === "name" || part.kind === "member") return define(part, scope, ctx, depth + 1);
  return { kind: "part", name: keys[keys.length - 1] as string, part, scope };
}

/** A table's key as a name or text. */
export function keyText(key: Part | undefined): string | undefined {
  if (!key) return undefined;
  const at = unwrap(key);
  return literalOf(at)?.value ?? nameOf(at);
}

/** What a record is called that is written down where it is named. */
export function recordName(assign: Part): string | undefined {
  const target = child(assign, "assign.target");
  const value = child(assign, "assign.value");
  const at = value && unwrap(value);
  return target && (at?.kind === "table" || at?.kind === "call") ? nameOf(target) : undefined;
}

/** What the names of a scope are given, with the first name that is given it. */
export function valueNames(scope: Scope): ReadonlyMap<Part, string> {
  const names = new Map<Part, string>();
  for (const list of scope.bindings.values())
    for (const b of list) {
      const value = b.value && unwrap(b.value);
      if (value && !names.has(value)) names.set(value, b.name);
    }
  return names;
}
