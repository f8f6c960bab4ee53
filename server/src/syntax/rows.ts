import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import type { Part } from "./part.ts";

/** A word or sign that no query names, or a part that one does. */
type Token = { readonly part: Part; readonly text?: undefined } | { readonly part?: undefined; readonly text: string; readonly span: Span };

/** How tightly signs bind, the loosest first. */
const levels: readonly ReadonlySet<string>[] = [["||"], ["&&"], ["==", "!=", "<", ">", "<=", ">="], ["|"], ["..=", ".."]].map((l) => new Set(l));

/**
 * Reads what a grammar leaves as a row of words and signs, such as the arguments of a macro: `matches!(e.code, "606" | "615" if again)`. Only
 * what asks for, names or lists values is read; the rest stays a list of what stands in it. `parts` are the row's own, in order, rows inside
 * of it read already; `span` holds the brackets.
 */
export function readRow(parts: readonly Part[], text: Source, span: Span): readonly Part[] {
  const tokens = tokensOf(parts, text, span);
  return split(tokens, new Set([",", ";"])).flatMap((row) => expressions(row, text));
}

function tokensOf(parts: readonly Part[], text: Source, span: Span): readonly Token[] {
  const tokens: Token[] = [];
  const signs = (start: number, end: number): void => {
    for (const match of text.slice(start, end).matchAll(/[A-Za-z_]\w*|=>|->|==|!=|<=|>=|&&|\|\||\.\.=|\.\.|::|[^\s\w]/g)) {
      const at = start + match.index;
      tokens.push({ text: match[0], span: { start: at, end: at + match[0].length } });
    }
  };
  let at = span.start + 1;
  for (const part of parts) {
    signs(at, part.span.start);
    at = part.span.end;
    const { flags: _, ...rest } = part;
    if (part.kind !== "comment") tokens.push({ part: part.flags?.includes("tokens") ? rest : part });
  }
  signs(at, span.end - 1);
  return tokens;
}

function split(tokens: readonly Token[], at: ReadonlySet<string>): readonly (readonly Token[])[] {
  const rows: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text !== undefined && at.has(token.text)) rows.push([]);
    else (rows[rows.length - 1] as Token[]).push(token);
  }
  return rows.filter((r) => r.length > 0);
}

const heads = new Set(["static", "ref", "pub", "let", "mut", "const", "return", "move", "dyn", "&", "*"]);

/** What one row says; with a guard behind an `if`, two things. */
function expressions(given: readonly Token[], text: Source): readonly Part[] {
  const from = given.findIndex((t) => !heads.has(t.text ?? (t.part?.kind === "name" ? (t.part.text ?? "") : "")));
  if (from < 0) return [];
  const tokens = given.slice(from);
  const sign = (word: string): number => tokens.findIndex((t) => t.text === word);
  const guard = sign("if");
  if (guard > 0) return [...expressions(tokens.slice(0, guard), text), ...expressions(tokens.slice(guard + 1), text)];
  const equals = sign("=");
  const arrow = sign("=>");
  if (equals > 0) return joined("assign", tokens[0], tokens.slice(equals + 1), text);
  if (arrow > 0) return joined("pair", operation(tokens.slice(0, arrow), 0, text), tokens.slice(arrow + 1), text);
  const colon = sign(":");
  if (colon === 1 && tokens[0]?.part?.kind === "name") return joined("pair", tokens[0], tokens.slice(2), text);
  const one = operation(tokens, 0, text);
  return one ? [one] : [];
}

/** A name with its value, a key with its value. */
function joined(kind: "assign" | "pair", left: Token | Part | undefined, right: readonly Token[], text: Source): readonly Part[] {
  const first = left && ("kind" in left ? left : left.part);
  const value = expressions(right, text)[0];
  if (!first || !value) return [first, value].filter((p) => p !== undefined);
  const parts = kind === "assign" ? [as(first, "assign.target"), as(value, "assign.value")] : [as(first, "pair.key"), as(value, "pair.value")];
  return [{ kind, span: { start: first.span.start, end: value.span.end }, parts }];
}

function operation(tokens: readonly Token[], level: number, text: Source): Part | undefined {
  if (tokens.length === 0) return undefined;
  const closure = level === 0 ? closureOf(tokens, text) : undefined;
  if (closure) return closure;
  const signs = levels[level];
  if (!signs) return unary(tokens, text);
  const at = tokens.findLastIndex((t, i) => i > 0 && t.text !== undefined && signs.has(t.text));
  if (at < 0) return operation(tokens, level + 1, text);
  const sign = tokens[at];
  const left = operation(tokens.slice(0, at), level, text);
  const right = operation(tokens.slice(at + 1), level + 1, text);
  if (!left || sign?.text === undefined) return left ?? right;
  const end = (right ?? sign).span.end;
  const parts = [as(left, "op.left"), signPart(sign.text, sign.span), ...(right ? [as(right, "op.right")] : [])];
  return { kind: "op", span: { start: left.span.start, end }, parts };
}

/** `|e| e.code == "606"`. */
function closureOf(tokens: readonly Token[], text: Source): Part | undefined {
  const first = tokens[0];
  const end = tokens.findIndex((t, i) => i > 0 && t.text === "|");
  const params = tokens.slice(1, Math.max(1, end));
  if (first?.text !== "|" || end < 0 || params.some((t) => t.part && t.part.kind !== "name")) return undefined;
  const value = operation(tokens.slice(end + 1), 0, text);
  if (!value) return undefined;
  const names = params.flatMap((t) => (t.part ? [as(t.part, "function.param")] : []));
  return { kind: "function", span: { start: first.span.start, end: value.span.end }, parts: [...names, as(value, "function.value")] };
}

function unary(tokens: readonly Token[], text: Source): Part | undefined {
  const [first, ...rest] = tokens;
  if (first?.text === "!") {
    const right = unary(rest, text);
    return right && { kind: "op", span: { start: first.span.start, end: right.span.end }, parts: [signPart("!", first.span), as(right, "op.right")] };
  }
  // Signs that change nothing here, and words that stand before a value.
  if (first?.text !== undefined) return unary(rest, text);
  return first && access(first.part, rest, text);
}

/** A value with the names, calls and subscripts behind it. */
function access(first: Part, rest: readonly Token[], text: Source): Part {
  let at = bracketed(first, text);
  for (let i = 0; i < rest.length; i++) {
    const token = rest[i] as Token;
    const next = rest[i + 1];
    const made = token.text === "!" && next?.part ? next.part : undefined;
    if (made || token.part) {
      const row = made ?? (token.part as Part);
      if (row.kind === "list" || row.kind === "table") at = applied(at, row, made ? "(" : text.slice(row.span.start, row.span.start + 1));
      if (made) i++;
    } else if (token.text === "<") {
      const close = rest.findIndex((t, j) => j > i && t.text === ">");
      if (close < 0) break;
      i = close;
    } else if ((token.text === "." || token.text === "::") && next?.part?.kind === "name") {
      const parts = [as(at, "member.object"), as(next.part, "member.key")];
      at = { kind: "member", span: { start: at.span.start, end: next.part.span.end }, parts };
      i++;
    }
  }
  return at;
}

/** `f(x)`, `f![x]`, `list[x]`, `Record { key: x }`. */
function applied(head: Part, row: Part, opened: string | undefined): Part {
  const span = { start: head.span.start, end: row.span.end };
  if (opened === "[") {
    const key = row.parts[0];
    return { kind: "index", span, parts: [as(head, "index.object"), ...(key ? [as(key, "index.key")] : [])] };
  }
  const args = opened === "{" ? [as(fielded(row), "call.arg")] : row.parts.map((p) => as(p, "call.arg"));
  return { kind: "call", ...(opened === "{" ? { flags: ["new" as const] } : {}), span, parts: [as(head, "call.callee"), ...args] };
}

/** The fields of a record: those without a value are names. */
function fielded(row: Part): Part {
  const key = (p: Part): Part => (p.role === "pair.key" ? { ...p, flags: ["value"] } : p);
  const parts = row.parts.map((p): Part => (p.kind === "name" ? { ...p, kind: "bind" } : p.kind === "pair" ? { ...p, parts: p.parts.map(key) } : p));
  return { ...row, kind: "table", parts };
}

/** `(x)` is x; braces of their own hold statements. */
function bracketed(part: Part, text: Source): Part {
  if (part.kind !== "list") return part;
  const opened = text.slice(part.span.start, part.span.start + 1);
  if (opened === "{") return { ...part, kind: "block" };
  const only = part.parts.length === 1 ? part.parts[0] : undefined;
  return opened === "(" && only ? only : part;
}

function signPart(text: string, span: Span): Part {
  return { kind: "other", role: "op.sign", span, parts: [], text };
}

function as(part: Part, role: string): Part {
  return { ...part, role };
}
