import { calleeOf, child } from "../sites/parts.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";

/** The tree with `5.times { … }` as the loop that it is: a fix writes into it as into any other. */
export function withLoops(parts: readonly Part[], { loops = [] }: LanguageData): readonly Part[] {
  return parts.map((part) => asLoop(part, loops));
}

/** Whether the language has calls that are loops. */
export function hasLoops({ loops = [] }: LanguageData): boolean {
  return loops.length > 0;
}

function asLoop(part: Part, names: readonly string[]): Part {
  const inner: Part = { ...part, parts: part.parts.map((p) => asLoop(p, names)) };
  const callee = part.kind === "call" ? calleeOf(inner) : undefined;
  const body = inner.parts.find((p) => p.kind === "function" && p.role === "call.arg");
  if (!callee || !names.includes(callee.name) || !body) return inner;
  const called = child(inner, "call.callee");
  const source: Part[] = callee.receiver && called ? [sourceOf(callee.receiver, called)] : [];
  return { ...inner, kind: "loop", parts: [...source, ...body.parts.map(inLoop)] };
}

/** `MAX_ATTEMPTS.times`: what says how often. */
function sourceOf(receiver: Part, called: Part): Part {
  return { kind: "other", role: "loop.source", span: { start: receiver.span.start, end: called.span.end }, parts: [receiver, called] };
}

const roles: Readonly<Record<string, string>> = { "function.param": "loop.local", "function.body": "loop.body", "function.value": "loop.body" };

function inLoop(part: Part): Part {
  const role = part.role === undefined ? undefined : roles[part.role];
  return role === undefined ? part : { ...part, role };
}
