import type { Span } from "../text/span.ts";
import type { Evidence } from "./model.ts";
import type { Needle } from "./needles.ts";

/** At most so many places of one needle are looked at: more of the same proves nothing more. */
const enough = 24;

const commentLead = /(?:^|\s)(?:\/\/|\/\*|#(?!!)|--|;;)|^\s*\*/;

/**
 * What a text says for and against each API. A needle gives one piece of evidence, at its best place; one place speaks for an API once, by the
 * weightiest of what it holds: a host's name is no identifier besides.
 */
export function evidenceIn(text: string, needles: readonly Needle[], lower: string = text.toLowerCase()): readonly Evidence[] {
  const out: Evidence[] = [];
  const taken = new Map<string, Span[]>();
  for (const needle of heaviestFirst(needles)) {
    const places = taken.get(needle.api) ?? [];
    const best = bestPlace(text, needle, lower, places);
    if (!best) continue;
    out.push(best);
    if (best.span) taken.set(needle.api, [...places, best.span]);
  }
  return out;
}

const sorted = new WeakMap<readonly Needle[], readonly Needle[]>();

/** Follows from the needles alone. */
function heaviestFirst(needles: readonly Needle[]): readonly Needle[] {
  let list = sorted.get(needles);
  if (!list) {
    list = [...needles].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || b.what.length - a.what.length);
    sorted.set(needles, list);
  }
  return list;
}

function bestPlace(text: string, needle: Needle, lower: string, taken: readonly Span[]): Evidence | undefined {
  let best: Evidence | undefined;
  let at = lower.indexOf(needle.seek);
  for (let n = 0; at >= 0 && n < enough; n++, at = lower.indexOf(needle.seek, at + 1)) {
    const end = matchEnd(text, at, needle);
    if (end === undefined || (taken.length > 0 && !isOpen(text, { start: at, end }, taken))) continue;
    const comment = inComment(text, at);
    // A value like any other: one of the systems that a program knows, the key of a setting.
    const quoted = needle.kind === "identifier" && /["'`]/.test(text[at - 1] ?? "") && text[at - 1] === text[end];
    const weight = weightAt(needle.weight, comment, quoted);
    if (!best || Math.abs(weight) > Math.abs(best.weight)) {
      best = { api: needle.api, kind: comment && needle.weight > 0 ? "comment" : needle.kind, what: needle.what, span: { start: at, end }, weight };
      if (!comment && !quoted) break;
    }
  }
  return best;
}

function weightAt(weight: number, comment: boolean, quoted: boolean): number {
  if (weight < 0) return weight * (comment ? 0.25 : 1);
  if (comment) return Math.min(weight * 0.4, 0.4);
  return quoted ? weight * 0.6 : weight;
}

/** Whether a place says something that no taken place has said: neither the same letters nor the same name written once more. */
function isOpen(text: string, place: Span, taken: readonly Span[]): boolean {
  return !taken.some((t) => {
    if (t.start < place.end && place.start < t.end) return true;
    const said = text.slice(t.start, t.end).toLowerCase();
    const around = text.slice(Math.max(0, place.start - said.length), place.end + said.length).toLowerCase();
    return around.includes(said) && said.includes(text.slice(place.start, place.end).toLowerCase());
  });
}

/** Where a needle that begins at `at` ends; undefined where it is only a piece of another word. */
function matchEnd(text: string, at: number, needle: Needle): number | undefined {
  needle.pattern.lastIndex = at;
  const match = needle.pattern.exec(text);
  if (!match) return undefined;
  const end = at + match[0].length;
  if (!needle.word) return /[\w]/.test(text[end] ?? "") && !needle.open ? undefined : end;
  const before = text[at - 1] ?? "";
  const first = text[at] as string;
  const hump = /[A-Z]/.test(first) && /[a-z0-9]/.test(before);
  if (/[A-Za-z]/.test(before) && !hump) return undefined;
  const after = text[end] ?? "";
  const last = text[end - 1] as string;
  if (needle.open || !/[A-Za-z0-9]/.test(after)) return end;
  return /[A-Z]/.test(after) && /[a-z0-9]/.test(last) ? end : undefined;
}

/** Every place of a needle, up to a number that is enough to know. */
export function occurrences(text: string, needle: Needle, lower: string): readonly Span[] {
  const out: Span[] = [];
  for (let at = lower.indexOf(needle.seek); at >= 0 && out.length < 200; at = lower.indexOf(needle.seek, at + 1)) {
    const end = matchEnd(text, at, needle);
    if (end !== undefined) out.push({ start: at, end });
  }
  return out;
}

export function inComment(text: string, at: number): boolean {
  // As much as is looked at of a line: one may be as long as the file, and hold a host in every word.
  const before = text.slice(Math.max(0, at - 401), at);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (line.length > 400) return false;
  // A double slash behind a colon is an address, not a comment.
  return commentLead.test(line.replace(/:\/\//g, ""));
}

/** Kinds of what a path may say. */
const pathKinds: ReadonlySet<Evidence["kind"]> = new Set(["identifier", "package"]);

/** Matches every path of which `evidenceInPath` may say something, and a few more. */
export function seekInPaths(needles: readonly Needle[]): RegExp {
  const seeks = needles.filter((n) => pathKinds.has(n.kind) && n.weight > 0).map((n) => n.pattern.source);
  return seeks.length > 0 ? new RegExp(seeks.join("|"), "i") : /(?!)/;
}

/** The needles that a path holds and that speak for an API, by their place in the list. */
export function needlesInPath(path: string, needles: readonly Needle[]): readonly number[] {
  const lower = path.toLowerCase();
  return needles.flatMap((n, i) => (pathKinds.has(n.kind) && n.weight > 0 && occurrences(path, n, lower).length > 0 ? [i] : []));
}

/** What a file's own path says. Folders above the project say nothing. */
export function evidenceInPath(path: string, needles: readonly Needle[]): readonly Evidence[] {
  return evidenceIn(
    path,
    needles.filter((n) => pathKinds.has(n.kind)),
  ).map((e) => ({ ...e, kind: "name" as const, what: path, span: { start: 0, end: 0 } }));
}

const directive = /\bfaultline(?:-api)?\s*:\s*((?:not[ \t]+)?[a-z][a-z0-9-]*(?:\s*,\s*(?:not[ \t]+)?[a-z][a-z0-9-]*)*)/gi;

/** What a note says of one API. */
export interface Directive {
  readonly api: string;
  /** The file is not this one's, whatever else it may be. */
  readonly denied: boolean;
  readonly span: Span;
}

/**
 * `faultline: marketo-rest` in a comment; `faultline: not marketo-rest` says that the file is not this one's, `faultline: none` that it belongs
 * to no API.
 */
export function directives(text: string): readonly Directive[] {
  // Cheap first: nearly no file has one.
  if (!/faultline/i.test(text)) return [];
  return [...text.matchAll(directive)].flatMap((match) =>
    (match[1] as string).split(",").map((n) => ({ ...naming(n), span: { start: match.index, end: match.index + match[0].length } })),
  );
}

/** `marketo-rest`, `not marketo-rest`: as notes and settings say it. */
export function naming(text: string): Pick<Directive, "api" | "denied"> {
  const denial = /^\s*not\s+(?=\S)/i.exec(text);
  return {
    api: text
      .slice(denial?.[0].length ?? 0)
      .trim()
      .toLowerCase(),
    denied: denial !== null,
  };
}

/** What settles a matter weighs more than all that could be found. */
export const settling = 10;
