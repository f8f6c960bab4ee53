import type { Content } from "./pieced.ts";
import type { TextEdit } from "./span.ts";

/** Zero-based line and UTF-16 column, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What rules ask of lines: those of a text, or those of a text whose offsets are places. */
export type Lines = Pick<LineMap, "lineCount" | "position">;

/** A text after its edits, with the lines that it has then. */
export interface EditedText {
  readonly content: Content;
  readonly lines: LineMap;
}

/** Where lines begin. */
interface Starts {
  /** Of a text that was read whole. So many of them still hold, */
  readonly whole: Uint32Array;
  readonly first: number;
  /** behind them stand those that were edited, */
  readonly inner: Uint32Array;
  /** and behind those the ones from here on, so many characters further on than they were. */
  readonly last: number;
  readonly delta: number;
  /** No line ends with `\r` alone: then others who count lines count the same. */
  readonly plain: boolean;
}

const none = new Uint32Array();

/** Lines: edits that lie within so many are followed without those around them being copied. */
const nearby = 500;

/** Offsets to positions and back. Line ends are `\n`, `\r\n` and `\r`, as the protocol counts them. */
export class LineMap {
  readonly #starts: Starts;
  readonly #length: number;
  readonly lineCount: number;

  constructor(text: Content, known?: Starts) {
    const starts = known ?? startsOf(text.toString());
    this.#starts = starts;
    this.#length = text.length;
    this.lineCount = starts.first + starts.inner.length + starts.whole.length - starts.last;
  }

  get plain(): boolean {
    return this.#starts.plain;
  }

  /** The lines after an edit; `text` is the new text. Only the lines that the edit touches are read. */
  edited({ span, text: by }: TextEdit, text: Content): LineMap {
    const delta = by.length - (span.end - span.start);
    // The line before may end with a `\r` to which the edit gives its `\n`.
    const first = Math.max(0, this.position(span.start).line - 1) + 1;
    let last = this.position(span.end).line + 1;
    while (last < this.lineCount && this.#start(last) <= span.end) last++;
    const from = this.#start(first - 1);
    const to = last < this.lineCount ? this.#start(last) + delta : text.length + 1;
    const { starts, plain } = scan(text.slice(from, to + 1), from, Math.min(to, text.length));
    const edited = starts.filter((s) => s < to);
    // Together with what was edited before, where that is near.
    const { whole, first: before, inner, last: behind, delta: moved } = this.#starts;
    const head = Math.min(first, before);
    const tail = Math.max(last, before + inner.length);
    const isNear = tail - head <= nearby;
    const known = isNear ? whole : this.#joined();
    for (let line = first - 1; isNear && line >= head; line--) edited.unshift(this.#start(line));
    for (let line = last; isNear && line < tail; line++) edited.push(this.#start(line) + delta);
    return new LineMap(text, {
      whole: known,
      first: isNear ? head : first,
      inner: Uint32Array.from(edited),
      last: isNear ? behind + tail - before - inner.length : last,
      delta: isNear ? moved + delta : delta,
      plain: this.plain && plain,
    });
  }

  /** An offset beyond the text gives the last position. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    const { whole, first, inner, last, delta } = this.#starts;
    if (last < whole.length && at >= (whole[last] as number) + delta) {
      const i = lastAtMost(whole, at - delta, last, whole.length - 1);
      return { line: first + inner.length + i - last, character: at - delta - (whole[i] as number) };
    }
    const isInner = inner.length > 0 && at >= (inner[0] as number);
    const starts = isInner ? inner : whole;
    const i = lastAtMost(starts, at, 0, isInner ? inner.length - 1 : first - 1);
    return { line: isInner ? first + i : i, character: at - (starts[i] as number) };
  }

  /** A position beyond the line gives the line's end; beyond the text, the text's end. */
  offset(position: Position): number {
    const { line, character } = position;
    if (line < 0 || line >= this.lineCount) return line < 0 ? 0 : this.#length;
    const start = this.#start(line);
    const next = line + 1 < this.lineCount ? this.#start(line + 1) : this.#length;
    return Math.max(start, Math.min(start + character, next));
  }

  /** Where the line that holds `offset` begins. */
  lineStart(offset: number): number {
    return this.#start(this.position(offset).line);
  }

  /** Of a line that there is. */
  #start(line: number): number {
    const { whole, first, inner, last, delta } = this.#starts;
    if (line < first) return whole[line] as number;
    const at = line - first;
    return at < inner.length ? (inner[at] as number) : (whole[at - inner.length + last] as number) + delta;
  }

  /** All in one list. */
  #joined(): Uint32Array {
    const { whole, first, inner, last, delta } = this.#starts;
    if (first === whole.length && inner.length === 0) return whole;
    const out = new Uint32Array(this.lineCount);
    out.set(whole.subarray(0, first));
    out.set(inner, first);
    for (let i = last, at = first + inner.length; i < whole.length; i++, at++) out[at] = (whole[i] as number) + delta;
    return out;
  }
}

/** The last that is not above a value, of those from `low` to `high`; the first where all are. */
function lastAtMost(starts: Uint32Array, value: number, low: number, high: number): number {
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((starts[mid] as number) <= value) low = mid;
    else high = mid - 1;
  }
  return low;
}

function startsOf(text: string): Starts {
  const { starts, plain } = scan(text, 0, text.length);
  const whole = new Uint32Array(starts.length + 1);
  whole.set(starts, 1);
  return { whole, first: whole.length, inner: none, last: whole.length, delta: 0, plain };
}

/** Where lines begin behind the line ends of a piece of the text that stands at `from`; those that stand from `to` on aren't asked for. */
function scan(piece: string, from: number, to: number): { readonly starts: number[]; readonly plain: boolean } {
  const starts: number[] = [];
  let plain = true;
  for (let i = 0; i < to - from; i++) {
    const c = piece.charCodeAt(i);
    if (c === 13) {
      if (piece.charCodeAt(i + 1) === 10) i++;
      else plain = false;
      starts.push(from + i + 1);
    } else if (c === 10) starts.push(from + i + 1);
  }
  return { starts, plain };
}
