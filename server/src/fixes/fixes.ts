import type { Finding, Fix } from "../rules/model.ts";
import { CallsByPart, callsIn } from "./calls.ts";
import { handleFixes } from "./handle/handle.ts";
import { withLoops } from "./loops.ts";
import type { FixContext, Trial } from "./model.ts";
import { duplicateFixes, permanentFixes } from "./remove.ts";
import { nearestFixes, typeFixes } from "./replace.ts";
import { staleFixes, suppressFixes } from "./suppress.ts";

const byRule: Readonly<Record<string, (finding: Finding, ctx: FixContext) => readonly Fix[]>> = {
  "unhandled-retryable": handleFixes,
  "unknown-code": nearestFixes,
  "never-matches": typeFixes,
  "retries-permanent": permanentFixes,
  "duplicate-code": duplicateFixes,
  "stale-suppression": staleFixes,
};

/** What can be done about a finding, the best first; suppressing it is the last. The edits of one fix never overlap. */
export function fixesFor(finding: Finding, given: FixContext): readonly Fix[] {
  const parts = withLoops(given.parts, given.language);
  const ctx = remembering(parts === given.parts ? given : { ...given, parts, calls: callsIn(parts, new CallsByPart()) });
  const own = Object.hasOwn(byRule, finding.rule) ? (byRule[finding.rule]?.(finding, ctx) ?? []) : [];
  const all =
    finding.rule === "stale-suppression" || (ctx.only !== undefined && ctx.only !== "suppress") ? own : [...own, ...suppressFixes(finding, ctx)];
  return ctx.only === undefined ? all : all.filter((fix) => fix.id === ctx.only);
}

/** The file as it is was analysed once: asking again costs nothing. */
function remembering(ctx: FixContext): FixContext {
  let now: Trial | undefined;
  return {
    ...ctx,
    trial(edits) {
      if (edits.length > 0) return ctx.trial(edits);
      now ??= ctx.trial([]);
      return now;
    },
  };
}
