import type { Astray } from "../resolve/astray.ts";
import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";
import type { Span } from "../text/span.ts";
import { affectedBy, standingAt, type Version } from "./affected.ts";
import { home } from "./attempts.ts";
import { handledAnywhere } from "./coverage.ts";
import { duplicateCode } from "./duplicate-code.ts";
import { ignoredError } from "./ignored-error.ts";
import { inconsistentRetry } from "./inconsistent-retry.ts";
import type { Finding, Severity, SeveritySetting } from "./model.ts";
import { neverMatches } from "./never-matches.ts";
import { retriesPermanent } from "./retries-permanent.ts";
import { retryWithoutDelay } from "./retry-without-delay.ts";
import { retryWithoutRefresh } from "./retry-without-refresh.ts";
import type { Draft, Rule, RuleContext, RuleInfo } from "./rule.ts";
import { staleSuppression } from "./stale-suppression.ts";
import { suppress, suppressionsIn } from "./suppressions.ts";
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
  readonly homes: ReadonlyMap<FunctionFact, Home>;
}

/** An outermost function with its decisions, and what each rule says of them. */
interface Home extends Pick<Resolved, "branches" | "astray"> {
  readonly found: readonly (readonly Finding[])[];
  /** Whether any does. */
  readonly speaks: boolean;
}

/**
 * Asks the rules about a version of a file, and about those functions alone about which they may say something else than `before`. With `near`,
 * only about those that are new or stand there, whatever else is to be said of the others.
 */
export function checkOn(given: Checked, settings: RuleSettings, before?: Checking, near?: Span): Checking {
  const { text, lines, words, resolved, linked } = given;
  const { functions } = resolved.facts;
  const active = checks.filter((rule) => settingOf(rule, settings) !== "off");
  const frame = frameOf(given, active, settings);
  const others = before?.linked === linked ? before.version.others : linked.flatMap((l) => l.facts.functions);
  const version = { functions, text, others, wording: before?.version.wording ?? new Wording() };
  const affected =
    near && before
      ? standingAt(near, before.version, version)
      : before?.frame === frame && before.linked === linked
        ? affectedBy(before.version, version)
        : undefined;
  const homes = new Map<FunctionFact, Home>();
  const all: Home[] = [];
  let asked = 0;
  for (const [index, own] of byHome(resolved)) {
    const fact = functions[index];
    const known = fact && affected && !affected.has(index) ? before?.homes.get(fact) : undefined;
    const same = known && sameList(known.branches, own.branches) && sameList(known.astray, own.astray);
    if (!same) asked++;
    const home = same ? known : homeOf(own, active, given, settings);
    if (fact) homes.set(fact, home);
    all.push(home);
  }
  const out: Finding[] = [];
  const ctx = { ...given, asked: resolved };
  const speaking = all.filter((h) => h.speaks);
  for (const [i, rule] of active.entries()) {
    const seen = new Set<number>();
    const take = (list: readonly Finding[]): void => {
      for (const finding of list) {
        if (rule.once) {
          if (seen.has(finding.span.start)) continue;
          seen.add(finding.span.start);
        }
        out.push(finding);
      }
    };
    for (const home of speaking) take(home.found[i] ?? []);
    take(found(rule, rule.whole?.(ctx) ?? [], settings));
  }
  const stale = settingOf(staleSuppression, settings);
  const heard = active.filter((r) => !r.workspace).map((r) => r.id);
  const known = rules.map((r) => r.id);
  const kept = suppress(out, given.suppresses === false ? [] : suppressionsIn(text, lines), {
    lines,
    words,
    heard,
    known,
    stale: stale === "off" ? undefined : stale,
  });
  const findings = [...kept].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { findings, work: { asked, functions: all.length }, version, frame, linked, homes };
}

function homeOf(own: Pick<Resolved, "branches" | "astray">, active: readonly Rule[], given: Checked, settings: RuleSettings): Home {
  const ctx = { ...given, asked: own };
  const all = active.map((rule) => found(rule, rule.check(ctx), settings));
  return { ...own, found: all, speaks: all.some((list) => list.length > 0) };
}

function found(rule: Rule, drafts: readonly Draft[], settings: RuleSettings): readonly Finding[] {
  const set = settingOf(rule, settings) as Severity;
  // What a rule itself lowers stays below what the user asks for: a hint is no error because the rule was raised.
  return drafts.map(({ severity, related, ...draft }) => ({ rule: rule.id, severity: settle(set, severity), related: related ?? [], ...draft }));
}

/** The decisions of a file by the outermost function that they stand in; those of no function under -1. */
function byHome(resolved: Resolved): ReadonlyMap<number, Pick<Resolved, "branches" | "astray">> {
  const homes = new Map<number, { branches: ResolvedBranch[]; astray: Astray[] }>();
  const at = (fn: number): { branches: ResolvedBranch[]; astray: Astray[] } => {
    const index = home(fn, resolved);
    let own = homes.get(index);
    if (!own) {
      own = { branches: [], astray: [] };
      homes.set(index, own);
    }
    return own;
  };
  for (const b of resolved.branches) at(b.branch.function).branches.push(b);
  for (const a of resolved.astray) at(a.branch.function).astray.push(a);
  return homes;
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
    facts.imports.map((i) => i.source),
    facts.classes.map((c) => [c.name, c.base]),
    facts.families,
    facts.groups.map((g) => [g.name, g.form, g.values, g.words, g.labels.map((l) => l.value), g.covers?.map((c) => c.text)]),
    apis.map((api) => [api, [...handledAnywhere(api, resolved, linked)].sort()]),
  ]);
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
