import { calleeOf, children, descend } from "../sites/parts.ts";
import type { LanguageData, SignMeaning } from "../syntax/language.ts";
import type { Kind, Part } from "../syntax/part.ts";
import { contains, type Span } from "../text/span.ts";
import type { FixContext } from "./model.ts";
import { remembering } from "./remember.ts";

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
export function exactly(ctx: Pick<FixContext, "around">, span: Span, kind: Kind): Part | undefined {
  return ctx.around(span).findLast((p) => p.kind === kind && p.span.start === span.start && p.span.end === span.end);
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

/** Names that may be asked for. */
export type Names = Pick<ReadonlySet<string>, "has">;

/** Every name that stands as a word in a stretch of source. */
export function wordsIn(source: string): ReadonlySet<string> {
  return new Set(source.match(/[A-Za-z_$@][\w$]*/g) ?? []);
}

/** The same for a whole file, of whose thousands of words a few are asked for. */
export const wordsOfFile = remembering(({ text }: Pick<FixContext, "text">): Names => {
  const known = new Map<string, boolean>();
  return {
    has(name) {
      const there = known.get(name) ?? (/^[A-Za-z_$@][\w$]*$/.test(name) && standsIn(name, text));
      known.set(name, there);
      return there;
    },
  };
});

function standsIn(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (/[\w$]/.test(text.charAt(at + word.length))) continue;
    // Digits before it begin no word, unless they belong to one.
    let before = at - 1;
    while (/\d/.test(text.charAt(before))) before--;
    if (word.startsWith("@") || !/[A-Za-z_$@]/.test(text.charAt(before))) return true;
  }
  return false;
}
