import type { Words } from "../l10n/words.ts";
import type { LineMap } from "../text/line-map.ts";
import type { Span } from "../text/span.ts";
import type { Finding } from "./model.ts";

/** `faultline-ignore rule -- reason` on the line itself, `faultline-ignore-next-line rule -- reason` above it. */
export interface Suppression {
  readonly line: number;
  /** Empty: every rule. */
  readonly rules: readonly string[];
  readonly span: Span;
}

const pattern = /\bfaultline-ignore(-next-line)?\b[ \t]*([a-z][a-z-]*(?:[ \t]*,[ \t]*[a-z][a-z-]*)*)?(?:[ \t]*--[^\n]*)?/g;

export function suppressionsIn(text: string, lines: LineMap): readonly Suppression[] {
  if (!text.includes("faultline-ignore")) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].trimEnd().length };
    const line = lines.position(span.start).line + (match[1] ? 1 : 0);
    return { line, rules: match[2]?.split(/[ \t]*,[ \t]*/) ?? [], span };
  });
}

/** The findings that stay, and one for each suppression that suppresses nothing. */
export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[], lines: LineMap, words: Words): readonly Finding[] {
  if (suppressions.length === 0) return findings;
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const line = lines.position(finding.span.start).line;
    const by = suppressions.find((s) => s.line === line && (s.rules.length === 0 || s.rules.includes(finding.rule)));
    if (by) used.add(by);
    return !by;
  });
  const stale = suppressions
    .filter((s) => !used.has(s))
    .map(
      (s): Finding => ({
        rule: "stale-suppression",
        severity: "information",
        api: "",
        codes: [],
        message: words.say("finding.stale"),
        span: s.span,
        related: [],
      }),
    );
  return stale.length === 0 ? kept : [...kept, ...stale].sort((a, b) => a.span.start - b.span.start);
}
