import { Edit, type Node, type Point, type Tree } from "web-tree-sitter";
import { type EditedText, LineMap } from "../text/line-map.ts";
import { type Content, PiecedText } from "../text/pieced.ts";
import { PlacedText, Places } from "../text/places.ts";
import { type Change, piecesAfter, type TextEdit } from "../text/span.ts";
import { type Draft, draftParts, finishParts } from "./build.ts";
import { changedBetween } from "./changes.ts";
import { type Grammar, inPieces, parse } from "./grammar.ts";
import { sameLists, startsOf, toPlaces } from "./items.ts";
import type { Part } from "./part.ts";
import { rebuild } from "./rebuild.ts";

/** In UTF-16 units. A broken text that is not longer is parsed from scratch, since what the parser makes of it may depend on how it came about. */
const smallEnough = 60_000;

/** What was done to keep a tree, for tests that ask whether it was called for. */
export interface TreeWork {
  /** Edits after which the whole file was read again, and after which only a stretch of it was. */
  readonly whole: number;
  readonly stretches: number;
  /** Characters from whose nodes parts were made. */
  readonly characters: number;
  /** How often a broken text was parsed from scratch once there was time. */
  readonly settled: number;
}

/**
 * Of a large text that is or was broken: what the parser makes of it depends on how it came about, and it doesn't tell all that it reads otherwise.
 */
interface Doubt {
  /** From before, told of every edit since. */
  readonly tree: Tree;
  /** Where parts were made since. */
  stretch: Change;
}

/**
 * An open document's tree: the one thing that holds WASM memory, freed by `free`. Its parts stand at places, so that an edit in one item leaves
 * the parts of all the others what they are, the very same objects.
 */
export class LiveTree {
  readonly #grammar: Grammar;
  #tree: Tree;
  #text: Content;
  #lines: LineMap;
  #places: Places;
  #parts: readonly Part[];
  #doubt: Doubt | undefined;
  #work: TreeWork = { whole: 0, stretches: 0, characters: 0, settled: 0 };

  constructor(grammar: Grammar, text: Content, copied?: LiveTree) {
    this.#grammar = grammar;
    this.#text = text;
    this.#tree = copied ? copied.#tree.copy() : parse(grammar, text);
    this.#lines = copied ? copied.#lines : new LineMap(text);
    if (copied) [this.#places, this.#parts] = [copied.#places, copied.#parts];
    else [this.#places, this.#parts] = this.#build();
  }

  get text(): string {
    return this.#text.toString();
  }

  /** The text, which may not be joined yet. */
  get content(): Content {
    return this.#text;
  }

  get lines(): LineMap {
    return this.#lines;
  }

  get places(): Places {
    return this.#places;
  }

  /** In places. */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  get work(): TreeWork {
    return this.#work;
  }

  /** The text as it is asked by places. */
  get source(): PlacedText {
    return new PlacedText(this.#text, this.#places);
  }

  /** Places where the parser found no sense, or made something up to go on. */
  get errors(): number {
    return errorsIn(this.#tree.rootNode);
  }

  /** The same of the text with edits that don't overlap made at once; its parts are not asked for. */
  errorsAfter(edits: readonly TextEdit[]): number {
    const copy = this.#tree.copy();
    const text = inPieces(piecesAfter(this.#text, edits));
    // What stands before an edit is still what it was: no text and no lines in between are made.
    for (const edit of fromTheEnd(edits)) copy.edit(told(this.#text, this.#lines, edit));
    try {
      let tree = parse(this.#grammar, text, copy);
      if (tree.rootNode.hasError && text.length <= smallEnough) {
        tree.delete();
        tree = parse(this.#grammar, text);
      }
      const errors = errorsIn(tree.rootNode);
      tree.delete();
      return errors;
    } finally {
      copy.delete();
    }
  }

  /**
   * Makes the edits, each against the text the ones before left, and parses again what they touched. Gives the stretch that they changed.
   * `after` is what they make of the text, where that is known.
   */
  edit(edits: readonly TextEdit[], after?: EditedText): Change | undefined {
    const groups = this.#text.length > smallEnough ? neighbours(edits) : [edits];
    for (const group of groups) this.#editTogether(group, edits.length === 1 ? after : undefined);
    let dirty: Change | undefined;
    for (const edit of edits) dirty = joined(dirty, edit);
    return dirty;
  }

  #editTogether(edits: readonly TextEdit[], after: EditedText | undefined): void {
    const doubt = this.#doubt;
    const old = this.#tree;
    let dirty: Change | undefined;
    for (const edit of edits) {
      dirty = joined(dirty, edit);
      if (doubt) doubt.stretch = joined(doubt.stretch, edit);
      [this.#text, this.#lines] = edited(doubt ? [old, doubt.tree] : [old], this.#text, this.#lines, edit, after);
    }
    if (!dirty) return;
    this.#tree = parse(this.#grammar, this.#text, old);
    // What the parser read as best it could in a broken text it takes over into a text that is whole again: a token may have kept the blank before it.
    const isDoubtful = doubt !== undefined || old.rootNode.hasError || this.#tree.rootNode.hasError;
    if (isDoubtful && this.#text.length <= smallEnough) {
      this.#parseAnew(doubt ?? { tree: old, stretch: dirty }, dirty.end - dirty.oldEnd);
      doubt?.tree.delete();
      old.delete();
      return;
    }
    for (const { startIndex, endIndex } of old.getChangedRanges(this.#tree)) dirty = widened(dirty, startIndex, endIndex);
    const { start, end } = this.#update(dirty);
    if (doubt) doubt.stretch = widened(doubt.stretch, start, end);
    else if (isDoubtful) this.#doubt = { tree: old, stretch: { ...dirty, start, end } };
    if (this.#doubt?.tree !== old) old.delete();
  }

  /** Parses a text from scratch that is broken or was, where that was put off. True when that changed the parts. */
  settle(): boolean {
    const doubt = this.#doubt;
    if (!doubt) return false;
    const [places, parts] = [this.#places, this.#parts];
    this.#work = { ...this.#work, settled: this.#work.settled + 1 };
    this.#parseAnew(doubt, 0);
    doubt.tree.delete();
    if (!places.equals(this.#places) || !sameLists(parts, this.#parts)) return true;
    [this.#places, this.#parts] = [places, parts];
    return false;
  }

  /** A throwaway copy with edits that don't overlap made at once, and what they changed; to be freed. */
  fork(edits: readonly TextEdit[]): { readonly copy: LiveTree; readonly change: Change | undefined } {
    const copy = new LiveTree(this.#grammar, this.#text, this);
    try {
      const change = copy.edit(fromTheEnd(edits));
      return { copy, change };
    } catch (error) {
      copy.free();
      throw error;
    }
  }

  free(): void {
    this.#tree.delete();
    this.#doubt?.tree.delete();
  }

  /** Ends the doubt. `longer` is how much the text has grown since its parts were made. */
  #parseAnew({ tree: before, stretch: { start, end } }: Doubt, longer: number): void {
    const tree = parse(this.#grammar, this.#text);
    this.#tree.delete();
    this.#tree = tree;
    this.#doubt = undefined;
    const changed = changedBetween(before, tree) ?? { start, end };
    this.#update(widened({ start, oldEnd: end - longer, end }, changed.start, changed.end));
  }

  /** Makes parts anew where they may have changed. Gives the stretch of those that were made. */
  #update(dirty: Change): Pick<Change, "start" | "end"> {
    const [grammar, tree, text] = [this.#grammar, this.#tree, this.#text];
    const found = rebuild(this.#parts, this.#places, dirty, text, grammar.data, (within) => draftParts(grammar, tree, text, { within }));
    if (!found) {
      [this.#places, this.#parts] = this.#build();
      return { start: 0, end: text.length };
    }
    [this.#places, this.#parts] = [found.places, found.parts];
    this.#work = { ...this.#work, stretches: this.#work.stretches + 1, characters: this.#work.characters + found.read };
    return dirty;
  }

  #build(): readonly [Places, readonly Part[]] {
    const [grammar, text] = [this.#grammar, this.#text];
    const drafts: Draft[] = draftParts(grammar, this.#tree, text);
    const starts = startsOf(drafts);
    const places = Places.roomy(starts[0] === 0 ? starts : [0, ...starts], text.length);
    toPlaces(drafts, places);
    this.#work = { ...this.#work, whole: this.#work.whole + 1, characters: this.#work.characters + text.length };
    return [places, finishParts(drafts, new PlacedText(text, places), grammar.data, new Set())];
  }
}

/** Edits further apart than this are followed one after the other, so that what lies between them is left alone. */
const near = 4000;
/** More stretches than these are no longer told apart. */
const mostStretches = 8;

/** Edits with those before them that they are near to. */
function neighbours(edits: readonly TextEdit[]): readonly (readonly TextEdit[])[] {
  const groups: TextEdit[][] = [];
  let dirty: Change | undefined;
  for (const edit of edits) {
    const group = groups[groups.length - 1];
    if (group && dirty && edit.span.start - dirty.end < near && dirty.start - edit.span.end < near) group.push(edit);
    else {
      groups.push([edit]);
      dirty = undefined;
    }
    dirty = joined(dirty, edit);
  }
  return groups.length > mostStretches ? [edits] : groups;
}

/** So that the places of those still to come stay right. */
function fromTheEnd(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
}

/** The text and its lines after an edit that trees are told of. */
function edited(trees: readonly Tree[], text: Content, lines: LineMap, edit: TextEdit, known?: EditedText): readonly [Content, LineMap] {
  const next = known?.content ?? PiecedText.after(text, edit);
  const after = known?.lines ?? lines.edited(edit, next);
  const inTree = change(text, lines, next, after, edit);
  for (const tree of trees) tree.edit(inTree);
  return [next, after];
}

function joined(dirty: Change | undefined, { span, text }: TextEdit): Change {
  if (!dirty) return { start: span.start, oldEnd: span.end, end: span.start + text.length };
  const wide = widened(dirty, span.start, span.end);
  return { ...wide, end: wide.end + text.length - (span.end - span.start) };
}

/** `start` and `end` are offsets of the new text. */
function widened(dirty: Change | undefined, start: number, end: number): Change {
  if (!dirty) return { start, oldEnd: end, end };
  const more = Math.max(0, end - dirty.end);
  return { start: Math.min(dirty.start, start), oldEnd: dirty.oldEnd + more, end: dirty.end + more };
}

function errorsIn(node: Node): number {
  if (!node.hasError) return 0;
  let count = node.isError || node.isMissing ? 1 : 0;
  for (const child of node.children) if (child) count += errorsIn(child);
  return count;
}

/** An edit behind which alone the text has changed so far. */
function told(text: Content, lines: LineMap, { span, text: by }: TextEdit): Edit {
  const start = point(text, lines, span.start);
  const feed = by.lastIndexOf("\n");
  return new Edit({
    startIndex: span.start,
    oldEndIndex: span.end,
    newEndIndex: span.start + by.length,
    startPosition: start,
    oldEndPosition: point(text, lines, span.end),
    newEndPosition:
      feed < 0 ? { row: start.row, column: start.column + by.length } : { row: start.row + by.split("\n").length - 1, column: by.length - feed - 1 },
  });
}

function change(before: Content, linesBefore: LineMap, after: Content, linesAfter: LineMap, { span, text }: TextEdit): Edit {
  const newEnd = span.start + text.length;
  return new Edit({
    startIndex: span.start,
    oldEndIndex: span.end,
    newEndIndex: newEnd,
    startPosition: point(before, linesBefore, span.start),
    oldEndPosition: point(before, linesBefore, span.end),
    newEndPosition: point(after, linesAfter, newEnd),
  });
}

/** The parser knows `\n` as the only end of a line. */
function point(text: Content, lines: LineMap, offset: number): Point {
  if (lines.plain) {
    const { line, character } = lines.position(offset);
    return { row: line, column: character };
  }
  let row = 0;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    start = at + 1;
  }
  return { row, column: offset - start };
}
