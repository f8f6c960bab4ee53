import type { LanguageData, SignMeaning } from "./language.ts";
import type { Part } from "./part.ts";

const heads = new Set(["member.object", "call.callee", "call.receiver", "index.object"]);

/** How tightly a sign binds. */
const strength: Partial<Record<SignMeaning, number>> = { coalesce: 0, or: 1, and: 2, not: 5 };

/**
 * Puts right what some grammars take too much of: `a || b?.c == 1` read as `((a || b)?.c) == 1`. An operation can only be what an access
 * begins with inside parentheses, and then it doesn't begin where the access does. `mended` remembers the operations that were pulled out.
 */
export function mend(part: Part, data: LanguageData, mended: Set<Part>): Part {
  if (part.kind === "member" || part.kind === "call" || part.kind === "index") return pulled(part, mended);
  if (part.kind === "assign") return apart(part);
  return part.kind === "op" ? turned(part, data, mended) : part;
}

/** `(a || b)?.c` as `a || (b?.c)`. */
function pulled(access: Part, mended: Set<Part>): Part {
  const at = access.parts.findIndex((p) => p.role !== undefined && heads.has(p.role));
  const head = access.parts[at];
  if (head?.kind !== "op" || head.span.start !== access.span.start) return access;
  const last = head.parts.at(-1);
  if (last?.role !== "op.right" || last.span.end !== head.span.end) return access;
  const { role, ...rest } = access;
  const span = { start: last.span.start, end: access.span.end };
  const inner = pulled({ ...rest, role: "op.right", span, parts: access.parts.with(at, { ...last, role: head.role as string }) }, mended);
  const { role: _, ...operation } = head;
  const out: Part = { ...operation, ...(role === undefined ? {} : { role }), span: access.span, parts: [...head.parts.slice(0, -1), inner] };
  mended.add(out);
  return out;
}

/** `(a || b) == 1`, where nothing stood in parentheses, as `a || (b == 1)`. */
function turned(operation: Part, data: LanguageData, mended: Set<Part>): Part {
  const at = operation.parts.findIndex((p) => p.role === "op.left");
  const left = operation.parts[at];
  const last = left?.parts.at(-1);
  if (!left || !last || !mended.has(left) || strengthOf(operation, data) <= strengthOf(left, data)) return operation;
  const { role, ...rest } = operation;
  const span = { start: last.span.start, end: operation.span.end };
  const inner = turned({ ...rest, role: "op.right", span, parts: operation.parts.with(at, { ...last, role: "op.left" }) }, data, mended);
  const { role: _, ...outer } = left;
  const out: Part = { ...outer, ...(role === undefined ? {} : { role }), span: operation.span, parts: [...left.parts.slice(0, -1), inner] };
  mended.add(out);
  return out;
}

/** `rate, limit = "606", "615"`: each name with its own value. */
function apart(assign: Part): Part {
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
  const sign = operation.parts
    .filter((p) => p.role === "op.sign")
    .map((p) => p.text)
    .join(" ");
  const meaning = Object.hasOwn(data.operators, sign) ? data.operators[sign] : undefined;
  return (meaning && strength[meaning]) ?? 3;
}
