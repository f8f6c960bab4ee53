import type { Finding, Fix } from "../rules/model.ts";
import { calleeOf } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { armForm } from "./beside-label.ts";
import { beginsLine, lineEnd, lineStart, nextLine } from "./layout.ts";
import type { FixContext } from "./model.ts";
import { removeArm, removeClause } from "./remove-arm.ts";
import { meaningOf } from "./tree.ts";
import { holds } from "./verify.ts";

/** Takes a code out of the set or arm that must not have it. */
export function permanentFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const code = finding.codes[0] ?? "";
  return offer(finding, { id: "remove", title: ctx.words.say("fix.remove", { code }), safe: false }, ctx);
}

/** Takes away the second arm for a code, which can't be reached. */
export function duplicateFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const code = finding.codes[0] ?? "";
  return offer(finding, { id: "remove-duplicate", title: ctx.words.say("fix.duplicate", { code }), safe: true }, ctx);
}

function offer(finding: Finding, fix: Pick<Fix, "id" | "title" | "safe">, ctx: FixContext): readonly Fix[] {
  const edits = takeOut(finding.span, ctx);
  if (!edits || !holds(edits, finding, finding.codes, ctx)) return [];
  return [{ ...fix, edits, preferred: true, ...(ctx.proof === "near" ? { unproven: true } : {}) }];
}

/** The edits that make the construct around a literal do without it; undefined where nothing would be left of it. */
function takeOut(at: Span, ctx: FixContext): readonly TextEdit[] | undefined {
  const { language } = ctx;
  const chain = ctx.around(at);
  const leaf = chain.findLast((p) => p.span.start === at.start && p.span.end === at.end);
  if (!leaf) return undefined;
  let part = leaf;
  for (let i = chain.indexOf(leaf) - 1; i >= 0; i--) {
    const parent = chain[i] as Part;
    const above = chain.slice(0, i);
    switch (parent.kind) {
      case "list":
      case "table":
        return element(parent, part, ctx);
      case "arm":
        return label(parent, part, above, ctx);
      case "op": {
        const meaning = meaningOf(parent, language);
        if (meaning === "or" || meaning === "and") return operand(parent, part, ctx);
        if (meaning === "equal" || meaning === "looseEqual" || meaning === "notEqual" || meaning === "looseNotEqual" || meaning === "in") break;
        return parent.parts.some((p) => p.role === "op.sign" && p.text === "|") ? operand(parent, part, ctx) : undefined;
      }
      case "call": {
        const callee = calleeOf(parent);
        const lexicon = <T>(table: Readonly<Record<string, T>>): T | undefined => table[callee?.dotted ?? ""] ?? table[callee?.name ?? ""];
        if (part.role === "call.arg" && (lexicon(language.collections) || lexicon(language.membership)?.collection === "rest"))
          return element(parent, part, ctx);
        if (!lexicon(language.equals) && !lexicon(language.membership)) return undefined;
        break;
      }
      case "if":
      case "elif":
        return removeClause(parent, part, above, ctx);
      case "pair":
        if (part.role !== "pair.key") return undefined;
        break;
      case "other":
        break;
      default:
        return undefined;
    }
    part = parent;
  }
  return undefined;
}

/** An element with its comma; one that has its line to itself goes with the line and the note behind it. */
function element(list: Part, part: Part, ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const elements = list.parts.filter((p) => p.kind !== "comment" && (list.kind !== "call" || p.role === "call.arg"));
  const index = elements.indexOf(part);
  const next = elements[index + 1];
  const before = elements[index - 1];
  if (index < 0 || (!next && !before)) return undefined;
  const behind = text.slice(part.span.end, lineEnd(text, part.span.end));
  const alone = beginsLine(text, part.span.start) && /^\s*,?\s*(?:(?:\/\/|#|\/\*).*)?$/.test(behind);
  if (alone && next) return [{ span: { start: lineStart(text, part.span.start), end: nextLine(text, part.span.end) }, text: "" }];
  if (alone && before) {
    // The last one: the comma before it goes when none stood behind it.
    const line = { span: { start: lineStart(text, part.span.start), end: nextLine(text, part.span.end) }, text: "" };
    const comma = /^\s*,/.exec(text.slice(before.span.end));
    if (behind.trimStart().startsWith(",") || !comma) return [line];
    return [{ span: { start: before.span.end, end: before.span.end + comma[0].length }, text: "" }, line];
  }
  if (next) return [{ span: { start: part.span.start, end: next.span.start }, text: "" }];
  return [{ span: { start: (before as Part).span.end, end: part.span.end }, text: "" }];
}

/** `a || b` becomes `b`. */
function operand(op: Part, part: Part, ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const side = op.parts.find((p) => p === part);
  const other = op.parts.find((p) => p !== part && (p.role === "op.left" || p.role === "op.right"));
  const sign = op.parts.find((p) => p.role === "op.sign");
  if (!side || !other || !sign) return undefined;
  const first = part.span.start < other.span.start;
  // Brackets around an operand are no parts: they stand between the parts and the sign.
  const left = text.slice(op.span.start, sign.span.start);
  const right = text.slice(sign.span.end, op.span.end);
  if (!balanced(left) || !balanced(right)) return undefined;
  if (first) return [{ span: { start: op.span.start, end: sign.span.end + (/^\s*/.exec(right)?.[0].length ?? 0) }, text: "" }];
  return [{ span: { start: op.span.start + left.trimEnd().length, end: op.span.end }, text: "" }];
}

function balanced(source: string): boolean {
  return (source.match(/\(/g) ?? []).length === (source.match(/\)/g) ?? []).length;
}

/** One label of several, or the arm with its only one. */
function label(arm: Part, part: Part, above: readonly Part[], ctx: FixContext): readonly TextEdit[] | undefined {
  const labels = arm.parts.filter((p) => p.role === "arm.label");
  const form = armForm(arm, ctx);
  if (labels.length > 1 && form && !form.each) return element({ ...arm, kind: "list", parts: labels }, part, ctx);
  return removeArm(arm, above, ctx);
}
