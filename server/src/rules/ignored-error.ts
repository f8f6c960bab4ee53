import type { Catalog } from "../catalogs/catalog.ts";
import { isRetryable } from "../catalogs/catalog.ts";
import type { ResolvedBranch } from "../resolve/resolved.ts";
import type { Arm } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Source } from "../text/places.ts";
import { codeOf, inOrder, placeOf } from "./attempts.ts";
import { codesOf } from "./coverage.ts";
import { about } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

export const ignoredError: Rule = {
  id: "ignored-error",
  severity: "information",
  check(ctx) {
    if (ctx.resolved.test) return [];
    return ctx.asked.branches.flatMap((b) => {
      if (b.confidence !== "certain" || b.meaning === "http") return [];
      return b.branch.arms.flatMap((arm, i) => (isIgnored(b, arm, ctx) ? report(b, arm, i, ctx) : []));
    });
  },
};

function report(b: ResolvedBranch, arm: Arm, index: number, ctx: RuleContext): readonly Draft[] {
  const labels = (b.arms[index] ?? []).filter((l) => l.found);
  const codes = inOrder(codesOf(labels), b.catalog).filter((c) => !isWished(c, b.catalog));
  if (codes.length === 0) return [];
  const retryable = codes.some((c) => isRetryable(b.catalog.index.entries.get(c)?.retry.kind ?? "permanent"));
  return [about(retryable ? "finding.ignored.retryable" : "finding.ignored", codes, b, placeOf(labels, arm), ctx)];
}

/** What is gone already, or there already, is often just what was wanted. */
function isWished(code: string, catalog: Catalog): boolean {
  const name = catalog.index.entries.get(code)?.name ?? "";
  return wordsOf(name).some((w) => /^(?:found|exists?|already|duplicates?|deleted|missing|unchanged|unique|use)$/.test(w));
}

/** Nothing but the signs and words by which nothing is written. */
const nothing = /^(?:[\s;:{}()]|[-=]>|\b(?:pass|break)\b|\.\.\.)*$/;

/** The end of a function that gives back nothing. */
function isEnd(source: string): boolean {
  const words = source.match(/\w+|[^\s;{}()\]]/g) ?? [];
  return /^(?:return(?: (?:null|none|nil|undefined|false))?)?(?: ?end)*$/i.test(words.slice(0, 20).join(" "));
}

/** The arm does nothing, no note says that this is meant, and nothing that follows does anything either. */
function isIgnored({ branch }: ResolvedBranch, arm: Arm, { text, resolved }: RuleContext): boolean {
  const { body } = arm;
  if (body?.action !== "empty" || arm.negated || body.inLoop) return false;
  // What the tree left out may do something all the same: the text decides.
  const written = body.span.end > body.span.start;
  if (!written && branch.kind !== "switch") return false;
  const to = written ? body.span.end : arm.span.end;
  if (!nothing.test(text.slice(arm.head.end, to)) || hasNote(arm, to, text)) return false;
  const fn = resolved.facts.functions[branch.function];
  return fn !== undefined && isEnd(codeOf(text.slice(branch.span.end, fn.span.end)));
}

/** A comment above the arm or behind it. */
function hasNote(arm: Arm, end: number, text: Source): boolean {
  const start = text.lastIndexOf("\n", arm.head.start - 1) + 1;
  const above = text.slice(text.lastIndexOf("\n", start - 2) + 1, Math.max(0, start - 1));
  const lineEnd = text.indexOf("\n", end);
  const behind = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  return /^\s*(?:\/\/|#|\/?\*)/.test(above) || /\/\/|\/\*|#/.test(behind);
}
