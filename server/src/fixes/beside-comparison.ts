import { literalOf } from "../sites/literals.ts";
import { calleeOf } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import type { TextEdit } from "../text/span.ts";
import { fillText, indentAt, insertion, layoutOf, lineEnd, lineStart } from "./layout.ts";
import type { FixContext } from "./model.ts";
import { meaningOf, textOf } from "./tree.ts";

const width = 120;

/** `code === "606"` becomes `code === "606" || code === "615"`, or a membership test where that is the language's way. */
export function besideComparison(
  comparison: Part,
  literal: Part,
  written: readonly string[],
  chain: readonly Part[],
  ctx: FixContext,
): readonly TextEdit[] | undefined {
  const { data, text, language } = ctx;
  if (!data) return undefined;
  const meaning = comparison.kind === "op" ? meaningOf(comparison, language) : undefined;
  const negated = meaning === "notEqual" || meaning === "looseNotEqual" || meaning === "notIn";
  const join = negated ? data.and : data.or;
  const parent = chain[chain.length - 1];
  const outer = parent?.kind === "op" ? meaningOf(parent, language) : undefined;
  const chained = outer === (negated ? "and" : "or");
  const folded = negated ? undefined : fold(comparison, literal, written, chain, ctx);
  if (folded) return [folded];
  const clones = written.map((w) => clone(comparison, literal, w, ctx));
  if (chained && parent) {
    const joint = jointOf(parent, ctx) ?? ` ${join} `;
    return [insertion(comparison.span.end, clones.map((c) => joint + c).join(""))];
  }
  const inParens = /\(\s*$/.test(text.slice(0, comparison.span.start)) && /^\s*\)/.test(text.slice(comparison.span.end));
  const needsParens = !inParens && !negated && (outer === "and" || outer === "not");
  const joint = jointFor(comparison, clones, join, ctx);
  const more = clones.map((c) => joint + c).join("");
  if (!needsParens) return [insertion(comparison.span.end, more)];
  return [insertion(comparison.span.start, "("), insertion(comparison.span.end, `${more})`)];
}

/** The comparison with another literal in the place of its own: right in any language. */
export function clone(comparison: Part, literal: Part, written: string, { text }: Pick<FixContext, "text">): string {
  return text.slice(comparison.span.start, literal.span.start) + written + text.slice(literal.span.end, comparison.span.end);
}

/** How the author parts the conditions that stand here already: on one line, or one a line. */
function jointOf(op: Part, ctx: FixContext): string | undefined {
  const [left, right] = [op.parts.find((p) => p.role === "op.left"), op.parts.findLast((p) => p.role === "op.right")];
  const joint = left && right && ctx.text.slice(left.span.end, right.span.start);
  return joint && /^[)\s]*\S+[(\s]*$/.test(joint) && !/[()]/.test(joint) && !joint.includes(ctx.language.comment) ? joint : undefined;
}

/** One line as long as it holds them; else one a line, two steps further in than the statement. */
function jointFor(comparison: Part, clones: readonly string[], join: string, ctx: FixContext): string {
  const { text } = ctx;
  const length =
    lineEnd(text, comparison.span.end) - lineStart(text, comparison.span.start) + clones.join("").length + clones.length * (join.length + 2);
  if (length <= width || !ctx.data || !/\(/.test(text.slice(lineStart(text, comparison.span.start), comparison.span.start))) return ` ${join} `;
  const { eol, unit } = layoutOf(text, ctx.data.indent);
  return ` ${join}${eol}${indentAt(text, comparison.span.start)}${unit}${unit}`;
}

/** All comparisons of one value, chained by `or`, as one membership test, where the language has a short one. */
function fold(comparison: Part, literal: Part, written: readonly string[], chain: readonly Part[], ctx: FixContext): TextEdit | undefined {
  const form = ctx.data?.membership;
  const subject = subjectOf(comparison, literal, ctx);
  if (!form || subject === undefined || calleeOf(comparison)) return undefined;
  let whole = comparison;
  for (let i = chain.length - 1; i >= 0; i--) {
    const up = chain[i] as Part;
    if (up.kind !== "op" || meaningOf(up, ctx.language) !== "or" || !leaves(up, ctx)) break;
    whole = up;
  }
  const all = (whole === comparison ? [comparison] : (leaves(whole, ctx) ?? [])).map((leaf) => {
    const own = leaf.parts.find((p) => literalOf(p));
    return own && subjectOf(leaf, own, ctx) === subject ? textOf(own, ctx.text) : undefined;
  });
  if (all.some((t) => t === undefined) || all.length + written.length < form.from) return undefined;
  return { span: whole.span, text: fillText(form.text, { subject, codes: [...all, ...written].join(", ") }) };
}

/** The comparisons of a chain of `or`s, in order; undefined where something else stands among them. */
function leaves(part: Part, ctx: FixContext): readonly Part[] | undefined {
  if (part.kind !== "op") return undefined;
  const meaning = meaningOf(part, ctx.language);
  if (meaning === "equal" || meaning === "looseEqual") return [part];
  if (meaning !== "or") return undefined;
  const sides = part.parts.filter((p) => p.role === "op.left" || p.role === "op.right").map((p) => leaves(p, ctx));
  return sides.every((s) => s !== undefined) ? sides.flat() : undefined;
}

/** `code` of `code == "606"`, when the code stands on the right of an equality. */
function subjectOf(comparison: Part, literal: Part, ctx: FixContext): string | undefined {
  const meaning = meaningOf(comparison, ctx.language);
  const left = comparison.parts.find((p) => p.role === "op.left");
  if ((meaning !== "equal" && meaning !== "looseEqual") || !left || literal.role !== "op.right") return undefined;
  const sign = comparison.parts.find((p) => p.role === "op.sign");
  const source = sign && ctx.text.slice(comparison.span.start, sign.span.start).trim();
  return source && !source.includes("\n") ? source : undefined;
}
