import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import type { Label, Mention, SiteRole, WireType } from "./model.ts";
import { type Callee, calleeOf, child, children, nameOf, unwrap } from "./parts.ts";

export interface LiteralValue {
  readonly value: string;
  readonly type: WireType;
}

/** A literal as a label. Spelt out: what is added to a copy of an object makes a shape of its own for each copy. */
export function literalLabel({ value, type }: LiteralValue, span: Span, role: SiteRole): Label {
  return { value, type, span, role };
}

/** The value of a literal as a catalog would write it; undefined for texts with insertions and for numbers that no code could be. */
export function literalOf(part: Part): LiteralValue | undefined {
  if (part.text === undefined) return undefined;
  if (part.kind === "number") {
    const value = numberValue(part.text);
    return value === undefined ? undefined : { value, type: "number" };
  }
  if (part.kind === "string" || part.kind === "template") {
    if (part.parts.length > 0) return undefined;
    const value = textValue(part.text);
    return value === undefined ? undefined : { value, type: "string" };
  }
  return undefined;
}

/** `10_429`, `606L`, `606u32` are 10429, 606, 606; fractions and other bases are no codes. */
export function numberValue(text: string): string | undefined {
  return /^(\d[\d_']*?)(?:[lLuU]+|[iu](?:8|16|32|64|size))?$/.exec(text)?.[1]?.replace(/[_']/g, "");
}

/** Strips prefixes (`r"…"`, `$"…"`), quotes and the colon of a symbol. Texts with escapes or line ends can't be codes. */
export function textValue(text: string): string | undefined {
  const first = text.charCodeAt(0);
  const last = text.length - 1;
  // Nearly all of them: one quote, the text, the same quote.
  if ((first === 34 || first === 39) && last > 1 && text.charCodeAt(last) === first && text.charCodeAt(1) !== first) {
    const inner = text.slice(1, last);
    return inner.includes("\\") || inner.includes("\n") ? undefined : inner;
  }
  const body = /^[A-Za-z$@]{0,3}(#*)("""|'''|"|'|`)([^\n]*)\2\1[sS]?$/.exec(text)?.[3];
  const word = body === undefined ? /^(?::([\w-]+[?!]?)|([\w-]+))$/.exec(text) : undefined;
  const value = body ?? word?.[1] ?? word?.[2];
  return value === undefined || value.includes("\\") ? undefined : value;
}

/** The literals directly below a part with the name that each is given to, looked up in or compared with. */
export function nearNames(part: Part): readonly (readonly [Part, string])[] {
  const pair = (literal: Part | undefined, name: string | undefined): readonly (readonly [Part, string])[] =>
    literal && name !== undefined && name !== "" ? [[unwrap(literal), name]] : [];
  switch (part.kind) {
    case "index": {
      const object = child(part, "index.object");
      return pair(child(part, "index.key"), object && nameOf(object));
    }
    case "pair": {
      const key = child(part, "pair.key");
      return pair(child(part, "pair.value"), key && (nameOf(key) ?? literalOf(unwrap(key))?.value));
    }
    case "call": {
      const callee = calleeOf(part);
      const asked = callee?.receiver && unwrap(callee.receiver);
      // `expect(lead.id).toBe("1003")` is about what was expected.
      const first = asked?.kind === "call" ? children(asked, "call.arg")[0] : undefined;
      return callee ? callee.args.flatMap((a) => pair(a, (first && nameOf(first)) ?? callee.name)) : [];
    }
    default:
      return [];
  }
}

/** In UTF-16 units: what is longer is no code, and hardly speaks of one. */
const longestMention = 120;

/** A literal wherever it stands, with the name it is given to or compared with. */
export function mentionOf(part: Part, near: string | undefined): Mention | undefined {
  const literal = literalOf(part);
  if (!literal || literal.value.length > longestMention) return undefined;
  const { value, type } = literal;
  return near ? { value, type, span: part.span, near } : { value, type, span: part.span };
}

/** `"604 608"`: in a shell a text of several words is a list of them. */
export function wordsIn(part: Part): readonly (LiteralValue & { readonly span: Span })[] | undefined {
  const text = part.kind === "string" && part.parts.length === 0 ? (part.text ?? "") : "";
  if (!/^["']\s*[\w-]+(?:\s+[\w-]+)+\s*["']$/.test(text)) return undefined;
  return [...text.matchAll(/[\w-]+/g)].map((word) => {
    const start = part.span.start + word.index;
    return { value: word[0], type: "string", span: { start, end: start + word[0].length } };
  });
}

/** What a call asks for, as far as its words tell: one that says something else is another request, and no second try. */
export function requestOf(callee: Callee | undefined, { shell }: LanguageData): string {
  if (!callee) return "";
  const { dotted, args } = callee;
  const said = shell ? [] : args.flatMap((a) => literalOf(unwrap(a))?.value ?? []);
  return [dotted, ...said].join(" ");
}
