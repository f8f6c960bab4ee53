import type { FunctionFact } from "../sites/model.ts";
import { alike, Column, lastIndex } from "../text/alike.ts";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import { type Wording, wordOf } from "./wording.ts";

/** One version of a file's functions, with the text that they stand in. */
export interface Version {
  readonly functions: readonly FunctionFact[];
  readonly text: Source;
  /** Those of the files beside it: a way between two functions of this one may lead through them. */
  readonly others: readonly FunctionFact[];
  /** Handed on from version to version. */
  readonly wording: Wording;
}

/**
 * The outermost functions about which rules may say something else than before, by their indices; undefined for all of them. A rule that looks
 * beyond a function looks at those that lead to it and at all that these lead to, and every way there goes by a name that stands in the text.
 */
export function affectedBy(before: Version, now: Version): ReadonlySet<number> | undefined {
  const [head, tail] = alike(before.functions, now.functions);
  const [was, is] = [before.functions, now.functions].map((all) => all.slice(head, all.length - tail)) as [FunctionFact[], FunctionFact[]];
  const [gone, come] = [missing(was, is), missing(is, was)];
  if (gone.length === 0 && come.length === 0) return new Set();
  const names = [...gone, ...come].map((f) => f.name);
  const old = led(before, leading(before, names, gone));
  const own = led(now, leading(now, names, come));
  if (!old || !own) return undefined;
  // What was affected before goes by its names now.
  const more = now.functions.length - before.functions.length;
  for (const i of old) {
    const at = i < head ? i : i >= before.functions.length - tail ? i + more : now.functions.indexOf(before.functions[i] as FunctionFact, head);
    if (at >= 0) own.add(at);
  }
  return own;
}

/** The outermost functions that are new or stand at a place. */
export function standingAt({ start, end }: Span, before: Version, { functions }: Version): ReadonlySet<number> {
  const tops = topsOf(functions);
  const [head, tail] = alike(before.functions, functions);
  const out = new Set<number>();
  for (let i = head; i < functions.length - tail; i++) {
    const top = tops[lastIndex(tops, (t) => t <= i)];
    if (top !== undefined) out.add(top);
  }
  const first = lastIndex(tops, (t) => (functions[t] as FunctionFact).span.start <= start);
  for (let at = Math.max(0, first); at < tops.length; at++) {
    const top = tops[at] as number;
    const { span } = functions[top] as FunctionFact;
    if (span.start > end) break;
    if (start <= span.end) out.add(top);
  }
  return out;
}

/** What is in the first of two lists alone. */
function missing(list: readonly FunctionFact[], from: readonly FunctionFact[]): readonly FunctionFact[] {
  const others = new Set(from);
  return list.filter((f) => !others.has(f));
}

/** More functions than these are not followed one by one. */
const limit = 300;

/** The outermost functions that lead to some names, and those that some functions stand in. */
function leading(version: Version, names: readonly string[], those: readonly FunctionFact[]): Set<number> | undefined {
  const { functions, text, others, wording } = version;
  const tops = topsOf(functions);
  const found = new Set<number>();
  const queue = [...new Set(names)];
  const seen = new Set(queue);
  const take = (top: number | undefined): void => {
    if (top === undefined || found.has(top)) return;
    found.add(top);
    for (const f of within(functions, top)) {
      if (seen.has(f.name)) continue;
      seen.add(f.name);
      queue.push(f.name);
    }
  };
  for (const f of those) take(topAt(functions, tops, f.span.start));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.size > limit) return undefined;
    for (const other of others) {
      if (name === "" || seen.has(other.name) || !other.calls.includes(name)) continue;
      seen.add(other.name);
      queue.push(other.name);
    }
    if (name === "") continue;
    for (const top of wording.mentioning(name, functions, text)) take(top);
  }
  return found;
}

/** All that outermost functions lead to, themselves included. */
function led({ functions, text, others, wording }: Version, from: Set<number> | undefined): Set<number> | undefined {
  if (!from) return undefined;
  const named = topsByWord(functions);
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (from.size > limit) return undefined;
    const said = new Set(wording.wordsOf(functions[at] as FunctionFact, text));
    // A set goes on to what is put into it meanwhile.
    for (const it of said) {
      for (const other of others) if (wordOf(other.name) === it) for (const call of other.calls) said.add(wordOf(call));
      for (const other of named.get(it) ?? []) {
        if (from.has(other)) continue;
        from.add(other);
        queue.push(other);
      }
    }
  }
  return from;
}

const topsCache = new WeakMap<readonly boolean[], readonly number[]>();

function topsOf(functions: readonly FunctionFact[]): readonly number[] {
  const isTop = depths.of(functions, ({ parent }) => parent < 0);
  let tops = topsCache.get(isTop);
  if (!tops) {
    tops = isTop.flatMap((is, i) => (is ? [i] : []));
    topsCache.set(isTop, tops);
  }
  return tops;
}

const words = new Column<FunctionFact, string>();
const depths = new Column<FunctionFact, boolean>();
const known = new WeakMap<readonly string[], { readonly depths: readonly boolean[]; readonly tops: ReadonlyMap<string, readonly number[]> }>();

/** The outermost functions that hold one whose name begins with a word. They are put in order once for all versions with the same names. */
function topsByWord(functions: readonly FunctionFact[]): ReadonlyMap<string, readonly number[]> {
  const first = words.of(functions, ({ name }) => (name === "" ? "" : wordOf(name)));
  const isTop = depths.of(functions, ({ parent }) => parent < 0);
  const before = known.get(first);
  if (before?.depths === isTop) return before.tops;
  const tops = new Map<string, number[]>();
  let top = -1;
  first.forEach((word, i) => {
    if (isTop[i]) top = i;
    const list = tops.get(word);
    if (word === "") return;
    if (list) list.push(top);
    else tops.set(word, [top]);
  });
  known.set(first, { depths: isTop, tops });
  return tops;
}

/** An outermost function and those in it, which follow it. */
function within(functions: readonly FunctionFact[], top: number): readonly FunctionFact[] {
  let end = top + 1;
  while (end < functions.length && (functions[end] as FunctionFact).parent >= 0) end++;
  return functions.slice(top, end);
}

function topAt(functions: readonly FunctionFact[], tops: readonly number[], place: number): number | undefined {
  const top = tops[lastIndex(tops, (t) => (functions[t] as FunctionFact).span.start <= place)];
  const span = top === undefined ? undefined : functions[top]?.span;
  return span && span.start <= place && place < span.end ? top : undefined;
}
