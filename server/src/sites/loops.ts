import type { Part } from "../syntax/part.ts";
import { armsOf, calleeOf, child, children, descend, nameOf, statements, unwrap } from "./parts.ts";

/** `while (true)`, `for (;;)`: nothing in its head ends the loop. */
export function isEndless(loop: Part): boolean {
  if (child(loop, "loop.source") || child(loop, "loop.local")) return false;
  const condition = child(loop, "loop.condition");
  if (!condition) return true;
  const at = unwrap(condition);
  if (at.kind === "bool") return /true$/i.test(at.text ?? "");
  if (at.kind === "number") return !/^0+$/.test(at.text ?? "");
  return at.parts.length === 0 && (at.text ?? "").replace(/[:;\s]/g, "") === "";
}

const tries =
  /^_+$|tries|try|attempt|round|count|delay|wait|back_?off|pause|sleep|interval|times|range|seq(?:$|\W)|^Array|repeat|step|until|upto|iter|重试|재시도/i;

/** `for (const record of records)`: a loop over things, not over tries. */
export function goesThrough(loop: Part, feeds: readonly string[] = []): boolean {
  const condition = child(loop, "loop.condition");
  if (condition && [...descend(condition)].some((p) => p.kind === "call" && feeds.includes(calleeOf(p)?.name ?? ""))) return true;
  const source = child(loop, "loop.source");
  const local = child(loop, "loop.local");
  if (condition && !source) return countsThrough(loop, condition);
  if (!source || !local) return false;
  const at = unwrap(source);
  if (at.kind !== "name" && at.kind !== "member" && at.kind !== "index" && at.kind !== "call") return false;
  const words = [nameOf(local) ?? local.text ?? "", at.kind === "call" ? (calleeOf(at)?.dotted ?? "") : (nameOf(at) ?? at.text ?? "")];
  return !words.some((w) => tries.test(w));
}

/** `for (let i = 0; i < records.length; i += 100)`: so many rounds as there are things. One that begins elsewhere may stay at a thing. */
function countsThrough(loop: Part, condition: Part): boolean {
  const first = loop.parts.find((p) => p.span.start < condition.span.start);
  const counter = first?.kind === "assign" ? child(first, "assign.target") : undefined;
  const at = unwrap(condition);
  const sides = [child(at, "op.left"), child(at, "op.right")];
  const bound = counter && sides.find((p) => p && nameOf(p) !== nameOf(counter));
  if (!bound || !sides.some((p) => p && nameOf(p) === nameOf(counter))) return false;
  // `i -= 1; continue`: the same once more.
  const body = child(loop, "loop.body");
  const steps = body ? [...descend(body, (p) => p.kind !== "function")].filter((p) => p.kind === "assign") : [];
  if (steps.some((p) => nameOf(child(p, "assign.target") ?? p) === nameOf(counter))) return false;
  const size = unwrap(bound);
  const callee = size.kind === "call" ? calleeOf(size) : undefined;
  const named = callee?.name ?? (size.kind === "member" ? nameOf(size) : undefined);
  const of = callee ? (callee.receiver ?? callee.args[0]) : child(size, "member.object");
  return named !== undefined && of !== undefined && /^(?:length|len|size|count|sizeof)$/i.test(named) && !tries.test(nameOf(of) ?? of.text ?? "");
}

/**
 * The decisions of a loop behind which nothing leaves its round, though something left it before: whoever comes out of them begins the next one. A
 * loop that nothing leaves with an answer works through things. `throws`: callees that throw.
 */
export function atEndOfRound(loop: Part, throws: readonly string[]): readonly Part[] {
  const found: Part[] = [];
  const body = child(loop, "loop.body");
  if (!body) return found;
  ending(statements(body), found, throws, 0);
  if (found.length === 0) return found;
  const answers = [...descend(body, (p) => p.kind !== "function" && p.kind !== "loop" && !(p.kind === "arm" && isStop(p)))].filter(
    (p) => p.kind === "return" && p.parts.length > 0,
  );
  return found.filter((part) => answers.some((a) => a.span.end <= part.span.start));
}

function ending(row: readonly Part[], found: Part[], throws: readonly string[], depth: number): void {
  if (depth > 20) return;
  for (let i = row.length - 1; i >= 0; i--) {
    const part = row[i] as Part;
    if (part.kind === "if" || part.kind === "switch") found.push(part);
    for (const inner of blocksOf(part)) ending(inner, found, throws, depth + 1);
    if (leaves(part, throws, 0)) return;
  }
}

/** The rows of statements that a statement goes on behind, when they are over. */
function blocksOf(part: Part): readonly (readonly Part[])[] {
  switch (part.kind) {
    case "if":
      return [...children(part, "if.then"), ...children(part, "if.else"), ...children(part, "elif.then")].map(statements);
    case "switch":
      return armsOf(part).map(statements);
    case "try":
      return part.parts.flatMap((p) => (p.kind === "catch" ? [children(p, "catch.body").flatMap(statements)] : []));
    default:
      return [];
  }
}

/** Counters of tries by their names, and nothing else that is counted. */
const bounds = /tr(?:y|ies)(?![a-z])|attempt|retr|versuch|重试|재시도/i;

/** Whether a statement may leave the round for good. One that has tried often enough is no other way out, nor is one that is told to stop. */
function leaves(part: Part, throws: readonly string[], depth: number): boolean {
  if (depth > 20) return true;
  const within = (p: Part): boolean => leaves(p, throws, depth + 1);
  switch (part.kind) {
    case "return":
    case "throw":
    case "break":
      return true;
    case "call": {
      const callee = calleeOf(part);
      return callee !== undefined && (throws.includes(callee.name) || throws.includes(callee.dotted));
    }
    case "if": {
      const asked = child(part, "if.condition");
      const isBound = asked !== undefined && [...descend(asked)].some((p) => p.kind === "name" && bounds.test(p.text ?? ""));
      return part.parts.some((p) => p !== asked && !(isBound && p.role === "if.then") && within(p));
    }
    case "switch":
      return armsOf(part).some((arm) => !isStop(arm) && statements(arm).some((p) => p.kind !== "break" && within(p)));
    case "loop":
      return [...descend(part, (p) => p.kind !== "function")].some((p) => p.kind === "return" || p.kind === "throw");
    case "function":
      return false;
    default:
      return part.parts.some(within);
  }
}

/** `case <-ctx.Done(): return ctx.Err()` */
function isStop(arm: Part): boolean {
  const [first] = statements(arm);
  return first?.kind === "call" && calleeOf(first)?.name === "Done";
}
