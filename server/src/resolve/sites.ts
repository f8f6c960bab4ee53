import { type Catalog, lookup } from "../catalogs/catalog.ts";
import type { Cover, Label, Mention, SiteRole } from "../sites/model.ts";
import { mentionsIn, usesIn } from "../sites/nearby.ts";
import { type Span, touches, touching } from "../text/span.ts";
import type { ResolveInput } from "./file.ts";
import { companyOf } from "./judge.ts";
import type { Level, Site } from "./model.ts";
import { positionOfName } from "./position.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "./resolved.ts";

type Facts = Omit<Resolved, "sites" | "sitesIn" | "astray">;

/** All literals and names of a file that stand for codes, in the order of the text. */
export function sitesOf(all: Facts, input: ResolveInput): readonly Site[] {
  const sites = new Sites(all, input);
  sites.definitions();
  sites.uses();
  return sites.sorted();
}

/** Those of them that touch a stretch: nothing is made of what stands elsewhere. */
export function sitesIn(all: Facts, input: ResolveInput, stretch: Span): readonly Site[] {
  const read = (wanted: Wanted): Sites => {
    const sites = new Sites(all, input, wanted);
    sites.definitions();
    sites.uses();
    return sites;
  };
  const about = read({ stretch, fits: (span) => touches(span, stretch) }).sorted();
  const [first, last] = [about[0], about[about.length - 1]];
  if (!first || !last) return [];
  // What begins at one place stands for one thing, be it longer or shorter, and a pattern stands for what is behind its quote.
  const starts = { start: first.span.start - longestQuote, end: last.span.start + longestQuote };
  const beside = read({ stretch: starts, fits: ({ start }) => starts.start <= start && start <= starts.end });
  return touching(beside.sorted(), stretch);
}

/** How long the quotes of a text may be. */
const quotes = [1, 2, 3] as const;
const longestQuote = 3;

/** Which sites of a file are wanted, and where they stand. */
interface Wanted {
  readonly stretch: Span;
  fits(span: Span): boolean;
}

interface Mentioned {
  readonly found: ResolvedLabel;
  readonly catalog: Catalog;
}

/** Reads the sites of a file, or those of them that are wanted. */
class Sites {
  readonly #all: Facts;
  readonly #input: ResolveInput;
  readonly #wanted: Wanted | undefined;
  readonly #sites = new Map<number, Site>();

  constructor(all: Facts, input: ResolveInput, wanted?: Wanted) {
    this.#all = all;
    this.#input = input;
    this.#wanted = wanted;
  }

  sorted(): readonly Site[] {
    return [...this.#sites.values()].sort((a, b) => a.span.start - b.span.start);
  }

  /** Literals, wherever they stand. */
  definitions(): void {
    const { branches, groups, constants, fields } = this.#all;
    for (const b of branches) {
      if (!this.#mayHold(b)) continue;
      for (const { covers, via } of b.branch.arms)
        for (const cover of covers) {
          if (via.length === 0) this.#bounds(cover, b);
          // The first digits of a code that spell no other: the prefix is the code.
          const found = cover.form === "prefix" ? lookup(b.catalog, cover.text) : undefined;
          const label: Label = { value: cover.text, type: "string", span: cover.span, role: "comparison" };
          if (found) this.#put(label, { label, found, neutral: false }, b.catalog, b.confidence, "comparison", undefined);
        }
      const only = b.levels.length === 1 ? b.levels[0] : undefined;
      for (const l of b.labels) {
        // What a set or predicate brings along stands elsewhere; only a name for one value is a use of it here.
        if (l.label.group || (l.label.via && l.label.span.end - l.label.span.start > 200)) continue;
        if (l.label.via && b.branch.arms.some((a) => a.meets === "call" && a.via.length > 0 && a.labels.includes(l.label))) continue;
        this.#put(l.label, l, b.catalog, b.confidence, l.label.role, only);
      }
    }
    for (const g of groups) {
      // Where a class isn't surely one of codes, each of its constants speaks for itself: a port among them is none.
      if (g.group.form === "constants" && (g.confidence !== "certain" || g.meaning === "open")) continue;
      for (const l of g.labels) if (!l.label.group) this.#put(l.label, l, g.catalog, g.confidence, l.label.role, undefined);
      if (g.group.form === "list") for (const cover of g.group.covers ?? []) this.#bounds(cover, g);
    }
    for (const c of constants) for (const l of c.labels) this.#put(l.label, l, c.catalog, c.confidence, "constant", undefined);
    for (const f of fields) {
      const role = f.field.context === "definition" ? "field" : "mention";
      for (const l of f.labels) this.#put(l.label, l, f.catalog, f.confidence, role, undefined);
    }
    this.#mentions();
  }

  /** A range from one code to another holds both; one that begins or ends between them (`600..699`) is written in round numbers. */
  #bounds({ bounds = [] }: Cover, { catalog, confidence, meaning }: Pick<ResolvedBranch, "catalog" | "confidence" | "meaning">): void {
    if (bounds.length < 2 || meaning === "http") return;
    const all = bounds.flatMap((label): ResolvedLabel[] => {
      const found = lookup(catalog, label.value);
      return found ? [{ label, found, neutral: false }] : [];
    });
    if (all.length === bounds.length) for (const it of all) this.#put(it.label, it, catalog, confidence, "comparison", undefined);
  }

  /** Texts that are exactly a code, in no deciding position: a hover may explain them. Numbers may be anything. */
  #mentions(): void {
    const { before, catalogs } = this.#input;
    const sure = catalogs.filter((c) => this.#all.verdicts.some((v) => v.api === c.id && v.certain));
    if (sure.length === 0) return;
    const apis = sure.map((c) => c.id).join();
    for (const mention of mentionsIn(this.#all.facts, this.#wanted?.stretch)) {
      if (mention.type !== "string" || mention.value.length < 3 || !this.#isWanted(mention.span)) continue;
      const look = (): Mentioned | undefined => mentioned(mention, sure);
      // The text by itself decides, and what of a file is asked for again after an edit is nearly all of it.
      const it = before ? before.get(mention, "mention", apis, look) : look();
      // A pattern that is one code stands as that code already, behind its quote.
      if (it && !quotes.some((quote) => this.#sites.has(mention.span.start + quote)))
        this.#put(it.found.label, it.found, it.catalog, "likely", "mention", undefined);
    }
  }

  /** Names that stand for a constant which was resolved. */
  uses(): void {
    const { verdicts, facts } = this.#all;
    for (const use of usesIn(facts, this.#wanted?.stretch)) {
      const via = use.label.via;
      if (!via || !this.#isWanted(use.span)) continue;
      const defined = via.file === undefined ? this.#at(via.definition) : undefined;
      if (via.file === undefined && !defined) continue;
      // Of a name from elsewhere only the name tells what it stands for.
      if (!defined && ["other", "http"].includes(positionOfName(via.name, undefined, new Set()))) continue;
      const apis = defined ? [defined.api] : verdicts.filter((v) => v.certain).map((v) => v.api);
      for (const catalog of this.#input.catalogs) {
        if (!apis.includes(catalog.id)) continue;
        const found = companyOf([use.label], catalog, defined?.level === "http").labels[0];
        if (found?.found && !this.#sites.has(use.span.start))
          this.#put({ ...use.label, span: use.span }, found, catalog, defined?.confidence ?? "likely", use.label.role, undefined);
      }
    }
  }

  /** What stands where something is defined, which may be none of what is wanted. */
  #at(definition: Span): Site | undefined {
    if (this.#isWanted(definition)) return this.#sites.get(definition.start);
    const there = new Sites(this.#all, this.#input, { stretch: definition, fits: ({ start }) => Math.abs(start - definition.start) <= longestQuote });
    there.definitions();
    return there.#sites.get(definition.start);
  }

  /** Of a large file's branches all but a few are told to hold nothing that is wanted without a look at their labels. */
  #mayHold(branch: ResolvedBranch): boolean {
    if (this.#wanted === undefined) return true;
    const { start, end } = reachOf(branch);
    const { stretch } = this.#wanted;
    return start <= stretch.end + longestQuote && stretch.start - longestQuote <= end;
  }

  #isWanted(span: Span): boolean {
    return this.#wanted === undefined || this.#wanted.fits(span);
  }

  #put(label: Label, resolved: ResolvedLabel, its: Catalog, confidence: Site["confidence"], role: SiteRole, level: Level | undefined): void {
    if (!this.#isWanted(label.span)) return;
    const { found, catalog } = resolved.beside ?? { found: resolved.found, catalog: its };
    const known = found !== undefined;
    // A code that the maker's list lacks but the wire has shown is a site all the same.
    if (!known && !catalog.index.alsoSeen.has(label.value)) return;
    const demoted = this.#all.test || role === "mention";
    const site: Site = {
      span: label.span,
      text: this.#input.text.slice(label.span.start, label.span.end),
      value: label.value,
      type: label.type,
      role: demoted ? "mention" : role,
      api: catalog.id,
      code: found?.code ?? label.value,
      known,
      level: level ?? found?.entry.level ?? "response",
      confidence: demoted ? "likely" : confidence,
      ...(label.via ? { named: label.via.name } : {}),
    };
    const before = this.#sites.get(label.span.start);
    if (!before || (before.confidence === "likely" && site.confidence === "certain") || (before.named && !site.named))
      this.#sites.set(label.span.start, site);
  }
}

/** A branch that an edit leaves as it is is the same object. */
const reaches = new WeakMap<ResolvedBranch, Span>();

/** What holds all labels of a branch, wherever they stand. */
function reachOf(b: ResolvedBranch): Span {
  const known = reaches.get(b);
  if (known) return known;
  let { start, end } = b.branch.span;
  const take = (span: Span): void => {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  };
  for (const { label } of b.labels) if (!label.group) take(label.span);
  for (const { covers } of b.branch.arms) for (const cover of covers) take(cover.span);
  const reach = { start, end };
  reaches.set(b, reach);
  return reach;
}

function mentioned(mention: Mention, sure: readonly Catalog[]): Mentioned | undefined {
  // `campaigns["1007"]`, `expect(leadId).toBe("1003")`: what it is given to or compared with says that it is none.
  if (mention.near !== undefined && positionOfName(mention.near, undefined, new Set()) === "other") return undefined;
  for (const catalog of sure) {
    const { labels, httpLike } = companyOf([{ ...mention, role: "mention" }], catalog, false);
    const found = labels[0];
    if (found?.found && !httpLike) return { found, catalog };
  }
  return undefined;
}
