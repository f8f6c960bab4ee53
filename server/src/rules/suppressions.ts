import { nearestWord } from "../catalogs/distance.ts";
import type { Words } from "../l10n/words.ts";
import { directives } from "../resolve/evidence.ts";
import type { Lines } from "../text/line-map.ts";
import { plainOf, type Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import type { Finding, Severity } from "./model.ts";
import { staleSuppression } from "./stale-suppression.ts";

/** `faultline-ignore rule -- reason` on the line itself, `faultline-ignore-next-line rule -- reason` above it. */
export interface Suppression {
  readonly line: number;
  /** Empty: every rule. */
  readonly rules: readonly string[];
  readonly span: Span;
}

const pattern = /\bfaultline-ignore(-next-line)?\b[ \t]*([a-z][a-z-]*(?:[ \t]*,[ \t]*[a-z][a-z-]*)*)?(?:[ \t]*--[^\n]*)?/g;

/** In UTF-16 units: what stands further into its line is no note, and isn't asked about each time. */
const longestLine = 2000;

export function suppressionsIn(source: Source, lines: Lines): readonly Suppression[] {
  const { text, span: placed } = plainOf(source);
  if (!text.includes("faultline-ignore")) return [];
  return [...text.matchAll(pattern)].flatMap((match) => {
    const before = text.slice(Math.max(0, match.index - longestLine - 1), match.index);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (line.length > longestLine || !inComment(line)) return [];
    const span = placed({ start: match.index, end: match.index + match[0].trimEnd().length });
    const about = lines.position(span.start).line + (match[1] ? 1 : 0);
    return [{ line: about, rules: match[2]?.split(/[ \t]*,[ \t]*/) ?? [], span }];
  });
}

/** One finding for each note `faultline: …` that names no API: it settles nothing, and whoever wrote it thinks that it does. */
export function strangeNotes(
  source: Source,
  whole: string | undefined,
  apis: readonly string[],
  { stale, words }: Pick<Heard, "stale" | "words">,
): readonly Finding[] {
  const { text: scripts, span: placed } = plainOf(source);
  // What stands beside scripts stands at the same offsets as what is blanked there.
  const text = whole ?? scripts;
  if (stale === undefined) return [];
  return directives(text).flatMap(({ api, span }): readonly Finding[] => {
    if (api === "none" || apis.includes(api)) return [];
    const before = text.slice(Math.max(0, span.start - longestLine), span.start);
    const lead = before.slice(before.lastIndexOf("\n") + 1);
    const [rest = ""] = text.slice(span.end, span.end + longestLine).split("\n", 1);
    // A sentence about the tool is no note to it: that stands alone in its comment.
    if (!/^\W{1,4}$/.test(lead.trim()) || !/^\W{0,3}$/.test(rest.trim()) || !inComment(lead)) return [];
    // `marketo`, `flow`: a part of the name, or a slip away from it.
    const near = apis.find((it) => it.includes(api)) ?? nearestWord(api, apis);
    const message = near === undefined ? words.say("finding.stale.api", { name: api }) : words.say("finding.stale.api.near", { name: api, near });
    return [{ rule: staleSuppression.id, severity: stale, api: "", codes: [], message, span: placed(span), related: [] }];
  });
}

/** Whether what follows `before` on its line is a note: behind a comment's sign, or alone within a longer comment. */
function inComment(before: string): boolean {
  const bare = before.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g, "");
  const sign = /\/\/|\/\*|<!--|--|(?:^|\s)#|^\s*[*;]/.exec(bare);
  // A quote that is still open makes a text of all that follows.
  return sign ? !/["'`]/.test(bare.slice(0, sign.index)) : bare.trim() === "";
}

/** What `suppress` needs to know of the rules. */
export interface Heard {
  readonly lines: Lines;
  readonly words: Words;
  /** Ids of the rules that spoke, or would have spoken had there been a reason. */
  readonly heard: readonly string[];
  readonly known: readonly string[];
  /** How stale suppressions are told; undefined: not at all. */
  readonly stale: Severity | undefined;
}

/**
 * The findings that stay, and one for each suppression that suppresses nothing. `gather` tells together what stays of them; what it moves may be
 * suppressed at its new place as well.
 */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  rules: Heard,
  gather: (findings: readonly Finding[]) => readonly Finding[],
): readonly Finding[] {
  if (suppressions.length === 0) return gather(findings);
  const used = new Set<Suppression>();
  const without = (all: readonly Finding[]): readonly Finding[] =>
    all.filter((finding) => {
      const line = rules.lines.position(finding.span.start).line;
      const by = suppressions.filter((s) => s.line === line && (s.rules.length === 0 || s.rules.includes(finding.rule)));
      for (const s of by) used.add(s);
      return by.length === 0;
    });
  const kept = without(gather(without(findings)));
  return [...kept, ...suppressions.filter((s) => !used.has(s)).flatMap((s) => told(s, rules))];
}

/** Of a rule that was not heard nobody knows whether it would have spoken. */
function told(suppression: Suppression, { heard, known, stale, words }: Heard): readonly Finding[] {
  const names = suppression.rules;
  if (stale === undefined || names.some((r) => known.includes(r) && !heard.includes(r))) return [];
  const strange = names.find((r) => !known.includes(r));
  const message = strange === undefined ? words.say("finding.stale") : words.say("finding.stale.unknown", { rule: strange });
  return [{ rule: staleSuppression.id, severity: stale, api: "", codes: [], message, span: suppression.span, related: [] }];
}
