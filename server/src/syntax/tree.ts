import type { Point, Tree } from "web-tree-sitter";
import type { TextEdit } from "../text/span.ts";
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
    for (const { span, text } of edits) {
      const next = this.#text.slice(0, span.start) + text + this.#text.slice(span.end);
      const newEnd = span.start + text.length;
      this.#tree.edit({
        startIndex: span.start,
        oldEndIndex: span.end,
        newEndIndex: newEnd,
        startPosition: point(this.#text, span.start),
        oldEndPosition: point(this.#text, span.end),
        newEndPosition: point(next, newEnd),
      } as Parameters<Tree["edit"]>[0]);
      this.#text = next;
    }
    const old = this.#tree;
    this.#tree = parse(this.#grammar, this.#text, old);
    old.delete();
  }

  parts(): readonly Part[] {
    return buildParts(this.#grammar, this.#tree.rootNode, this.#text);
  }

  free(): void {
    this.#tree.delete();
  }
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
