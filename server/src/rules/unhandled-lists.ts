import type { Catalog, RetryKind } from "../catalogs/catalog.ts";
import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import { asksWhether, mayWhether, saysOver, saysWhether } from "../sites/conditions.ts";
import type { Branch, Condition, FunctionFact, Predicate } from "../sites/model.ts";
import { Tally } from "../text/alike.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Span } from "../text/span.ts";
import { askedCodes, codesOf, coveredBy, handledAround, handledBy, isDecision, predicateCodes, scopeShowsIn } from "./coverage.ts";
import type { Draft, RuleContext } from "./rule.ts";
import { branchesWithin } from "./standing.ts";
import { listAsked } from "./told-at-lists.ts";
import { isForAgain, saysAgain, triedAgain, triesAgain } from "./tried-again.ts";
import { kindsOf, report, type UnhandledData } from "./unhandled-report.ts";

/** Sets named for retrying, and predicates, that nothing in view uses. */
export function unusedLists(ctx: RuleContext): readonly Draft[] {
  const { resolved } = ctx;
  const out: Draft[] = [];
  const byPredicate = new Set(resolved.facts.predicates.flatMap((p) => p.labels.flatMap((l) => (l.group ? [l.group] : []))));
  for (const g of resolved.groups) {
    if (g.confidence !== "certain" || g.meaning === "http" || !(g.group.form === "list" && isForAgain(g.group.name))) continue;
    if (deciding.of(resolved.branches, (b) => (isDecision(b) ? [b.catalog.id] : [])).has(g.catalog.id)) continue;
    if (isUsed(g.group.name, ctx) || byPredicate.has(g.group.name)) continue;
    const ranges = (g.group.covers ?? []).flatMap((c) => coveredBy(c, g.catalog));
    const handled = new Set([...codesOf(g.labels), ...ranges, ...handledAround(g.group.function, g.catalog.id, resolved, ctx.linked)]);
    const missing = askedCodes(g.catalog, { levels: [] }, scopeShowsIn(ctx, g.group.function)).filter((a) => !handled.has(a.code));
    const kinds = kindsOf(codesOf(g.labels), g.catalog);
    const asked = narrowName(g.group.name, missing, kinds);
    if (asked.length > 0) {
      const data: UnhandledData = { what: "group", at: g.group.span, missing: asked };
      out.push({ ...report(g.group.nameSpan, asked, g.catalog, undefined, false, ctx, g.group.name), data });
    }
  }
  return [...out, ...unusedPredicates(ctx), ...toldToRetriers(ctx), ...actionTables(ctx)];
}

/** What a retrier is told to try again: `on_predicate(expo, lambda r: r["code"] == "606")`, `{ retryCondition: (e) => AGAIN.has(e.code) }`. */
function toldToRetriers(ctx: RuleContext): readonly Draft[] {
  const { resolved } = ctx;
  const chosen = new Map<Catalog, { readonly size: number; readonly draft: Draft }>();
  const out: Draft[] = [];
  for (const p of resolved.facts.predicates) {
    const fn = resolved.facts.functions[p.function];
    const told = fn && toldAs(p, fn, ctx);
    if (told === undefined || p.negated !== (told === "over")) continue;
    const own = branchesWithin(resolved, [p.function]).filter((b) => b.confidence === "certain" && b.meaning !== "http");
    const first = own[0];
    if (!first || own.some((b) => b.branch.arms.some((a) => a.negated !== p.negated))) continue;
    const { catalog } = first;
    const codes = own.flatMap((b) => (b.catalog === catalog ? handledBy(b) : []));
    const kinds = kindsOf(codes, catalog);
    if (kinds.size === 0) continue;
    // A policy is put together far from what throws for it, and often one of several.
    const handled = new Set([...codes, ...handledAround(told === "chosen" ? -1 : p.function, catalog.id, resolved, ctx.linked)]);
    const missing = askedCodes(catalog, first, scopeShowsIn(ctx, p.function)).filter((a) => !handled.has(a.code) && isAsked(a.kind, kinds));
    if (missing.length === 0) continue;
    const asked = listAsked(first, missing, resolved);
    const data: UnhandledData = { what: "predicate", at: p.span, missing, ...(asked ? { list: asked } : {}) };
    const draft = { ...report(first.branch.head, missing, catalog, undefined, false, ctx, asked?.alone ? asked.name : undefined), data };
    if (told !== "chosen") out.push(draft);
    else if (codes.length > (chosen.get(catalog)?.size ?? 0)) chosen.set(catalog, { size: codes.length, draft });
  }
  return [...out, ...[...chosen.values()].map(({ draft }) => draft)];
}

/** Where a function of this name is given to a retrier: in its own file, else in those around. */
function givenIn(name: string, { resolved, linked }: RuleContext): readonly Condition[] {
  const own = namedIn(name, resolved);
  return own.length > 0 ? own : linked.flatMap((file) => (file.test ? [] : namedIn(name, file)));
}

/** Where a file gives a function of this name to a retrier. */
function namedIn(name: string, { facts: { conditions } }: Pick<Resolved, "facts">): readonly Condition[] {
  let named = conditionsByName.get(conditions);
  if (!named) {
    named = new Map();
    for (const c of conditions) {
      if (c.kind) continue;
      const known = named.get(c.name);
      if (known) known.push(c);
      else named.set(c.name, [c]);
    }
    conditionsByName.set(conditions, named);
  }
  return named.get(name) ?? [];
}

/** Worked out once for a version of a file: each of its predicates asks. */
const conditionsByName = new WeakMap<readonly Condition[], Map<string, Condition[]>>();

/** What a condition of any kind asks: a predicate within another one is told by that. */
const alsoAsked = new Tally<Branch, string>();

/** What a predicate says to a retrier: whether to try again, that it is over, or what a policy sees to; nothing where none asks it. */
function toldAs(p: Predicate, fn: FunctionFact, ctx: RuleContext): "again" | "over" | "chosen" | undefined {
  if (p.name === "") {
    if (saysOver.test(fn.under ?? "")) return "over";
    if (asksWhether.test(fn.passedTo ?? "") || saysWhether.test(fn.under ?? "") || mayWhether.test(fn.under ?? "")) return "again";
    return choosesForRetrier(fn, ctx) ? "chosen" : undefined;
  }
  const given = givenIn(p.name, ctx);
  if (given.length === 0 || isUsed(p.name, ctx) || alsoAsked.of(ctx.resolved.facts.branches, (b) => b.arms.flatMap((a) => a.via)).has(p.name))
    return undefined;
  const over = given.filter((c) => saysOver.test(c.of)).length;
  return over === 0 ? "again" : over === given.length ? "over" : undefined;
}

/**
 * `Retry.backoff(3, second).filter((e) -> …)`, `Policy.Handle<ApiException>(e => …).WaitAndRetryAsync(3)`, `ShouldHandle` among the options of a retry:
 * what else is chosen that way (for a circuit breaker, a fallback) is another matter.
 */
function choosesForRetrier({ passedTo, passedOn = "", under, span }: FunctionFact, { text }: RuleContext): boolean {
  if (passedTo !== undefined && /^(?:filter|when)$/i.test(passedTo)) return isRetrier.test(passedOn);
  const isHandled = passedTo !== undefined && /^(?:handle|or)(?:_?(?:if|when|inner|result|type)){0,2}$/i.test(passedTo);
  if (!isHandled && !/^should_?handle$/i.test(under ?? "")) return false;
  if (isRetrier.test(passedOn)) return true;
  // What another statement says is another matter. Places are looked for, not counted: between two there may be room.
  const before = text.slice(text.lastIndexOf(";", span.start - 1) + 1, span.start).slice(-nearby);
  const options = [...before.matchAll(/\b(\w+)Options\b/g)].at(-1)?.[1];
  if (options !== undefined && /should_?handle/i.test(before.slice(before.lastIndexOf(options)))) return isRetrier.test(options);
  const end = text.indexOf(";", span.end);
  const behind = text.slice(span.end, end < 0 ? undefined : end).slice(0, nearby);
  return /\.(?:WaitAnd)?Retry\w*\(/.test(behind);
}

const isRetrier = /retr(?:y|ies)|backoff/i;

/** In UTF-16 units: how far the options of a policy, and what it is made into, may stand away. */
const nearby = 600;

/** A list that holds nothing of what a new credential mends leaves that to others. Waiting and waiting longer are one thing. */
function isAsked(kind: RetryKind, kinds: ReadonlySet<RetryKind>): boolean {
  return kind === "auth" ? kinds.has("auth") : kinds.has("transient") || kinds.has("throttled");
}

/**
 * `ACTIONS = { "606": "retry", "610": "skip" }`, looked up in this file, and an enum whose members say the same, that one too which stands for all
 * others: what it doesn't list isn't tried again, unless the lookup says so.
 */
function actionTables(ctx: RuleContext): readonly Draft[] {
  const { resolved } = ctx;
  return resolved.groups.flatMap((g): readonly Draft[] => {
    const { group, catalog, labels } = g;
    const { words = [] } = group;
    const isEnum = group.form === "constants";
    if (g.confidence !== "certain" || g.meaning === "http" || !(isEnum || group.form === "table") || words.length !== labels.length) return [];
    if (!words.some(saysAgain)) return [];
    if (isEnum && (group.rest !== "no" || mayTryOthers(group.span, ctx))) return [];
    const again = triedAgain(g);
    const kinds = kindsOf(codesOf(again), catalog);
    if (kinds.size === 0) return [];
    const lookups = resolved.facts.branches.filter((b) => b.arms.some((a) => a.via.includes(group.name)));
    // Where a condition asks the table, it is the decision.
    if ((lookups.length === 0 && !isEnum) || lookups.some((b) => b.kind === "switch" || b.kind === "chain")) return [];
    if (lookups.some((b) => fallsBackOnRetry(b, group.name, ctx))) return [];
    const isOpen = (b: Branch): boolean => mayTryOthers(resolved.facts.functions[b.function]?.span ?? b.span, ctx);
    if (!isEnum && words.includes("no") && lookups.some(isOpen)) return [];
    const handled = new Set([...codesOf(labels), ...handledAround(group.function, catalog.id, resolved, ctx.linked)]);
    const asked = askedCodes(catalog, { levels: [] }, scopeShowsIn(ctx, group.function));
    const missing = asked.filter((a) => !handled.has(a.code) && isAsked(a.kind, kinds));
    if (missing.length === 0) return [];
    const data: UnhandledData = { what: "group", at: group.span, missing };
    return [{ ...report(group.nameSpan, missing, catalog, undefined, false, ctx, group.name), data }];
  });
}

/** `ACTIONS[code] ?? "retry"`; what a default that stands elsewhere says nobody knows here. */
function fallsBackOnRetry({ span }: Branch, table: string, { text }: RuleContext): boolean {
  const end = text.indexOf("\n", span.end);
  const line = text.slice(span.start, Math.min(end < 0 ? text.length : end, span.end + longLine));
  const rest = line.replaceAll(table, " ").replace(readsIt, " ").replace(saysNo, " ");
  return wordsOf(rest).some((w) => triesAgain.test(w) || /^(?:defaults?|fallback|others?|unknown|generic)$/.test(w));
}

/** In UTF-16 units: what stands further away on a line is something else. */
const longLine = 300;

/** `POLICY[code]?.retry`, `POLICY[code]["retry"]`: what is looked up is asked. */
const readsIt = /[\])][?!]?(?:\.\w{0,20}|\[\s*[:"']\w{0,20})retr\w*/gi;
const saysNo = /(?<!\w)\w{0,20}retr\w{0,20}["']?\s*(?:=>|[:=])\s*(?:false|nil|null|none)\b/gi;

/**
 * Whether what a table or an enum doesn't hold may be tried again, as the function says that asks it, or the enum: `policy?.retry !== false`,
 * `.orElse(true)`, `policy == null || policy.retry`. A truth value says nothing of what it isn't said of.
 */
function mayTryOthers({ start, end }: Span, { text }: RuleContext): boolean {
  return opens.test(text.slice(start, Math.min(end, start + longText)));
}

const longText = 20_000;
const opens =
  /(?:\?\?|\|\||\?:|\bor\b|\belse\b|\?[^:?\n]{1,80}:)\s*true\b|,\s*true\s*\)[^,;]|!==?\s*false\b|\bnot\s+false\b|\bor[A-Z]\w*\(\s*true|==\s*(?:null|nil|undefined)\s*\|\||\bis\s+none\s+or\b|\.nil\?\s*\|\||!\s*\w+\s*\|\||\bnot\s+\w+\s+or\b/i;

/** The APIs about whose codes a file decides. */
const deciding = new Tally<ResolvedBranch, string>();

/** Whether decisions ask through a set or a predicate of this name. */
function isUsed(name: string, { resolved, linked }: RuleContext): boolean {
  const own = asking.of(resolved.facts.branches, (b) =>
    b.kind === "switch" || b.kind === "chain" ? b.arms.flatMap((a) => [...a.via, ...a.labels.flatMap((l) => l.group ?? [])]) : [],
  );
  // A test that asks it decides nothing.
  return own.has(name) || linked.some((file) => !file.test && file.facts.branches.some((b) => b.arms.some((a) => a.via.includes(name))));
}

const asking = new Tally<Branch, string>();

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
  const named = resolved.facts.predicates.filter((p) => p.name !== "" && kindsOf(codes(p), catalog).size > 0);
  // One that a retrier asks is asked there, for whatever the others leave out as well.
  if (named.some((p) => toldAs(p, resolved.facts.functions[p.function] as FunctionFact, ctx) === "again")) return [];
  const own = named.filter((p) => !givenIn(p.name, ctx).some((c) => saysOver.test(c.of)));
  if (own.length === 0 || own.some((p) => p.negated)) return [];
  const byName = own.find((p) => wordsOf(p.name).some((w) => /^(?:retry|retryable|retriable|transient|recoverable|temporary)$/.test(w)));
  // One that says by its name what it is for is asked unless it is asked elsewhere; others are understood together or not at all.
  if ((byName ? [byName] : resolved.facts.predicates).some((p) => isUsed(p.name, ctx))) return [];
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
