import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import type { LanguageData, SignMeaning } from "./language.ts";
import type { Kind, Part } from "./part.ts";

/** What holds conditions side by side. */
const holders = new Set<Kind>(["if", "elif", "loop"]);

/** One of the conditions: what stands before its `=`, what stands in brackets there, what stands behind it. */
interface Clause {
  isPattern: boolean;
  isNamed: boolean;
  readonly heads: Part[];
  readonly args: Part[];
  value: Part | undefined;
}

/**
 * Conditions that a grammar leaves side by side: `if let code = error.code, case .failed(let reason) = outcome, again`. A name and its value
 * are an assignment, a pattern and what it is tried on a test, and all of them together are joined by "and". `span` is that of what holds them.
 */
export function conditionsJoined(parts: readonly Part[], kind: Kind, span: Span, text: Source, data: LanguageData): readonly Part[] {
  if (!data.conditionLists || !holders.has(kind)) return parts;
  const role = `${kind}.condition`;
  const given = parts.filter((p) => p.role === role);
  const [first] = given;
  if (!first) return parts;
  const conditions = clausesOf(given, span.start, text).flatMap((c) => conditionOf(c, data));
  const [head, ...more] = conditions;
  const joined = head ? [{ ...more.reduce((left, right) => operation(left, "and", right, data), head), role }] : [];
  return parts.flatMap((p) => (p === first ? joined : p.role === role ? [] : [p]));
}

/** The text between the parts says what they are to each other. */
function clausesOf(parts: readonly Part[], start: number, text: Source): readonly Clause[] {
  const clauses: Clause[] = [];
  let clause: Clause | undefined;
  let depth = 0;
  let end = start;
  for (const part of parts) {
    const gap = text.slice(end, part.span.start).replace(/\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/g, "");
    end = part.span.end;
    let isValue = false;
    for (const sign of gap) {
      if (sign === "(") depth++;
      else if (sign === ")") depth--;
      else if (sign === "," && depth === 0) clause = undefined;
      else if (sign === "=" && depth === 0) isValue = true;
    }
    if (!clause) {
      clause = { isPattern: false, isNamed: false, heads: [], args: [], value: undefined };
      clauses.push(clause);
    }
    if (/\bcase\b/.test(gap)) clause.isPattern = true;
    if (/^(?:let|var)$/.test(part.text ?? "")) clause.isNamed = true;
    else if (isValue) clause.value = part;
    else if (depth > 0) clause.args.push(part);
    else clause.heads.push(part);
  }
  return clauses;
}

function conditionOf({ isPattern, isNamed, heads, args, value }: Clause, data: LanguageData): readonly Part[] {
  const [head] = heads;
  // `if let code` is the same value under its own name.
  if (!head || !value) return head && !isNamed ? [head] : [];
  const span = { start: head.span.start, end: value.span.end };
  if (!isPattern) {
    const target = { ...head, role: "assign.target" };
    return [{ kind: "assign", span, parts: [target, { ...value, role: "assign.value" }] }];
  }
  const inner = { start: head.span.start, end: (args.at(-1) ?? head).span.end };
  const taken = args.map((a) => ({ ...a, role: "call.arg" }));
  const pattern: Part =
    args.length === 0 ? head : { kind: "call", flags: ["pattern"], span: inner, parts: [{ ...head, role: "call.callee" }, ...taken] };
  return [{ ...operation(value, "is", pattern, data), span }];
}

function operation(left: Part, meaning: SignMeaning, right: Part, { operators }: LanguageData): Part {
  const text = Object.keys(operators).find((s) => operators[s] === meaning) ?? "";
  const between = { start: Math.min(left.span.end, right.span.end), end: Math.max(left.span.start, right.span.start) };
  const sign: Part = { kind: "other", role: "op.sign", span: between, parts: [], text };
  const span = { start: Math.min(left.span.start, right.span.start), end: Math.max(left.span.end, right.span.end) };
  return { kind: "op", span, parts: [{ ...left, role: "op.left" }, sign, { ...right, role: "op.right" }] };
}
