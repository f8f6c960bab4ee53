import type { Finding, Fix } from "../rules/model.ts";
import type { TypeData } from "../rules/never-matches.ts";
import { named } from "../rules/rule.ts";
import type { UnknownData } from "../rules/unknown-code.ts";
import { literalOf } from "../sites/literals.ts";
import type { Part } from "../syntax/part.ts";
import type { FixContext } from "./model.ts";
import { remembering } from "./remember.ts";
import { textOf } from "./tree.ts";

/** The nearest codes instead of one that the catalog doesn't have: one fix each, safe where there is but one. */
export function nearestFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const { near } = finding.data as UnknownData;
  const catalog = ctx.catalogs.find((c) => c.id === finding.api);
  const literal = literalAt(finding, ctx);
  const value = literal && literalOf(literal)?.value;
  if (!catalog || !literal || value === undefined) return [];
  const source = textOf(literal, ctx.text);
  const at = source.indexOf(value);
  if (at < 0) return [];
  return near.map(({ code, text }, i): Fix => {
    const title = named(catalog, code, ctx.words);
    return {
      id: i === 0 ? "nearest" : `nearest-${i + 1}`,
      title: ctx.words.say("fix.nearest", titleOf(title, code)),
      edits: [{ span: literal.span, text: source.slice(0, at) + text + source.slice(at + value.length) }],
      safe: near.length === 1,
      preferred: i === 0,
    };
  });
}

/** `604 (request timed out)` in its two halves, as the sentence puts it together again. */
function titleOf(name: string, code: string): { readonly code: string; readonly title: string } {
  const inner = name.startsWith(code) ? name.slice(code.length).replace(/^\s*[(（]|[)）]$/g, "") : name;
  return { code, title: inner || code };
}

/** The literal in the type that arrives. */
export function typeFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const { value, to } = finding.data as TypeData;
  const literal = literalAt(finding, ctx);
  if (!literal) return [];
  const { quote } = ctx.language;
  const text = to === "string" ? quoteLike(ctx, quote) + value + quoteLike(ctx, quote) : value;
  return [
    {
      id: "right-type",
      title: ctx.words.say("fix.type", { literal: text }),
      edits: [{ span: literal.span, text }],
      safe: true,
      preferred: true,
    },
  ];
}

/** The quote that the file's own codes have; the language's where it has none. */
export function quoteLike(ctx: FixContext, quote: string): string {
  const seen = firstQuote(ctx);
  if (seen) return seen;
  const double = (ctx.text.match(/"/g) ?? []).length;
  const single = (ctx.text.match(/'/g) ?? []).length;
  // A file that nearly never uses the language's usual quote has its own habit.
  return quote === '"' && single > double * 3 && /'[^'\n]*'/.test(ctx.text) ? "'" : quote;
}

/** In UTF-16 units: so much of a file is looked at first, and so many times as much each time that nothing is there. */
const soMuch = 4000;
const more = 8;

/** By the beginning of the file that was looked at last, where a code stands in that. */
const quoteBelow = new Map<string, string>();

/** The quote of the first code that has one. Most files name one near their top: of a large one no more is looked at, and once as long as it is the same. */
const firstQuote = remembering(({ text, sitesIn }: Pick<FixContext, "sitesIn" | "text">): string | undefined => {
  const beginning = text.slice(0, soMuch);
  const known = quoteBelow.get(beginning);
  if (known) return known;
  for (let end = soMuch; ; end *= more) {
    const stretch = { start: 0, end: Math.min(end, text.length) };
    const quote = sitesIn(stretch)
      .find((s) => s.type === "string" && /^["']/.test(s.text))
      ?.text.charAt(0);
    if (quote && end === soMuch) {
      quoteBelow.clear();
      quoteBelow.set(beginning, quote);
    }
    if (quote || stretch.end === text.length) return quote;
  }
});

function literalAt(finding: Finding, ctx: FixContext): Part | undefined {
  const part = ctx.around(finding.span).at(-1);
  return part && part.span.start === finding.span.start && part.span.end === finding.span.end && literalOf(part) ? part : undefined;
}
