import { type Catalog, lookup } from "../catalogs/catalog.ts";
import type { Branch, FileFacts, Label, Mention, SiteRole } from "../sites/model.ts";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import type { Answers } from "./answers.ts";
import { astrayIn } from "./astray.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";
import { resolveConstant, resolveField, resolveGroup } from "./definitions.ts";
import { type Ground, Grounds } from "./grounds.ts";
import { companyOf, judge, slipsFor } from "./judge.ts";
import type { Level, Site, Verdict } from "./model.ts";
import type { Needle } from "./needles.ts";
import { isHttpStatus, isOfAnswer, isPlatform, isTransport, type Meaning, type Position, positionOfName, positionOfPath } from "./position.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "./resolved.ts";

export interface ResolveInput {
  readonly facts: FileFacts;
  readonly text: Source;
  readonly verdicts: readonly Verdict[];
  readonly catalogs: readonly Catalog[];
  /** The file is a test: everything in it is a mention. */
  readonly test: boolean;
  /** What speaks for and against each API, to tell apart what one file has of several. */
  readonly needles: readonly Needle[];
  /** Names of this file through which decisions of other files surely ask about codes. */
  readonly asked?: ReadonlySet<string> | undefined;
  /** What was answered about another version of the file. */
  readonly before?: Answers | undefined;
  /** What was found out about the addresses in its text. */
  readonly addresses?: Map<string, boolean> | undefined;
}

/** Asks the catalogs about everything a file says. Pure. */
export function resolveFile(input: ResolveInput): Resolved {
  const { facts, verdicts, test } = input;
  const candidates = candidatesOf(verdicts, input.catalogs);
  const grounds = new Grounds(input.text, facts, verdicts, input.needles, input.addresses);
  const stranger = new Set<string>();
  // Where nothing has to be told apart, an answer depends on nothing else in the file.
  const known = grounds.mixed ? undefined : input.before;
  const around = JSON.stringify([test, candidates.map(({ catalog, verdict: v }) => [catalog.id, v?.certain, v?.borrowed, v?.weight])]);
  known?.frame(around);
  const again = <T>(fact: object, question: string, more: string, work: () => T): T =>
    known ? known.get(fact, question, known.key(more), work) : work();
  const ofBranch = (b: Branch): readonly ResolvedBranch[] =>
    best(candidates, (c) => {
      const resolved = sureByName(resolveBranch(b, c), grounds);
      const grounded = onGround(resolved, () => grounds.ofBranch(b, c.catalog.id));
      if (resolved && !grounded) for (const name of namesIn(b)) stranger.add(`${c.catalog.id} ${name}`);
      return grounded;
    });
  const branches = facts.branches.flatMap(known?.asking("branch", known.key(""), ofBranch) ?? ofBranch);
  const usedGroups = new Set<string>();
  for (const b of branches) if (b.confidence === "certain") for (const name of namesIn(b.branch)) usedGroups.add(name);
  for (const name of input.asked ?? []) usedGroups.add(name);
  // What only a stranger's branch uses is the stranger's.
  const groundOf = (names: readonly (string | undefined)[], span: Span, fn: number, { catalog }: Candidate): Ground =>
    names.some((n) => n !== undefined && !usedGroups.has(n) && stranger.has(`${catalog.id} ${n}`))
      ? "foreign"
      : grounds.ofDefinition(names, span, fn, catalog.id);
  const groups = facts.groups.flatMap((g) =>
    again(g, "group", `${usedGroups.has(g.name)}`, () =>
      best(candidates, (c) => onGround(resolveGroup(g, c, usedGroups), () => groundOf([g.name, g.owner], g.span, g.function, c))),
    ),
  );
  const kept = new Map(groups.filter((g) => g.group.form === "constants" && g.confidence === "certain").map((g) => [g.group.name, g.meaning]));
  const constants = facts.constants.flatMap((k) =>
    again(k, "constant", `${usedGroups.has(k.name)} ${k.owner === undefined ? "" : kept.get(k.owner)}`, () =>
      best(candidates, (c) => onGround(resolveConstant(k, c, usedGroups, kept), () => groundOf([k.name, k.owner], k.nameSpan, -1, c))),
    ),
  );
  const fields = facts.fields.flatMap((f) =>
    best(candidates, (c) => onGround(resolveField(f, c, facts), () => groundOf([f.name, f.record], f.label.span, f.function, c))),
  );
  const all = { facts, verdicts, branches, groups, constants, fields, test };
  const sure = candidates.filter((c) => c.verdict?.certain).map((c) => c.catalog);
  const astray = astrayIn(facts, sure, (b, c) => grounds.ofBranch(b, c.id) === "own", known);
  let sites: readonly Site[] | undefined;
  return {
    ...all,
    astray,
    // Nobody needs them to find what is wrong.
    get sites() {
      sites ??= sitesOf(all, input);
      return sites;
    },
  };
}

/** Where only a hint says whose the file is, a value that is called an error of the API's still is one: `catch (MarketoException $e)`. */
function sureByName(resolved: ResolvedBranch | undefined, grounds: Grounds): ResolvedBranch | undefined {
  if (resolved?.confidence !== "likely" || resolved.meaning !== "code" || resolved.labels.every((l) => !l.found)) return resolved;
  const { names, rootDeclared, declared, local } = resolved.branch.subject;
  const own = grounds.ofNames([...names, local, rootDeclared, declared], resolved.catalog.id) === "own";
  return own ? { ...resolved, confidence: "certain" } : resolved;
}

/** A branch that an edit leaves as it is is the same object, and asks through the same names. */
const namesCache = new WeakMap<Branch, readonly string[]>();

/** The names of sets, predicates and constants through which a branch asks, each once. */
function namesIn(branch: Branch): readonly string[] {
  let names = namesCache.get(branch);
  if (!names) {
    const all = branch.arms.flatMap((a) => [...a.via, ...a.labels.flatMap((l) => [l.group, l.via?.name].filter((n) => n !== undefined))]);
    names = [...new Set(all)];
    namesCache.set(branch, names);
  }
  return names;
}

/** What stands on somebody else's ground is not this API's, unless it is spelt as only this one spells. */
function onGround<T extends { readonly confidence: "certain" | "likely"; readonly labels: readonly ResolvedLabel[] }>(
  resolved: T | undefined,
  ground: () => Ground,
): T | undefined {
  if (!resolved || resolved.labels.some((l) => l.found?.distinctive)) return resolved;
  const where = ground();
  if (where === "foreign") return undefined;
  return where === "doubtful" ? { ...resolved, confidence: "likely" } : resolved;
}

/** The candidate that knows most of the labels; the surer one, then the better-evidenced one, where they are even. */
function best<T extends { readonly confidence: string; readonly labels: readonly ResolvedLabel[]; readonly meaning: Meaning }>(
  candidates: readonly Candidate[],
  resolve: (c: Candidate) => T | undefined,
): readonly T[] {
  let top: { readonly value: T; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const value = resolve(candidate);
    if (!value) continue;
    const known = value.labels.filter((l) => l.found).length / Math.max(1, value.labels.filter((l) => !l.neutral).length);
    const score =
      (value.confidence === "certain" ? 10 : 0) + known * 5 + (value.meaning === "code" ? 2 : 0) + Math.min(1, candidate.verdict?.weight ?? 0);
    if (!top || score > top.score) top = { value, score };
  }
  return top ? [top.value] : [];
}

function resolveBranch(branch: Branch, { catalog, verdict }: Candidate): ResolvedBranch | undefined {
  const labels = branch.arms.flatMap((a) => a.labels);
  const { names, declared, rootDeclared, local, piece = false } = branch.subject;
  // The code of a failed request is its status.
  const transport = isTransport(rootDeclared ?? declared) && labels.every((l) => isHttpStatus(l.value));
  const position: Position = transport
    ? { meaning: "http", levels: ["http"] }
    : isPlatform(rootDeclared ?? declared)
      ? { meaning: "other", levels: [] }
      : positionOfPath(names, catalog);
  const heads = position.meaning === "code" || (piece && position.meaning === "plain");
  const company = companyOf(labels, catalog, position.meaning === "http", { heads, piece });
  const named = labels.length > 0 && branch.arms.some((a) => a.via.some((name) => positionOfName(name, undefined, new Set()) === "code"));
  const meaning = named && position.meaning !== "http" && position.meaning !== "other" ? "code" : position.meaning;
  const covered = branch.arms.some((a) => a.covers.some((c) => coversCodes(c, catalog)));
  const confidence =
    judge(company, meaning, verdict, named) ??
    (covered && verdict && (meaning === "code" || meaning === "plain") ? (verdict.certain ? "certain" : "likely") : undefined) ??
    // Alone and strange, but where only a code can stand and a slip away from one.
    (meaning === "code" && verdict?.certain && company.labels.some((l) => !l.neutral && slipsFor(l.label.value, catalog).length > 0)
      ? "certain"
      : undefined);
  if (!confidence) return undefined;
  let at = 0;
  const arms = branch.arms.map((a) => {
    const own = company.labels.slice(at, at + a.labels.length);
    at += a.labels.length;
    return own;
  });
  // A lone piece of something that may be no error is a year or a number of an article.
  const doubtful = piece && meaning === "plain" && company.known < 2 && isBare(labels) && !isOfAnswer([...names, declared, rootDeclared, local]);
  return { branch, catalog, confidence: doubtful ? "likely" : confidence, meaning, labels: company.labels, arms, levels: position.levels };
}

function isBare(labels: readonly Label[]): boolean {
  return labels.every((l) => /^\d+$/.test(l.value));
}

/** Whether a range, prefix or pattern takes codes of this catalog. */
function coversCodes(cover: Branch["arms"][number]["covers"][number], catalog: Catalog): boolean {
  if (cover.form === "range") {
    if ((cover.min ?? 0) < 100 && (cover.max ?? 0) < 600) return false;
    for (const [code, entry] of catalog.index.entries) if (entry.level !== "http" && inRange(Number(code), cover.min, cover.max)) return true;
    return false;
  }
  if (cover.form === "prefix") {
    for (const code of catalog.index.entries.keys()) if (code.startsWith(cover.text)) return true;
    return (catalog.wireForms ?? []).some((f) => f.distinctive && cover.text.startsWith(f.form.slice(0, f.form.indexOf("{"))));
  }
  return true;
}

function inRange(n: number, min: number | undefined, max: number | undefined): boolean {
  return Number.isFinite(n) && (min === undefined || n >= min) && (max === undefined || n <= max);
}

function sitesOf(all: Omit<Resolved, "sites" | "astray">, input: ResolveInput): readonly Site[] {
  const sites = new Map<number, Site>();
  const { text } = input;
  const put = (
    label: Label,
    found: ResolvedLabel,
    catalog: Catalog,
    confidence: Site["confidence"],
    role: SiteRole,
    level: Level | undefined,
  ): void => {
    const known = found.found !== undefined;
    // A code that the maker's list lacks but the wire has shown is a site all the same.
    if (!known && !catalog.index.alsoSeen.has(label.value)) return;
    const demoted = all.test || role === "mention";
    const site: Site = {
      span: label.span,
      text: text.slice(label.span.start, label.span.end),
      value: label.value,
      type: label.type,
      role: demoted ? "mention" : role,
      api: catalog.id,
      code: found.found?.code ?? label.value,
      known,
      level: level ?? found.found?.entry.level ?? "response",
      confidence: demoted ? "likely" : confidence,
      ...(label.via ? { named: label.via.name } : {}),
    };
    const before = sites.get(label.span.start);
    if (!before || (before.confidence === "likely" && site.confidence === "certain") || (before.named && !site.named))
      sites.set(label.span.start, site);
  };
  for (const b of all.branches) {
    for (const cover of b.branch.arms.flatMap((a) => a.covers)) {
      // The first digits of a code that spell no other: the prefix is the code.
      const found = cover.form === "prefix" ? lookup(b.catalog, cover.text) : undefined;
      const label: Label = { value: cover.text, type: "string", span: cover.span, role: "comparison" };
      if (found) put(label, { label, found, neutral: false }, b.catalog, b.confidence, "comparison", undefined);
    }
    const only = b.levels.length === 1 ? b.levels[0] : undefined;
    for (const l of b.labels) {
      // What a set or predicate brings along stands elsewhere; only a name for one value is a use of it here.
      if (l.label.group || (l.label.via && l.label.span.end - l.label.span.start > 200)) continue;
      if (l.label.via && b.branch.arms.some((a) => a.meets === "call" && a.via.length > 0 && a.labels.includes(l.label))) continue;
      put(l.label, l, b.catalog, b.confidence, l.label.role, only);
    }
  }
  for (const g of all.groups) {
    // Where a class isn't surely one of codes, each of its constants speaks for itself: a port among them is none.
    if (g.group.form === "constants" && (g.confidence !== "certain" || g.meaning === "open")) continue;
    for (const l of g.labels) if (!l.label.group) put(l.label, l, g.catalog, g.confidence, l.label.role, undefined);
  }
  for (const c of all.constants) for (const l of c.labels) put(l.label, l, c.catalog, c.confidence, "constant", undefined);
  for (const f of all.fields) {
    const role = f.field.context === "definition" ? "field" : "mention";
    for (const l of f.labels) put(l.label, l, f.catalog, f.confidence, role, undefined);
  }
  mentions(all, input, sites, put);
  uses(all, input, sites, put);
  return [...sites.values()].sort((a, b) => a.span.start - b.span.start);
}

type Put = (label: Label, found: ResolvedLabel, catalog: Catalog, confidence: Site["confidence"], role: SiteRole, level: Level | undefined) => void;

/** Texts that are exactly a code, in no deciding position: a hover may explain them. Numbers may be anything. */
function mentions(all: Omit<Resolved, "sites" | "astray">, input: ResolveInput, sites: ReadonlyMap<number, Site>, put: Put): void {
  const sure = input.catalogs.filter((c) => all.verdicts.some((v) => v.api === c.id && v.certain));
  if (sure.length === 0) return;
  const apis = sure.map((c) => c.id).join();
  for (const mention of all.facts.mentions) {
    if (mention.type !== "string" || mention.value.length < 3) continue;
    const look = (): Mentioned | undefined => mentioned(mention, sure);
    // The text by itself decides, and what of a file is asked for again after an edit is nearly all of it.
    const it = input.before ? input.before.get(mention, "mention", apis, look) : look();
    // A pattern that is one code stands as that code already, behind its quote.
    if (it && !quotes.some((quote) => sites.has(mention.span.start + quote)))
      put(it.found.label, it.found, it.catalog, "likely", "mention", undefined);
  }
}

/** How long one may be. */
const quotes = [1, 2, 3] as const;

interface Mentioned {
  readonly found: ResolvedLabel;
  readonly catalog: Catalog;
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

/** Names that stand for a constant which was resolved. */
function uses(all: Omit<Resolved, "sites" | "astray">, input: ResolveInput, sites: ReadonlyMap<number, Site>, put: Put): void {
  const byDefinition = new Map<number, Span>();
  for (const use of all.facts.uses) {
    const via = use.label.via;
    if (!via) continue;
    const defined = via.file === undefined ? sites.get(via.definition.start) : undefined;
    if (via.file === undefined && !defined) continue;
    // Of a name from elsewhere only the name tells what it stands for.
    if (!defined && ["other", "http"].includes(positionOfName(via.name, undefined, new Set()))) continue;
    byDefinition.set(use.span.start, use.span);
    const apis = defined ? [defined.api] : all.verdicts.filter((v) => v.certain).map((v) => v.api);
    for (const catalog of input.catalogs) {
      if (!apis.includes(catalog.id)) continue;
      const found = companyOf([use.label], catalog, defined?.level === "http").labels[0];
      if (found?.found && !sites.has(use.span.start))
        put({ ...use.label, span: use.span }, found, catalog, defined?.confidence ?? "likely", use.label.role, undefined);
    }
  }
}
