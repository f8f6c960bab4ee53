import { duplicateCode } from "./duplicate-code.ts";
import type { Finding, Severity, SeveritySetting } from "./model.ts";
import { neverMatches } from "./never-matches.ts";
import { retriesPermanent } from "./retries-permanent.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { unhandledRetryable } from "./unhandled-retryable.ts";
import { unknownCode } from "./unknown-code.ts";

/** All rules, in the order of their importance: where two speak of one place, the first is shown first. */
export const rules: readonly Rule[] = [neverMatches, unhandledRetryable, unknownCode, retriesPermanent, duplicateCode];

/** What all rules say of one file, in the order of the text. `settings` maps a rule's id to the user's severity. */
export function check(ctx: RuleContext, settings: Readonly<Record<string, SeveritySetting>>): readonly Finding[] {
  const out: Finding[] = [];
  for (const rule of rules) {
    const set = Object.hasOwn(settings, rule.id) ? settings[rule.id] : undefined;
    if (set === "off") continue;
    for (const { severity, related, ...draft } of rule.check(ctx)) {
      // What a rule itself lowers stays below what the user asks for: a hint is no error because the rule was raised.
      out.push({ rule: rule.id, severity: settle(rule.severity, set, severity), related: related ?? [], ...draft });
    }
  }
  return out.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

const order: readonly Severity[] = ["hint", "information", "warning", "error"];

function settle(own: Severity, set: SeveritySetting | undefined, lowered: Severity | undefined): Severity {
  const wanted = set === undefined || set === "off" ? own : set;
  if (lowered === undefined) return wanted;
  return order.indexOf(lowered) < order.indexOf(wanted) ? lowered : wanted;
}
