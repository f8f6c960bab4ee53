import { Answers } from "../resolve/answers.ts";
import type { Evidence, Site } from "../resolve/model.ts";
import type { Resolved } from "../resolve/resolved.ts";
import { type Said, saidAfter } from "../resolve/said.ts";
import type { Finding } from "../rules/model.ts";
import type { Checking } from "../rules/rules.ts";
import { type Reading, readOn } from "../sites/reading.ts";
import type { Grammar } from "../syntax/grammar.ts";
import type { Part } from "../syntax/part.ts";
import type { LiveTree } from "../syntax/tree.ts";
import { PlacedLines, plainOf, type Source } from "../text/places.ts";
import { type Change, type Span, touching } from "../text/span.ts";
import { spansIn, Unplacer } from "../text/unplaced.ts";
import { lazily } from "./lazily.ts";
import type { Analysis, Findings } from "./model.ts";
import {
  alone,
  checkFile,
  denialsOf,
  type FileInput,
  type Frame,
  ownEvidence,
  resolve,
  retriesOf,
  type Surroundings,
  saidOf,
  saidOutright,
} from "./pipeline.ts";
import type { Workshop } from "./workshop.ts";

/**
 * One version of an open document, with what the next one goes on from. It is worked out in places, where an edit moves nothing; what is seen
 * from outside is in offsets of the text, most of it only when it is asked for.
 */
export interface Kept {
  readonly analysis: Analysis;
  readonly following: Findings;
  /** As fixes see it. */
  readonly resolved: Resolved;
  readonly parts: readonly Part[];
  /** What stands at places as it stands in the text. */
  inText<T>(value: T): T;
  /** How much of it was made to stand in the text so far. */
  readonly made: number;
  readonly placed: {
    readonly said: Said;
    /** By itself, and with what others define; the same where there are no others. */
    readonly first: Reading;
    readonly second: Reading;
    readonly around: Surroundings;
    readonly answers: Answers;
    readonly resolved: Resolved;
    readonly checking: Checking;
  };
}

/** Which file it is, and what is said around it. */
export interface Whereabouts {
  readonly path: string;
  readonly grammar: Grammar;
  readonly whole: string | undefined;
}

/** Another version of a document, and what was changed since; nothing where the text is the same. */
export interface Before {
  readonly kept: Kept;
  readonly change: Change | undefined;
}

/** Analyses a document as its tree is now. */
export function analyseTree(shop: Workshop, where: Whereabouts, tree: LiveTree, since?: Before): Kept {
  const { path, grammar } = where;
  const { content, lines, places, parts } = tree;
  const { placed, input, frame } = placedOf(shop, where, tree, since);
  const { said, resolved, checking } = placed;
  const unplacer = new Unplacer(places);
  // An end that is where the next item begins is looked at from both sides.
  const placedAround = ({ start, end }: Span): Span => ({ start: places.placeOfEnd(start), end: places.place(end) });
  const asInText = (site: Site): Site => ({ ...site, span: unplacer.span(site.span) });
  const real = lazily({
    facts: () => unplacer.value(resolved.facts),
    // Of all that a site holds its span alone stands in the text; there are thousands, and a hover waits for them.
    sites: () => resolved.sites.map(asInText),
    verdicts: () => unplacer.value(resolved.verdicts),
    findings: () => checking.findings.map((f) => inText(f, unplacer)),
    retries: () => retriesOf(resolved),
    denials: () => denialsOf(saidOutright(input, frame, said.notes)),
    resolved: () => unplacer.value(resolved),
    parts: () => unplacer.value(parts),
  });
  const analysis: Analysis = {
    path,
    languageId: grammar.data.id,
    get text() {
      return content.toString();
    },
    lines,
    get findings() {
      return real.findings;
    },
    get facts() {
      return real.facts;
    },
    get sites() {
      return real.sites;
    },
    sitesIn: (stretch) => resolved.sitesIn(placedAround(stretch)).map(asInText),
    findingsIn: (stretch) => touching(checking.findings, placedAround(stretch)).map((f) => inText(f, unplacer)),
    get verdicts() {
      return real.verdicts;
    },
    get retries() {
      return real.retries;
    },
    get denials() {
      return real.denials;
    },
  };
  return {
    analysis,
    following: { marks: checking.findings, at: (index) => inText(checking.findings[index] as Finding, unplacer) },
    get resolved() {
      return real.resolved;
    },
    get parts() {
      return real.parts;
    },
    inText: (value) => unplacer.value(value),
    get made() {
      return unplacer.made;
    },
    placed,
  };
}

interface Seen {
  /** What all spans of the finding lie in. */
  readonly reach: Span;
  readonly shift: number | undefined;
  readonly made: Finding;
}

/** Findings that an edit leaves alone, as they were seen last. */
const seen = new WeakMap<Finding, Seen>();

/** A finding as it is seen from outside. All of them are asked for at each key press; those before the edit stand where they stood. */
function inText(finding: Finding, unplacer: Unplacer): Finding {
  const before = seen.get(finding);
  const reach = before?.reach ?? reachOf(finding);
  const shift = unplacer.shift(reach);
  if (before && shift !== undefined && before.shift === shift) return before.made;
  const { rule, severity, api, codes, message, span, related, data } = finding;
  const at = unplacer.span(span);
  const others = related.length === 0 ? related : unplacer.whole(related);
  const made: Finding =
    data === undefined
      ? { rule, severity, api, codes, message, span: at, related: others }
      : { rule, severity, api, codes, message, span: at, related: others, data: unplacer.whole(data) };
  seen.set(finding, { reach, shift, made });
  return made;
}

function reachOf({ span, related, data }: Finding): Span {
  let { start, end } = span;
  for (const it of spansIn([related, data])) {
    start = Math.min(start, it.start);
    end = Math.max(end, it.end);
  }
  return { start, end };
}

interface Found {
  readonly findings: readonly Finding[];
  /** How many functions were read for it. */
  readonly read: number;
}

/**
 * The findings that there would be, each with its own span in the tree's text; what else they hold stands at places. With `near`, in places, what
 * functions elsewhere say is taken for the same as before, whatever they look up.
 */
export function findingsOf(shop: Workshop, where: Whereabouts, tree: LiveTree, since: Before, near: Span | undefined): Found {
  const { checking, second } = placedOf(shop, where, tree, since, near).placed;
  const unplacer = new Unplacer(tree.places);
  return { findings: checking.findings.map((f) => ({ ...f, span: unplacer.span(f.span) })), read: second.work.read };
}

function placedOf(
  shop: Workshop,
  { path, grammar, whole }: Whereabouts,
  { content, lines, places, parts, source }: LiveTree,
  since: Before | undefined,
  near?: Span,
): { readonly placed: Kept["placed"]; readonly input: FileInput; readonly frame: Frame } {
  const before = since?.kept.placed;
  const { data } = grammar;
  const input = shop.input(path, grammar, { text: content, whole });
  const frame = shop.frameAt(path);
  // The next version is compared with this one by what it is, not by what it says.
  const fresh = (): Said => ({ ...saidOf(input, frame), text: content });
  const said = before && whole === undefined ? saidAfter(before.said, content, frame.needles, since?.change, fresh) : fresh();
  const inPlace = { ...input, source, lines: new PlacedLines(lines, places), said };
  const own = placedEvidence(ownEvidence(input, frame, said), source);
  const first = readOn(parts, data, alone.foreign, source, before?.first, near);
  const around = shop.surroundings(input, own, first.facts, before?.around);
  const known = before?.second;
  const base = known?.foreign === around.foreign ? known : first;
  const second = around.foreign === alone.foreign ? first : readOn(parts, data, around.foreign, source, base, near);
  const answers = before?.answers ?? new Answers();
  const resolved = resolve(inPlace, second.facts, own, around, frame, answers);
  const checking = checkFile(inPlace, resolved, around, frame, before?.checking, near);
  return { placed: { said, first, second, around, answers, resolved, checking }, input, frame };
}

/** Spans of this text; those of other files stay what they are. */
function placedEvidence(evidence: readonly Evidence[], source: Source): readonly Evidence[] {
  const { span } = plainOf(source);
  return evidence.map((e) => (e.span && e.file === undefined ? { ...e, span: span(e.span) } : e));
}
