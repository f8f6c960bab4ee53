import { Places, roomFor } from "../text/places.ts";
import type { Change } from "../text/span.ts";
import type { Draft } from "./build.ts";
import type { Part } from "./part.ts";

/** What a file or a class consists of: the parts that are read again one by one. */

const heads = new Set(["class.name", "class.base", "class.param", "class.arg"]);

/** The members of a class, where they can be told from its head: the list that holds them, and the way to it. */
interface Holder<T> {
  readonly members: readonly T[];
  /** The part between the class and its members, where there is one. */
  readonly body: T | undefined;
}

interface Node<T> {
  readonly kind: string;
  readonly role?: string | undefined;
  readonly parts: readonly T[];
}

/** Undefined for what is no class, and for a class whose one member stands for its body. */
export function holderOf<T extends Node<T>>(part: T): Holder<T> | undefined {
  if (part.kind !== "class") return undefined;
  const bodies = part.parts.filter((p) => p.role === "class.body");
  if (bodies.length === 0) return { members: part.parts.filter((p) => p.role === undefined || !heads.has(p.role)), body: undefined };
  const body = bodies.length === 1 ? bodies[0] : undefined;
  return body && (body.kind === "other" || body.kind === "block") && body.parts.length > 1 ? { members: body.parts, body } : undefined;
}

/** What a class says of itself before its members. */
export function headsOf<T extends Node<T>>(part: T): readonly T[] {
  return part.parts.filter((p) => p.role !== undefined && heads.has(p.role));
}

/** Where stretches of their own begin: with each item, and with each member of a class. */
export function startsOf(drafts: readonly Draft[], out: number[] = []): number[] {
  for (const draft of drafts) {
    const last = out[out.length - 1];
    if (last === undefined || draft.span.start > last) out.push(draft.span.start);
    const holder = holderOf(draft);
    if (holder) startsOf(holder.members, out);
  }
  return out;
}

/** Gives drafts their places. */
export function toPlaces(drafts: readonly Draft[], places: Places): void {
  for (let i = 0; i < drafts.length; i++) {
    const { span, parts } = drafts[i] as Draft;
    span.start = places.place(span.start);
    span.end = places.placeOfEnd(span.end);
    toPlaces(parts, places);
  }
}

/**
 * The places after an edit. Stretches before `hole` and behind it keep theirs; those in it, which begin at `inside`, keep theirs where they
 * are the same as before, or as many. Undefined where there is not enough room.
 */
export function placesAfter(
  old: Places,
  hole: { readonly start: number; readonly end: number },
  inside: readonly number[],
  { start, oldEnd, end }: Change,
  length: number,
): Places | undefined {
  const delta = end - oldEnd;
  const from = firstAtLeast(old.starts, hole.start);
  const to = firstAtLeast(old.starts, hole.end);
  const before = old.starts.slice(from, to);
  const bases = old.bases.slice(from, to);
  let head = 0;
  while (head < inside.length && head < before.length && inside[head] === before[head] && (before[head] as number) < start) head++;
  let tail = 0;
  while (
    head + tail < inside.length &&
    head + tail < before.length &&
    inside[inside.length - 1 - tail] === (before[before.length - 1 - tail] as number) + delta &&
    (before[before.length - 1 - tail] as number) > oldEnd
  )
    tail++;
  const mine = inside.length - head - tail;
  const theirs = before.length - head - tail;
  const middle = bases.slice(head, before.length - tail);
  const starts = [...old.starts.slice(0, from), ...inside, ...old.starts.slice(to).map((s) => s + delta)];
  if (mine !== theirs) {
    // The stretches in between share the room from the first change to the next that stays.
    const at = from + head;
    const floor = at === 0 ? 0 : ((at <= from ? old.bases[from - 1] : bases[head - 1]) as number) + roomLeft(starts, at - 1, length);
    const ceiling = tail > 0 ? (bases[before.length - tail] as number) : (old.bases[to] ?? floor + roomFor(length) * 2);
    const spread = spreadOut(starts, at, mine, floor, ceiling, length);
    if (!spread) return undefined;
    middle.splice(0, middle.length, ...spread);
  }
  const all = [...old.bases.slice(0, from), ...bases.slice(0, head), ...middle, ...bases.slice(before.length - tail), ...old.bases.slice(to)];
  for (let i = Math.max(0, from - 1); i < from + inside.length && i + 1 < all.length; i++)
    if ((all[i] as number) + (starts[i + 1] as number) - (starts[i] as number) >= (all[i + 1] as number)) return undefined;
  return new Places(starts, all, length);
}

/** What a stretch needs at least, with one place between it and the next. */
function roomLeft(starts: readonly number[], i: number, length: number): number {
  return (starts[i + 1] ?? length) - (starts[i] as number) + 1;
}

function spreadOut(starts: readonly number[], from: number, count: number, floor: number, ceiling: number, length: number): number[] | undefined {
  let need = 0;
  for (let i = 0; i < count; i++) need += roomLeft(starts, from + i, length);
  const slack = Math.floor((ceiling - floor - need) / (count + 1));
  if (slack < 0) return undefined;
  const out: number[] = [];
  let base = from === 0 ? 0 : floor + slack;
  for (let i = 0; i < count; i++) {
    out.push(base);
    base += roomLeft(starts, from + i, length) + slack;
  }
  return out;
}

/** The index of the first that is not below a value. */
function firstAtLeast(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((list[mid] as number) < value) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Whether two parts say the same at the same place. */
export function sameParts(a: Part, b: Part): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.role !== b.role || a.text !== b.text || a.span.start !== b.span.start || a.span.end !== b.span.end) return false;
  if ((a.flags ?? []).join() !== (b.flags ?? []).join()) return false;
  return sameLists(a.parts, b.parts);
}

export function sameLists(a: readonly Part[], b: readonly Part[]): boolean {
  return a.length === b.length && a.every((p, i) => sameParts(p, b[i] as Part));
}
