import { armsOf, child, statements } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import type { TextEdit } from "../text/span.ts";
import { beginsLine, lineStart, nextLine } from "./layout.ts";
import type { FixContext } from "./model.ts";

/** Control doesn't go on behind the part: seen from its last statement. */
export function leaves(part: Part, throws: readonly string[]): boolean {
  const inner = statements(part);
  const last = inner[inner.length - 1];
  if (!last) return false;
  switch (last.kind) {
    case "return":
    case "throw":
    case "continue":
    case "break":
      return true;
    case "call":
      return throws.includes(child(last, "call.callee")?.text ?? "");
    case "switch": {
      const arms = armsOf(last);
      const whole = arms.some((a) => a.flags?.includes("default"));
      return whole && arms.every((a) => leaves(a, throws) || sharesBody(a));
    }
    case "block":
      return last !== part && leaves(last, throws);
    case "if": {
      const then = child(last, "if.then");
      const otherwise = child(last, "if.else");
      return then !== undefined && otherwise !== undefined && leaves(then, throws) && leaves(otherwise, throws);
    }
    default:
      return last !== part && last.kind === "other" && last.parts.length > 0 && leaves(last, throws);
  }
}

/** A case whose body is that of the next: it falls through at once. */
export function sharesBody(arm: Part): boolean {
  return (arm.flags?.includes("falls") ?? false) && statements(arm).length === 0;
}

/** Whether control runs from the end of this arm into the next one. */
export function runsOn(arm: Part, ctx: FixContext): boolean {
  return (arm.flags?.includes("falls") ?? false) && (ctx.language.caseFalls ?? false) && !leaves(arm, ctx.language.throws);
}

/** An arm with its only label. One that shares a body gives away its head alone; one that others run into stays. */
export function removeArm(arm: Part, above: readonly Part[], ctx: FixContext): readonly TextEdit[] | undefined {
  const holder = above.findLast((p) => p.kind === "switch");
  const arms = holder ? armsOf(holder) : [];
  const index = arms.findIndex((a) => a.span.start === arm.span.start);
  const before = arms[index - 1];
  if (index < 0) return undefined;
  if (sharesBody(arm)) return [lines(arm, ctx)];
  if (before && runsOn(before, ctx)) {
    if (!sharesBody(before)) return undefined;
    // The last head of a group that shares this body: the head goes, the body stays with the others.
    const first = statements(arm)[0];
    const colon = first && ctx.text.slice(0, first.span.start).lastIndexOf(":");
    if (!colon || colon < arm.span.start) return undefined;
    const own = { ...arm, span: { start: arm.span.start, end: colon + 1 } };
    return ctx.text.slice(colon + 1, first.span.start).includes("\n") ? [lines(own, ctx)] : undefined;
  }
  return [lines(arm, ctx)];
}

function lines(part: Part, { text }: FixContext): TextEdit {
  if (!beginsLine(text, part.span.start)) return { span: part.span, text: "" };
  const end = nextLine(text, part.span.end);
  const clean = text.slice(part.span.end, end).trim() === "" || /^\s*(?:\/\/|#)/.test(text.slice(part.span.end, end));
  return { span: { start: lineStart(text, part.span.start), end: clean ? end : part.span.end }, text: "" };
}

/** An else-if whose condition asked for this one code alone; a first `if` hands its place to what follows. */
export function removeClause(clause: Part, condition: Part, above: readonly Part[], ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  if (condition.role !== "if.condition" && condition.role !== "elif.condition") return undefined;
  const then = child(clause, clause.kind === "elif" ? "elif.then" : "if.then");
  if (!then || clause.flags?.includes("value")) return undefined;
  if (clause.kind === "elif") {
    const before = text.slice(0, clause.span.start).trimEnd().length;
    return [{ span: { start: before, end: clause.span.end }, text: "" }];
  }
  const otherwise = child(clause, "if.else");
  const parent = above[above.length - 1];
  const isElse = clause.role === "if.else" || (parent?.role === "if.else" && parent.kind === "other");
  if (isElse) {
    // From `else` on, to the end of its block: a further else follows where this one was.
    const keyword = /else\s*$/.exec(text.slice(0, clause.span.start));
    if (!keyword) return undefined;
    const start = text.slice(0, clause.span.start - keyword[0].length).trimEnd().length;
    const end = otherwise ? elseKeyword(text, then.span.end, otherwise.span.start) : clause.span.end;
    if (end === undefined) return undefined;
    return [{ span: { start, end: otherwise ? text.slice(0, end).trimEnd().length : end }, text: "" }];
  }
  const next = clause.parts.find((p) => p.kind === "elif") ?? (otherwise?.kind === "if" ? otherwise : undefined);
  const nextCondition = next && child(next, next.kind === "elif" ? "elif.condition" : "if.condition");
  // The next condition with its block takes the place of the first.
  if (nextCondition) return [{ span: { start: condition.span.start, end: nextCondition.span.start }, text: "" }];
  if (otherwise) return undefined;
  if (!beginsLine(text, clause.span.start)) return undefined;
  return [{ span: { start: lineStart(text, clause.span.start), end: nextLine(text, clause.span.end) }, text: "" }];
}

/** Where the `else` between two blocks begins. */
function elseKeyword(text: string, from: number, to: number): number | undefined {
  const at = text.slice(from, to).indexOf("else");
  return at < 0 ? undefined : from + at;
}
