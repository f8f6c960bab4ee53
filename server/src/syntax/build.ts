import type { Tree } from "web-tree-sitter";
import type { Content } from "../text/pieced.ts";
import type { Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import { conditionsJoined } from "./conditions.ts";
import { flatten } from "./flatten.ts";
import type { Grammar } from "./grammar.ts";
import type { LanguageData } from "./language.ts";
import { Marks } from "./marks.ts";
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

/**
 * A part in the making: what the captures say, joined by containment. It becomes the part, and so has its fields in the same order: there are some
 * ten thousand of them, and nobody else has them in hand until they are parts.
 */
export interface Draft {
  kind: Kind;
  role: string | undefined;
  flags: readonly Flag[] | undefined;
  readonly span: { start: number; end: number };
  parts: Draft[];
  text: string | undefined;
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
export function draftParts(grammar: Grammar, tree: Tree, text: Content, options: BuildOptions = {}): Draft[] {
  const flat = flatten(tree, options.within, grammar.matcher.left);
  const marks = new Marks(grammar, flat, options.strict ?? false);
  grammar.matcher.run(flat, text, (capture, node) => marks.take(capture, node));
  const others = grammar.rest?.captures(tree.rootNode, rangeOf(options.within)) ?? [];
  for (const { name, node } of others) marks.takeOther(grammar.matcher.captures.indexOf(name), node);
  return nest(marks, text);
}

/** Drafts as the language means them, which become the parts. `mended` remembers the operations that were pulled out of others. */
export function finishParts(drafts: Draft[], text: Source, data: LanguageData, mended: Set<Part>): readonly Part[] {
  return new Finisher(text, data, mended).all(drafts);
}

function rangeOf(within: Span | undefined): { readonly startIndex?: number; readonly endIndex?: number } {
  return within ? { startIndex: within.start * 2, endIndex: within.end * 2 } : {};
}

const noDrafts: Draft[] = [];

/** Of a text with insertions that is no longer than this, in UTF-16 units, a code may be made. */
const shortText = 200;

/** What may begin with white space of its own. */
const texts: ReadonlySet<Kind> = new Set(["string", "template", "regex", "comment", "other"]);

/** Some grammars take the white space before a node along, or don't, as it comes: after an edit otherwise than from scratch. */
function pastWhite(text: Content, start: number, end: number): number {
  let at = start;
  while (at < end && isWhite(text.charCodeAt(at))) at++;
  return at < end ? at : start;
}

function isWhite(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function nest(marks: Marks, text: Content): Draft[] {
  const nodes = marks.all();
  const { start: starts, end: ends } = marks.flat;
  const drafts: Draft[] = [];
  /** By draft: the one around it, and how many it has in it. */
  const around = new Int32Array(nodes.length);
  const counts = new Int32Array(nodes.length);
  const open: number[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as number;
    const start = starts[node] as number;
    const end = ends[node] as number;
    let kind = marks.kindOf(node);
    let role = marks.roleOf(node);
    let flags = marks.flagsOf(node);
    // A role and a kind on the same stretch are one part, whichever nodes they were captured on.
    const next = kind === undefined ? nodes[i + 1] : undefined;
    if (next !== undefined && starts[next] === start && ends[next] === end) {
      const nextRole = marks.roleOf(next);
      const nextFlags = marks.flagsOf(next);
      if (nextRole === undefined || role === undefined) {
        kind = marks.kindOf(next);
        role ??= nextRole;
        flags = flags ? [...flags, ...(nextFlags ?? [])] : nextFlags;
        if (kind === undefined && role === undefined && nextFlags === undefined) continue;
        i++;
      }
    }
    // `(_)` in a query takes comments along, which are nobody's argument.
    if (kind === "comment") role = undefined;
    const from = kind === undefined || texts.has(kind) ? start : pastWhite(text, start, end);
    while (open.length > 0) {
      const { span } = drafts[open[open.length - 1] as number] as Draft;
      if (span.end >= end && span.end > start) break;
      open.pop();
    }
    if (open.length > maxDepth) continue;
    // A role whose family is a kind further out (a wrapper stands between) still belongs to that kind only when nothing named stands between.
    const parent = open.length === 0 ? -1 : (open[open.length - 1] as number);
    const at = drafts.length;
    around[at] = parent;
    if (parent >= 0) counts[parent] = (counts[parent] as number) + 1;
    drafts.push({ kind: kind ?? "other", role, flags, span: { start: from, end }, parts: noDrafts, text: undefined });
    open.push(at);
  }
  return joined(drafts, around, counts);
}

/** Those around which there is none; the others are put into those around them. Lists are made as long as they will be: they stay. */
function joined(drafts: readonly Draft[], around: Int32Array, counts: Int32Array): Draft[] {
  const top: Draft[] = [];
  const filled = new Int32Array(drafts.length);
  for (let i = 0; i < drafts.length; i++) {
    const draft = drafts[i] as Draft;
    const count = counts[i] as number;
    if (count > 0) draft.parts = new Array<Draft>(count);
    const parent = around[i] as number;
    if (parent < 0) top.push(draft);
    else {
      const at = filled[parent] as number;
      filled[parent] = at + 1;
      (drafts[parent] as Draft).parts[at] = draft;
    }
  }
  return top;
}

/** What makes parts of the drafts of one text. */
class Finisher {
  readonly #text: Source;
  readonly #data: LanguageData;
  readonly #mended: Set<Part>;
  /** Most texts stand in a file many times: each is kept once, and by itself, since a piece of a text keeps the whole of it. */
  readonly #texts = new Map<string, string>();

  constructor(text: Source, data: LanguageData, mended: Set<Part>) {
    this.#text = text;
    this.#data = data;
    this.#mended = mended;
  }

  /** Each draft gives its place in the list to its part. */
  all(drafts: Draft[]): readonly Part[] {
    for (let i = 0; i < drafts.length; i++) drafts[i] = this.#part(drafts[i] as Draft) as Draft;
    return drafts as readonly Part[];
  }

  #part(draft: Draft): Part {
    const { kind, role, flags, span, parts: drafts } = draft;
    // A type is what the text says, whatever names stand in it; only the values that it lists are looked at.
    const isType = kind === "other" && (role === "assign.type" || role === "param.type" || role === "function.type");
    // A wrapper that was captured for its role alone hands the role to what it wraps: `(code)` is `code`.
    if (kind === "other" && role !== undefined && !isType && drafts.length === 1) {
      const only = drafts[0] as Draft;
      if (only.role === undefined) {
        only.role = role;
        if (flags) only.flags = only.flags ? [...flags, ...only.flags] : flags;
        return this.#part(only);
      }
    }
    const data = this.#data;
    let parts = this.all(isType ? drafts.flatMap(valueLists) : drafts);
    if (flags?.includes("tokens")) parts = readRow(parts, this.#text, span);
    else if (kind === "call") parts = spread(parts);
    if (kind === "table") parts = paired(parts);
    else if (holders.has(kind)) parts = gathered(conditionsJoined(parts, kind, span, this.#text, data));
    if (data.renames) parts = renamed(parts, data);
    // In languages with one literal for both, what lists pairs is a table.
    if (kind === "list" && parts.some((p) => p.kind === "pair") && parts.every(isPairOrNote)) draft.kind = "table";
    draft.parts = parts as Draft[];
    const isShort = kind === "template" && span.end - span.start <= shortText;
    if (leaves.has(kind) || parts.length === 0 || isShort || isType || role === "import.source") {
      const text = this.#textOf(span.start, span.end);
      // Some grammars take the space before a name along.
      const isSpaced = kind === "name" && (text.charCodeAt(0) < 33 || text.charCodeAt(0) > 126);
      draft.text = isSpaced ? text.trimStart() : text;
      if (isSpaced) span.start = span.end - draft.text.length;
    }
    const spelt = respelt(draft as Part, data);
    return commanded(mend(data.precedence ? ordered(spelt, data.precedence, this.#text) : spelt, data, this.#mended), data);
  }

  #textOf(start: number, end: number): string {
    const text = this.#text.slice(start, end);
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = text.length < 13 ? text : ` ${text}`.slice(1);
    this.#texts.set(own, own);
    return own;
  }
}

/** `Literal["601"]`, `"601" | "602"`, however deep in a type. */
function valueLists(draft: Draft): readonly Draft[] {
  const { kind, parts } = draft;
  if (kind === "list" && parts.some((p) => p.kind === "string" || p.kind === "number")) return [draft];
  return parts.flatMap(valueLists);
}

/** The arguments of a call whose brackets hold a row. */
function spread(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((p) => p.flags?.includes("tokens"))) return parts;
  return parts.flatMap((p) => (p.flags?.includes("tokens") ? p.parts.map((q) => ({ ...q, role: p.role ?? "call.arg" })) : [p]));
}

/** Keys and values that no node of the grammar's holds together. */
function paired(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((p) => p.role === "pair.key")) return parts;
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
