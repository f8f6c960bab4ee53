import type { Resolved } from "../resolve/resolved.ts";
import type { Span } from "../text/span.ts";
import { affectedBy, standingAt, type Version } from "./affected.ts";
import { handledAnywhere } from "./coverage.ts";
import { duplicateCode } from "./duplicate-code.ts";
import { type Homes, homesOf, type Own } from "./homes.ts";
import { ignoredError } from "./ignored-error.ts";
import { inconsistentRetry } from "./inconsistent-retry.ts";
import type { Finding, Severity, SeveritySetting } from "./model.ts";
import { neverMatches } from "./never-matches.ts";
import { retriesPermanent } from "./retries-permanent.ts";
import { retryWithoutDelay } from "./retry-without-delay.ts";
import { retryWithoutRefresh } from "./retry-without-refresh.ts";
import type { Draft, Rule, RuleContext, RuleInfo } from "./rule.ts";
import { staleSuppression } from "./stale-suppression.ts";
import { strangeNotes, suppress, suppressionsIn } from "./suppressions.ts";
import { toldAtLists } from "./told-at-lists.ts";
import { unboundedRetry } from "./unbounded-retry.ts";
import { unhandledRetryable } from "./unhandled-retryable.ts";
import { unknownCode } from "./unknown-code.ts";
import { Wording } from "./wording.ts";
import { wrongField } from "./wrong-field.ts";

/** In the order of their importance: where two speak of one place, the first is shown first. */
const checks: readonly Rule[] = [
  neverMatches,
  wrongField,
  unhandledRetryable,
  unknownCode,
  retriesPermanent,
  duplicateCode,
  retryWithoutDelay,
  retryWithoutRefresh,
  unboundedRetry,
  ignoredError,
  inconsistentRetry,
];

/** All that can be set, has a page and may stand in a report. */
export const rules: readonly RuleInfo[] = [...checks, staleSuppression];

export type RuleSettings = Readonly<Record<string, SeveritySetting>>;

/** What all rules say of one file, in the order of the text, without what its comments suppress. `settings` maps a rule's id to the user's severity. */
export function check(ctx: Checked, settings: RuleSettings): readonly Finding[] {
  return checkOn(ctx, settings).findings;
}

/** What of a context is the file's, and not a question about it. */
export type Checked = Omit<RuleContext, "asked">;

/** What was said of one version of a file: what the next one goes on from. */
export interface Checking {
  readonly findings: readonly Finding[];
  /** Outermost functions about which rules were asked for it, of how many. */
  readonly work: { readonly asked: number; readonly functions: number };
  readonly version: Version;
  readonly frame: string;
  readonly linked: readonly Resolved[];
  readonly homes: Homes<Home>;
}

/** An outermost function with its decisions, and what all rules say of them, rule by rule. */
interface Home extends Own {
  readonly said: readonly Finding[];
}

/**
 * Asks the rules about a version of a file, and about those functions alone about which they may say something else than `before`. With `near`,
 * only about those that are new or stand there, whatever else is to be said of the others.
 */
export function checkOn(given: Checked, settings: RuleSettings, before?: Checking, near?: Span): Checking {
  const { text, lines, words, resolved } = given;
  const { functions } = resolved.facts;
  const active = checks.filter((rule) => settingOf(rule, settings) !== "off");
  const frame = frameOf(given, active, settings);
  // Other files that are the same are the same, in whatever list they come.
  const linked = before && sameList(before.linked, given.linked) ? before.linked : given.linked;
  const others = before?.linked === linked ? before.version.others : linked.flatMap((l) => l.facts.functions);
  const version = { functions, text, others, wording: before?.version.wording ?? new Wording() };
  const affected =
    near && before
      ? standingAt(near, before.version, version)
      : before?.frame === frame && before.linked === linked
        ? affectedBy(before.version, version)
        : undefined;
  let asked = 0;
  const homes = homesOf<Home>(resolved, before?.homes, affected, (own, known) => {
    if (known && sameList(known.branches, own.branches) && sameList(known.astray, own.astray)) return known;
    asked++;
    return { ...own, said: inOrder(firsts(saidOf(active, (rule) => rule.check({ ...given, asked: own }), settings))) };
  });
  const said: Finding[] = [];
  for (const home of homes.all) for (const finding of home.said) said.push(finding);
  const ctx = { ...given, asked: resolved };
  said.push(...saidOf(active, (rule) => rule.whole?.(ctx) ?? none, settings));
  const stale = settingOf(staleSuppression, settings);
  const heard = active.filter((r) => !r.workspace).map((r) => r.id);
  const known = rules.map((r) => r.id);
  const telling = { lines, words, heard, known, stale: stale === "off" ? undefined : stale };
  const notes = given.suppresses === false ? [] : suppressionsIn(text, lines);
  const kept = suppress(firsts(said), notes, telling, (left) => toldAtLists(left, resolved.facts, words));
  const isAddressed = given.suppresses !== false || given.whole !== undefined;
  const strange = isAddressed && given.apis ? strangeNotes(text, given.whole, given.apis, telling) : [];
  return { findings: inOrder([...kept, ...strange]), work: { asked, functions: homes.all.length }, version, frame, linked, homes };
}

const none: readonly Draft[] = [];

function saidOf(active: readonly Rule[], ask: (rule: Rule) => readonly Draft[], settings: RuleSettings): readonly Finding[] {
  const said: Finding[] = [];
  for (const rule of active) for (const finding of found(rule, ask(rule), settings)) said.push(finding);
  return said;
}

const onlyOnce: ReadonlySet<string> = new Set(checks.flatMap((rule) => (rule.once ? [rule.id] : [])));

/** Without what a rule says again of the same place. */
function firsts(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some((f) => onlyOnce.has(f.rule))) return findings;
  const seen = new Set<string>();
  return findings.filter(({ rule, span }) => {
    if (!onlyOnce.has(rule)) return true;
    const place = `${rule} ${span.start}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

const rank: ReadonlyMap<string, number> = new Map([...checks, staleSuppression].map((rule, i) => [rule.id, i]));

/** In the order of the text; of one place the more important first. Those of function after function mostly are in order, which is told sooner. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  let at = 1;
  while (at < findings.length && byPlace(findings[at - 1] as Finding, findings[at] as Finding) <= 0) at++;
  return at < findings.length ? [...findings].sort(byPlace) : findings;
}

function byPlace(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule === b.rule ? 0 : rankOf(a) - rankOf(b));
}

function rankOf({ rule }: Finding): number {
  return rank.get(rule) as number;
}

function found(rule: Rule, drafts: readonly Draft[], settings: RuleSettings): readonly Finding[] {
  const set = settingOf(rule, settings) as Severity;
  // What a rule itself lowers stays below what the user asks for: a hint is no error because the rule was raised.
  return drafts.map(({ severity, related, ...draft }) => ({ rule: rule.id, severity: settle(set, severity), related: related ?? [], ...draft }));
}

/** All that rules look at beside functions and their text, as a text to be compared. */
function frameOf({ resolved, path, words, fallback, linked }: Checked, active: readonly Rule[], settings: RuleSettings): string {
  const { facts, test, verdicts } = resolved;
  const apis = [...new Set(resolved.branches.map((b) => b.catalog.id))];
  return JSON.stringify([
    path,
    words.wanted,
    fallback,
    test,
    active.map((r) => [r.id, settingOf(r, settings)]),
    verdicts.map((v) => [v.api, v.certain]),
    written(facts.imports, (i) => i.source),
    written(facts.classes, (c) => [c.name, c.base, c.runs]),
    written(facts.families, (f) => f),
    written(facts.groups, (g) => [g.name, g.form, g.values, g.words, g.labels.map((l) => l.value), g.covers?.map((c) => c.text)]),
    apis.map((api) => [api, [...handledAnywhere(api, resolved, linked)].sort()]),
  ]);
}

const writtenOf = new WeakMap<object, string>();

/** What a list says, as a text: the same list is written once, and most versions of a file share it. */
function written<T>(list: readonly T[], of: (it: T) => unknown): string {
  let text = writtenOf.get(list);
  if (text === undefined) {
    text = JSON.stringify(list.map(of));
    writtenOf.set(list, text);
  }
  return text;
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((it, i) => it === b[i]);
}

function settingOf(rule: RuleInfo, settings: RuleSettings): SeveritySetting {
  return (Object.hasOwn(settings, rule.id) ? settings[rule.id] : undefined) ?? rule.severity;
}

const order: readonly Severity[] = ["hint", "information", "warning", "error"];

function settle(wanted: Severity, lowered: Severity | undefined): Severity {
  return lowered !== undefined && order.indexOf(lowered) < order.indexOf(wanted) ? lowered : wanted;
}
