import type { Finding, Fix } from "../rules/model.ts";
import { asItStands, CallsByPart, callsIn } from "./calls.ts";
import { handleFixes } from "./handle/handle.ts";
import { hasLoops, withLoops } from "./loops.ts";
import type { FixContext } from "./model.ts";
import { duplicateFixes, permanentFixes } from "./remove.ts";
import { nearestFixes, typeFixes } from "./replace.ts";
import { staleFixes, suppressFixes } from "./suppress.ts";
import { around } from "./tree.ts";

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
  const ctx = inLoops(given);
  const own = Object.hasOwn(byRule, finding.rule) ? (byRule[finding.rule]?.(finding, ctx) ?? []) : [];
  const all =
    finding.rule === "stale-suppression" || (ctx.only !== undefined && ctx.only !== "suppress") ? own : [...own, ...suppressFixes(finding, ctx)];
  return ctx.only === undefined ? all : all.filter((fix) => fix.id === ctx.only);
}

/** Where calls are loops, the tree is another one than the file's. */
function inLoops(ctx: FixContext): FixContext {
  if (!hasLoops(ctx.language)) return ctx;
  const parts = withLoops(ctx.parts, ctx.language);
  return { ...ctx, parts, calls: callsIn(parts, new CallsByPart(), asItStands(ctx.text)), around: (span) => around(parts, span) };
}
