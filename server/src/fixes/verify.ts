import type { Finding, Fix } from "../rules/model.ts";
import { staleSuppression } from "../rules/stale-suppression.ts";
import { decidedAt, lacking } from "../rules/unhandled-report.ts";
import { clash, overlaps, type TextEdit } from "../text/span.ts";
import type { FixContext } from "./model.ts";
import { remembering } from "./remember.ts";

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
export function isAlone(finding: Finding, { findings, outermostFunction }: FixContext): boolean {
  const around = outermostFunction(decidedAt(finding));
  return findings.every((f) => f.rule === finding.rule || (around !== undefined && !overlaps(f.span, around.span)));
}

/** Edits that the file was seen to parse with, alone or together with others. */
const seenToParse = remembering((_: FixContext): TextEdit[] => []);

/** Whether the file still parses, where more was proven of a fix like it, or is to be proven later. */
export function parses(edits: Fix["edits"], ctx: FixContext): boolean {
  const seen = seenToParse(ctx);
  if (edits.every((e) => seen.some((it) => isPart(e, it)))) return true;
  if (ctx.errorsAfter(edits) > ctx.trial([]).errors) return false;
  seen.push(...edits);
  return true;
}

/** The file was seen to parse with these edits. */
export function didParse(edits: Fix["edits"], ctx: FixContext): void {
  seenToParse(ctx).push(...edits);
}

/**
 * Tries fixes that are to be shown at one place all at once, the one that writes most first: the file mostly parses with all of them, as it does
 * with each. One that can't be made together with those before it is left out. Where they don't parse, each is tried by itself.
 */
export function parseTogether(fixes: readonly Fix["edits"][], ctx: FixContext): void {
  const all: TextEdit[] = [];
  for (const edits of fixes) {
    const more = edits.filter((e) => !all.some((it) => isPart(e, it)));
    if (!more.some((e) => all.some((it) => clash(it.span, e.span)))) all.push(...more);
  }
  if (all.length > 0) parses(all, ctx);
}

/** Whether an edit is what another one does, or whole lines of it. */
function isPart({ span, text }: TextEdit, { span: around, text: more }: TextEdit): boolean {
  if (span.start !== around.start || span.end !== around.end) return false;
  if (text === more) return true;
  const at = more.indexOf(text);
  const end = at + text.length;
  return at >= 0 && (at === 0 || ends(more, at) || ends(more, at - 1)) && (end === more.length || ends(more, end) || ends(more, end - 1));
}

function ends(text: string, at: number): boolean {
  return text.charAt(at) === "\n";
}

function count(findings: readonly Finding[], rule: string, code: string): number {
  return findings.reduce((sum, f) => (f.rule === rule ? sum + lacking(f, code) : sum), 0);
}

/** Findings of other rules that are there only afterwards. */
function worse(before: readonly Finding[], after: readonly Finding[], rule: string): readonly Finding[] {
  const left = before.map(key);
  return after.filter((f) => {
    // A note that nothing is left for is no harm.
    if (f.rule === rule || f.rule === staleSuppression.id) return false;
    const at = left.indexOf(key(f));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function key(f: Finding): string {
  return `${f.rule} ${f.codes.join(" ")}`;
}
