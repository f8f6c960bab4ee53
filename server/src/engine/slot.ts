import type { Catalog } from "../catalogs/catalog.ts";
import { companyOf } from "../resolve/judge.ts";
import type { Level } from "../resolve/model.ts";
import { type Position, positionOfName, positionOfPath } from "../resolve/position.ts";
import type { Branch, FileFacts, Label, Path, WireType } from "../sites/model.ts";
import type { Span } from "../text/span.ts";
import type { Analysis, Slot } from "./model.ts";

/** Stands in the throwaway copy where a code may be written. No source holds it. */
const sentinel = "faultline-slot-0";

/** Reads the facts of a text that differs from the document's by one replacement; `at` is where, in them, what replaces it begins. */
export type Probe = (replace: Span, text: string) => { readonly facts: FileFacts; readonly at: number };

/** The facts of the text as it is, by itself, and a span of it as it stands in them. */
export type Standing = (literal: Span) => { readonly facts: FileFacts; readonly span: Span };

export interface SlotInput {
  readonly analysis: Analysis;
  readonly catalogs: readonly Catalog[];
  readonly probe: Probe;
  readonly standing: Standing;
  /** The language's own quote, and the closing texts by which a half-typed construct is made whole. */
  readonly quote: string;
  readonly repair: readonly string[];
}

/** The place for a code at an offset. Half-typed constructs are closed in a copy, until the place has a role there. */
export function findSlot(input: SlotInput, offset: number): Slot | undefined {
  const { analysis, catalogs, quote, repair } = input;
  const verdicts = analysis.verdicts.filter((v) => v.weight > 0);
  if (verdicts.length === 0) return undefined;
  const token = tokenAt(analysis.text, offset);
  if (!token) return undefined;
  for (const place of placesOf(token, input, ["", ...repair])) {
    if (!place) continue;
    const apis = verdicts.flatMap((v) => {
      const catalog = catalogs.find((c) => c.id === v.api);
      const fit = catalog && fitOf(place, catalog);
      return catalog && fit ? [{ catalog, ...fit }] : [];
    });
    const best = apis.sort((a, b) => b.known - a.known)[0];
    if (!best) return undefined;
    const type = typeOf(place, best.catalog, best.level, token.opened);
    return {
      apis: [
        best.catalog.id,
        ...apis
          .slice(1)
          .filter((a) => a.known === best.known)
          .map((a) => a.catalog.id),
      ],
      ...(best.level ? { level: best.level } : {}),
      type,
      role: place.label.role,
      replace: token.replace,
      quote: token.quote ?? quote,
      opened: token.opened,
      closed: token.closed,
      typed: token.typed,
      present: best.present,
    };
  }
  return undefined;
}

/**
 * A whole literal has the role that it has, unless it is a constant's, which its very value may have made one; for what is still to be written a
 * copy is read, closed in one way after the other.
 */
function* placesOf(token: Token, { probe, standing, quote }: SlotInput, closings: readonly string[]): Generator<Place | undefined> {
  if (token.opened && token.closed) {
    const { facts, span } = standing(token.replace);
    const mine = (l: Label): boolean => l.span.start === span.start && l.span.end === span.end && l.type === "string" && !l.via;
    const place = placeOf(facts, mine);
    if (place?.label.role !== "constant") yield place;
  }
  for (const closing of closings) {
    const { facts, at } = probe(token.replace, `${quote}${sentinel}${quote}${closing}`);
    const mine = (l: Label): boolean => l.value === sentinel && !l.via;
    yield placeOf(facts, mine, at);
  }
}

interface Token {
  readonly replace: Span;
  readonly typed: string;
  readonly quote?: string;
  readonly opened: boolean;
  readonly closed: boolean;
}

/** The literal, or the beginning of one, around the cursor: words, digits and dashes, with the quotes that stand there. */
function tokenAt(text: string, offset: number): Token | undefined {
  let start = offset;
  while (start > 0 && /[\w./:-]/.test(text[start - 1] as string) && offset - start < 120) start--;
  let end = offset;
  while (end < text.length && /[\w-]/.test(text[end] as string) && end - offset < 120) end++;
  const before = text[start - 1] ?? "";
  const quote = /["'`]/.test(before) ? before : undefined;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  if (quote && count(line, quote) % 2 === 1) {
    const closed = text[end] === quote;
    return { replace: { start: start - 1, end: closed ? end + 1 : end }, typed: text.slice(start, offset), quote, opened: true, closed };
  }
  // Without a quote, a word with a dot or slash is an expression, not a beginning of a code.
  while (start < offset && /[./:-]/.test(text[start] as string)) start++;
  const typed = text.slice(start, offset);
  if (/[./:]/.test(typed)) return undefined;
  return { replace: { start, end }, typed, opened: false, closed: false };
}

function count(line: string, quote: string): number {
  let n = 0;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === "\\") i++;
    else if (line[i] === quote) n++;
  }
  return n;
}

/** What the sentinel became part of. */
interface Place {
  readonly label: Label;
  readonly others: readonly Label[];
  readonly subject?: Path;
  readonly names: readonly (readonly [name: string, owner: string | undefined])[];
}

/** `at`: where what is in a branch begins, or up to two characters beside it. */
function placeOf(facts: FileFacts, mine: (label: Label) => boolean, at?: number): Place | undefined {
  for (const branch of facts.branches) {
    const label = labelIn(branch, mine);
    if (!label || (at !== undefined && Math.abs(label.span.start - at) > 2)) continue;
    const same = facts.branches.filter((b) => b.function === branch.function && b.subject.names.join(".") === branch.subject.names.join("."));
    return { label, others: same.flatMap((b) => b.arms.flatMap((a) => a.labels)).filter((l) => !mine(l)), subject: branch.subject, names: [] };
  }
  for (const group of facts.groups) {
    const label = group.labels.find(mine);
    if (label) return { label, others: group.labels.filter((l) => !mine(l)), names: [[group.name, group.owner]] };
  }
  const constant = facts.constants.find((c) => mine(c.label));
  if (constant)
    return {
      label: constant.label,
      others: facts.constants.filter((c) => c.owner === constant.owner && c !== constant).map((c) => c.label),
      names: [[constant.name, constant.owner]],
    };
  const field = facts.fields.find((f) => mine(f.label));
  if (field) {
    const names = [field.record, field.name, field.key].filter((n) => n !== undefined);
    return { label: field.label, others: [], subject: { names, origin: "free", span: field.label.span }, names: [] };
  }
  return undefined;
}

/** The first label of a branch that fits: there are thousands in a large file, and no list is made of them. */
function labelIn({ arms }: Branch, fits: (label: Label) => boolean): Label | undefined {
  for (const { labels } of arms) for (const label of labels) if (fits(label)) return label;
  return undefined;
}

interface Fit {
  readonly known: number;
  readonly level?: Level;
  readonly present: readonly string[];
}

function fitOf(place: Place, catalog: Catalog): Fit | undefined {
  const position: Position | undefined = place.subject && positionOfPath(place.subject.names, catalog);
  const named = place.names.some(([name, owner]) => positionOfName(name, owner, new Set()) === "code");
  const company = companyOf(place.others, catalog, position?.meaning === "http");
  const present = company.labels.flatMap((l) => (l.found ? [l.found.code] : []));
  const speaks = position?.meaning === "code" || position?.meaning === "plain" || named;
  const http = position?.meaning === "http" && catalog.levels.http !== undefined;
  // Other people's codes beside it: the place is theirs.
  if (company.strange > company.known) return undefined;
  if (!speaks && !http && company.known === 0) return undefined;
  if (position?.meaning === "other") return undefined;
  const levels = position?.levels ?? [];
  return { known: company.known, present, ...(levels.length === 1 ? { level: levels[0] as Level } : {}) };
}

/** A conversion decides, then what already stands there, then the labels beside it, then the wire. */
function typeOf(place: Place, catalog: Catalog, level: Level | undefined, opened: boolean): WireType {
  if (opened) return "string";
  const convert = place.subject?.convert;
  if (convert === "number" || convert === "string") return convert;
  const numbers = place.others.filter((l) => l.type === "number").length;
  if (place.others.length > 0) return numbers * 2 > place.others.length ? "number" : "string";
  const data = (level && catalog.levels[level]) ?? catalog.levels.response ?? Object.values(catalog.levels)[0];
  return data?.type ?? "string";
}
