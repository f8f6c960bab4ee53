import type { Finding, Fix } from "../rules/model.ts";
import type { TextEdit } from "../text/span.ts";
import { eolOf, indentAt, insertion, lineEnd, lineStart, nextLine } from "./layout.ts";
import type { FixContext } from "./model.ts";
import { parses } from "./verify.ts";

/** A comment that suppresses the finding: above its line, or behind it where no comment can stand above. */
export function suppressFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const near = ctx.proof === "near";
  const way = notesFor(finding, ctx).find((edit) => (near ? parses([edit], ctx) : suppresses([edit], finding, ctx)));
  if (!way) return [];
  const title = ctx.words.say("fix.suppress", { rule: finding.rule });
  return [{ id: "suppress", title, edits: [way], safe: false, preferred: false, ...(near ? { unproven: true } : {}) }];
}

/** The places for such a comment, the best first. */
export function notesFor(finding: Finding, ctx: FixContext): readonly TextEdit[] {
  const { text, language } = ctx;
  const start = lineStart(text, finding.span.start);
  const note = (word: string): string => `${language.comment} ${word} ${finding.rule} -- reason`;
  const ways = [
    insertion(start, indentAt(text, finding.span.start) + note("faultline-ignore-next-line") + eolOf(text)),
    insertion(lineEnd(text, finding.span.start), ` ${note("faultline-ignore")}`),
  ];
  return ways.filter((edit) => !inText(ctx, edit.span.start));
}

/** A comment in the middle of a text, or behind a line's continuation, is none: then the finding stays, or the file breaks. */
function suppresses(edits: Fix["edits"], finding: Finding, ctx: FixContext): boolean {
  const before = ctx.trial([]);
  const after = ctx.trial(edits);
  if (after.errors > before.errors) return false;
  return after.findings.length < before.findings.length && !after.findings.some((f) => f.rule === finding.rule && same(f, finding, edits));
}

/** A text that goes over several lines would take the comment for its own words. */
function inText(ctx: FixContext, at: number): boolean {
  return ctx
    .around({ start: at, end: at })
    .some((p) => (p.kind === "string" || p.kind === "template" || p.kind === "comment") && p.span.start < at && at < p.span.end);
}

function same(a: Finding, b: Finding, edits: Fix["edits"]): boolean {
  const moved = edits.filter((e) => e.span.start <= b.span.start).reduce((n, e) => n + e.text.length, 0);
  return a.span.start === b.span.start + moved;
}

/** A run of one sign begins once, not at each sign of it, so that a line of them is gone through once. */
const openingBefore = /(\/\*+|<!--|\{\/\*|(?<!\/)\/\/+|(?<!#)#+|--|(?<!;);+)\s*$/;

/** Takes out a suppression that suppresses nothing; a line that holds nothing else goes with it. */
export function staleFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const { text, language } = ctx;
  const from = lineStart(text, finding.span.start);
  const before = text.slice(from, finding.span.start);
  const to = lineEnd(text, finding.span.end);
  const after = text.slice(finding.span.end, to);
  const opening = openingBefore.exec(before);
  const closing = /^\s*(\*\/\}?|-->)/.exec(after);
  const begin = from + (opening ? opening.index : before.trimEnd().length);
  const block = opening !== null && /^(?:\/\*|<!--|\{)/.test(opening[1] as string);
  // A note beside the suppression, in the same comment, stays.
  if (!opening && !before.includes(language.comment)) return [];
  const end = closing ? finding.span.end + closing[0].length : block ? finding.span.end : to;
  const alone = text.slice(from, begin).trim() === "" && text.slice(end, to).trim() === "";
  const span = alone ? { start: from, end: nextLine(text, to) } : { start: from + text.slice(from, begin).trimEnd().length, end };
  return [{ id: "remove-suppression", title: ctx.words.say("fix.stale"), edits: [{ span, text: "" }], safe: false, preferred: true }];
}
