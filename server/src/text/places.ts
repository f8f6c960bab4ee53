import type { Lines, Position } from "./line-map.ts";
import type { Content } from "./pieced.ts";
import type { Span } from "./span.ts";

/** What analysis asks of a text: a string, or one whose offsets are places. */
export type Source = string | PlacedText;

/**
 * Places: offsets that stand still while the text around them is edited. The text is cut into stretches; each has a place that it begins at,
 * with room behind it to grow into, so that an edit in one moves nothing in the others. Places are in the order of the text, and within a
 * stretch they are as far apart as the text is long; between two stretches they are further apart.
 */
export class Places {
  /** Where each stretch begins in the text, and its place; both rise, and both begin with 0. */
  readonly starts: readonly number[];
  readonly bases: readonly number[];
  readonly #length: number;
  #last = 0;

  constructor(starts: readonly number[], bases: readonly number[], length: number) {
    this.starts = starts;
    this.bases = bases;
    this.#length = length;
  }

  /** Each stretch gets as much room again as it is long, and some more. */
  static roomy(starts: readonly number[], length: number): Places {
    const bases: number[] = [];
    let base = 0;
    for (let i = 0; i < starts.length; i++) {
      bases.push(base);
      base += roomFor((starts[i + 1] ?? length) - (starts[i] as number));
    }
    return new Places(starts, bases, length);
  }

  /** Whether what stands at a place stands at the same offset in both. */
  equals({ starts, bases }: Places): boolean {
    return sameNumbers(this.starts, starts) && sameNumbers(this.bases, bases);
  }

  /** The place of what begins at an offset. */
  place(offset: number): number {
    const i = this.#find(this.starts, offset);
    return (this.bases[i] as number) + offset - (this.starts[i] as number);
  }

  /** The place of what ends at an offset: it belongs to the stretch that it ends. */
  placeOfEnd(offset: number): number {
    const i = this.#find(this.starts, offset - 1);
    return (this.bases[i] as number) + offset - (this.starts[i] as number);
  }

  /** The first place whose offset is not below one: what is asked of many places is compared with it, and their offsets needn't be known. */
  firstAt(offset: number): number {
    return this.placeOfEnd(offset);
  }

  /** The offset of a place; one in the room behind a stretch is the stretch's end. */
  offset(place: number): number {
    const i = this.#find(this.bases, place);
    return Math.min((this.starts[i] as number) + place - (this.bases[i] as number), this.starts[i + 1] ?? this.#length);
  }

  /** The offset at which the stretch of a place begins. */
  stretch(place: number): number {
    return this.starts[this.#find(this.bases, place)] as number;
  }

  /** The last whose value is not above the one asked for. What is asked for one after the other mostly lies in one stretch. */
  #find(list: readonly number[], value: number): number {
    const at = this.#last;
    if ((list[at] as number) <= value && (at + 1 === list.length || value < (list[at + 1] as number))) return at;
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if ((list[mid] as number) <= value) low = mid;
      else high = mid - 1;
    }
    this.#last = low;
    return low;
  }
}

/** For a stretch of so many characters. */
export function roomFor(length: number): number {
  return length * 2 + 512;
}

/** A text that is asked by places. */
export class PlacedText {
  readonly text: Content;
  readonly places: Places;

  constructor(text: Content, places: Places) {
    this.text = text;
    this.places = places;
  }

  get length(): number {
    return this.places.placeOfEnd(this.text.length);
  }

  slice(start?: number, end?: number): string {
    return this.text.slice(start === undefined ? 0 : this.places.offset(start), end === undefined ? this.text.length : this.places.offset(end));
  }

  indexOf(wanted: string, from = 0): number {
    const at = this.text.indexOf(wanted, this.places.offset(from));
    return at < 0 ? -1 : this.places.place(at);
  }

  lastIndexOf(wanted: string, from?: number): number {
    const at = this.text.lastIndexOf(wanted, from === undefined ? this.text.length : this.places.offset(from));
    return at < 0 ? -1 : this.places.place(at);
  }
}

/** A text as it is, for what has to go through all of it; `place` and `span` tell where what is found there stands. */
export interface Plain {
  readonly text: string;
  place(offset: number): number;
  span(span: Span): Span;
  /** The other way round. */
  inText(span: Span): Span;
}

export function plainOf(source: Source): Plain {
  if (typeof source === "string") return { text: source, place: (offset) => offset, span: (span) => span, inText: (span) => span };
  const { text, places } = source;
  return {
    // Joined where it is asked for: at most key presses nobody does.
    get text() {
      return text.toString();
    },
    place: (offset) => places.place(offset),
    span: ({ start, end }) => ({ start: places.place(start), end: places.placeOfEnd(end) }),
    inText: ({ start, end }) => ({ start: places.offset(start), end: places.offset(end) }),
  };
}

/** The lines of a text that is asked by places. */
export class PlacedLines implements Lines {
  readonly #lines: Lines;
  readonly #places: Places;

  constructor(lines: Lines, places: Places) {
    this.#lines = lines;
    this.#places = places;
  }

  get lineCount(): number {
    return this.#lines.lineCount;
  }

  position(place: number): Position {
    return this.#lines.position(this.#places.offset(place));
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}
