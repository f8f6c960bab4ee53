import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Source } from "../text/places.ts";
import type { Context, ForeignLookup } from "./context.ts";
import { type Filling, fillingOf, noteAdded } from "./entries.ts";
import { broughtWhole, openedBy } from "./imports.ts";
import { calleeOf, child, unwrap } from "./parts.ts";
import { type Binding, bindAll, Scope } from "./scopes.ts";
import { type Around, type Noted, Units } from "./units.ts";

/** A context, with what it takes to tell it from another. */
export interface Known {
  readonly ctx: Context;
  /** The scopes that functions share: the file's and those of its classes, by where they stand. */
  readonly shared: ReadonlyMap<string, Scope>;
  /** The functions that are units, in the order of the text. */
  readonly units: readonly Part[];
  /** Those in whose text a word stands by itself. */
  mentioning(word: string, text: Source): readonly Part[];
  /** The same of what stands in the file or in a class of it and is no unit; units may stand in it. */
  outside(word: string, text: Source): readonly Part[];
  /** What is put into collections that functions share. */
  readonly fillings: readonly { readonly name: string; readonly filling: Filling }[];
  /** Where the scopes of kept units stand in it. */
  readonly around: Around | undefined;
  /** The classes of the file that the next version may take over as they are. */
  readonly whole: ReadonlyMap<Part, Whole>;
}

/** What a class says of which nothing is said elsewhere, and that holds functions with names, but no other class. */
interface Whole {
  readonly scope: Scope;
  readonly binding: Binding | undefined;
  /** Those within its functions. */
  readonly classes: readonly Scope[];
  readonly units: readonly Part[];
  readonly outside: readonly Part[];
  readonly noted: readonly Noted[];
}

/**
 * What has to be known of a file before it is read. With `kept`, what was found in functions before is not looked for again, nor what was found in
 * classes `before`.
 */
export function contextOf(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup, kept?: Units, before?: Known): Known {
  const known = kept && !kept.meets ? before?.whole : undefined;
  if (kept && known && before?.around) kept.resume(before.around);
  const around = kept?.begin();
  const file = new Scope(undefined, language.self);
  const same = bindIn(file, parts, kept, known);
  if (!same) return contextOf(parts, language, foreign, kept);
  const scopes = new Map<Part, Scope>();
  const classes = new Map<string, Scope>();
  const shared = new Map<string, Scope>([["", file]]);
  const namesakes = new Map<string, number>();
  const collect = (scope: Scope, path: string): void => {
    scope.children.forEach((inner, part) => {
      const unit = scope.shared && part.kind === "function" ? kept?.bound(part) : undefined;
      if (unit?.first) {
        for (const own of unit.classes) classes.set(own.className as string, own);
        return;
      }
      scopes.set(part, inner);
      if (inner.className) classes.set(inner.className, inner);
      for (const own of same.get(part)?.classes ?? []) classes.set(own.className as string, own);
      const own = inner.shared ? unused(`${path}/${inner.className}`, shared, namesakes) : "";
      if (inner.shared) shared.set(own, inner);
      if (!same.has(part)) collect(inner, own);
    });
  };
  collect(file, "");
  const units: Part[] = [];
  const callbacks = new Map<Part, { readonly call: Part; readonly scope: Scope }>();
  const fillings: { name: string; filling: Filling }[] = [];
  const ctx: Context = {
    language,
    file,
    foreign,
    classes,
    opened: [],
    modules: new Set(),
    callbacks: kept ? { get: (part) => callbacks.get(part) ?? kept.callbacks.get(part) } : callbacks,
    calls: new Map(),
    busy: new Set(),
    circle: { from: Number.POSITIVE_INFINITY, count: 0 },
    predicates: new Map(),
    added: new Map(),
    scopeOf: (part, outer) => scopes.get(part) ?? kept?.scopes.get(part) ?? outer,
  };
  const fill = (name: string, scope: Scope, filling: Filling): void => {
    noteAdded(name, filling, scope, ctx);
    if (scope.giver(name)?.shared) fillings.push({ name, filling });
  };
  let taking: Noted[] = [];
  const note = (noted: Noted): void => {
    if (noted === nothing) return;
    for (const part of noted.imports) {
      ctx.opened.push(...openedBy(part, classes, language));
      for (const name of broughtWhole(part, language)) ctx.modules.add(name);
    }
    for (const [part, to] of noted.callbacks) callbacks.set(part, to);
    for (const { name, scope, filling } of noted.fillings) fill(name, scope, filling);
  };
  const take = (noted: Noted): void => {
    if (noted !== nothing) taking.push(noted);
    note(noted);
  };
  const outside: Part[] = [];
  const seek = (part: Part, scope: Scope): void => {
    const inner = part.kind === "function" || part.kind === "class" ? ctx.scopeOf(part, scope) : scope;
    if (part.kind === "function" && scope.shared) {
      units.push(part);
      const bound = kept?.bound(part);
      if (kept && bound) {
        bound.noted ??= bound.first ? keptIn(kept, notedIn(part, inner, ctx)) : notedIn(part, inner, ctx);
        take(bound.noted);
        return;
      }
    }
    if (part.kind === "import" || part.kind === "call" || part.kind === "assign") take(notedAt(part, inner, ctx));
    if (part.kind === "call" && language.shell) {
      const name = calleeOf(part)?.name ?? "";
      const calls = ctx.calls.get(name);
      if (calls) calls.push({ call: part, scope: inner });
      else ctx.calls.set(name, [{ call: part, scope: inner }]);
    }
    for (const p of part.parts) seek(p, inner);
  };
  const whole = new Map<Part, Whole>();
  const seekOne = (part: Part, scope: Scope): void => {
    if (part.kind !== "function" && part.kind !== "class") outside.push(part);
    if (part.kind !== "class" || !scope.shared) {
      seek(part, scope);
      return;
    }
    const inner = ctx.scopeOf(part, scope);
    for (const p of part.parts)
      if (p.role === "class.body" && p.kind === "other") for (const q of p.parts) seekOne(q, inner);
      else seekOne(p, inner);
  };
  for (const part of parts) {
    const known = same.get(part);
    if (known) {
      for (const unit of known.units) units.push(unit);
      for (const one of known.outside) outside.push(one);
      for (const one of known.noted) note(one);
      whole.set(part, known);
      continue;
    }
    taking = [];
    const [firstUnit, firstOutside] = [units.length, outside.length];
    seekOne(part, file);
    const found = part.kind === "class" && kept ? wholeOf(part, file, kept) : undefined;
    if (found) whole.set(part, { ...found, units: units.slice(firstUnit), outside: outside.slice(firstOutside), noted: taking });
  }
  if (around) around.shared = [...shared.values()];
  const mentioning: Known["mentioning"] = (word, text) => (kept ?? new Units()).mentioning(word, units, text);
  const standing: Known["outside"] = (word, text) => (kept ?? new Units()).outside(word, outside, text);
  return { ctx, shared, units, mentioning, outside: standing, fillings, around, whole };
}

/** Binds what stands in the file. Answers which classes were taken over as they are; undefined where that can't be, and all has to be begun anew. */
function bindIn(
  file: Scope,
  parts: readonly Part[],
  kept: Units | undefined,
  known: ReadonlyMap<Part, Whole> | undefined,
): ReadonlyMap<Part, Whole> | undefined {
  const same = new Map<Part, Whole>();
  if (!kept || !known || known.size === 0) {
    bindAll(parts, file, kept);
    return same;
  }
  for (const part of parts) {
    const whole = known.get(part);
    if (!whole) {
      bindAll([part], file, kept);
      continue;
    }
    const { scope, binding } = whole;
    if (binding && file.bindings.get(binding.name)?.some((b) => b.kind === "class")) kept.meet();
    if (binding) file.add(binding);
    scope.parent = file;
    file.children.set(part, scope);
    same.set(part, whole);
    kept.takesOver = true;
  }
  kept.takesOver = false;
  return kept.meets && same.size > 0 ? undefined : same;
}

function wholeOf(part: Part, file: Scope, kept: Units): Pick<Whole, "scope" | "binding" | "classes"> | undefined {
  const scope = file.children.get(part);
  if (kept.meets || !scope || child(part, "class.arg")) return undefined;
  const classes: Scope[] = [];
  for (const inner of scope.children.keys()) {
    const unit = inner.kind === "function" ? kept.bound(inner) : undefined;
    if (!unit?.first) return undefined;
    classes.push(...unit.classes);
  }
  return { scope, binding: file.bindings.get(scope.className ?? "")?.find((b) => b.value === part), classes };
}

/** Callbacks are found where they are kept, and needn't be noted in each version. */
function keptIn(kept: Units, { callbacks, fillings, imports }: Noted): Noted {
  for (const [part, to] of callbacks) kept.callbacks.set(part, to);
  return fillings.length + imports.length > 0 ? { callbacks: [], fillings, imports } : nothing;
}

/** The name, or with a number behind it that no other has. `namesakes` says how far the numbers of each name have been given. */
function unused(name: string, taken: ReadonlyMap<string, unknown>, namesakes: Map<string, number>): string {
  if (!taken.has(name)) return name;
  let n = namesakes.get(name) ?? 2;
  while (taken.has(`${name} ${n}`)) n++;
  namesakes.set(name, n + 1);
  return `${name} ${n}`;
}

type Taking = { readonly [K in keyof Noted]: Noted[K][number][] };

function emptyNoted(): Taking {
  return { callbacks: [], fillings: [], imports: [] };
}

/** What a part itself says. */
function noteAt(part: Part, scope: Scope, ctx: Context, out: Taking): void {
  if (part.kind === "import") out.imports.push(part);
  if (part.kind !== "call" && part.kind !== "assign") return;
  const filling = fillingOf(part, ctx);
  if (filling) out.fillings.push({ scope, ...filling });
  if (part.kind === "assign") return;
  const { parts } = part;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i]?.role !== "call.arg") continue;
    const fn = unwrap(parts[i] as Part);
    if (fn.kind === "function") out.callbacks.push([fn, { call: part, scope }]);
  }
}

function notedAt(part: Part, scope: Scope, ctx: Context): Noted {
  const out = emptyNoted();
  noteAt(part, scope, ctx, out);
  return out.callbacks.length + out.fillings.length + out.imports.length > 0 ? out : nothing;
}

const nothing: Noted = { callbacks: [], fillings: [], imports: [] };

/** What a part and everything in it say. */
function notedIn(part: Part, scope: Scope, ctx: Context): Noted {
  const out = emptyNoted();
  noteAll(part, scope, ctx, out);
  return out.callbacks.length + out.fillings.length + out.imports.length > 0 ? out : nothing;
}

function noteAll(part: Part, outer: Scope, ctx: Context, out: Taking): void {
  const inner = part.kind === "function" || part.kind === "class" ? ctx.scopeOf(part, outer) : outer;
  noteAt(part, inner, ctx, out);
  const { parts } = part;
  for (let i = 0; i < parts.length; i++) noteAll(parts[i] as Part, inner, ctx, out);
}
