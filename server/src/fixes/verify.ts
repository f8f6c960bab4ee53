import type { Finding, Fix } from "../rules/model.ts";
import { overlaps } from "../text/span.ts";
import type { FixContext } from "./model.ts";

/**
 * Whether the edits do what they promise: the file still parses, the codes are asked for less often than before, and nothing else is found
 * that was not there. A fix that fails here is not offered: fewer fixes rather than a wrong one.
 */
export function holds(edits: Fix["edits"], finding: Finding, codes: readonly string[], ctx: FixContext): boolean {
  const before = ctx.trial([]);
  const after = ctx.trial(edits);
  if (after.errors > before.errors) return false;
  const gone = codes.every((code) => count(after.findings, finding.rule, code) < count(before.findings, finding.rule, code));
  return gone && worse(before.findings, after.findings, finding.rule).length === 0;
}

/**
 * The same of a fix that writes into a function and is to be shown, which must cost less than a key press. Where nothing else is found in the
 * function, what is written there has never been found to bring anything: then it parses, and the rest is proven before it is made. Where
 * something is, more of it may come, and the fix is tried as far as `proof` says.
 */
export function holdsInFunction(edits: Fix["edits"], finding: Finding, codes: readonly string[], ctx: FixContext): boolean {
  return ctx.proof === "near" && isAlone(finding, ctx) ? parses(edits, ctx) : holds(edits, finding, codes, ctx);
}

/** Whether no other rule says anything of the outermost function that a finding stands in, or of the file where it stands in none. */
function isAlone({ rule, span }: Finding, { findings, outermostFunction }: FixContext): boolean {
  const around = outermostFunction(span);
  return findings.every((f) => f.rule === rule || (around !== undefined && !overlaps(f.span, around.span)));
}

/** Whether the file still parses, where more was proven of a fix like it, or is to be proven later. */
export function parses(edits: Fix["edits"], ctx: FixContext): boolean {
  return ctx.errorsAfter(edits) <= ctx.trial([]).errors;
}

function count(findings: readonly Finding[], rule: string, code: string): number {
  return findings.filter((f) => f.rule === rule && f.codes.includes(code)).length;
}

/** Findings of other rules that are there only afterwards. */
function worse(before: readonly Finding[], after: readonly Finding[], rule: string): readonly Finding[] {
  const left = before.map(key);
  return after.filter((f) => {
    if (f.rule === rule) return false;
    const at = left.indexOf(key(f));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function key(f: Finding): string {
  return `${f.rule} ${f.codes.join(" ")}`;
}
