import type { FunctionFact } from "../sites/model.ts";
import type { Source } from "../text/places.ts";
import { alike } from "../text/alike.ts";
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
  const [gone, come] = difference(before.functions, now.functions);
  if (gone.length === 0 && come.length === 0) return new Set();
  const names = [...gone, ...come].map((f) => f.name);
  const old = led(before, leading(before, names, gone));
  const own = led(now, leading(now, names, come));
  if (!old || !own) return undefined;
  // What was affected before goes by its names now.
  const called = new Set([...old].flatMap((i) => before.functions[i] ?? []));
  for (const [i, f] of now.functions.entries()) if (f.parent < 0 && called.has(f)) own.add(i);
  return own;
}

/** What is only in the first of two lists, and only in the second; an edit leaves most of their beginnings and ends alike. */
function difference(a: readonly FunctionFact[], b: readonly FunctionFact[]): readonly [readonly FunctionFact[], readonly FunctionFact[]] {
  const [head, tail] = alike(a, b);
  const [was, is] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const [before, now] = [new Set(was), new Set(is)];
  return [was.filter((f) => !now.has(f)), is.filter((f) => !before.has(f))];
}

/** The outermost functions that are new or stand at a place. */
export function standingAt({ start, end }: Span, before: Version, now: Version): ReadonlySet<number> {
  const was = new Set(before.functions);
  const out = new Set<number>();
  let top = -1;
  now.functions.forEach((f, i) => {
    if (f.parent < 0) top = i;
    if (!was.has(f) || (f.span.start <= end && start <= f.span.end)) out.add(top);
  });
  return out;
}

/** More functions than these are not followed one by one. */
const limit = 300;

/** The outermost functions that lead to some names, and those that some functions stand in. */
function leading(version: Version, names: readonly string[], those: readonly FunctionFact[]): Set<number> | undefined {
  const { functions, text, others, wording } = version;
  const tops: number[] = [];
  for (let i = 0; i < functions.length; i++) if ((functions[i] as FunctionFact).parent < 0) tops.push(i);
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
    const mentions = wording.mentioning(name, text);
    for (const top of tops) if (mentions(functions[top] as FunctionFact)) take(top);
  }
  return found;
}

/** All that outermost functions lead to, themselves included. */
function led({ functions, text, others, wording }: Version, from: Set<number> | undefined): Set<number> | undefined {
  if (!from) return undefined;
  const named = new Map<string, number[]>();
  let top = -1;
  for (let i = 0; i < functions.length; i++) {
    const { name, parent } = functions[i] as FunctionFact;
    if (parent < 0) top = i;
    if (name === "") continue;
    const first = wordOf(name);
    const list = named.get(first);
    if (list) list.push(top);
    else named.set(first, [top]);
  }
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (from.size > limit) return undefined;
    const words = new Set(wording.wordsOf(functions[at] as FunctionFact, text));
    // A set goes on to what is put into it meanwhile.
    for (const it of words) {
      for (const other of others) if (wordOf(other.name) === it) for (const call of other.calls) words.add(wordOf(call));
      for (const other of named.get(it) ?? []) {
        if (from.has(other)) continue;
        from.add(other);
        queue.push(other);
      }
    }
  }
  return from;
}

/** An outermost function and those in it, which follow it. */
function within(functions: readonly FunctionFact[], top: number): readonly FunctionFact[] {
  let end = top + 1;
  while (end < functions.length && (functions[end] as FunctionFact).parent >= 0) end++;
  return functions.slice(top, end);
}

function topAt(functions: readonly FunctionFact[], tops: readonly number[], place: number): number | undefined {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((functions[tops[mid] as number] as FunctionFact).span.start <= place) low = mid;
    else high = mid - 1;
  }
  const span = tops.length > 0 ? functions[tops[low] as number]?.span : undefined;
  return span && span.start <= place && place < span.end ? tops[low] : undefined;
}
