import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import type { LiteralValue } from "./literals.ts";
import { type Callee, calleeOf, child, unwrap } from "./parts.ts";

/** Two words or more with the same mark or white space between them. */
const words = /^\s*[\w-]+(?:(?:\s+[\w-]+)+|\s*([,;|])\s*[\w-]+(?:\s*\1\s*[\w-]+)*)\s*$/;

/** `"604,606".split(",")`: the words of a text that is cut up, each where it stands. */
export function splitWords(callee: Callee, { splits }: LanguageData): readonly (LiteralValue & { readonly span: Span })[] | undefined {
  if (!splits) return undefined;
  const operand = Object.hasOwn(splits, callee.dotted) ? splits[callee.dotted] : Object.hasOwn(splits, callee.name) ? splits[callee.name] : undefined;
  const given = operand === "receiver" ? callee.receiver : typeof operand === "number" ? callee.args[operand] : undefined;
  const text = given && defaultOf(given);
  const value = text && textOf(text);
  if (!text || value === undefined || !words.test(value)) return undefined;
  return wordsOf(text);
}

/** The text itself, on however many lines. */
function textOf(part: Part): string | undefined {
  if ((part.kind !== "string" && part.kind !== "template") || part.parts.length > 0) return undefined;
  return /^[A-Za-z]{0,2}("""|'''|["'`])([^\\]*)\1$/.exec(part.text ?? "")?.[2];
}

/** `(process.env.CODES || "604,606")`, `os.environ.get("CODES", "604,606")`: the text that a setting has where nobody sets it. */
function defaultOf(given: Part): Part {
  const part = unwrap(given);
  const last = part.kind === "op" ? child(part, "op.right") : part.kind === "call" ? calleeOf(part)?.args.at(-1) : undefined;
  return last ? unwrap(last) : part;
}

function wordsOf({ text = "", span }: Part): readonly (LiteralValue & { readonly span: Span })[] {
  // A prefix of the literal (`r"…"`) is no word of it.
  const from = text.search(/["'`]/);
  return [...text.slice(from).matchAll(/[\w-]+/g)].map(({ 0: value, index }) => {
    const start = span.start + from + index;
    return { value, type: "string", span: { start, end: start + value.length } };
  });
}
