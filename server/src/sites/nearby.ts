import type { Span } from "../text/span.ts";
import type { FileFacts, Mention, Use } from "./model.ts";

/** What of a file's facts is put together for one stretch of it alone. The answers may hold more than what touches the stretch. */
export interface Nearby {
  mentions(stretch: Span): readonly Mention[];
  uses(stretch: Span): readonly Use[];
}

/** Facts that are read on from version to version know it of themselves. */
const known = new WeakMap<FileFacts, Nearby>();

export function knowNearby(facts: FileFacts, nearby: Nearby): void {
  known.set(facts, nearby);
}

/** The mentions of a file; where a stretch is named, at least those that touch it. */
export function mentionsIn(facts: FileFacts, stretch: Span | undefined): readonly Mention[] {
  return (stretch && known.get(facts)?.mentions(stretch)) ?? facts.mentions;
}

/** The names of a file that stand for constants; where a stretch is named, at least those that touch it. */
export function usesIn(facts: FileFacts, stretch: Span | undefined): readonly Use[] {
  return (stretch && known.get(facts)?.uses(stretch)) ?? facts.uses;
}
