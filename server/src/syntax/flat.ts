import type { Tree, TreeCursor } from "web-tree-sitter";
import { runtime } from "./runtime.ts";

/**
 * The nodes of a tree, or of a stretch of it, in the order of the text: a node stands before its children. Columns instead of objects, since
 * there are some hundred thousand.
 */
export interface FlatTree {
  readonly count: number;
  readonly type: Uint16Array;
  /** The field it has in its parent; 0 for none. */
  readonly field: Uint16Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The node behind the last one below this: its next sibling, where it has one. */
  readonly next: Int32Array;
}

/** Reads a tree, or what of it touches a stretch: nodes beside the stretch are there, without their children. */
export function flatten(tree: Tree, within?: { readonly start: number; readonly end: number }): FlatTree {
  const columns = new Columns();
  const cursor = tree.walk();
  try {
    if (runtime.raw) walkRaw(runtime.raw, tree, cursor, columns, within);
    else walk(cursor, columns, within);
  } finally {
    cursor.delete();
  }
  return columns;
}

class Columns implements FlatTree {
  count = 0;
  type = new Uint16Array(4096);
  field = new Uint16Array(4096);
  start = new Int32Array(4096);
  end = new Int32Array(4096);
  next = new Int32Array(4096);
  /** Nodes whose children are being read. */
  readonly #open: number[] = [];

  add(type: number, field: number, start: number, end: number): void {
    if (this.count === this.type.length) this.#grow();
    const at = this.count++;
    this.type[at] = type;
    this.field[at] = field;
    this.start[at] = start;
    this.end[at] = end;
    this.next[at] = at + 1;
  }

  open(): void {
    this.#open.push(this.count - 1);
  }

  close(): void {
    this.next[this.#open.pop() as number] = this.count;
  }

  get depth(): number {
    return this.#open.length;
  }

  #grow(): void {
    const size = this.type.length * 2;
    this.type = copied(this.type, new Uint16Array(size));
    this.field = copied(this.field, new Uint16Array(size));
    this.start = copied(this.start, new Int32Array(size));
    this.end = copied(this.end, new Int32Array(size));
    this.next = copied(this.next, new Int32Array(size));
  }
}

function copied<T extends Uint16Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

type Stretch = { readonly start: number; readonly end: number } | undefined;

function walk(cursor: TreeCursor, columns: Columns, within: Stretch): void {
  for (;;) {
    const { startIndex, endIndex } = cursor;
    columns.add(cursor.nodeTypeId, cursor.currentFieldId, startIndex, endIndex);
    if ((within === undefined || (startIndex <= within.end && endIndex >= within.start)) && cursor.gotoFirstChild()) {
      columns.open();
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return;
      columns.close();
    }
  }
}

/** The same by the runtime's own functions, which costs a quarter. */
function walkRaw(raw: NonNullable<typeof runtime.raw>, tree: Tree, cursor: TreeCursor, columns: Columns, within: Stretch): void {
  const { goFirst, goNext, goUp, typeOf, fieldOf, startOf, endOf } = raw;
  const address = raw.enter(cursor);
  const handle = raw.handle(tree);
  for (;;) {
    const start = startOf(handle);
    const end = endOf(handle);
    columns.add(typeOf(handle), fieldOf(handle), start, end);
    if ((within === undefined || (start <= within.end && end >= within.start)) && goFirst(handle)) {
      columns.open();
      continue;
    }
    while (!goNext(handle)) {
      // Counted here, since the runtime's own answer for the root depends on where the walk began.
      if (columns.depth === 0 || !goUp(handle)) {
        raw.leave(cursor, address);
        return;
      }
      columns.close();
    }
  }
}
