/** A word to look for, with what must stand around it. */
export interface ByteWord {
  /** Lower case; found in either case. Several words may have up to two signs or spaces between them. */
  readonly words: readonly string[];
  /** It begins a word, also after a hump (`myMarketo`). */
  readonly starts: boolean;
  /** What may follow it: anything, only what ends it as a word (a hump too), no letter, digit or underscore, or only a digit. */
  readonly ends: "anyhow" | "word" | "name" | "digit";
  /** It begins and ends with the number that it is or holds: no digit stands beside it. */
  readonly whole?: boolean;
}

/** A word of fewer bytes can't be looked for quickly. */
const shortest = 2;
/** Short words are given further bytes at either end, whatever they are, so that they don't hold up the others. */
const comfortable = 5;
/** So many bytes lie between the beginnings of two blocks that are looked at. A block has three: a window of five holds one in any case. */
const stride = 3;

/**
 * Looks for many words at once in raw bytes, so that files needn't be decoded to learn that they hold none of them. Of every three bytes in a
 * row it is asked whether they are a part of a word: a word that is there lies under one of them. (Wu and Manber, "A fast algorithm for
 * multi-pattern searching", 1994, let such blocks say how far to go on; a stride that is always the same is shorter, but the processor needn't
 * wait for it, and four blocks are read as three numbers.) Six bits of each byte count, in which both cases of a letter are the same.
 *
 * It finds every word there is, and now and then one that isn't: whoever needs to be sure looks again in the text.
 */
export class WordsInBytes {
  readonly #words: readonly Prepared[];
  /** Whether a word has a block of this number: small, so that it stays near the processor. */
  readonly #marks = new Uint8Array(0x10000);
  /** Where in `#places` those of a block begin; 0 for blocks of no word. */
  readonly #heads = new Int32Array(0x10000);
  /**
   * Four numbers a place, and a zero behind those of one block: the word's number in the list, counted from one; how far before the block it
   * begins; and a further byte of it that most others don't have there, by its distance from the block and its bits.
   */
  readonly #places: Int32Array;
  /** Words that can't be looked for in bytes: they count as found everywhere. */
  readonly #always: readonly number[];
  readonly #seen: Uint8Array;

  constructor(words: readonly ByteWord[]) {
    this.#words = words.map(prepare);
    this.#seen = new Uint8Array(words.length);
    this.#always = this.#words.flatMap((it, i) => (it.first.length < shortest ? [i] : []));
    const byBlock = new Map<number, number[]>();
    for (const [i, word] of this.#words.entries()) {
      for (let at = 0; at < stride && word.first.length >= shortest; at++) {
        const before = at - word.lead;
        const [distance, bits] = probe(word, before);
        eachBlockAt(word, at, (block) => {
          const list = byBlock.get(block);
          // A word that may be written in several ways has the same block once.
          if (!list) byBlock.set(block, [i + 1, before, distance, bits]);
          else if (list.at(-4) !== i + 1 || list.at(-3) !== before) list.push(i + 1, before, distance, bits);
        });
      }
    }
    const places = [0];
    for (const [block, list] of byBlock) {
      this.#marks[block] = 1;
      this.#heads[block] = places.length;
      for (const it of list) places.push(it);
      places.push(0);
    }
    this.#places = Int32Array.from(places);
  }

  /** The places in the list of those words that the first `length` bytes hold, each once. */
  in(bytes: Uint8Array, length: number = bytes.length): readonly number[] {
    // Two bytes to a letter: too rare to be worth a search of its own.
    if (isUtf16(bytes)) return this.#words.map((_, i) => i);
    const found: number[] = [...this.#always];
    // A word at the very beginning may have its block before it, and one at the very end behind it.
    this.#check(bytes, -1, length, found);
    for (let at = this.#inNumbers(bytes, length, found); at < length; at += stride) this.#check(bytes, at, length, found);
    for (const i of found) this.#seen[i] = 0;
    return found;
  }

  /** Four blocks at a time, in three numbers of four bytes. Gives how far it came: to the last ones, or nowhere where bytes don't lie so. */
  #inNumbers(bytes: Uint8Array, length: number, found: number[]): number {
    if (!lowestFirst || bytes.byteOffset % 4 !== 0) return 0;
    const marks = this.#marks;
    const numbers = new Int32Array(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.length) >> 2);
    const last = numbers.length - 2;
    for (let n = 0; n < last; n += 3) {
      const a = numbers[n] as number;
      const b = numbers[n + 1] as number;
      const c = numbers[n + 2] as number;
      const inA = marks[numberOf(a)] as number;
      const inB = marks[numberOf((a >>> 24) | (b << 8))] as number;
      const inC = marks[numberOf((b >>> 16) | (c << 16))] as number;
      const inD = marks[numberOf(c >>> 8)] as number;
      if ((inA | inB | inC | inD) === 0) continue;
      const at = n * 4;
      if (inA !== 0) this.#check(bytes, at, length, found);
      if (inB !== 0) this.#check(bytes, at + stride, length, found);
      if (inC !== 0) this.#check(bytes, at + 2 * stride, length, found);
      if (inD !== 0) this.#check(bytes, at + 3 * stride, length, found);
    }
    return Math.max(0, Math.ceil(last / 3)) * 12;
  }

  /** The words that may lie where a block does. */
  #check(bytes: Uint8Array, at: number, length: number, found: number[]): void {
    const places = this.#places;
    let n = this.#heads[block(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)] as number;
    for (; places[n] !== 0; n += 4) {
      if (((bytes[at + (places[n + 2] as number)] ?? 0) & 95) !== places[n + 3]) continue;
      const i = (places[n] as number) - 1;
      const start = at - (places[n + 1] as number);
      if (start < 0 || this.#seen[i] === 1 || !stands(this.#words[i] as Prepared, bytes, start, length)) continue;
      this.#seen[i] = 1;
      found.push(i);
    }
  }
}

/** Whether the processor has the first of four bytes at a number's lower end. */
const lowestFirst = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** The number of the block in the three lower bytes: both cases of a letter give the same. */
function numberOf(bytes: number): number {
  return Math.imul(bytes & 0x5f5f5f, 0x9e3779b1) >>> 16;
}

function block(a: number, b: number, c: number): number {
  return numberOf(a | (b << 8) | (c << 16));
}

interface Prepared extends Pick<ByteWord, "starts" | "ends"> {
  readonly whole: boolean;
  readonly first: Uint8Array;
  readonly rest: readonly Uint8Array[];
  /** Bytes under the window before the word; less than none where the window begins within it. */
  readonly lead: number;
}

const encoder = new TextEncoder();

function prepare({ words, starts, ends, whole = false }: ByteWord): Prepared {
  const [first = "", ...rest] = words;
  const known = caseless(first);
  const bytes = encoder.encode(known);
  const lead = bytes.length < comfortable ? 1 : -rarestWindow(bytes);
  // Of a word that is cut nothing is known behind the cut.
  const isCut = known !== first;
  const isOpen = isCut || rest.some((it) => caseless(it) !== it);
  return {
    first: bytes,
    rest: isCut ? [] : rest.map((it) => encoder.encode(caseless(it))),
    starts,
    ends: isOpen ? "anyhow" : ends,
    whole: whole && !isOpen,
    lead,
  };
}

/** A word up to the first letter that has a case and is none of ASCII's: how it is written in the other case, bytes don't tell. */
function caseless(word: string): string {
  let out = "";
  for (const letter of word) {
    if (letter > "\u007f" && letter.toUpperCase() !== letter) break;
    out += letter;
  }
  return out;
}

/** All that six bits of a byte can be. */
const anyByte = Array.from({ length: 64 }, (_, i) => (i & 31) | ((i & 32) << 1));

/** Letters and signs by how often they stand in source texts, the most frequent first; others are rarer. */
const frequent = " etrsniao\nlcu\tpdm.hf/gb,yvw(_x-kq:jz";

/** Where of a long word the five bytes begin whose blocks are the rarest, so that fewer places need a second look. */
function rarestWindow(word: Uint8Array): number {
  const often = [...word].map((byte) => {
    const rank = frequent.indexOf(String.fromCharCode(byte));
    return 1 / (rank < 0 ? 60 : rank + 4);
  });
  const sum = (from: number): number => {
    let all = 0;
    for (let at = from; at < from + stride; at++) all += (often[at] as number) * (often[at + 1] as number) * (often[at + 2] as number);
    return all;
  };
  let best = 0;
  for (let from = 1; from + comfortable <= word.length; from++) if (sum(from) < sum(best)) best = from;
  return best;
}

/** Hands over the numbers that a block at a place of the window may have, some of them more than once. */
function eachBlockAt({ first, lead }: Prepared, at: number, take: (block: number) => void): void {
  const [as, bs, cs] = [at, at + 1, at + 2].map((place): readonly number[] => {
    const byte = first[place - lead];
    return byte === undefined ? anyByte : [byte & 95];
  }) as [readonly number[], readonly number[], readonly number[]];
  for (const a of as) for (const b of bs) for (const c of cs) take(block(a, b, c));
}

/** A byte of a word outside a block that begins at `at`: its distance from there, and its bits. */
function probe({ first }: Prepared, at: number): readonly [number, number] {
  const place = [at + 3, at - 1, at + 4, at - 2, at, at + 1].find((it) => first[it] !== undefined) as number;
  return [place - at, (first[place] as number) & 95];
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function stands(word: Prepared, bytes: Uint8Array, at: number, length: number): boolean {
  let end = endOf(word.first, bytes, at, length);
  for (const next of word.rest) {
    if (end < 0) return false;
    end = behindSigns(next, bytes, end, length);
  }
  if (end < 0) return false;
  const before = at > 0 ? (bytes[at - 1] as number) : 0;
  if (word.starts && isLetter(before) && !(isUpper(bytes[at] as number) && isSmall(before))) return false;
  const after = end < length ? (bytes[end] as number) : 0;
  if (word.whole && (isDigit(before) || isDigit(after))) return false;
  if (word.ends === "digit") return isDigit(after);
  if (word.ends === "anyhow" || !(isLetter(after) || isDigit(after) || (word.ends === "name" && after === 0x5f))) return true;
  return word.ends === "word" && isUpper(after) && isSmall(bytes[end - 1] as number);
}

/** Where a word that begins here ends; -1 where it is another. */
function endOf(word: Uint8Array, bytes: Uint8Array, at: number, length: number): number {
  const end = at + word.length;
  if (end > length) return -1;
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[at + i] as number;
    const wanted = word[i] as number;
    if (byte !== wanted && !(wanted >= 0x61 && wanted <= 0x7a && byte === wanted - 0x20)) return -1;
  }
  return end;
}

/** A following word, with at most two signs before it. What isn't ASCII may be a space of many bytes: then the word counts as found. */
function behindSigns(word: Uint8Array, bytes: Uint8Array, from: number, length: number): number {
  for (let at = from; at <= from + 2; at++) {
    const end = endOf(word, bytes, at, length);
    if (end >= 0) return end;
    const byte = at < length ? (bytes[at] as number) : 0;
    if (byte > 0x7f) return at;
    if (!isSign(byte)) return -1;
  }
  return -1;
}

function isSign(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x5f || byte === 0x2e || byte === 0x2d || byte === 0x2f;
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isSmall(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || isDigit(byte);
}

function isLetter(byte: number): boolean {
  return isUpper(byte) || (byte >= 0x61 && byte <= 0x7a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
