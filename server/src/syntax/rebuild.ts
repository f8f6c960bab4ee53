import type { Content } from "../text/pieced.ts";
import { PlacedText, type Places } from "../text/places.ts";
import type { Change, Span } from "../text/span.ts";
import { type Draft, finishParts } from "./build.ts";
import { headsOf, holderOf, placesAfter, sameParts, startsOf, toPlaces } from "./items.ts";
import type { LanguageData } from "./language.ts";
import type { Part } from "./part.ts";
import { renamed } from "./spelling.ts";

export interface Rebuilt {
  readonly places: Places;
  readonly parts: readonly Part[];
  /** Characters of the stretch that was read. */
  readonly read: number;
}

/**
 * The parts after an edit, where only the items that it touches, and one on either side, are made again; the others are the same objects as
 * before. Undefined where that can't be done, and all has to be made anew. `drafts` makes those of a stretch, with what stands beside it.
 */
export function rebuild(
  parts: readonly Part[],
  places: Places,
  dirty: Change,
  text: Content,
  data: LanguageData,
  drafts: (within: Span) => readonly Draft[],
): Rebuilt | undefined {
  const path = pathTo(parts, places, dirty);
  const members = path.length === 0 ? parts : (holderOf(path[path.length - 1] as Part)?.members ?? []);
  if (members.length === 0) return undefined;
  const delta = dirty.end - dirty.oldEnd;
  const [lo, hi] = touched(members, places, dirty);
  const holder = path[path.length - 1];
  // The stretch between the neighbours that stay, in offsets of the old text.
  const from = lo > 0 ? places.offset((members[lo - 1] as Part).span.end) : holder ? places.offset(holder.span.start) + 1 : 0;
  const next = members[hi + 1];
  const to = next ? startOf(next, members[hi] as Part, places) : holder ? places.offset(holder.span.end) : text.length - delta + 1;
  if (from > dirty.start || to < dirty.oldEnd) return undefined;
  const within = {
    start: Math.min(dirty.start, places.offset((members[lo] as Part).span.start)),
    end: Math.max(dirty.end, places.offset((members[hi] as Part).span.end) + delta),
  };
  const found = draftsIn(drafts(within), path, places, dirty);
  if (!found) return undefined;
  const inside: Draft[] = [];
  for (const draft of found) {
    const { start, end } = draft.span;
    if (start >= from && end <= to + delta) inside.push(draft);
    else if (end > from && start < to + delta) return undefined;
  }
  const starts = startsOf(inside);
  if (from === 0 && starts[0] !== 0) starts.unshift(0);
  const after = placesAfter(places, { start: from, end: to }, starts, dirty, text.length);
  if (!after) return undefined;
  toPlaces(inside, after);
  const finished = finishParts(inside, new PlacedText(text, after), data, new Set());
  const old = members.slice(lo, hi + 1);
  const made = kept(holder ? renamed(finished, data) : finished, old);
  const source = new PlacedText(text, after);
  const spine = replaced(parts, path, old, made, (part, inner) => {
    const span = { start: part.span.start, end: after.placeOfEnd(places.offset(part.span.end) + delta) };
    return { ...part, span, parts: inner, ...(part.text === undefined ? {} : { text: source.slice(span.start, span.end) }) };
  });
  return spine && { places: after, parts: spine, read: within.end - within.start };
}

/** Where what belongs to a member begins: its stretch may begin with white space that its grammar takes along and its part does not. */
function startOf(member: Part, before: Part, places: Places): number {
  const start = places.stretch(member.span.start);
  return start >= places.offset(before.span.end) ? start : places.offset(member.span.start);
}

/** The classes around an edit that lies between their heads and their ends, the outermost first. */
function pathTo(parts: readonly Part[], places: Places, { start, oldEnd }: Change): readonly Part[] {
  const path: Part[] = [];
  const [from, to] = [places.firstAt(start), places.firstAt(oldEnd + 1)];
  for (let level = parts; ; ) {
    const around = level.find(({ span }) => span.start < from && span.end >= to);
    const holder = around && holderOf(around);
    if (!around || !holder || holder.members.length === 0) return path;
    const { body, members } = holder;
    if (body && (body.span.start >= from || body.span.end < to)) return path;
    const others = body ? around.parts.filter((p) => p !== body) : headsOf(around);
    if (others.some((p) => p.span.end >= from)) return path;
    path.push(around);
    level = members;
  }
}

/** The first and the last member that an edit touches, and those beside them; notes before a member count to it. */
function touched(members: readonly Part[], places: Places, { start, oldEnd }: Change): readonly [number, number] {
  const [from, to] = [places.firstAt(start), places.firstAt(oldEnd + 1)];
  let lo = members.findIndex(({ span }) => span.end >= from);
  if (lo < 0) lo = members.length;
  let hi = lo - 1;
  while (hi + 1 < members.length && (members[hi + 1] as Part).span.start < to) hi++;
  const isNote = (i: number): boolean => members[i]?.kind === "comment" || members[i]?.kind === "decorator";
  do lo--;
  while (lo > 0 && isNote(lo));
  while (lo > 0 && isNote(lo - 1)) lo--;
  do hi++;
  while (hi < members.length && isNote(hi));
  return [Math.max(0, lo), Math.min(members.length - 1, hi)];
}

/** The drafts on the level of the innermost class of the path; undefined where the classes are not what they were. */
function draftsIn(drafts: readonly Draft[], path: readonly Part[], places: Places, { start, oldEnd, end }: Change): readonly Draft[] | undefined {
  let level: readonly Draft[] = drafts;
  const delta = end - oldEnd;
  const isSame = (draft: Draft, part: Part): boolean =>
    draft.kind === part.kind &&
    draft.role === part.role &&
    (draft.flags ?? []).join() === (part.flags ?? []).join() &&
    draft.span.start === places.offset(part.span.start) &&
    draft.span.end === places.offset(part.span.end) + delta;
  for (const part of path) {
    const draft = level.find((d) => isSame(d, part));
    const own = draft && holderOf(draft);
    const body = holderOf(part)?.body;
    if (!own || (own.body === undefined) !== (body === undefined) || (own.body && body && !isSame(own.body, body))) return undefined;
    // What was edited may now belong to its head.
    if (headsOf(draft).some((head) => head.span.end > start)) return undefined;
    level = own.members;
  }
  return level;
}

/** Whatever says the same at the same place stays the object that it was. */
function kept(parts: readonly Part[], old: readonly Part[]): readonly Part[] {
  const byPlace = new Map(old.map((p) => [p.span.start, p]));
  return parts.map((part) => {
    const before = byPlace.get(part.span.start);
    if (!before) return part;
    if (sameParts(part, before)) return before;
    return part.kind === "class" && before.kind === "class" ? { ...part, parts: keptIn(part, before) } : part;
  });
}

function keptIn(part: Part, before: Part): readonly Part[] {
  const [own, other] = [holderOf(part)?.body, holderOf(before)?.body];
  if (!own || !other) return kept(part.parts, before.parts);
  return part.parts.map((p) => (p === own ? { ...own, parts: kept(own.parts, other.parts) } : p));
}

/** The parts with some members of the path's last class exchanged; undefined where its form would not be the same. */
function replaced(
  parts: readonly Part[],
  path: readonly Part[],
  old: readonly Part[],
  made: readonly Part[],
  moved: (part: Part, inner: readonly Part[]) => Part,
): readonly Part[] | undefined {
  const swap = (list: readonly Part[]): readonly Part[] | undefined => {
    const at = list.indexOf(old[0] as Part);
    // What else stands between members must stay where it is.
    if (at < 0 || old.some((p, i) => list[at + i] !== p)) return undefined;
    return list.slice(0, at).concat(made, list.slice(at + old.length));
  };
  if (path.length === 0) return swap(parts);
  let [from, to]: [Part | undefined, Part | undefined] = [undefined, undefined];
  for (const part of [...path].reverse()) {
    const body = holderOf(part)?.body;
    const list = body?.parts ?? part.parts;
    const inner = from && to ? list.with(list.indexOf(from), to) : swap(list);
    if (!inner || inner.length < (body ? 2 : 1)) return undefined;
    const next = moved(part, body ? part.parts.map((p) => (p === body ? moved(body, inner) : p)) : inner);
    [from, to] = [part, next];
  }
  return from && to && parts.with(parts.indexOf(from), to);
}
