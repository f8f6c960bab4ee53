import type { Node, Tree } from "web-tree-sitter";
import type { Span } from "../text/span.ts";
import { type FlatTree, flatten } from "./flat.ts";
import type { Grammar } from "./grammar.ts";
import type { LanguageData } from "./language.ts";
import { mend } from "./mend.ts";
import { type Flag, type Kind, kinds, type Part } from "./part.ts";
import { respelt } from "./spelling.ts";

const rank = new Map<string, number>(kinds.map((kind, index) => [kind, index]));
const leaves = new Set<Kind>(["string", "number", "bool", "regex", "name", "comment", "decorator", "other"]);

/** A node with everything the queries call it. */
interface Marked {
  readonly start: number;
  readonly end: number;
  kind: Kind | undefined;
  role: string | undefined;
  flags: Flag[] | undefined;
}

interface Draft {
  readonly kind: Kind;
  readonly role: string | undefined;
  readonly flags: readonly Flag[] | undefined;
  readonly start: number;
  readonly end: number;
  readonly parts: Draft[];
}

/** Two roles or two kinds on one node: a query says two things at once. Tests make it throw. */
export class CaptureClash extends Error {}

export interface BuildOptions {
  /** Throws a `CaptureClash` where captures displace each other, instead of keeping the first. */
  readonly strict?: boolean;
  /** Only what touches this stretch. */
  readonly within?: Span;
}

/** The parts of a tree: captures joined by containment. Nothing of the tree is kept. */
export function buildParts(grammar: Grammar, tree: Tree, text: string, options: BuildOptions = {}): readonly Part[] {
  const flat = flatten(tree, options.within);
  const marked = new Marks(grammar, flat, options.strict ?? false);
  grammar.matcher.run(flat, text, (capture, node) => marked.take(grammar.matcher.captures[capture] as string, node));
  const others = grammar.rest?.captures(tree.rootNode, rangeOf(options.within)) ?? [];
  for (const { name, node } of others) marked.takeOther(name, node);
  return nest(marked.all(), text, grammar.data);
}

function rangeOf(within: Span | undefined): { readonly startIndex?: number; readonly endIndex?: number } {
  return within ? { startIndex: within.start, endIndex: within.end } : {};
}

/** What the captures say of each node. */
class Marks {
  readonly #grammar: Grammar;
  readonly #flat: FlatTree;
  readonly #strict: boolean;
  readonly #nodes = new Map<number, Marked>();

  constructor(grammar: Grammar, flat: FlatTree, strict: boolean) {
    this.#grammar = grammar;
    this.#flat = flat;
    this.#strict = strict;
  }

  take(name: string, node: number): void {
    const { start, end } = this.#flat;
    // A node the parser made up to go on has no text, and nothing to say.
    if (end[node] === start[node]) return;
    let at = this.#nodes.get(node);
    if (!at) {
      at = { start: start[node] as number, end: end[node] as number, kind: undefined, role: undefined, flags: undefined };
      this.#nodes.set(node, at);
    }
    const clash = (): void => {
      const type = this.#grammar.language.nodeTypeForId(this.#flat.type[node] as number);
      if (this.#strict) throw new CaptureClash(`@${at.kind} or @${at.role}, and @${name}, on one ${type}`);
    };
    if (name.startsWith("is.")) {
      const flag = name.slice(3) as Flag;
      if (!at.flags) at.flags = [flag];
      else if (!at.flags.includes(flag)) at.flags.push(flag);
    } else if (name.includes(".")) {
      if (at.role === undefined) at.role = name;
      else if (at.role !== name) clash();
    } else {
      if (at.kind === undefined) at.kind = name as Kind;
      else if (at.kind !== name) clash();
    }
  }

  /** A capture that the parser's runtime found: the node is looked up by its place and type. */
  takeOther(name: string, other: Node): void {
    const node = this.#find(other);
    if (node !== undefined) this.take(name, node);
  }

  #find({ typeId, startIndex, endIndex }: Node): number | undefined {
    const { start, end, type, count, next } = this.#flat;
    for (let node = 0; node < count && (start[node] as number) <= startIndex; ) {
      if ((end[node] as number) < endIndex) node = next[node] as number;
      else if (start[node] === startIndex && end[node] === endIndex && type[node] === typeId) return node;
      else node++;
    }
    return undefined;
  }

  all(): Marked[] {
    const nodes = [...this.#nodes].sort(([a], [b]) => a - b).map(([, marked]) => marked);
    // The order of the tree is nearly the order wanted: only among nodes on the same stretch the kinds decide.
    return nodes.sort(outerFirst);
  }
}

function outerFirst(a: Marked, b: Marked): number {
  return a.start - b.start || b.end - a.end || order(a) - order(b);
}

/** A node with a role alone stands around the node that has the kind. */
function order(marked: Marked): number {
  return marked.kind === undefined ? -1 : (rank.get(marked.kind) ?? kinds.length);
}

function nest(marked: readonly Marked[], text: string, data: LanguageData): readonly Part[] {
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
    const parent = open[open.length - 1];
    // A role whose family is a kind further out (a wrapper stands between) still belongs to that kind only when nothing named stands between.
    (parent ? parent.parts : top).push(draft);
    open.push(draft);
  }
  const mended = new Set<Part>();
  return top.map((draft) => finish(draft, text, data, mended));
}

function finish(draft: Draft, text: string, data: LanguageData, mended: Set<Part>): Part {
  const only = draft.parts.length === 1 ? draft.parts[0] : undefined;
  // A wrapper that was captured for its role alone hands the role to what it wraps: `(code)` is `code`.
  if (draft.kind === "other" && draft.role !== undefined && only && only.role === undefined) {
    const flags = draft.flags ? [...draft.flags, ...(only.flags ?? [])] : only.flags;
    return finish({ ...only, role: draft.role, flags }, text, data, mended);
  }
  const built = draft.parts.map((part) => finish(part, text, data, mended));
  const parts = draft.kind === "table" ? paired(built) : built;
  // In languages with one literal for both, what lists pairs is a table.
  const kind = draft.kind === "list" && parts.some((p) => p.kind === "pair") && parts.every(isPairOrNote) ? "table" : draft.kind;
  const part: { -readonly [K in keyof Part]: Part[K] } = { kind, span: { start: draft.start, end: draft.end }, parts };
  if (draft.role !== undefined) part.role = draft.role;
  if (draft.flags !== undefined) part.flags = draft.flags;
  if (leaves.has(draft.kind) || parts.length === 0) part.text = text.slice(draft.start, draft.end);
  return mend(respelt(part, data), data, mended);
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
