import type { FunctionFact } from "../sites/model.ts";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";

/** One version of a file's functions, with the text that they stand in. */
export interface Version {
  readonly functions: readonly FunctionFact[];
  readonly text: Source;
  /** Those of the files beside it: a way between two functions of this one may lead through them. */
  readonly others: readonly FunctionFact[];
}

/**
 * The outermost functions about which rules may say something else than before, by their indices; undefined for all of them. A rule that looks
 * beyond a function looks at those that lead to it and at all that these lead to, and every way there goes by a name that stands in the text.
 */
export function affectedBy(before: Version, now: Version): ReadonlySet<number> | undefined {
  const was = new Set(before.functions);
  const is = new Set(now.functions);
  const gone = before.functions.filter((f) => !is.has(f));
  const come = now.functions.filter((f) => !was.has(f));
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
function leading({ functions, text, others }: Version, names: readonly string[], those: readonly FunctionFact[]): Set<number> | undefined {
  const tops = functions.flatMap((f, i) => (f.parent < 0 ? [i] : []));
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
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
      if (standsAlone(text, name, at)) take(topAt(functions, tops, at));
  }
  return found;
}

/** All that outermost functions lead to, themselves included. */
function led({ functions, text, others }: Version, from: Set<number> | undefined): Set<number> | undefined {
  if (!from) return undefined;
  const named = new Map<string, number[]>();
  let top = -1;
  functions.forEach(({ name, parent }, i) => {
    if (parent < 0) top = i;
    if (name === "") return;
    const first = wordOf(name);
    const list = named.get(first);
    if (list) list.push(top);
    else named.set(first, [top]);
  });
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (from.size > limit) return undefined;
    const { span } = functions[at] as FunctionFact;
    const words = new Set(text.slice(span.start, span.end).match(word) ?? []);
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

const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Whether a name is no piece of a longer one: a function that is called `f` is not asked for wherever there is an `f`. */
function standsAlone(text: Source, name: string, at: number): boolean {
  const end = at + name.length;
  return (
    !(inWord.test(name[0] as string) && inWord.test(text.slice(at - 1, at))) &&
    !(inWord.test(name.at(-1) as string) && inWord.test(text.slice(end, end + 1)))
  );
}

/** Signs such as `$` and `#` may stand before a name or not. */
const inWord = /[\p{L}\p{N}_]/u;

/** The first word of a name, which stands in the text wherever the name does: `retryable?`, `Get-Codes`. */
function wordOf(name: string): string {
  return name.match(word)?.[0] ?? name;
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
