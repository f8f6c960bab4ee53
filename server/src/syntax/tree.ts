import { Edit, type Node, type Point, type Tree } from "web-tree-sitter";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { buildParts } from "./build.ts";
import { type Grammar, parse } from "./grammar.ts";
import type { Part } from "./part.ts";

/** An open document's tree: the one thing that holds WASM memory, freed by `free`. */
export class LiveTree {
  readonly #grammar: Grammar;
  #tree: Tree;
  #text: string;

  constructor(grammar: Grammar, text: string) {
    this.#grammar = grammar;
    this.#text = text;
    this.#tree = parse(grammar, text);
  }

  get text(): string {
    return this.#text;
  }

  /** Makes the edits, each against the text the ones before left, and parses again what they touched. */
  edit(edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const next = this.#text.slice(0, edit.span.start) + edit.text + this.#text.slice(edit.span.end);
      this.#tree.edit(change(this.#text, next, edit));
      this.#text = next;
    }
    const old = this.#tree;
    this.#tree = parse(this.#grammar, this.#text, old);
    old.delete();
  }

  parts(): readonly Part[] {
    return buildParts(this.#grammar, this.#tree, this.#text);
  }

  /** The parts of a throwaway copy that differs by one edit; nothing of it is kept. */
  probe(edit: TextEdit): readonly Part[] {
    const tree = this.#tree.copy();
    const next = this.#text.slice(0, edit.span.start) + edit.text + this.#text.slice(edit.span.end);
    tree.edit(change(this.#text, next, edit));
    const parsed = parse(this.#grammar, next, tree);
    try {
      return buildParts(this.#grammar, parsed, next);
    } finally {
      parsed.delete();
      tree.delete();
    }
  }

  /** What a throwaway copy would be with edits that don't overlap made at once. */
  trial(edits: readonly TextEdit[]): { readonly text: string; readonly parts: readonly Part[]; readonly errors: number } {
    const tree = this.#tree.copy();
    let text = this.#text;
    // From the end on, so that the places of those still to come stay right.
    for (const edit of [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)) {
      const next = applyEdits(text, [edit]);
      tree.edit(change(text, next, edit));
      text = next;
    }
    const parsed = parse(this.#grammar, text, tree);
    try {
      return { text, parts: buildParts(this.#grammar, parsed, text), errors: errorsIn(parsed.rootNode) };
    } finally {
      parsed.delete();
      tree.delete();
    }
  }

  free(): void {
    this.#tree.delete();
  }
}

/** Places where the parser found no sense, or made something up to go on. */
function errorsIn(node: Node): number {
  if (!node.hasError) return 0;
  let count = node.isError || node.isMissing ? 1 : 0;
  for (const child of node.children) if (child) count += errorsIn(child);
  return count;
}

function change(before: string, after: string, { span, text }: TextEdit): Edit {
  const newEnd = span.start + text.length;
  return new Edit({
    startIndex: span.start,
    oldEndIndex: span.end,
    newEndIndex: newEnd,
    startPosition: point(before, span.start),
    oldEndPosition: point(before, span.end),
    newEndPosition: point(after, newEnd),
  });
}

function point(text: string, offset: number): Point {
  let row = 0;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    start = at + 1;
  }
  return { row, column: offset - start };
}
