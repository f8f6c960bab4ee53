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

/** A part of the text, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export type Column = Uint16Array | Int32Array;

export class Columns implements FlatTree {
  count = 0;
  type: Uint16Array;
  field: Uint16Array;
  start: Int32Array;
  end: Int32Array;
  next: Int32Array;

  constructor(room: number) {
    this.type = new Uint16Array(room);
    this.field = new Uint16Array(room);
    this.start = new Int32Array(room);
    this.end = new Int32Array(room);
    this.next = new Int32Array(room);
  }

  add(type: number, field: number, start: number, end: number): number {
    if (this.count === this.type.length) this.grow();
    const at = this.count++;
    this.type[at] = type;
    this.field[at] = field;
    this.start[at] = start;
    this.end[at] = end;
    this.next[at] = at + 1;
    return at;
  }

  grow(): void {
    const size = this.type.length * 2;
    this.type = copied(this.type, new Uint16Array(size));
    this.field = copied(this.field, new Uint16Array(size));
    this.start = copied(this.start, new Int32Array(size));
    this.end = copied(this.end, new Int32Array(size));
    this.next = copied(this.next, new Int32Array(size));
  }
}

function copied<T extends Column>(from: T, to: T): T {
  to.set(from);
  return to;
}
