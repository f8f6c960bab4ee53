import { duplicateCode } from "./duplicate-code.ts";
import { ignoredError } from "./ignored-error.ts";
import { inconsistentRetry } from "./inconsistent-retry.ts";
import type { Finding, Severity, SeveritySetting } from "./model.ts";
import { neverMatches } from "./never-matches.ts";
import { retriesPermanent } from "./retries-permanent.ts";
import { retryWithoutDelay } from "./retry-without-delay.ts";
import { retryWithoutRefresh } from "./retry-without-refresh.ts";
import type { Rule, RuleContext, RuleInfo } from "./rule.ts";
import { staleSuppression } from "./stale-suppression.ts";
import { suppress, suppressionsIn } from "./suppressions.ts";
import { unboundedRetry } from "./unbounded-retry.ts";
import { unhandledRetryable } from "./unhandled-retryable.ts";
import { unknownCode } from "./unknown-code.ts";
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
export function check(ctx: RuleContext, settings: RuleSettings): readonly Finding[] {
  const { text, lines, words } = ctx;
  const out: Finding[] = [];
  for (const rule of checks) {
    const set = settingOf(rule, settings);
    if (set === "off") continue;
    for (const { severity, related, ...draft } of rule.check(ctx)) {
      // What a rule itself lowers stays below what the user asks for: a hint is no error because the rule was raised.
      out.push({ rule: rule.id, severity: settle(set, severity), related: related ?? [], ...draft });
    }
  }
  const stale = settingOf(staleSuppression, settings);
  const heard = checks.filter((r) => !r.workspace && settingOf(r, settings) !== "off").map((r) => r.id);
  const known = rules.map((r) => r.id);
  const kept = suppress(out, suppressionsIn(text, lines), { lines, words, heard, known, stale: stale === "off" ? undefined : stale });
  return [...kept].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function settingOf(rule: RuleInfo, settings: RuleSettings): SeveritySetting {
  return (Object.hasOwn(settings, rule.id) ? settings[rule.id] : undefined) ?? rule.severity;
}

const order: readonly Severity[] = ["hint", "information", "warning", "error"];

function settle(wanted: Severity, lowered: Severity | undefined): Severity {
  return lowered !== undefined && order.indexOf(lowered) < order.indexOf(wanted) ? lowered : wanted;
}
