import type { Tree } from "web-tree-sitter";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import { conditionsJoined } from "./conditions.ts";
import { flatten } from "./flat.ts";
import type { Grammar } from "./grammar.ts";
import type { LanguageData } from "./language.ts";
import { type Marked, Marks } from "./marks.ts";
import { mend } from "./mend.ts";
import type { Flag, Kind, Part } from "./part.ts";
import { ordered } from "./precedence.ts";
import { readRow } from "./rows.ts";
import { renamed, respelt } from "./spelling.ts";
import { commanded, gathered } from "./statements.ts";

const holders = new Set<Kind>(["if", "elif", "loop", "function", "catch"]);
const leaves = new Set<Kind>(["string", "number", "bool", "regex", "name", "comment", "decorator", "other"]);

/** Parts nested deeper are given up on, and what holds them is read as one piece: what walks over parts goes down by calls. */
const maxDepth = 400;

/** A part in the making: what the captures say, joined by containment. */
export interface Draft {
  readonly kind: Kind;
  readonly role: string | undefined;
  readonly flags: readonly Flag[] | undefined;
  start: number;
  end: number;
  readonly parts: Draft[];
}

export interface BuildOptions {
  /** Throws a `CaptureClash` where captures displace each other, instead of keeping the first. */
  readonly strict?: boolean;
  /** Only what touches this stretch. */
  readonly within?: Span;
}

/** The parts of a tree: captures joined by containment. Nothing of the tree is kept. */
export function buildParts(grammar: Grammar, tree: Tree, text: string, options: BuildOptions = {}): readonly Part[] {
  return finishParts(draftParts(grammar, tree, text, options), text, grammar.data, new Set());
}

/** What the captures say, before the language has its say. */
export function draftParts(grammar: Grammar, tree: Tree, text: string, options: BuildOptions = {}): Draft[] {
  const flat = flatten(tree, options.within);
  const marks = new Marks(grammar, flat, options.strict ?? false);
  grammar.matcher.run(flat, text, (capture, node) => marks.take(capture, node));
  const others = grammar.rest?.captures(tree.rootNode, rangeOf(options.within)) ?? [];
  for (const { name, node } of others) marks.takeOther(grammar.matcher.captures.indexOf(name), node);
  return nest(marks.all());
}

/** Drafts as the language means them. `mended` remembers the operations that were pulled out of others. */
export function finishParts(drafts: readonly Draft[], text: Source, data: LanguageData, mended: Set<Part>): readonly Part[] {
  return drafts.map((draft) => finish(draft, text, data, mended));
}

function rangeOf(within: Span | undefined): { readonly startIndex?: number; readonly endIndex?: number } {
  return within ? { startIndex: within.start * 2, endIndex: within.end * 2 } : {};
}

function nest(marked: readonly Marked[]): Draft[] {
  const top: Draft[] = [];
  const open: Draft[] = [];
  for (let i = 0; i < marked.length; i++) {
    const at = marked[i] as Marked;
    let { kind, role, flags } = at;
    // A role and a kind on the same stretch are one part, whichever nodes they were captured on.
    if (kind === undefined) {
      const next = marked[i + 1];
      if (next && next.start === at.start && next.end === at.end && (next.role === undefined || role === undefined)) {
        kind = next.kind;
        role ??= next.role;
        flags = flags ? [...flags, ...(next.flags ?? [])] : next.flags;
        if (kind === undefined && role === undefined && next.flags === undefined) continue;
        i++;
      }
    }
    // `(_)` in a query takes comments along, which are nobody's argument.
    if (kind === "comment") role = undefined;
    const draft: Draft = { kind: kind ?? "other", role, flags, start: at.start, end: at.end, parts: [] };
    while (open.length > 0 && (open[open.length - 1] as Draft).end < draft.end) open.pop();
    while (open.length > 0 && (open[open.length - 1] as Draft).end <= draft.start) open.pop();
    if (open.length > maxDepth) continue;
    const parent = open[open.length - 1];
    // A role whose family is a kind further out (a wrapper stands between) still belongs to that kind only when nothing named stands between.
    (parent ? parent.parts : top).push(draft);
    open.push(draft);
  }
  return top;
}

function finish(draft: Draft, text: Source, data: LanguageData, mended: Set<Part>): Part {
  // A type is what the text says, whatever names stand in it.
  const isType = draft.kind === "other" && draft.role !== undefined && /^(?:assign|param|function)\.type$/.test(draft.role);
  const only = draft.parts.length === 1 && !isType ? draft.parts[0] : undefined;
  // A wrapper that was captured for its role alone hands the role to what it wraps: `(code)` is `code`.
  if (draft.kind === "other" && draft.role !== undefined && only && only.role === undefined) {
    const flags = draft.flags ? [...draft.flags, ...(only.flags ?? [])] : only.flags;
    return finish({ ...only, role: draft.role, flags }, text, data, mended);
  }
  const built = draft.parts.map((part) => finish(part, text, data, mended));
  const row = draft.flags?.includes("tokens") === true;
  const read = row ? readRow(built, text, draft) : draft.kind === "call" ? spread(built) : built;
  const joined =
    draft.kind === "table" ? paired(read) : holders.has(draft.kind) ? gathered(conditionsJoined(read, draft.kind, draft, text, data)) : read;
  const whole = renamed(joined, data);
  const parts = isType ? [] : whole;
  // In languages with one literal for both, what lists pairs is a table.
  const kind = draft.kind === "list" && parts.some((p) => p.kind === "pair") && parts.every(isPairOrNote) ? "table" : draft.kind;
  // Some grammars take the space before a name along.
  const start = draft.kind === "name" ? draft.end - text.slice(draft.start, draft.end).trimStart().length : draft.start;
  const part: { -readonly [K in keyof Part]: Part[K] } = { kind, span: { start, end: draft.end }, parts };
  if (draft.role !== undefined) part.role = draft.role;
  if (draft.flags !== undefined) part.flags = draft.flags;
  if (leaves.has(draft.kind) || parts.length === 0 || draft.role === "import.source") part.text = text.slice(start, draft.end);
  const spelt = respelt(part, data);
  return commanded(mend(data.precedence ? ordered(spelt, data.precedence, text) : spelt, data, mended), data);
}

/** The arguments of a call whose brackets hold a row. */
function spread(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((p) => (p.flags?.includes("tokens") ? p.parts.map((q) => ({ ...q, role: p.role ?? "call.arg" })) : [p]));
}

/** Keys and values that no node of the grammar's holds together. */
function paired(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((key, i) => {
    const value = parts[i + 1];
    if (key.role === "pair.value" && parts[i - 1]?.role === "pair.key") return [];
    if (key.role !== "pair.key" || value?.role !== "pair.value") return [key];
    return [{ kind: "pair" as const, span: { start: key.span.start, end: value.span.end }, parts: [key, value] }];
  });
}

function isPairOrNote({ kind }: Part): boolean {
  return kind === "pair" || kind === "comment";
}
