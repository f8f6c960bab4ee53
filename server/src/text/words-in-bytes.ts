import { ByteRoom } from "./byte-room.ts";
import { blockBits, blockNumber, ends, headBits, placeSize, wordFields } from "./search-program.ts";

/** A word to look for, with what must stand around it. */
export interface ByteWord {
  /** Lower case; found in either case. Several words may have up to two signs or spaces between them; none of those behind the first begins with one. */
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
 * wait for it.) Six bits of each byte count, in which both cases of a letter are the same.
 *
 * It finds every word there is, and now and then one that isn't: whoever needs to be sure looks again in the text.
 */
export class WordsInBytes {
  readonly #room: ByteRoom;
  readonly #count: number;
  /** Words that can't be looked for in bytes: they count as found everywhere. */
  readonly #always: readonly number[];
  /** Where it stands in memory whether a word has a block of some number, and where the places are that it has then. */
  readonly #marks: number;
  readonly #heads: number;
  /** Where in memory the addresses of words are written that were found. */
  readonly #found: number;

  /** `room` may be shared with others that look at the same texts. */
  constructor(words: readonly ByteWord[], room: ByteRoom = new ByteRoom()) {
    const prepared = words.map(prepare);
    this.#room = room;
    this.#count = words.length;
    this.#always = prepared.flatMap((it, i) => (it.first.length < shortest ? [i] : []));
    this.#marks = room.take(2 ** (blockBits - 3));
    this.#heads = room.take(2 ** (headBits + 2));
    this.#found = room.take(4 * words.length);
    const places: (readonly number[])[] = [];
    /** Which places are listed under which head, in pairs. */
    const listed: number[] = [];
    const counts = new Int32Array(2 ** headBits);
    const last = new Int32Array(2 ** headBits);
    for (const [i, word] of prepared.entries()) {
      if (word.first.length < shortest) continue;
      const address = putWord(room, word, i);
      for (let at = 0; at < stride; at++) {
        const before = at - word.lead;
        places.push([address, before, ...probe(word, before)]);
        eachBlockAt(word, at, (block) => {
          const mark = this.#marks + (block >> 3);
          room.bytes[mark] = (room.bytes[mark] as number) | (1 << (block & 7));
          const head = block >> (blockBits - headBits);
          // A word that may be written in several ways stands under the same head once.
          if (last[head] === places.length) return;
          last[head] = places.length;
          counts[head] = (counts[head] as number) + 1;
          listed.push(head, places.length - 1);
        });
      }
    }
    for (let i = 0; i < listed.length; i += 2) {
      const head = listed[i] as number;
      const at = (this.#heads >> 2) + head;
      // A zero behind them ends the list: the last one is written first.
      const count = counts[head] as number;
      if (room.numbers[at] === 0) {
        // Taken first: it may move the numbers.
        const list = room.take(placeSize * count + 4);
        room.numbers[at] = list;
      }
      counts[head] = count - 1;
      room.numbers.set(places[listed[i + 1] as number] as readonly number[], ((room.numbers[at] as number) + placeSize * (count - 1)) >> 2);
    }
  }

  /** The places in the list of those words that the first `length` bytes hold, each once. */
  in(bytes: Uint8Array, length: number = bytes.length): readonly number[] {
    // Two bytes to a letter: too rare to be worth a search of its own.
    if (isUtf16(bytes)) return Array.from({ length: this.#count }, (_, i) => i);
    const text = this.#room.put(bytes, length);
    const { program, numbers } = this.#room;
    const stop = program.search(text, text + length, this.#marks, this.#heads, this.#found);
    const found: number[] = [...this.#always];
    for (let at = this.#found; at < stop; at += 4) {
      const word = numbers[at >> 2] as number;
      numbers[(word + wordFields.seen) >> 2] = 0;
      found.push(numbers[(word + wordFields.index) >> 2] as number);
    }
    return found;
  }
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

/** Three letters in a row by how often they stand in source texts (those of the packages in `test/silence`), the most frequent first. */
const frequentBlocks = (
  "ion tio the con ons ing ent res err est ati req tur str equ ret ate que etu ser urn tri ues ame rin for thi ect pro his par sta " +
  "nst ter val dat nte nam ror rro typ pti put ype ers rea ont ode per der age get ver ort ram erv ist ara ext cti ess int set rat " +
  "all unc met ted lue ice ead def nse and opt alu fun ata por end out fie tex cod use esp ble ith api cat com tes tat ope era jec " +
  "sel nce cal sio ali abl wit nti lic lis sen spo elf app nde ete ult not vic pon pre iel tor eld ade rom rvi new inp npu exp ins " +
  "ass rce cre sou ine tru mes che ere anc ttp htt ase our hea tin let mod iti eat ces ime mat ite ire nil act tim tch eta ele ack " +
  "ert eso tho tan tem han men orm urc del ive eco one ese key utp bje red are col nne ens eve ill ien rep son eri emp eth exc ica " +
  "url tpu ept obj tab lie des cli"
).split(" ");
const blockRanks = new Map(frequentBlocks.map((block, rank) => [block, rank]));

/** Where of a long word the five bytes begin whose blocks are the rarest, so that fewer places need a second look. */
function rarestWindow(word: Uint8Array): number {
  const text = String.fromCharCode(...word);
  const often = Array.from(text, (letter) => {
    const rank = frequent.indexOf(letter);
    return 1 / (rank < 0 ? 60 : rank + 4);
  });
  const least = 1 / (frequentBlocks.length + 20);
  const blocks = often.slice(2).map((last, at) => {
    const rank = blockRanks.get(text.slice(at, at + 3));
    return rank === undefined ? Math.min(least, (often[at] as number) * (often[at + 1] as number) * last) : 1 / (rank + 20);
  });
  let best = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (let from = 0; from + comfortable <= word.length; from++) {
    const sum = (blocks[from] as number) + (blocks[from + 1] as number) + (blocks[from + 2] as number);
    if (sum >= fewest) continue;
    best = from;
    fewest = sum;
  }
  return best;
}

/** Hands over the numbers that a block at a place of the window may have, some of them more than once. */
function eachBlockAt({ first, lead }: Prepared, at: number, take: (block: number) => void): void {
  const [as, bs, cs] = [at, at + 1, at + 2].map((place): readonly number[] => {
    const byte = first[place - lead];
    return byte === undefined ? anyByte : [byte & 95];
  }) as [readonly number[], readonly number[], readonly number[]];
  for (const a of as) for (const b of bs) for (const c of cs) take(blockNumber(a | (b << 8) | (c << 16)));
}

/** Up to four bytes of a word that stand together, outside a block that begins at `at` where there are some: their distance from there, which of their bits count, and these. */
function probe({ first }: Prepared, at: number): readonly [distance: number, mask: number, bits: number] {
  const start = at + 7 <= first.length ? at + 3 : at >= 4 ? at - 4 : Math.max(0, first.length - 4);
  let mask = 0;
  let bits = 0;
  for (let i = 0; i < 4 && start + i < first.length; i++) {
    mask |= 95 << (8 * i);
    bits |= ((first[start + i] as number) & 95) << (8 * i);
  }
  return [start - at, mask, bits];
}

/** Writes down a word, and gives its address. */
function putWord(room: ByteRoom, { first, rest, starts, ends: how, whole }: Prepared, index: number): number {
  const [next] = rest;
  const following =
    next === undefined ? 0 : putWord(room, { first: next, rest: rest.slice(1), starts: false, ends: "anyhow", whole: false, lead: 0 }, index);
  const at = room.take(wordFields.bytes + 2 * first.length);
  const set = (field: number, value: number) => {
    room.numbers[(at + field) >> 2] = value;
  };
  set(wordFields.length, first.length);
  set(wordFields.rest, following);
  set(wordFields.starts, Number(starts));
  set(wordFields.ends, ends[how]);
  set(wordFields.whole, Number(whole));
  set(wordFields.index, index);
  room.bytes.set(first, at + wordFields.bytes);
  // A letter is the same in both cases once this bit is set.
  room.bytes.set(
    first.map((byte) => (byte >= 0x61 && byte <= 0x7a ? 0x20 : 0)),
    at + wordFields.bytes + first.length,
  );
  return at;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
