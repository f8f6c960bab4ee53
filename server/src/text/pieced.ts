import type { TextEdit } from "./span.ts";

/** A text that is there as a whole, or one that is being edited. */
export type Content = string | PiecedText;

/** In UTF-16 units: edits that lie within so much text are kept in one piece. */
const nearby = 16_384;

/**
 * A text that is being edited, in three pieces: what stands before the edits and behind them is shared with the versions before, and a key press
 * copies what lies between. It is asked as a string is, with the same answers, and is joined where somebody wants the string itself.
 */
export class PiecedText {
  readonly length: number;
  #head: string;
  #inner: string;
  #tail: string;
  /** Where the inner piece begins and ends. */
  #from: number;
  #to: number;

  private constructor(head: string, inner: string, tail: string) {
    this.#head = head;
    this.#inner = inner;
    this.#tail = tail;
    this.#from = head.length;
    this.#to = head.length + inner.length;
    this.length = this.#to + tail.length;
  }

  /** The text after an edit. */
  static after(before: Content, { span: { start, end }, text }: TextEdit): PiecedText {
    if (typeof before !== "string" && !before.isJoined) {
      const from = Math.min(start, before.#from);
      const to = Math.max(end, before.#to);
      if (to - from <= nearby) {
        const inner = before.slice(from, start) + text + before.slice(end, to);
        return new PiecedText(before.#head.slice(0, from), inner, before.#tail.slice(to - before.#to));
      }
    }
    const whole = before.toString();
    return new PiecedText(whole.slice(0, start), text, whole.slice(end));
  }

  /** Whether somebody has asked for the string. */
  get isJoined(): boolean {
    return this.#from === this.length;
  }

  toString(): string {
    if (!this.isJoined) {
      this.#head = this.#head + this.#inner + this.#tail;
      this.#inner = "";
      this.#tail = "";
      this.#from = this.length;
      this.#to = this.length;
    }
    return this.#head;
  }

  charCodeAt(at: number): number {
    if (at < this.#from) return this.#head.charCodeAt(at);
    return at < this.#to ? this.#inner.charCodeAt(at - this.#from) : this.#tail.charCodeAt(at - this.#to);
  }

  slice(start = 0, end = this.length): string {
    const [from, to] = [this.#from, this.#to];
    const first = start < 0 ? Math.max(0, start + this.length) : start;
    const last = end < 0 ? end + this.length : end;
    if (last <= from) return this.#head.slice(first, Math.max(0, last));
    if (first >= to) return this.#tail.slice(first - to, Math.max(0, last - to));
    const inner = this.#inner.slice(Math.max(0, first - from), last - from);
    return (first < from ? this.#head.slice(first) : "") + inner + (last > to ? this.#tail.slice(0, last - to) : "");
  }

  indexOf(wanted: string, from = 0): number {
    if (wanted === "" || this.isJoined) return this.toString().indexOf(wanted, from);
    const at = Math.max(0, from);
    let found = at < this.#from ? this.#head.indexOf(wanted, at) : -1;
    if (found >= 0) return found;
    found = this.#across(this.#from, wanted, at);
    if (found >= 0) return found;
    found = at < this.#to ? this.#inner.indexOf(wanted, at - this.#from) : -1;
    if (found >= 0) return found + this.#from;
    found = this.#across(this.#to, wanted, at);
    if (found >= 0) return found;
    found = this.#tail.indexOf(wanted, at - this.#to);
    return found < 0 ? -1 : found + this.#to;
  }

  lastIndexOf(wanted: string, from = this.length): number {
    if (wanted === "" || this.isJoined) return this.toString().lastIndexOf(wanted, from);
    const at = Math.max(0, from);
    let found = at >= this.#to ? this.#tail.lastIndexOf(wanted, at - this.#to) : -1;
    if (found >= 0) return found + this.#to;
    found = this.#lastAcross(this.#to, wanted, at);
    if (found >= 0) return found;
    found = at >= this.#from ? this.#inner.lastIndexOf(wanted, at - this.#from) : -1;
    if (found >= 0) return found + this.#from;
    found = this.#lastAcross(this.#from, wanted, at);
    return found >= 0 ? found : this.#head.lastIndexOf(wanted, at);
  }

  /** What begins before the border of two pieces and ends behind it, and not before `from`. */
  #across(border: number, wanted: string, from: number): number {
    const reach = wanted.length - 1;
    const start = Math.max(from, border - reach, 0);
    if (start >= border) return -1;
    const found = this.slice(start, border + reach).indexOf(wanted);
    return found < 0 ? -1 : found + start;
  }

  /** The same, and not behind `last`. */
  #lastAcross(border: number, wanted: string, last: number): number {
    const start = Math.max(0, border - wanted.length + 1);
    const end = Math.min(last, border - 1);
    if (start > end) return -1;
    const found = this.slice(start, end + wanted.length).lastIndexOf(wanted);
    return found < 0 ? -1 : found + start;
  }
}
