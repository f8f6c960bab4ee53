import type { Part } from "../syntax/part.ts";
import { lastIndex } from "../text/alike.ts";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import type { Known } from "./contexts.ts";
import type { Filling } from "./entries.ts";
import { unwrap } from "./parts.ts";
import type { Binding, Scope } from "./scopes.ts";

/**
 * The units that look up, or may look up, a name that means something else than before; undefined where all do. Everything that one unit
 * knows of another goes by a name, and the name stands in its text: whoever doesn't mention it doesn't ask for it. What a name stands for
 * may itself go by other names. `meant` are names that mean something else than before wherever they stand.
 */
export function staleUnits(before: Known, now: Known, text: Source, meant: readonly string[] = []): ReadonlySet<Part> | undefined {
  const dirty = changedNames(before, now);
  if (!dirty) return undefined;
  for (const name of meant) dirty.add(name);
  const stale = new Set<Part>();
  const queue = [...dirty];
  if (queue.length === 0) return stale;
  let heads: readonly Part[] | undefined;
  let given: readonly Given[] | undefined;
  const spread = (name: string): void => {
    if (dirty.has(name)) return;
    dirty.add(name);
    queue.push(name);
  };
  const spreadFrom = (concerns: (span: Span) => boolean): void => {
    for (const { bindings } of now.shared.values())
      for (const list of bindings.values()) for (const b of list) if (b.value && concerns(b.value.span)) spread(b.name);
    for (const { name, local } of now.ctx.opened) if (name !== "*" && dirty.has(name)) spread(local);
    for (const { name, filling } of now.fillings) if (filling.args.some((a) => concerns(a.span))) spread(name);
  };
  let hits = 0;
  // Members that were brought in without their class may go by another name.
  for (const { name, local } of now.ctx.opened) if (name !== "*" && dirty.has(name)) spread(local);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const word = wordOf(name);
    if (word === "") continue;
    for (const unit of now.mentioning(word, text)) {
      if (stale.has(unit)) continue;
      if (++hits > hitLimit) return undefined;
      stale.add(unit);
      // What the unit gives names to, its own name, and what a call is given it for: `const expired = errors.some((e) => e.code === LIMIT)`.
      const isGiven = now.ctx.callbacks.get(unit) !== undefined;
      spreadFrom((span) => isIn(span, unit.span) || (isGiven && isIn(unit.span, span)));
    }
    for (const at of between(now, word, text)) {
      if (++hits > hitLimit) return undefined;
      heads ??= [...now.shared.values()].flatMap((s) => (s.part ? headsOf(s.part) : []));
      if (heads.some((h) => h.span.start <= at && at < h.span.end)) return undefined;
      given ??= callbacksOf(now);
      for (const { unit, to } of given) if (to.start <= at && at < to.end) stale.add(unit);
      spreadFrom((span) => span.start <= at && at < span.end);
    }
  }
  return stale;
}

function isIn(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** A unit that is given to a call: `RETRYABLE.some((c) => c === code)`. What it goes through stands beside it, in the call. */
interface Given {
  readonly unit: Part;
  readonly to: Span;
}

function callbacksOf({ ctx, units }: Known): readonly Given[] {
  return units.flatMap((unit) => {
    const call = ctx.callbacks.get(unit)?.call;
    return call ? [{ unit, to: call.span }] : [];
  });
}

/** More places than these are not looked at one by one. */
const hitLimit = 4000;

/** A name as it stands in the text in any case: signs at its ends may be written elsewhere, or be ours. */
function wordOf(name: string): string {
  return /[\p{L}\p{N}_].*/su.exec(name)?.[0].replace(/\(\)$/, "") ?? name;
}

/** Where a word stands outside of the units, in what is read there. */
function* between({ units, outside }: Known, word: string, text: Source): Generator<number> {
  for (const { span } of outside(word, text)) {
    let i = lastIndex(units, (unit) => unit.span.end <= span.start) + 1;
    for (let at = text.indexOf(word, span.start); at >= 0 && at < span.end; ) {
      while (i < units.length && (units[i] as Part).span.end <= at) i++;
      const unit = units[i];
      const isInside = unit !== undefined && unit.span.start <= at;
      if (!isInside) yield at;
      at = text.indexOf(word, isInside ? unit.span.end : at + word.length);
    }
  }
}

/** The names that functions share and that mean something else; undefined where the classes are others. */
function changedNames(before: Known, now: Known): Set<string> | undefined {
  const dirty = changedInside(before.ctx.classes, now.ctx.classes);
  if (before.shared.size !== now.shared.size || JSON.stringify(before.ctx.opened) !== JSON.stringify(now.ctx.opened)) return undefined;
  for (const name of before.ctx.modules) if (!now.ctx.modules.has(name)) dirty.add(name);
  for (const name of now.ctx.modules) if (!before.ctx.modules.has(name)) dirty.add(name);
  const filled = new Set([...before.fillings, ...now.fillings].map((f) => f.name));
  for (const [path, scope] of now.shared) {
    const old = before.shared.get(path);
    if (!old) return undefined;
    let values = false;
    const compare = (name: string, was: readonly Binding[] | undefined, is: readonly Binding[] | undefined): void => {
      if (was && is && sameBindings(was, is) && sameFillings(before.ctx.added.get(was), now.ctx.added.get(is))) return;
      dirty.add(name);
      values ||= [...(was ?? []), ...(is ?? [])].some((b) => b.kind === "value");
    };
    if (old === scope) {
      for (const name of filled) if (scope.bindings.has(name)) compare(name, scope.bindings.get(name), scope.bindings.get(name));
    } else {
      scope.bindings.forEach((is, name) => {
        compare(name, old.bindings.get(name), is);
      });
      old.bindings.forEach((was, name) => {
        if (!scope.bindings.has(name)) compare(name, was, undefined);
      });
    }
    // A class may be used as the collection of its values.
    if (values && scope.className !== undefined) dirty.add(scope.className);
    if (old !== scope && old.part && scope.part && !sameList(headsOf(old.part), headsOf(scope.part))) return undefined;
  }
  return dirty;
}

/** A class within a function is known to all by its name, with what it holds; its scope stays the same object as long as its function does. */
function changedInside(before: ReadonlyMap<string, Scope>, now: ReadonlyMap<string, Scope>): Set<string> {
  const dirty = new Set<string>();
  const compare = (name: string, a: Scope | undefined, b: Scope | undefined): void => {
    if (a === b || ((a?.shared ?? true) && (b?.shared ?? true))) return;
    dirty.add(name);
    for (const scope of [a, b]) for (const member of scope?.bindings.keys() ?? []) dirty.add(member);
  };
  now.forEach((scope, name) => {
    compare(name, before.get(name), scope);
  });
  before.forEach((scope, name) => {
    if (!now.has(name)) compare(name, scope, undefined);
  });
  return dirty;
}

function headsOf(part: Part): readonly Part[] {
  return part.parts.filter((p) => p.role !== undefined && p.role !== "class.body");
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((it, i) => it === b[i]);
}

function sameBindings(a: readonly Binding[], b: readonly Binding[]): boolean {
  return a.length === b.length && a.every((it, i) => sameBinding(it, b[i] as Binding));
}

function sameBinding(a: Binding, b: Binding): boolean {
  return (
    a === b ||
    (a.kind === b.kind &&
      (a.value === b.value || (a.kind === "class" && sameClass(a.value, b.value))) &&
      a.declared === b.declared &&
      a.constant === b.constant &&
      a.span.start === b.span.start &&
      a.span.end === b.span.end &&
      a.within?.start === b.within?.start &&
      a.within?.end === b.within?.end &&
      (a.keys === b.keys || (a.keys ?? []).join() === (b.keys ?? []).join()) &&
      sameScope(a.scope, b.scope))
  );
}

/** Scopes that functions share are made anew each time; others are kept. */
function sameScope(a: Scope, b: Scope): boolean {
  return a === b || (a.shared && b.shared && a.className === b.className);
}

/** All but what functions say, which goes by their own names. */
function sameClass(a: Part | undefined, b: Part | undefined): boolean {
  return a !== undefined && b !== undefined && a.role === b.role && sameList(fieldsOf(a), fieldsOf(b));
}

function fieldsOf(part: Part): readonly Part[] {
  return part.parts.flatMap((p) => (p.role === "class.body" && p.parts.length > 0 ? p.parts : [p])).filter((p) => unwrap(p).kind !== "function");
}

function sameFillings(a: readonly Filling[] | undefined, b: readonly Filling[] | undefined): boolean {
  if (a === b) return true;
  const [was, is] = [a ?? [], b ?? []];
  return was.length === is.length && was.every((f, i) => f.how === is[i]?.how && sameList(f.args, is[i]?.args ?? []));
}
