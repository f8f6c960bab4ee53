import type { LanguageData, SignMeaning } from "./language.ts";
import type { Part } from "./part.ts";

const heads = new Set(["member.object", "call.callee", "call.receiver", "index.object"]);

/** How tightly a sign binds. */
const strength: Partial<Record<SignMeaning, number>> = {
  coalesce: 0,
  or: 1,
  and: 2,
  equal: 3,
  notEqual: 3,
  looseEqual: 3,
  looseNotEqual: 3,
  is: 4,
  less: 4,
  lessOrEqual: 4,
  greater: 4,
  greaterOrEqual: 4,
  not: 6,
};

/**
 * Puts right what some grammars take too much of: `a || b?.c == 1` read as `((a || b)?.c) == 1`, `a is "1" || b` read as `a is ("1" || b)`. An
 * operation can only stand there inside parentheses, and then it doesn't begin or end where the whole does. `mended` remembers the operations
 * that were pulled out.
 */
export function mend(part: Part, data: LanguageData, mended: Set<Part>): Part {
  if (part.kind === "member" || part.kind === "call" || part.kind === "index") return pulled(part, mended);
  if (part.kind === "assign") return apart(part);
  if (part.kind !== "op") return part;
  const freed = meaningOf(part, data) === "is" ? patternFreed(part, data, mended) : part;
  return freed === part ? turned(part, data, mended) : freed;
}

/** `(a || b)?.c` as `a || (b?.c)`. */
function pulled(access: Part, mended: Set<Part>): Part {
  const at = access.parts.findIndex((p) => p.role !== undefined && heads.has(p.role));
  const head = access.parts[at];
  if (head?.kind !== "op" || head.span.start !== access.span.start) return access;
  const last = head.parts.at(-1);
  if (last?.role !== "op.right" || last.span.end !== head.span.end) return access;
  const span = { start: last.span.start, end: access.span.end };
  const inner = pulled(withRole({ ...access, span, parts: access.parts.with(at, withRole(last, head.role)) }, "op.right"), mended);
  return keep({ ...head, span: access.span, parts: [...head.parts.slice(0, -1), inner] }, access.role, mended);
}

/** `a is ("1" || b)` as `(a is "1") || b`. */
function patternFreed(test: Part, data: LanguageData, mended: Set<Part>): Part {
  const pattern = test.parts.at(-1);
  if (pattern?.role !== "op.right" || pattern.span.end !== test.span.end) return test;
  const { inner, outside } = innermost(pattern, data);
  if (outside.length === 0) return test;
  const span = { start: test.span.start, end: inner.span.end };
  let out = turned({ ...test, span, parts: [...test.parts.slice(0, -1), inner] }, data, mended);
  for (const { operation, rest } of outside.reverse()) {
    const end = (rest.at(-1) as Part).span.end;
    const whole = { ...operation, span: { start: test.span.start, end }, parts: [withLeft(out, mended), ...rest] };
    out = turned(keep(whole, test.role, mended), data, mended);
  }
  return out;
}

interface Outside {
  readonly operation: Part;
  /** Its sign and right side. */
  readonly rest: readonly Part[];
}

/** The pattern alone, and the operations that stand around it in truth, the outermost first. */
function innermost(pattern: Part, data: LanguageData): { readonly inner: Part; readonly outside: Outside[] } {
  const last = pattern.parts.at(-1);
  if (!last || last.span.end !== pattern.span.end) return { inner: pattern, outside: [] };
  const left = pattern.parts.find((p) => p.role === "op.left");
  if (pattern.kind === "op" && left && isExpression(pattern, data)) {
    const { inner, outside } = innermost(withRole(left, pattern.role), data);
    return { inner, outside: [{ operation: pattern, rest: pattern.parts.slice(pattern.parts.indexOf(left) + 1) }, ...outside] };
  }
  if (pattern.kind !== "op" && pattern.kind !== "list") return { inner: pattern, outside: [] };
  const { inner, outside } = innermost(last, data);
  if (outside.length === 0) return { inner: pattern, outside };
  const span = { start: pattern.span.start, end: inner.span.end };
  return { inner: { ...pattern, span, parts: [...pattern.parts.slice(0, -1), inner] }, outside };
}

/** `||` and `&&`, which join conditions, where `or` and `and` join patterns. */
function isExpression(operation: Part, data: LanguageData): boolean {
  const meaning = meaningOf(operation, data);
  return (meaning === "or" || meaning === "and") && operation.parts.every((p) => p.role !== "op.sign" || /^\W+$/.test(p.text ?? ""));
}

/** `(a || b) == 1`, where nothing stood in parentheses, as `a || (b == 1)`; `a && (b || c)` likewise as `(a && b) || c`. */
function turned(operation: Part, data: LanguageData, mended: Set<Part>): Part {
  const at = operation.parts.findIndex((p) => p.role === "op.left");
  const left = operation.parts[at];
  const end = left?.parts.at(-1);
  const loose = left?.kind === "op" && (data.flatOperators || mended.has(left)) && left.span.start === operation.span.start;
  if (left && end && loose && tighter(operation, left, data)) {
    const span = { start: end.span.start, end: operation.span.end };
    const moved = withRole({ ...operation, span, parts: operation.parts.with(at, withRole(end, "op.left")) }, "op.right");
    // What ends before its operation does stood in parentheses.
    const inner = end.span.end === left.span.end ? turned(moved, data, mended) : moved;
    return keep({ ...left, span: operation.span, parts: [...left.parts.slice(0, -1), inner] }, operation.role, mended);
  }
  const right = operation.parts.at(-1);
  const begin = right?.parts[0];
  if (
    right?.role === "op.right" &&
    begin &&
    (data.shell || mended.has(right)) &&
    right.span.end === operation.span.end &&
    tighter(operation, right, data)
  ) {
    const span = { start: operation.span.start, end: begin.span.end };
    const inner = turned(
      withRole({ ...operation, span, parts: [...operation.parts.slice(0, -1), withRole(begin, "op.right")] }, "op.left"),
      data,
      mended,
    );
    return keep({ ...right, span: operation.span, parts: [inner, ...right.parts.slice(1)] }, operation.role, mended);
  }
  return operation;
}

function keep(part: Part, role: string | undefined, mended: Set<Part>): Part {
  const out = withRole(part, role);
  mended.add(out);
  return out;
}

/** The same, as a left side; what was pulled out stays known. */
function withLeft(part: Part, mended: Set<Part>): Part {
  return mended.has(part) ? keep(part, "op.left", mended) : withRole(part, "op.left");
}

function withRole(part: Part, role: string | undefined): Part {
  const { role: _, ...rest } = part;
  return role === undefined ? rest : { ...rest, role };
}

function tighter(a: Part, b: Part, data: LanguageData): boolean {
  return strengthOf(a, data) > strengthOf(b, data);
}

/** `rate, limit = "606", "615"`: each name with its own value. */
function apart(assign: Part): Part {
  if (assign.parts.length < 4) return assign;
  const targets = assign.parts.filter((p) => p.role === "assign.target");
  const values = assign.parts.filter((p) => p.role === "assign.value");
  if (targets.length < 2 || values.length !== targets.length) return assign;
  const rest = assign.parts.filter((p) => p.role === "assign.type");
  const flags = assign.flags ? { flags: assign.flags } : {};
  const parts = targets.map((target, i): Part => {
    const value = values[i] as Part;
    return { kind: "assign", ...flags, span: { start: target.span.start, end: value.span.end }, parts: [target, ...rest, value] };
  });
  return { kind: "other", ...(assign.role === undefined ? {} : { role: assign.role }), span: assign.span, parts };
}

function strengthOf(operation: Part, data: LanguageData): number {
  const meaning = meaningOf(operation, data);
  // `! a == b` asks for the opposite of the whole.
  if (data.shell && meaning === "not") return 2.5;
  return (meaning && strength[meaning]) ?? 5;
}

function meaningOf(operation: Part, data: LanguageData): SignMeaning | undefined {
  let sign: string | undefined;
  for (const p of operation.parts) if (p.role === "op.sign") sign = sign === undefined ? (p.text ?? "") : `${sign} ${p.text ?? ""}`;
  sign ??= "";
  return Object.hasOwn(data.operators, sign) ? data.operators[sign] : undefined;
}
