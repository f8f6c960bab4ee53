import type { Part } from "../syntax/part.ts";
import { calleeOf, child, descend, nameOf, unwrap } from "./parts.ts";

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
