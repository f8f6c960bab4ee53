import type { LanguageData } from "./language.ts";
import type { Part } from "./part.ts";

const bodies = ["if.then", "elif.then", "if.else", "loop.body", "function.body", "catch.body"];

/** Statements that a grammar leaves side by side under one role are a block; values that a loop goes through one after the other are a list. */
export function gathered(parts: readonly Part[]): readonly Part[] {
  if (!isSideBySide(parts)) return parts;
  const roles = bodies.filter((role) => parts.filter((p) => p.role === role).length > 1);
  const joined = roles.reduce((all, role) => join(all, role, "block"), parts);
  return joined.filter((p) => p.role === "loop.source").length > 1 ? join(joined, "loop.source", "list") : joined;
}

const shared: ReadonlySet<string | undefined> = new Set([...bodies, "loop.source"]);

/** Whether two parts have one of the roles: mostly there are none, and nothing is made of them. */
function isSideBySide(parts: readonly Part[]): boolean {
  for (let i = 1; i < parts.length; i++) {
    const { role } = parts[i] as Part;
    if (!shared.has(role)) continue;
    for (let before = 0; before < i; before++) if ((parts[before] as Part).role === role) return true;
  }
  return false;
}

function join(parts: readonly Part[], role: string, kind: Part["kind"]): readonly Part[] {
  const first = parts.findIndex((p) => p.role === role);
  const last = parts.findLastIndex((p) => p.role === role);
  const own = parts.slice(first, last + 1).map(({ role: _, ...rest }): Part => rest);
  const span = { start: (own[0] as Part).span.start, end: (own.at(-1) as Part).span.end };
  return [...parts.slice(0, first), { kind, role, span, parts: own }, ...parts.slice(last + 1)];
}

/** What commands say in a shell that other languages have a syntax for. */
export function commanded(part: Part, { shell, operators }: LanguageData): Part {
  if (!shell) return part;
  if (part.kind === "op") return decided(part, operators);
  if (part.kind === "return") return outcome(part);
  if (part.kind === "pair") return { ...part, parts: part.parts.map(withoutSign) };
  return part.kind === "call" ? tested(part, operators) : part;
}

/** `[[ … ]] && retry`, `[[ … ]] || return 1`, `[[ … ]] && retry || fail` as statements: an `if` in other words. */
function decided(list: Part, operators: LanguageData["operators"]): Part {
  if (list.role !== undefined && !bodies.includes(list.role) && list.role !== "arm.body") return list;
  const split = halves(list, operators);
  if (!split || !isDone(split.right)) return list;
  const { left, right, meaning } = split;
  const inner = meaning === "or" ? halves(left, operators) : undefined;
  const chosen = inner?.meaning === "and" && isDone(inner.right);
  const condition = { ...(chosen ? inner.left : left), role: "if.condition" };
  const then = { ...(chosen ? inner.right : right), role: "if.then" };
  const otherwise = chosen ? [{ ...right, role: "if.else" }] : [];
  const role = list.role === undefined ? {} : { role: list.role };
  const flags = meaning === "or" && !chosen ? { flags: ["negated"] as const } : {};
  return { kind: "if", ...role, ...flags, span: list.span, parts: [condition, then, ...otherwise] };
}

function halves(part: Part, operators: LanguageData["operators"]) {
  const sign = part.kind === "op" ? part.parts.find((p) => p.role === "op.sign")?.text : undefined;
  const left = part.parts.find((p) => p.role === "op.left");
  const right = part.parts.find((p) => p.role === "op.right");
  const meaning = sign !== undefined && Object.hasOwn(operators, sign) ? operators[sign] : undefined;
  return left && right && (meaning === "and" || meaning === "or") ? { left, right, meaning } : undefined;
}

/** Something that is done, not asked. */
function isDone(part: Part): boolean {
  if (part.kind !== "call") return part.kind !== "op" && part.kind !== "bool";
  return !/^(?:is|has|test|grep|egrep|should|can|not)(?:_|$)/.test(part.parts.find((p) => p.role === "call.callee")?.text ?? "");
}

/** `[RATE_LIMIT]=606`: the sign is read as the beginning of the value. */
function withoutSign(part: Part): Part {
  const text = part.role === "pair.value" && part.parts.length === 0 ? (part.text ?? "") : "";
  if (!/^=./.test(text)) return part;
  return { ...part, span: { start: part.span.start + 1, end: part.span.end }, text: text.slice(1) };
}

/** `return 0` is a yes. */
function outcome(part: Part): Part {
  const only = part.parts.length === 1 ? part.parts[0] : undefined;
  if (!only || !/^\d+$/.test(only.text ?? "")) return part;
  return { ...part, parts: [{ kind: "bool", span: only.span, parts: [], text: Number(only.text) === 0 ? "true" : "false" }] };
}

/** `test "$code" = 606`. */
function tested(call: Part, operators: LanguageData["operators"]): Part {
  const [left, sign, right, more] = call.parts.filter((p) => p.role === "call.arg");
  const callee = call.parts.find((p) => p.role === "call.callee")?.text;
  if (callee !== "test" || !left || !sign || !right || more || !Object.hasOwn(operators, sign.text ?? "")) return call;
  const { text: _, ...rest } = call;
  const parts: Part[] = [
    { ...left, role: "op.left" },
    { ...sign, kind: "other", role: "op.sign" },
    { ...right, role: "op.right" },
  ];
  return { ...rest, kind: "op", parts };
}
