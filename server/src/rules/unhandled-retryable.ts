import { type Catalog, isRetryable, type RetryKind } from "../catalogs/catalog.ts";
import type { MessageId } from "../l10n/words.ts";
import type { Resolved, ResolvedBranch, ResolvedGroup } from "../resolve/resolved.ts";
import { wordsOf } from "../resolve/words.ts";
import type { Body, Branch, Predicate } from "../sites/model.ts";
import { Tally } from "../text/alike.ts";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import { askedCodes, codesOf, handledAround, handledBy, isDecision, predicateCodes, scopeShowsIn } from "./coverage.ts";
import { allNamed, told } from "./message.ts";
import { retrierAround } from "./retriers.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";
import { outermost, ownBranches } from "./standing.ts";

/** What the fix needs to find the decision again. */
export interface UnhandledData {
  readonly what: "branch" | "group" | "predicate";
  /** The construct. */
  readonly at: Span;
  readonly missing: readonly { readonly code: string; readonly kind: RetryKind }[];
}

export const unhandledRetryable: Rule = {
  id: "unhandled-retryable",
  severity: "warning",
  check(ctx) {
    if (ctx.resolved.test) return [];
    return decisions(ctx);
  },
  whole(ctx) {
    return ctx.resolved.test ? [] : unusedLists(ctx);
  },
};

/** One finding a function and API, at its fullest decision. */
function decisions(ctx: RuleContext): readonly Draft[] {
  const { resolved } = ctx;
  const byFunction = new Map<string, ResolvedBranch[]>();
  for (const b of ctx.asked.branches) {
    if (b.confidence !== "certain" || b.meaning === "http") continue;
    const key = `${outermost(b.branch.function, resolved.facts.functions)}:${b.catalog.id}`;
    const list = byFunction.get(key);
    if (list) list.push(b);
    else byFunction.set(key, [b]);
  }
  const out: Draft[] = [];
  for (const list of byFunction.values()) {
    const fullest = fullestOf(list);
    const draft = fullest && ask(fullest, list, ctx);
    if (draft && !saidByPredicate(draft, list, ctx)) out.push(draft);
  }
  return out;
}

function fullestOf(list: readonly ResolvedBranch[]): ResolvedBranch | undefined {
  const deciding = list.filter((b) => isDecision(b) && handledBy(b).length > 0);
  return deciding.sort((a, b) => size(b) - size(a) || a.branch.head.start - b.branch.head.start)[0];
}

/** Where a predicate of this file that the decision asks is told the same, that is where the codes belong. */
function saidByPredicate(draft: Draft, list: readonly ResolvedBranch[], ctx: RuleContext): boolean {
  const asked = new Set(list.flatMap((b) => b.branch.arms.flatMap((a) => a.via)));
  if (asked.size === 0) return false;
  const own = new Set(list.map((b) => b.branch.function));
  return ctx.resolved.facts.predicates.some((p) => {
    if (!asked.has(p.name) || own.has(p.function)) return false;
    const codes = codesMissing(p.function, draft.api, ctx);
    return codes !== undefined && draft.codes.every((code) => codes.includes(code));
  });
}

/** The codes that the decisions in a function leave out, by the function and the API: of one predicate it is asked for each decision that asks it. */
interface Missing extends Pick<RuleContext, "linked" | "fallback"> {
  readonly codes: Map<string, readonly string[] | undefined>;
}

const missingIn = new WeakMap<Resolved, Missing>();

function codesMissing(fn: number, api: string, ctx: RuleContext): readonly string[] | undefined {
  const { resolved, linked, fallback } = ctx;
  let known = missingIn.get(resolved);
  if (known?.linked !== linked || known.fallback !== fallback) {
    known = { linked, fallback, codes: new Map() };
    missingIn.set(resolved, known);
  }
  const key = `${fn}:${api}`;
  if (!known.codes.has(key)) {
    const within = ownBranches(fn, resolved).filter((b) => b.catalog.id === api && b.confidence === "certain");
    const fullest = fullestOf(within);
    known.codes.set(key, fullest && ask(fullest, within, ctx)?.codes);
  }
  return known.codes.get(key);
}

function size(b: ResolvedBranch): number {
  return new Set(handledBy(b)).size;
}

function ask(b: ResolvedBranch, together: readonly ResolvedBranch[], ctx: RuleContext): Draft | undefined {
  const { catalog, branch } = b;
  const own = new Set(together.flatMap(handledBy));
  const kinds = kindsOf(own, catalog);
  // Nothing retryable in it and nobody retries: a probe for one permanent code is no error handling.
  if (kinds.size === 0 && !branch.arms.some((a) => a.body?.action === "retry" || a.body?.action === "renew") && branch.kind !== "switch")
    return undefined;
  if (kinds.size === 0 && own.size < 2) return undefined;
  const asked = askedCodes(catalog, b, scopeShowsIn(ctx, branch.function)).filter((a) => !own.has(a.code));
  if (asked.length === 0 || everythingIsRetried(b, together, ctx) || handsOn(b, ctx)) return undefined;
  const around = handledAround(branch.function, catalog.id, ctx.resolved, ctx.linked);
  // What is left to a client that tries some codes again is for that client to know.
  if (kinds.size === 0 && kindsOf(around, catalog).size > 0) return undefined;
  const narrow = narrowed(kinds, own, around, catalog);
  const missing = asked.filter((a) => !around.has(a.code) && (!narrow || narrow.has(a.kind)));
  if (missing.length === 0) return undefined;
  const lone =
    own.size === 1 &&
    branch.arms.length === 1 &&
    !retries(branch.arms[0]?.body) &&
    branch.fallback?.body.action !== "fail" &&
    !(leavesTheRest(b) && retries(branch.fallback?.body));
  const data: UnhandledData = { what: "branch", at: branch.span, missing };
  return {
    ...report(headOf(firstOf(b, together), ctx.text), missing, catalog, branch.fallback?.body, branch.kind === "switch", ctx),
    ...(lone ? { severity: "hint" as const } : {}),
    data,
  };
}

/** Questions about one value that follow each other are one decision: it begins with the first of them. */
function firstOf(b: ResolvedBranch, together: readonly ResolvedBranch[]): ResolvedBranch {
  if (b.branch.kind !== "chain") return b;
  const keyOf = (t: ResolvedBranch): string => t.branch.subject.names.filter((n) => n !== "[]").join(".");
  const key = keyOf(b);
  const row = together.filter(
    (t) =>
      t.branch.kind === "chain" &&
      t.branch.function === b.branch.function &&
      t.branch.head.start < b.branch.head.start &&
      keyOf(t) === key &&
      t.branch.arms.some((a) => a.meets !== "call") &&
      isDecision(t) &&
      handledBy(t).length > 0,
  );
  return row.sort((x, y) => x.branch.head.start - y.branch.head.start)[0] ?? b;
}

/** The subject of a switch; of a chain, the first condition that names an error code. */
function headOf(b: ResolvedBranch, text: Source): Span {
  if (b.branch.kind === "switch") return b.branch.head;
  for (const [i, arm] of b.branch.arms.entries()) {
    if ((b.arms[i] ?? []).some((l) => l.found) || arm.covers.length > 0) return trimmed(arm.head, text);
  }
  return b.branch.head;
}

function trimmed(span: Span, text: Source): Span {
  const end = text.indexOf("\n", span.start);
  return end > span.start && end < span.end ? { start: span.start, end: end } : span;
}

function kindsOf(codes: Iterable<string>, catalog: Catalog): ReadonlySet<RetryKind> {
  const kinds = new Set<RetryKind>();
  for (const code of codes) {
    const kind = catalog.index.entries.get(code)?.retry.kind;
    if (kind && isRetryable(kind)) kinds.add(kind);
  }
  return kinds;
}

/** A decision about one kind alone is asked about that kind, where the rest of the client sees to the others. */
function narrowed(
  kinds: ReadonlySet<RetryKind>,
  own: ReadonlySet<string>,
  around: ReadonlySet<string>,
  catalog: Catalog,
): ReadonlySet<RetryKind> | undefined {
  if (kinds.size !== 1) return undefined;
  if ([...own].some((c) => !isRetryable(catalog.index.entries.get(c)?.retry.kind ?? "permanent"))) return undefined;
  const elsewhere = kindsOf(
    [...around].filter((c) => !own.has(c)),
    catalog,
  );
  return [...elsewhere].some((k) => !kinds.has(k)) ? kinds : undefined;
}

/** Whatever isn't named is tried again as well: by the fallback, by a decorator, by the retrier that the function is given to. */
function everythingIsRetried(b: ResolvedBranch, together: readonly ResolvedBranch[], ctx: RuleContext): boolean {
  if (ctx.fallback === "none") return false;
  const fallbacks = together.flatMap((t) => (t.branch.fallback ? [t.branch.fallback.body] : []));
  if (!leavesTheRest(b) && retries(b.branch.fallback?.body)) return true;
  if (ctx.fallback === "any" && fallbacks.length > 0) return true;
  // `if (PERMANENT.has(code)) throw`: what isn't listed is somebody else's, who tries again or not.
  if (b.branch.arms.length > 0 && b.branch.arms.every((a) => a.body?.action === "fail" && a.via.some(isNever))) return true;
  // `if (code !== "1003") retry`: all but the named ones are retried.
  if (b.branch.arms.some((a) => a.negated && retries(a.body))) return true;
  return retrierAround(b.branch.function, thrownForTheRest(b), ctx.resolved, ctx.linked);
}

/** What is thrown for whatever isn't named. */
function thrownForTheRest(b: ResolvedBranch): readonly string[] {
  return leavesTheRest(b) ? b.branch.arms.flatMap((a) => a.body?.throws ?? []) : (b.branch.fallback?.body.throws ?? []);
}

/** `if (!POLICIES.has(code)) throw`: what comes behind it is done for the named ones alone. */
function leavesTheRest({ branch }: ResolvedBranch): boolean {
  return branch.arms.length > 0 && branch.arms.every((a) => a.negated && a.body?.exits === true && !retries(a.body));
}

/** A hook of the client that lets all but the named codes pass: they reach a decision of the file, which is asked instead. */
function handsOn(b: ResolvedBranch, { resolved }: RuleContext): boolean {
  const { passedTo } = resolved.facts.functions[b.branch.function] ?? {};
  if (passedTo === undefined || !hook.test(passedTo) || !leavesTheRest(b)) return false;
  const top = (at: ResolvedBranch): number => outermost(at.branch.function, resolved.facts.functions);
  return resolved.branches.some(
    (o) => o.catalog.id === b.catalog.id && o.confidence === "certain" && top(o) !== top(b) && isDecision(o) && handledBy(o).length > 0,
  );
}

/** What hooks are given to: `client.interceptors.response.use(…)`. */
const hook = /^use$/;

function retries(body: Body | undefined): boolean {
  return body?.action === "retry" || body?.action === "renew";
}

/** Sets named for retrying, and predicates, that nothing in view uses. */
function unusedLists(ctx: RuleContext): readonly Draft[] {
  const { resolved } = ctx;
  const out: Draft[] = [];
  const byPredicate = new Set(resolved.facts.predicates.flatMap((p) => p.labels.flatMap((l) => (l.group ? [l.group] : []))));
  for (const g of resolved.groups) {
    if (g.confidence !== "certain" || g.meaning === "http" || !listsRetryables(g)) continue;
    if (deciding.of(resolved.branches, (b) => (isDecision(b) ? [b.catalog.id] : [])).has(g.catalog.id)) continue;
    if (isUsed(g.group.name, ctx) || byPredicate.has(g.group.name)) continue;
    const handled = new Set([...codesOf(g.labels), ...handledAround(g.group.function, g.catalog.id, resolved, ctx.linked)]);
    const missing = askedCodes(g.catalog, { levels: [] }, scopeShowsIn(ctx, g.group.function)).filter((a) => !handled.has(a.code));
    const kinds = kindsOf(codesOf(g.labels), g.catalog);
    const asked = narrowName(g.group.name, missing, kinds);
    if (asked.length > 0) {
      const data: UnhandledData = { what: "group", at: g.group.span, missing: asked };
      out.push({ ...report(g.group.nameSpan, asked, g.catalog, undefined, false, ctx, g.group.name), data });
    }
  }
  return [...out, ...unusedPredicates(ctx)];
}

/** The APIs about whose codes a file decides. */
const deciding = new Tally<ResolvedBranch, string>();

/** Whether decisions ask through a set or a predicate of this name. */
function isUsed(name: string, { resolved, linked }: RuleContext): boolean {
  const own = asking.of(resolved.facts.branches, (b) =>
    b.kind === "switch" || b.kind === "chain" ? b.arms.flatMap((a) => [...a.via, ...a.labels.flatMap((l) => l.group ?? [])]) : [],
  );
  return own.has(name) || linked.some((file) => file.facts.branches.some((b) => b.arms.some((a) => a.via.includes(name))));
}

const asking = new Tally<Branch, string>();

/** `PERMANENT`, `NON_RETRYABLE`: what is never tried again. `NOT_FOUND` is something else. */
function isNever(name: string): boolean {
  const words = wordsOf(name);
  return words.some(
    (w, i) =>
      /^(?:never|fatal|permanent(?:ly)?|un(?:retr|recover)\w+|nonretr\w+)$/.test(w) ||
      (negation.test(w) && /^(?:retr|recover|transient|temporar)/.test(words[i + 1] ?? "")),
  );
}

const negation = /^(?:no|not|non)$/;

function listsRetryables(g: ResolvedGroup): boolean {
  const words = wordsOf(g.group.name);
  if (g.group.form !== "list" || isNever(g.group.name) || words.some((w) => negation.test(w))) return false;
  return words.some((w) => /^(?:retr(?:y|ies|yable|iable|yables)|transient|recoverable|temporary)$/.test(w));
}

/** `TOKEN_CODES`, `THROTTLED`: a name for one kind is asked about that kind. */
function narrowName(name: string, missing: UnhandledData["missing"], kinds: ReadonlySet<RetryKind>): UnhandledData["missing"] {
  const words = wordsOf(name);
  const only = kindOfWords(words);
  if (only) return missing.filter((m) => m.kind === only);
  // A list of what to try again needn't hold what a new token mends, when it holds none of it.
  return kinds.has("auth") ? missing : missing.filter((m) => m.kind !== "auth");
}

function kindOfWords(words: readonly string[]): RetryKind | undefined {
  if (words.some((w) => /^(?:token|auth|expired|credential|unauthorized|unauthenticated|session)/.test(w))) return "auth";
  if (words.some((w) => /^(?:rate|throttl|ratelimit|limit|quota|concurren)/.test(w))) return "throttled";
  if (words.some((w) => /^(?:transient|temporar|server|unavailable|network)/.test(w))) return "transient";
  return undefined;
}

/** A file that sorts errors by several predicates and leaves the deciding to others: asked once, at its fullest. */
function unusedPredicates(ctx: RuleContext): readonly Draft[] {
  const { resolved } = ctx;
  if (resolved.branches.some((b) => isDecision(b) && b.confidence === "certain")) return [];
  const catalog = resolved.branches.find((b) => b.confidence === "certain" && b.meaning !== "http")?.catalog;
  if (!catalog) return [];
  const codes = (p: Predicate): readonly string[] => predicateCodes(p.function, catalog.id, resolved);
  const own = resolved.facts.predicates.filter((p) => p.name !== "" && kindsOf(codes(p), catalog).size > 0);
  if (own.length === 0 || own.some((p) => p.negated) || resolved.facts.predicates.some((p) => isUsed(p.name, ctx))) return [];
  const byName = own.find((p) => wordsOf(p.name).some((w) => /^(?:retry|retryable|retriable|transient|recoverable)$/.test(w)));
  const kinds = kindsOf(own.flatMap(codes), catalog);
  if (!byName && (own.length < 2 || kinds.size < 2)) return [];
  const fullest = byName ?? [...own].sort((a, b) => new Set(codes(b)).size - new Set(codes(a)).size)[0];
  if (!fullest) return [];
  const handled = new Set([...own.flatMap(codes), ...handledAround(fullest.function, catalog.id, resolved, ctx.linked)]);
  const missing = askedCodes(catalog, { levels: [] }, scopeShowsIn(ctx, fullest.function)).filter(
    (a) => !handled.has(a.code) && (kinds.has("auth") || a.kind !== "auth"),
  );
  if (missing.length === 0) return [];
  const span = resolved.facts.functions[fullest.function]?.nameSpan ?? { start: fullest.span.start, end: fullest.span.start + 1 };
  const data: UnhandledData = { what: "predicate", at: fullest.span, missing };
  return [{ ...report(span, missing, catalog, undefined, false, ctx, fullest.name), data }];
}

const kindOrder = ["throttled", "auth", "transient"] as const satisfies readonly RetryKind[];

function report(
  span: Span,
  missing: UnhandledData["missing"],
  catalog: Catalog,
  fallback: Body | undefined,
  isSwitch: boolean,
  ctx: RuleContext,
  list?: string,
): Draft {
  const { words } = ctx;
  const groups = kindOrder.flatMap((kind) => {
    const codes = missing.filter((m) => m.kind === kind).map((m) => m.code);
    return codes.length === 0 ? [] : [{ kind, codes }];
  });
  const where = list ? "list" : fallback?.action !== "fail" ? "nobody" : isSwitch ? "default" : "fails";
  const todo = words.say(`finding.unhandled.todo.${groups.map((g) => g.kind).join(".")}` as MessageId);
  const { message, full } = told(
    `finding.unhandled.${where}`,
    groups.map((g) => g.codes),
    catalog,
    words,
    { name: list ?? "", todo },
  );
  // Which code wants what, where the message has no room to say it.
  const related = groups.map(({ kind, codes }) => ({
    span,
    message: words.say(`finding.unhandled.${kind}`, { codes: allNamed(codes, catalog, words) }),
  }));
  return {
    span,
    api: catalog.id,
    codes: missing.map((m) => m.code),
    message,
    ...(full && groups.length === 1 ? {} : { related }),
  };
}
