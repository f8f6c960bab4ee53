import type { Source } from "../text/places.ts";
import type { Part } from "./part.ts";

/** An operation's operands and the signs between them, in the order of the text. */
interface Row {
  readonly operands: Part[];
  readonly signs: Part[];
}

/**
 * Puts operations into the order that the language's signs bind in (`precedence`, the loosest first), where a grammar nests them as it likes:
 * `a == ("x" || b)` for `a == "x" || b`. What really stands in parentheses begins or ends inside of the operation around it, and stays.
 */
export function ordered(part: Part, precedence: readonly (readonly string[])[], text: Source): Part {
  if (part.kind === "if") return chosen(part);
  if (part.kind === "call") return signed(part);
  const sides = part.kind === "op" ? sidesOf(part) : undefined;
  if (!sides) return part;
  const level = levelOf(sides.sign, precedence);
  const isMisread = (side: Part, loose: boolean): boolean => {
    const inner = loose ? sidesOf(side) : undefined;
    return inner !== undefined && levelOf(inner.sign, precedence) < level;
  };
  if (!isMisread(sides.left, begins(sides.left, part)) && !isMisread(sides.right, ends(sides.right, part))) return part;
  const row: Row = { operands: [], signs: [] };
  collect(part, row);
  const { role: _, ...rest } = regrouped(row, 0, row.operands.length - 1, precedence, text);
  return { ...rest, ...(part.role === undefined ? {} : { role: part.role }), ...(part.flags ? { flags: part.flags } : {}), span: part.span };
}

function sidesOf(part: Part): { readonly left: Part; readonly sign: Part; readonly right: Part } | undefined {
  const [left, sign, right, more] = part.kind === "op" ? part.parts : [];
  if (left?.role !== "op.left" || sign?.role !== "op.sign" || right?.role !== "op.right" || more) return undefined;
  return { left, sign, right };
}

function levelOf(sign: Part, precedence: readonly (readonly string[])[]): number {
  const at = precedence.findIndex((signs) => signs.includes(sign.text ?? ""));
  return at < 0 ? precedence.length : at;
}

function begins(side: Part, whole: Part): boolean {
  return side.span.start === whole.span.start;
}

function ends(side: Part, whole: Part): boolean {
  return side.span.end === whole.span.end;
}

function collect(part: Part, row: Row): void {
  const { left, sign, right } = sidesOf(part) as { left: Part; sign: Part; right: Part };
  if (sidesOf(left) && begins(left, part)) collect(left, row);
  else row.operands.push(left);
  row.signs.push(sign);
  if (sidesOf(right) && ends(right, part)) collect(right, row);
  else row.operands.push(right);
}

/** Splits at the loosest sign; at the last one where several bind alike, since they are read from left to right. */
function regrouped({ operands, signs }: Row, from: number, to: number, precedence: readonly (readonly string[])[], text: Source): Part {
  if (from === to) return operands[from] as Part;
  let at = from;
  for (let i = from; i < to; i++) if (levelOf(signs[i] as Part, precedence) <= levelOf(signs[at] as Part, precedence)) at = i;
  const row = { operands, signs };
  const left = { ...regrouped(row, from, at, precedence, text), role: "op.left" };
  const right = { ...regrouped(row, at + 1, to, precedence, text), role: "op.right" };
  const start = from === at && sidesOf(left) ? openedBefore(left.span.start, text) : left.span.start;
  const end = at + 1 === to && sidesOf(right) ? closedBehind(right.span.end, text) : right.span.end;
  return { kind: "op", span: { start, end }, parts: [left, signs[at] as Part, right] };
}

/** An operation that is an operand by itself stands in parentheses: they belong to the operation around it. */
function openedBefore(start: number, text: Source): number {
  const before = text.slice(Math.max(0, start - 200), start);
  const bare = before.trimEnd();
  return bare.endsWith("(") ? start - (before.length - bare.length) - 1 : start;
}

function closedBehind(end: number, text: Source): number {
  const gap = /^\s*\)/.exec(text.slice(end, end + 200));
  return gap ? end + gap[0].length : end;
}

/** `!(a || b)`, read as a call of what the sign would be the name of. */
function signed(call: Part): Part {
  const [callee, value, more] = call.parts;
  if (callee?.role !== "call.callee" || callee.kind !== "other" || callee.text !== "!" || value?.role !== "call.arg" || more) return call;
  return {
    ...call,
    kind: "op",
    parts: [
      { ...callee, role: "op.sign" },
      { ...value, role: "op.right" },
    ],
  };
}

/** `(a ? 1 : b) ? 2 : 3`, where nothing stood in parentheses, as `a ? 1 : (b ? 2 : 3)`. */
function chosen(part: Part): Part {
  const condition = part.parts.find((p) => p.role === "if.condition");
  if (!part.flags?.includes("value") || condition?.kind !== "if" || !condition.flags?.includes("value") || !begins(condition, part)) return part;
  const otherwise = condition.parts.find((p) => p.role === "if.else");
  if (!otherwise || !ends(otherwise, condition)) return part;
  const rest = part.parts.filter((p) => p !== condition);
  const inner: Part = {
    ...part,
    role: "if.else",
    span: { start: otherwise.span.start, end: part.span.end },
    parts: [{ ...otherwise, role: "if.condition" }, ...rest],
  };
  return { ...part, parts: [...condition.parts.filter((p) => p !== otherwise), chosen(inner)] };
}
