import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import type { Context } from "./context.ts";
import { type Asked, dressed, fieldBefore } from "./dressed.ts";
import { literalLabel, literalOf } from "./literals.ts";
import type { Cover, Label, SiteRole } from "./model.ts";
import { calleeOf, child, nameOf, unwrap } from "./parts.ts";
import { samePath } from "./paths.ts";
import type { Test } from "./tests.ts";

/** In UTF-16 units: a longer pattern lists more than any catalog has, and looking for its ends takes a time that grows faster than it. */
const maxPattern = 4000;

interface PatternBody {
  /** What the pattern reads: a backslash that is written twice stands once. */
  readonly text: string;
  readonly written: string;
  readonly start: number;
}

/** The text of a regular expression without its delimiters and flags, and where it begins. */
function bodyOf(part: Part): PatternBody | undefined {
  const text = part.text ?? "";
  if (text.length > maxPattern) return undefined;
  const match = /^(?:%r\{|[A-Za-z$@]{0,2}#*(?:"""|'''|"|'|`)|\/)/.exec(text);
  const open = match?.[0].length ?? 0;
  // PHP keeps the delimiters inside the quotes: '/^60[12]$/'.
  const inner = /^[/#~]/.test(text.slice(open)) && part.kind === "string" ? 1 : 0;
  const rest = text.slice(open + inner);
  const close = inner ? /[/#~][a-z]*['"]$/.exec(rest) : /(?:\/[a-z]*|\}[a-z]*|#*(?:"""|'''|"|'|`)#*)$/.exec(rest);
  const pattern = close && open > 0 ? rest.slice(0, close.index) : rest;
  // A backslash is written twice in a plain text; a pattern with two of them is none for codes.
  return { text: pattern.replaceAll("\\\\", "\\"), written: pattern, start: part.span.start + open + inner };
}

/** `^(601|602)$` names its codes; so do `601|602` and `/FLOW-(1102|1103)-\d+/`. Anything cleverer is a cover. */
export function labelsOfPattern(part: Part, role: SiteRole): Asked | undefined {
  const body = bodyOf(part);
  const asked = body && (askedOfText(body.text, role) ?? mixedIn(body.text, role, part.span));
  return asked && { ...asked, labels: placed(asked.labels, body) };
}

/** Its labels stand where they do in the text. */
function askedOfText(text: string, role: SiteRole): Asked | undefined {
  const whole = wholeLabels(text, role);
  if (whole) return { labels: whole, covers: [] };
  if (text.length > 200) return undefined;
  const compound = compoundLabels(text, role);
  return compound ? { labels: compound, covers: [], piece: true } : numbersWithin(text, role);
}

/** Where the labels stand in the file: behind each backslash that is written twice one place further than in what the pattern reads. */
function placed(labels: readonly Label[], { text, written, start }: PatternBody): readonly Label[] {
  const doubled = written.length === text.length ? [] : [...written.matchAll(/\\\\/g)].map((m, i) => m.index - i);
  const at = (offset: number): number => start + offset + doubled.filter((d) => d < offset).length;
  return labels.map((l) => ({ ...l, span: { start: at(l.span.start), end: at(l.span.end) } }));
}

/** `606`, `.*606.*`, `\b(?:606|615)\b`, `code["':\s]+606`: numbers that are looked for in a text, with nothing in front of them but what calls them codes. */
function numbersWithin(text: string, role: SiteRole): Asked | undefined {
  const match =
    /^((?:\(\?[a-z]+\))?(?:\^?\.\*\??)?(?:\\b|[^|()\d]*?(?:[cC]ode|CODE|errno|ERRNO|[eE]rror|ERROR)(?:\\[sSwWbD]|[^\w|()])*)?)((?:\((?:\?:)?)?(?:\\b)?)(\d{3,}(?:\|\d{3,})*)((?:\\b)?\)?)(?:\\[bD"']|[^\w|()^\\[.*+?{])*(?:\.\*\??)?\$?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, before = "", open = "", words = "", close = ""] = match;
  if (open.includes("(") !== close.includes(")")) return undefined;
  const field = fieldBefore(before);
  if (field === undefined && /[A-Za-z]/.test(before.replace(/\\[A-Za-z]|\(\?[a-z]+\)/g, ""))) return undefined;
  const labels = wordsAt(words, before.length + open.length, role);
  return { labels, covers: [], piece: true, ...(field === undefined ? {} : { field }) };
}

/** `606|615`, word by word. */
function wordsAt(words: string, start: number, role: SiteRole): readonly Label[] {
  let at = start;
  return words.split("|").map((value): Label => {
    const span = { start: at, end: at + value.length };
    at = span.end + 1;
    return literalLabel({ value, type: "string" }, span, role);
  });
}

function wholeLabels(text: string, role: SiteRole): readonly Label[] | undefined {
  const outer = /^((?:\^|\\A)?(?:\(\?:|\()?)([\w-]+(?:\|[\w-]+)+)(\)?(?:\$|\\[zZ])?)$/.exec(text) ?? /^(\^|\\A)([\w-]+)(\$|\\[zZ])$/.exec(text);
  if (!outer) return undefined;
  return wordsAt(outer[2] as string, (outer[1] as string).length, role);
}

/** `^(session-timeout|ims-.*)$`: some alternatives are words, others only begin with one. */
function mixedIn(text: string, role: SiteRole, span: Span): Asked | undefined {
  const match = /^((?:\^|\\A)\((?:\?:)?)([\w-]+(?:\.[*+])?(?:\|[\w-]+(?:\.[*+])?)+)\)(?:\$|\\[zZ])?$/.exec(text);
  const [, before = "", choices = ""] = match ?? [];
  const labels: Label[] = [];
  const covers: Cover[] = [];
  let at = before.length;
  for (const choice of choices.split("|")) {
    const word = /^[\w-]+/.exec(choice)?.[0] ?? "";
    if (word === choice) labels.push({ value: word, type: "string", span: { start: at, end: at + word.length }, role });
    else covers.push({ form: "prefix", text: word, span });
    at += choice.length + 1;
  }
  return match && labels.length > 0 && covers.length > 0 ? { labels, covers } : undefined;
}

/**
 * `FLOW-1404-412`, `^.*\/FLOW-(?:1102|1103)-\d+$`: a text with a dash is none by accident, so that it names codes wherever in what arrives it
 * stands. A choice in it is read with what stands before it; behind it only what a code may go on with.
 */
function compoundLabels(text: string, role: SiteRole): readonly Label[] | undefined {
  const match = /^(?:\^|\\A)?(?:\.\*)?(?:(?:https?:[\w.\\/-]*)?\\?\/)?((?:[A-Za-z]+-)*)(\((?:\?:)?)?([\w-]+(?:\|[\w-]+)*)(\)?)(.*)$/.exec(text);
  if (!match) return undefined;
  const [, before = "", open = "", words = "", close, behind = ""] = match;
  if ((open === "") !== (close === "") || (open === "" && words.includes("|"))) return undefined;
  if (!/^(?:-?(?:\\d|\[\d-\d\])(?:[+*]|\{\d\})?|\\b|\.\*|-|-\([^()]*\))*(?:\$|\\[zZ])?$/.test(behind)) return undefined;
  // More digits may follow the last one: those that are there name no code.
  if (/\d$/.test(words) && /^(?:\\d|\[)/.test(behind)) return undefined;
  const labels: Label[] = [];
  let at = text.length - behind.length - (close?.length ?? 0) - words.length;
  for (const word of words.split("|")) {
    const value = before + word;
    if (!/\w-\w/.test(value) || value.length < 6) return undefined;
    labels.push({ value, type: "string", span: { start: open === "" ? at - before.length : at, end: at + word.length }, role });
    at += word.length + 1;
  }
  return labels;
}

export function askedByPattern(part: Part): Asked | undefined {
  if (part.kind !== "regex" && part.kind !== "string") return undefined;
  const words = labelsOfPattern(part, "member");
  if (words) return words;
  const cover = coverOfPattern(part);
  return cover && { labels: [], covers: [cover] };
}

/** `re.compile("…")`, `new RegExp("…")`, `"…".toRegex()`, `Lazy::new(|| Regex::new("…").unwrap())`: the text in it. */
export function patternText(given: Part): Part {
  return unwrapped(given).at;
}

/** A pattern that a name is given: written as one, or made one of a text. */
export function patternMade(given: Part, declared: string | undefined): Part | undefined {
  const { at, by } = unwrapped(given);
  const made = declared === undefined || by.length === 0 ? by : [...by, declared];
  const isMade = made.some((name) => /regex|regexp|pattern|(?:^|\.)(?:must)?compile$|^r$/i.test(name));
  return at.kind === "regex" || (at.kind === "string" && isMade) ? at : undefined;
}

/** What stands within calls, with what these call. */
function unwrapped(given: Part): { readonly at: Part; readonly by: readonly string[] } {
  let at = unwrap(given);
  const by: string[] = [];
  for (let depth = 0; depth < 6; depth++) {
    const made = at.kind === "call" ? calleeOf(at) : undefined;
    const inside =
      made?.args[0] ??
      made?.receiver ??
      (at.kind === "member" ? child(at, "member.object") : at.kind === "function" ? child(at, "function.value") : undefined);
    if (!inside) break;
    by.push(made?.dotted ?? nameOf(at) ?? "");
    at = unwrap(inside);
  }
  return { at, by };
}

/** A pattern of plain words, classes and counts, kept as text: only ever tried against the codes of a catalog, which are short. */
export function coverOfPattern(part: Part): Cover | undefined {
  // The ends of the text, as some languages write them.
  const text = bodyOf(part)
    ?.text.replace(/^\\A/, "^")
    .replace(/\\[zZ]$/, "$");
  if (text === undefined || text.length > 80 || !/\d|[a-z]/i.test(text)) return undefined;
  const start = /^\^([\w-]+)$/.exec(text)?.[1];
  if (start) return { form: "prefix", text: start, span: part.span };
  // Only signs and classes, each with a count at most, groups and choices: every part takes a sign of the code, so that nothing can run long.
  if (!/^\^?(?:(?:[\w-]|\[[\w-]+\]|\\d)(?:\{\d\})?|\(\?:|[()|])+\$?$/.test(text) || /\((?:\?:)?[|)]|\|[|)$]|^\^?\||\|$|\{0\}/.test(text))
    return undefined;
  return { form: "regex", text, span: part.span };
}

/** `*606*`, `*'"code":"606"'*`: a number that is looked for in a text. */
function searchedInGlob({ span, parts }: Part, text: string): Asked | undefined {
  if (text.length < 5 || !text.startsWith("*") || !text.endsWith("*") || parts.some((p) => p.kind !== "string")) return undefined;
  const inner = text.slice(1, -1);
  const start = span.start + 1;
  const at = { start, end: start + inner.length };
  if (/^\d{3,}$/.test(inner)) return { labels: wordsAt(inner, start, "comparison"), covers: [], piece: true };
  const found = dressed({ kind: "string", span: at, parts: [], text: inner }, "comparison");
  return found && { ...found, piece: true };
}

/** `60*`, `60[148]`, `60?`, `@(601|602)`: patterns of a shell. */
export function globTests(given: Part): Asked | undefined {
  const part = unwrap(given);
  const text = part.text ?? "";
  const words = /^[@?+*]\(([\w|-]+)\)$/.exec(text)?.[1];
  if (words !== undefined) return { labels: wordsAt(words, part.span.start + 2, "comparison"), covers: [] };
  const around = searchedInGlob(part, text);
  if (around) return around;
  const glob = text.replace(/["']/g, "");
  // `*FLOW-1404*`, `*/FLOW-1102-500`: a compound is one wherever it stands.
  const inside = /^\*\/?([\w-]+)\*?$/.exec(glob)?.[1];
  if (inside !== undefined && /\w-\w/.test(inside) && inside.length >= 6) {
    const start = part.span.start + text.indexOf(inside);
    return { labels: [{ value: inside, type: "string", span: { start, end: start + inside.length }, role: "comparison" }], covers: [], piece: true };
  }
  if (!/^(?:[\w-]|\[[\w-]+\]|\?)+\*?$/.test(glob) || !/[*?[]/.test(glob) || glob.length > 40) return undefined;
  const start = /^([\w-]+)\*$/.exec(glob)?.[1];
  if (start !== undefined) return { labels: [], covers: [{ form: "prefix", text: start, span: part.span }] };
  const body = glob.replaceAll("?", "\\d").replace(/\*$/, "");
  return { labels: [], covers: [{ form: "regex", text: `^${body}${glob.endsWith("*") ? "" : "$"}`, span: part.span }] };
}

/** `600..699`, `600 until 700`, `range(600, 700)`: the numbers from one to the other. */
export function coverOfRange(given: Part, ctx: Context): Cover | undefined {
  const part = unwrap(given);
  const { operators, ranges = {} } = ctx.language;
  const callee = part.kind === "call" ? calleeOf(part) : undefined;
  const named = callee ? callee.dotted : part.kind === "op" ? (child(part, "op.sign")?.text ?? "") : "";
  const known = callee ? ranges : operators;
  const meaning = Object.hasOwn(known, named) ? known[named] : undefined;
  if ((meaning !== "through" && meaning !== "until") || (callee && callee.args.length !== 2)) return undefined;
  const [from, to] = callee ? callee.args : [child(part, "op.left"), child(part, "op.right")];
  const bound = (end: Part | undefined): Label | undefined => {
    const at = end && unwrap(end);
    const literal = at && literalOf(at);
    return literal && /^\d+$/.test(literal.value) ? literalLabel(literal, at.span, "comparison") : undefined;
  };
  const [first, last] = [bound(from), bound(to)];
  if (!first && !last) return undefined;
  const isOpen = meaning === "until";
  return {
    form: "range",
    text: "",
    span: part.span,
    ...(first ? { min: Number(first.value) } : {}),
    ...(last ? { max: Number(last.value) - (isOpen ? 1 : 0) } : {}),
    bounds: [...(first ? [first] : []), ...(last && !isOpen ? [last] : [])],
  };
}

/** Two half-open ranges of one value in one condition are one range. */
export function mergeRanges(tests: readonly Test[]): readonly Test[] {
  const out: Test[] = [];
  for (const test of tests) {
    const cover = half(test);
    const index = cover ? out.findIndex((t) => half(t) !== undefined && samePath(t.subject, test.subject) && t.negated === test.negated) : -1;
    const other = index >= 0 ? (out[index] as Test) : undefined;
    const before = other && half(other);
    if (cover && other && before && (before.min === undefined) !== (cover.min === undefined)) {
      const bounds = [...(before.bounds ?? []), ...(cover.bounds ?? [])];
      const merged: Cover = { ...before, ...cover, bounds, span: { start: before.span.start, end: cover.span.end } };
      out[index] = { ...other, covers: [merged], guarded: false, span: merged.span };
    } else out.push(test);
  }
  return out;
}

function half(test: Test): Cover | undefined {
  const cover = test.covers[0];
  return test.covers.length === 1 && cover?.form === "range" && (cover.min === undefined || cover.max === undefined) ? cover : undefined;
}
