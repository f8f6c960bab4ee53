import { literalOf } from "../sites/literals.ts";
import { calleeOf } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { bracketsAround, jointAt } from "./brackets.ts";
import type { FixData } from "./data.ts";
import { fillText, insertion, whiteBefore } from "./layout.ts";
import type { FixContext } from "./model.ts";
import { meaningOf, textOf } from "./tree.ts";
import { fitted } from "./wrap.ts";

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
  const folded = negated ? undefined : fold(comparison, literal, written, chain, ctx);
  if (folded) return fitted([folded], ctx);
  const join = negated ? data.and : data.or;
  const parent = chain[chain.length - 1];
  const outer = parent?.kind === "op" ? meaningOf(parent, language) : undefined;
  const clones = written.map((w) => clone(comparison, literal, w, ctx));
  if (outer === (negated ? "and" : "or") && parent) {
    const joint = jointOf(parent, ctx) ?? ` ${join} `;
    return fitted([insertion(lastLike(comparison, literal, chain, ctx), clones.map((c) => joint + c).join(""))], ctx);
  }
  const own = bracketsAround(comparison.span, ctx);
  if (own?.alone && outer !== undefined) return undefined;
  const joint = jointAt(comparison.span, join, ctx);
  const more = clones.map((c) => joint + c).join("");
  const inParens =
    own !== undefined || (text.charAt(whiteBefore(text, comparison.span.start) - 1) === "(" && /^\s*\)/.test(text.slice(comparison.span.end)));
  if (inParens || negated || (outer !== "and" && outer !== "not")) return fitted([insertion(comparison.span.end, more)], ctx);
  return fitted([insertion(comparison.span.start, "("), insertion(comparison.span.end, `${more})`)], ctx);
}

/** The comparison with another literal in the place of its own: right in any language. */
export function clone(comparison: Part, literal: Part, written: string, { text }: Pick<FixContext, "text">): string {
  return text.slice(comparison.span.start, literal.span.start) + written + text.slice(literal.span.end, comparison.span.end);
}

/** How the author parts the conditions that stand here already: on one line, or one a line. */
function jointOf(op: Part, ctx: FixContext): string | undefined {
  const [left, right] = [op.parts.find((p) => p.role === "op.left"), op.parts.findLast((p) => p.role === "op.right")];
  const joint = left && right && ctx.text.slice(left.span.end, right.span.start);
  return joint && !/[()]/.test(joint) && !joint.includes(ctx.language.comment) ? joint : undefined;
}

/** Behind the last comparison of the same value in the chain. */
function lastLike(comparison: Part, literal: Part, chain: readonly Part[], ctx: FixContext): number {
  const own = literal.role === "op.right" ? ctx.text.slice(comparison.span.start, literal.span.start) : undefined;
  let last = comparison;
  for (const up of [...chain].reverse()) {
    if (up.kind !== "op" || meaningOf(up, ctx.language) !== "or") break;
    const right = up.parts.findLast((p) => p.role === "op.right");
    if (right && own !== undefined && right.kind === "op" && ctx.text.startsWith(own, right.span.start) && right.span.end > last.span.end)
      last = right;
  }
  return last.span.end;
}

/** All comparisons of one value, chained by `or`, as one membership test, where the language has a short one. */
function fold(comparison: Part, literal: Part, written: readonly string[], chain: readonly Part[], ctx: FixContext): TextEdit | undefined {
  const subject = subjectOf(comparison, literal, ctx);
  if (subject === undefined || calleeOf(comparison)) return undefined;
  let whole = comparison;
  for (const up of [...chain].reverse()) {
    if (up.kind !== "op" || meaningOf(up, ctx.language) !== "or" || !leaves(up, ctx)) break;
    whole = up;
  }
  const all = (whole === comparison ? [comparison] : (leaves(whole, ctx) ?? [])).map((leaf) => {
    const own = leaf.parts.find((p) => literalOf(p));
    return own && subjectOf(leaf, own, ctx) === subject ? textOf(own, ctx.text) : undefined;
  });
  if (all.some((t) => t === undefined)) return undefined;
  const folded = membership(subject, [...(all as string[]), ...written], literal.span, ctx);
  if (folded === undefined) return undefined;
  const outer = chain[chain.indexOf(whole) - 1] ?? chain[chain.length - 1];
  // Brackets that kept the `or` together have nothing to keep any more.
  const open = whiteBefore(ctx.text, whole.span.start) - 1;
  const close = /^\s*\)/.exec(ctx.text.slice(whole.span.end));
  const spare = whole !== comparison && ctx.text.charAt(open) === "(" && close && outer?.kind === "op";
  const span = spare ? { start: open, end: whole.span.end + close[0].length } : whole.span;
  return { span, text: folded };
}

/** A membership test, where the language has one that is right for the subject as it is declared. */
export function membership(subject: string, codes: readonly string[], at: Span, ctx: FixContext): string | undefined {
  const form: FixData["membership"] = ctx.data?.membership;
  if (!form || codes.length < form.from) return undefined;
  if (form.declared !== undefined) {
    const branch = ctx.decidedAround(at).find((b) => b.arms.some((a) => a.labels.some((l) => l.span.start === at.start)));
    const types = branch ? [branch.subject.declared, branch.subject.rootDeclared] : [];
    if (!types.some((t) => t !== undefined && form.declared?.includes(t))) return undefined;
  }
  return fillText(form.text, { subject, codes: codes.join(", ") });
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
export function subjectOf(comparison: Part, literal: Part, ctx: FixContext): string | undefined {
  const meaning = meaningOf(comparison, ctx.language);
  if ((meaning !== "equal" && meaning !== "looseEqual") || literal.role !== "op.right") return undefined;
  const sign = comparison.parts.find((p) => p.role === "op.sign");
  const source = sign && ctx.text.slice(comparison.span.start, sign.span.start).trim();
  return source && !source.includes("\n") ? source : undefined;
}
