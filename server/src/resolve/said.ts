import type { Content } from "../text/pieced.ts";
import type { Change } from "../text/span.ts";
import { type Directive, directives, evidenceIn } from "./evidence.ts";
import type { Evidence } from "./model.ts";
import type { Needle } from "./needles.ts";

/** What a text says by its words: what speaks for and against each API, and notes that say it outright. */
export interface Said {
  readonly text: Content;
  readonly needles: readonly Needle[];
  readonly evidence: readonly Evidence[];
  readonly notes: readonly Directive[];
  /** It speaks to Faultline itself: notes, or what suppresses findings. */
  readonly addressed: boolean;
  /** What was found out about the addresses in it: the same object as long as they are the same. */
  readonly addresses: Map<string, boolean>;
}

export function saidIn(text: string, needles: readonly Needle[]): Said {
  const addressed = /faultline/i.test(text);
  return { text, needles, evidence: evidenceIn(text, needles), notes: addressed ? directives(text) : [], addressed, addresses: new Map() };
}

/**
 * What a text says after an edit. Whether a word counts depends on its line and on what stands closely around it: as long as neither the lines
 * that were edited nor what is near them hold a word that may count, everything else says what it said.
 */
export function saidAfter(before: Said, text: Content, needles: readonly Needle[], change: Change | undefined, fresh: () => Said): Said {
  if (before.needles !== needles) return fresh();
  if (!change) return before.text === text ? before : fresh();
  const reach = 2 * Math.max(0, ...needles.map((n) => n.what.length)) + 8;
  let addresses = false;
  const told = (whole: Content, start: number, end: number): boolean => {
    const from = whole.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
    const line = whole.indexOf("\n", end);
    const near = whole.slice(Math.max(0, from - reach), (line < 0 ? whole.length : line) + reach).toLowerCase();
    addresses ||= near.includes("://");
    return near.includes("faultline") || needles.some((n) => near.includes(n.seek));
  };
  if (told(before.text, change.start, change.oldEnd) || told(text, change.start, change.end)) return fresh();
  const by = change.end - change.oldEnd;
  const moved = <T extends { readonly span?: Evidence["span"] }>(it: T): T =>
    it.span && it.span.start >= change.start ? { ...it, span: { start: it.span.start + by, end: it.span.end + by } } : it;
  return {
    text,
    needles,
    evidence: by === 0 ? before.evidence : before.evidence.map(moved),
    notes: by === 0 ? before.notes : before.notes.map(moved),
    addressed: before.addressed,
    addresses: addresses ? new Map() : before.addresses,
  };
}
