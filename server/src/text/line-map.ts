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
  readonly text: string;
  readonly lines: LineMap;
}

/** Offsets to positions and back. Line ends are `\n`, `\r\n` and `\r`, as the protocol counts them. */
export class LineMap {
  readonly #starts: Uint32Array;
  readonly #length: number;
  /** No line ends with `\r` alone: then others who count lines count the same. */
  readonly plain: boolean;

  constructor(text: string, known?: { readonly starts: Uint32Array; readonly plain: boolean }) {
    const { starts, plain } = known ?? scan(text, 0, text.length, [0]);
    // What was made for this map needn't be copied into it.
    this.#starts = starts instanceof Uint32Array ? starts : Uint32Array.from(starts);
    this.plain = plain;
    this.#length = text.length;
  }

  /** The lines after an edit; `text` is the new text. Only the lines that the edit touches are read. */
  edited({ span, text: by }: TextEdit, text: string): LineMap {
    const starts = this.#starts;
    const delta = by.length - (span.end - span.start);
    // The line before may end with a `\r` to which the edit gives its `\n`.
    const first = Math.max(0, this.position(span.start).line - 1);
    let last = this.position(span.end).line + 1;
    while (last < starts.length && (starts[last] as number) <= span.end) last++;
    const from = starts[first] as number;
    const to = last < starts.length ? (starts[last] as number) + delta : text.length + 1;
    const { starts: between, plain } = scan(text, from, Math.min(to, text.length), []);
    const inner = between.filter((s) => s < to);
    const out = new Uint32Array(first + 1 + inner.length + starts.length - last);
    out.set(starts.subarray(0, first + 1));
    out.set(inner, first + 1);
    for (let i = last, at = first + 1 + inner.length; i < starts.length; i++, at++) out[at] = (starts[i] as number) + delta;
    return new LineMap(text, { starts: out, plain: this.plain && plain });
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** An offset beyond the text gives the last position. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if ((this.#starts[mid] ?? 0) <= at) low = mid;
      else high = mid - 1;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
  }

  /** A position beyond the line gives the line's end; beyond the text, the text's end. */
  offset(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return position.line < 0 ? 0 : this.#length;
    const next = this.#starts[position.line + 1] ?? this.#length;
    return Math.max(start, Math.min(start + position.character, next));
  }

  /** Where the line that holds `offset` begins. */
  lineStart(offset: number): number {
    return this.#starts[this.position(offset).line] ?? 0;
  }
}

/** Adds where lines begin behind the line ends that stand from `from` up to `to`. */
function scan(text: string, from: number, to: number, starts: number[]): { readonly starts: number[]; readonly plain: boolean } {
  let plain = true;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      else plain = false;
      starts.push(i + 1);
    } else if (c === 10) starts.push(i + 1);
  }
  return { starts, plain };
}
