import { type Catalog, isRetryable, type RetryKind } from "../catalogs/catalog.ts";
import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { Arm, Body, FunctionFact } from "../sites/model.ts";
import type { Source } from "../text/places.ts";
import { contains, type Span } from "../text/span.ts";
import { asksForLess } from "./attempts.ts";
import { askedCodes, handledAround, handledBy, isDecision, pathOfFunction, scopeShowsIn, withinScopeOf } from "./coverage.ts";
import { final, isGivenByName, leavesToQueue, retrierAround, retrierBelow } from "./retriers.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";
import { outermost, ownBranches } from "./standing.ts";
import { listAsked } from "./told-at-lists.ts";
import { isNever } from "./tried-again.ts";
import { unusedLists } from "./unhandled-lists.ts";
import { kindsOf, report, type UnhandledData } from "./unhandled-report.ts";

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
  // Nothing retryable in it and nobody retries: a probe for permanent codes that hands on the rest is no error handling.
  const again = branch.arms.some(({ body }) => body && retries(body) && !(body.action === "retry" && asksForLess(body, branch.function, ctx)));
  if (kinds.size === 0 && !again && (branch.kind !== "switch" || passesOn(branch))) return undefined;
  if (kinds.size === 0 && own.size < 2) return undefined;
  if (isUnder(branch.function, told, ctx.resolved.facts.functions)) return undefined;
  if (!branch.arms.some((a) => repeats(a.body)) && isUnder(branch.function, toldAtEnd, ctx.resolved.facts.functions)) return undefined;
  if (retrierBelow(branch.function, ctx.resolved, ctx.linked, kinds.size === 0 && !again)) return undefined;
  const fits = withinScopeOf(own, catalog);
  const asked = askedCodes(catalog, b, scopeShowsIn(ctx, branch.function)).filter((a) => !own.has(a.code) && fits(a.code));
  if (asked.length === 0 || everythingIsRetried(b, together, ctx) || handsOn(b, ctx)) return undefined;
  const around = handledAround(branch.function, catalog.id, ctx.resolved, ctx.linked);
  // A decision about permanent codes leaves the others to the client: it knows which of a kind it tries again. One of another file is asked itself.
  const seenTo = kinds.size === 0 ? kindsOf(around, catalog) : undefined;
  if (seenTo && seenTo.size > 0 && kindsOf(handledAround(branch.function, catalog.id, ctx.resolved, noFiles), catalog).size === 0) return undefined;
  if (kinds.size === 0 && isAskedOnPath(b, ctx)) return undefined;
  const narrow = givesOn(b) ? kinds : narrowed(kinds, own, around, catalog);
  const left = again ? undefined : triedElsewhere(b, ctx);
  const missing = asked.filter(
    (a) => !around.has(a.code) && (!narrow || narrow.has(a.kind)) && seenTo?.has(a.kind) !== true && left?.has(a.kind) !== true,
  );
  if (missing.length === 0) return undefined;
  const lone =
    own.size === 1 &&
    branch.arms.length === 1 &&
    !retries(branch.arms[0]?.body) &&
    branch.fallback?.body.action !== "fail" &&
    !(leavesTheRest(b) && retries(branch.fallback?.body));
  const place = placeOf(b, together, missing);
  const listed = branch.kind === "switch" ? undefined : listAsked(place, missing, ctx.resolved);
  const data: UnhandledData = { what: "branch", at: branch.span, missing, ...(listed ? { list: listed } : {}) };
  const rest = listed ? undefined : branch.fallback?.body;
  return {
    ...report(headOf(place, ctx.text), missing, catalog, rest, branch.kind === "switch", ctx, listed?.alone ? listed.name : undefined),
    ...(lone ? { severity: "hint" as const } : {}),
    data,
  };
}

/** `default: throw e`: what isn't named goes on to the caller as it was, and what is named is no failure: nothing is made of any here. */
function passesOn({ arms, fallback, subject }: ResolvedBranch["branch"]): boolean {
  const body = fallback?.body;
  if (body?.action !== "fail" || body.calls.length > 0 || arms.some((a) => a.body?.action === "fail")) return false;
  return body.throws.length > 0 ? body.throws.every((it) => it === subject.names[0]) : body.rethrows === true;
}

const noFiles: readonly Resolved[] = [];

/** Whether another decision on the way of the request tries something again: the codes that the client leaves out belong to that one. */
function isAskedOnPath(b: ResolvedBranch, { resolved }: RuleContext): boolean {
  const path = pathOfFunction(b.branch.function, resolved);
  const top = outermost(b.branch.function, resolved.facts.functions);
  return resolved.branches.some(
    (o) =>
      o.catalog.id === b.catalog.id &&
      o.confidence === "certain" &&
      path?.has(o.branch.function) === true &&
      outermost(o.branch.function, resolved.facts.functions) !== top &&
      isDecision(o) &&
      kindsOf(handledBy(o), o.catalog).size > 0,
  );
}

/** Where errors are only made of codes: the kinds that another file of the client tries again by the codes themselves. What lacks there is told there. */
function triedElsewhere(
  { catalog, branch: { fallback, function: fn } }: ResolvedBranch,
  { linked, resolved }: RuleContext,
): ReadonlySet<RetryKind> | undefined {
  if (retries(fallback?.body)) return undefined;
  const tries = (o: ResolvedBranch): boolean =>
    o.catalog.id === catalog.id &&
    o.confidence === "certain" &&
    isDecision(o) &&
    (o.branch.arms.some((a) => retries(a.body)) || (leavesTheRest(o) && retries(o.branch.fallback?.body)));
  const name = resolved.facts.functions[fn]?.name ?? "";
  // Only who is on the way of what is made here is told of it.
  const isTold = (o: ResolvedBranch, f: Resolved): boolean =>
    [...(pathOfFunction(o.branch.function, f) ?? [])].some((i) => f.facts.functions[i]?.calls.includes(name));
  const codes = linked.flatMap((f) => (f.test ? [] : f.branches.flatMap((o) => (tries(o) && isTold(o, f) ? handledBy(o) : []))));
  return kindsOf(codes, catalog);
}

/**
 * Questions about one value that follow each other are one decision. Codes belong to the one that names what is cured alike, better where that is
 * tried again, else to the first of them; a list that has a name goes before.
 */
function placeOf(b: ResolvedBranch, together: readonly ResolvedBranch[], missing: UnhandledData["missing"]): ResolvedBranch {
  if (b.branch.kind !== "chain" || b.branch.arms.some((a) => a.meets === "membership" && a.via.length > 0 && retries(a.body))) return b;
  const keyOf = (t: ResolvedBranch): string => t.branch.subject.names.filter((n) => n !== "[]").join(".");
  const key = keyOf(b);
  const row = together.filter(
    (t) =>
      t.branch.kind === "chain" &&
      t.branch.function === b.branch.function &&
      keyOf(t) === key &&
      (t === b || t.branch.arms.some((a) => a.meets !== "call")) &&
      isDecision(t) &&
      handledBy(t).length > 0,
  );
  const alike = (t: ResolvedBranch): number => {
    const kinds = kindsOf(handledBy(t), t.catalog);
    const isAgain = kinds.size > 0 && (t.branch.arms.some((a) => retries(a.body)) || leavesTheRest(t));
    return 2 * missing.filter((m) => kinds.has(m.kind)).length + (isAgain ? 1 : 0);
  };
  return row.sort((x, y) => alike(y) - alike(x) || x.branch.head.start - y.branch.head.start)[0] ?? b;
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
  if (comesToNextRound(b, together)) return true;
  // `if (PERMANENT.has(code)) throw`: what isn't listed is somebody else's, who tries again or not.
  if (b.branch.arms.length > 0 && b.branch.arms.every((a) => a.body?.action === "fail" && !a.negated && a.via.some(isNever))) return true;
  // `if (code !== "1003") retry`: all but the named ones are retried.
  if (b.branch.arms.some((a) => a.negated && retries(a.body) && !isOfStatus(a, b, ctx))) return true;
  if (givesUpInAWord(b) || givesUpBeside(b, ctx) || saysNo(b)) return false;
  const thrown = thrownForTheRest(b);
  const ended = together.flatMap((t) => t.branch.arms.flatMap((a) => a.body?.throws ?? []));
  const isThrown = thrown.length > 0 || (!leavesTheRest(b) && b.branch.fallback?.body.action === "fail");
  return (
    leavesToQueue(b.branch.function, thrown, ended, ctx.resolved) ||
    retrierAround(b.branch.function, thrown, ctx.resolved, ctx.linked, isThrown, b.branch.caught)
  );
}

/** `if (status === 401 && code !== "2000") renew`: the status is asked in the same breath, so that what isn't named is tried again only with that. */
function isOfStatus(arm: Arm, { branch }: ResolvedBranch, { resolved }: RuleContext): boolean {
  const isSame = (a: Arm): boolean => a.span.start === arm.span.start && a.span.end === arm.span.end && a.guarded && !a.negated;
  const beside = resolved.facts.branches.filter((o) => o !== branch && o.function === branch.function && o.span.start === branch.span.start);
  return beside.some((o) => o.arms.some((a) => isSame(a) && a.labels.some((l) => /^[45]\d\d$/.test(l.value))));
}

/** What no arm takes comes to the end of a round, and is tried in the next one, unless a decision before it lets only the named ones pass. */
function comesToNextRound({ branch: { function: fn } }: ResolvedBranch, together: readonly ResolvedBranch[]): boolean {
  const here = together.filter((t) => t.branch.function === fn);
  return here.some((t) => t.branch.round === true && !isWithinArm(t, together)) && !here.some(leavesTheRest);
}

/** What stands in an arm of another decision is asked for the codes of that arm alone. */
function isWithinArm({ branch }: ResolvedBranch, together: readonly ResolvedBranch[]): boolean {
  return together.some((o) => o.branch !== branch && o.branch.arms.some((a) => a.body && contains(a.body.span, branch.span)));
}

/** `default: return Verdict.FATAL`: nothing is thrown that somebody around could catch and try again. */
function givesUpInAWord({ branch: { kind, fallback } }: ResolvedBranch): boolean {
  if (kind !== "switch" || fallback?.body.action !== "value" || fallback.body.throws.length > 0) return false;
  return /^[A-Z]|^(?:fatal|fail\w*|abort\w*|give_?up|permanent|never|stop|reject\w*|dead|kill)$/.test(fallback.body.value ?? "");
}

/** `default: return false` of what says whether to try again: nothing is thrown, and whoever asks it doesn't try the rest. */
function saysNo({ branch: { arms, fallback } }: ResolvedBranch): boolean {
  return /^false$/i.test(fallback?.body.value ?? "") && fallback?.body.throws.length === 0 && arms.some((a) => /^true$/i.test(a.body?.value ?? ""));
}

/** `return retry.NonRetryableError(err)` somewhere behind what is tried again, in the function that a retrier is given. */
function givesUpBeside({ branch }: ResolvedBranch, { resolved }: RuleContext): boolean {
  const fn = resolved.facts.functions[branch.function];
  const isGiven = fn !== undefined && (fn.passedTo !== undefined || isGivenByName(fn, resolved.facts));
  if (!isGiven || branch.fallback !== undefined || !fn.calls.some((c) => final.test(c))) return false;
  // Where an arm gives up the ones that it names, the rest may well be tried again.
  return branch.arms.some((a) => retries(a.body)) && !branch.arms.some((a) => a.body?.calls.some((c) => final.test(c)));
}

/** Whether a function, or one around it, is given to others under such a name. */
function isUnder(fn: number, name: RegExp, functions: readonly FunctionFact[]): boolean {
  for (let at = functions[fn]; at; at = functions[at.parent]) if (name.test(at.under ?? "") || name.test(at.passedTo ?? "")) return true;
  return false;
}

/** `OnRetry = async args => …`: it is told that something is tried again, which was decided elsewhere. */
const told = /^(?:on_?(?:re_?try|retries|retrying|backoff|failed_?attempt)(?:_?async)?|before_?(?:retry|sleep|attempt)|log_?retry)$/i;

/** `{ retry: shouldRetry, onError: (e) => … }`: it is told of what nobody tries any more, and makes something of it for people. */
const toldAtEnd = /^on_?(?:error|failure|settled)$/i;

/** What is thrown for whatever isn't named. */
function thrownForTheRest(b: ResolvedBranch): readonly string[] {
  return leavesTheRest(b) ? b.branch.arms.flatMap((a) => a.body?.throws ?? []) : (b.branch.fallback?.body.throws ?? []);
}

/** `if (!POLICIES.has(code)) throw`: what comes behind it is done for the named ones alone. */
function leavesTheRest({ branch }: ResolvedBranch): boolean {
  return branch.arms.length > 0 && branch.arms.every((a) => a.negated && a.body?.exits === true && !retries(a.body));
}

/** `if (code !== EXPIRED) return response`: what isn't mended here is given to whoever asked, who sees to it or not. */
function givesOn(b: ResolvedBranch): boolean {
  return leavesTheRest(b) && b.branch.arms.every((a) => a.body?.action === "value") && b.branch.fallback?.body.action === "renew";
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

/** Whether something is asked for once more, and not only a credential renewed. */
function repeats(body: Body | undefined): boolean {
  return body?.action === "retry" || (body?.repeats.length ?? 0) > 0;
}
