import { calleeOf, children, descend } from "../sites/parts.ts";
import type { LanguageData, SignMeaning } from "../syntax/language.ts";
import type { Kind, Part } from "../syntax/part.ts";
import { contains, type Span } from "../text/span.ts";
import type { FixContext } from "./model.ts";

/** The parts around a stretch of text, the outermost first; the last is the innermost that holds it whole. */
export function around(parts: readonly Part[], span: Span): readonly Part[] {
  const out: Part[] = [];
  let level = parts;
  for (;;) {
    const next = level.find((p) => contains(p.span, span));
    if (!next) return out;
    out.push(next);
    level = next.parts;
  }
}

/** The innermost part of a kind that covers just this stretch. */
export function exactly(parts: readonly Part[], span: Span, kind: Kind): Part | undefined {
  return around(parts, span).findLast((p) => p.kind === kind && p.span.start === span.start && p.span.end === span.end);
}

/** The innermost function around a place, with what stands between. */
export function functionAround(chain: readonly Part[]): Part | undefined {
  return chain.findLast((p) => p.kind === "function");
}

/** Everything below a part that belongs to the same run of statements: functions in it are left out. */
export function* own(part: Part): Generator<Part> {
  yield* descend(part, (p) => p === part || p.kind !== "function");
}

export function signOf(op: Part): Part | undefined {
  return op.parts.find((p) => p.role === "op.sign");
}

export function meaningOf(op: Part, language: LanguageData): SignMeaning | undefined {
  const sign = signOf(op)?.text?.trim().replace(/\s+/g, " ");
  return sign === undefined ? undefined : language.operators[sign];
}

/** The function's own calls, in the order of the text. */
export function callsIn(part: Part): readonly Part[] {
  return [...own(part)].filter((p) => p.kind === "call");
}

export function calleeName(call: Part): string {
  return calleeOf(call)?.name ?? "";
}

export function argumentsOf(call: Part): readonly Part[] {
  return children(call, "call.arg");
}

export function textOf(part: Part, text: string): string {
  return text.slice(part.span.start, part.span.end);
}

const wordsOf = new WeakMap<object, ReadonlySet<string>>();

/** The same for a whole file, worked out once for a version of it. */
export function wordsOfFile({ text, lines }: Pick<FixContext, "text" | "lines">): ReadonlySet<string> {
  let words = wordsOf.get(lines);
  if (!words) {
    words = wordsIn(text);
    wordsOf.set(lines, words);
  }
  return words;
}

/** Every name that stands as a word in a stretch of source. */
export function wordsIn(source: string): ReadonlySet<string> {
  return new Set(source.match(/[A-Za-z_$@][\w$]*/g) ?? []);
}
