import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Source } from "../text/places.ts";
import type { Context, ForeignLookup } from "./context.ts";
import { type Filling, fillingOf, noteAdded } from "./entries.ts";
import { broughtWhole, openedBy } from "./imports.ts";
import { calleeOf, unwrap } from "./parts.ts";
import { bindAll, Scope } from "./scopes.ts";
import { type Around, type Noted, Units } from "./units.ts";

/** A context, with what it takes to tell it from another. */
export interface Known {
  readonly ctx: Context;
  /** The scopes that functions share: the file's and those of its classes, by where they stand. */
  readonly shared: ReadonlyMap<string, Scope>;
  /** The functions that are units, in the order of the text. */
  readonly units: readonly Part[];
  /** Those in whose text a word stands, be it as a piece of another. */
  mentioning(word: string, text: Source): readonly Part[];
  /** What is put into collections that functions share. */
  readonly fillings: readonly { readonly name: string; readonly filling: Filling }[];
  /** Where the scopes of kept units stand in it. */
  readonly around: Around | undefined;
}

/** What has to be known of a file before it is read. With `kept`, what was found in functions before is not looked for again. */
export function contextOf(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup, kept?: Units): Known {
  const around = kept?.begin();
  const file = new Scope(undefined, language.self);
  bindAll(parts, file, kept);
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
      const own = inner.shared ? unused(`${path}/${inner.className}`, shared, namesakes) : "";
      if (inner.shared) shared.set(own, inner);
      collect(inner, own);
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
  const note = ({ callbacks: given, fillings, imports }: Noted): void => {
    for (const part of imports) {
      ctx.opened.push(...openedBy(part, classes));
      for (const name of broughtWhole(part)) ctx.modules.add(name);
    }
    for (const [part, to] of given) callbacks.set(part, to);
    for (const { name, scope, filling } of fillings) fill(name, scope, filling);
  };
  const seek = (part: Part, scope: Scope): void => {
    const inner = part.kind === "function" || part.kind === "class" ? ctx.scopeOf(part, scope) : scope;
    if (part.kind === "function" && scope.shared) {
      units.push(part);
      const bound = kept?.bound(part);
      if (kept && bound) {
        bound.noted ??= bound.first ? keptIn(kept, notedIn(part, inner, ctx)) : notedIn(part, inner, ctx);
        if (bound.noted !== nothing) note(bound.noted);
        return;
      }
    }
    if (part.kind === "import" || part.kind === "call" || part.kind === "assign") {
      const noted = emptyNoted();
      noteAt(part, inner, ctx, noted);
      note(noted);
    }
    if (part.kind === "call" && language.shell) {
      const name = calleeOf(part)?.name ?? "";
      const calls = ctx.calls.get(name);
      if (calls) calls.push({ call: part, scope: inner });
      else ctx.calls.set(name, [{ call: part, scope: inner }]);
    }
    for (const p of part.parts) seek(p, inner);
  };
  for (const part of parts) seek(part, file);
  if (around) around.shared = [...shared.values()];
  const mentioning: Known["mentioning"] = (word, text) => (kept ?? new Units()).mentioning(word, units, text);
  return { ctx, shared, units, mentioning, fillings, around };
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
