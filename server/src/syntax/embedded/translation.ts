import { lastIndex } from "../../text/alike.ts";
import type { Span } from "../../text/span.ts";

/** A stretch that stands in the file and in what is read of it, `from` and `to` where it begins in each. */
export interface Piece {
  /** In the file. */
  readonly from: number;
  readonly fromEnd: number;
  /** In the text that is read. */
  readonly to: number;
  readonly toEnd: number;
}

/** Translates offsets between a file and the text that is read of it. Pieces lie in the same order in both. */
export class Translation {
  readonly #pieces: readonly Piece[];

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** A span of the text that is read, as it stands in the file: from its first character to behind its last. */
  inFile({ start, end }: Span): Span {
    const from = this.#start(start);
    return { start: from, end: end > start ? this.#end(end) : from };
  }

  /** An offset of the file in the text that is read; undefined where nothing of it is. */
  read(offset: number): number | undefined {
    const piece = this.#pieces.find((p) => p.from <= offset && offset <= p.fromEnd);
    if (!piece) return undefined;
    return isEven(piece) ? piece.to + offset - piece.from : offset === piece.fromEnd ? piece.toEnd : piece.to;
  }

  #start(offset: number): number {
    const piece = this.#pieces[lastIndex(this.#pieces, (p) => p.to <= offset)];
    if (!piece) return this.#pieces[0]?.from ?? 0;
    if (offset >= piece.toEnd) return piece.fromEnd;
    return isEven(piece) ? piece.from + offset - piece.to : piece.from;
  }

  #end(offset: number): number {
    const piece = this.#pieces[lastIndex(this.#pieces, (p) => p.to < offset)];
    if (!piece) return this.#pieces[0]?.from ?? 0;
    if (offset >= piece.toEnd) return piece.fromEnd;
    return isEven(piece) ? piece.from + offset - piece.to : piece.fromEnd;
  }
}

function isEven(piece: Piece): boolean {
  return piece.fromEnd - piece.from === piece.toEnd - piece.to;
}
