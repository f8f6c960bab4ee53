import type { Catalog } from "../catalogs/catalog.ts";
import { ByteRoom } from "../text/byte-room.ts";
import { type ByteWord, WordsInBytes } from "../text/words-in-bytes.ts";
import type { Needle } from "./needles.ts";
import { weakAt } from "./verdicts.ts";

/** What one look at a file's bytes tells. */
export interface Spots {
  /**
   * The needles that may stand in it, by their place in the list; every one that does is among them, but where it doesn't speak those that speak
   * against an API are left out.
   */
  readonly needles: readonly number[];
  /** It may be an API's by what it says itself, or addresses Faultline: then it is worth decoding. */
  readonly speaks: boolean;
}

/** Codes that must stand in a file before their company can lend weight to a weak word. */
const company = 2;

const silent: Spots = { needles: [], speaks: false };

/**
 * Tells from raw bytes which files can't be anybody's. What it lets through is looked at again in the text, so that nothing depends on how
 * fine it is. Words that others use as well open it only where codes stand beside them: alone they say nothing, as `verdictsFor` has it.
 */
export class Sieve {
  readonly #needles: readonly Needle[];
  readonly #room = new ByteRoom();
  /** The needles that speak for an API, and behind them Faultline's own name. */
  readonly #for: readonly number[];
  readonly #wordsFor: WordsInBytes;
  readonly #against: readonly number[];
  readonly #wordsAgainst: WordsInBytes;
  readonly #codes: ReadonlyMap<string, () => { readonly words: WordsInBytes; readonly numbers: ReadonlySet<string> }>;
  readonly #anywhere: () => WordsInBytes;
  readonly #asides: readonly string[];

  /** `asides`: words that say nothing of an API, of which `look` tells by the way. Lower case; found in either case. */
  constructor(needles: readonly Needle[], catalogs: readonly Pick<Catalog, "id" | "wireForms" | "index">[], asides: readonly string[] = []) {
    this.#needles = needles;
    this.#asides = asides;
    const numbers = needles.map((_, i) => i);
    this.#for = numbers.filter((i) => this.#needle(i).weight > 0);
    this.#against = numbers.filter((i) => this.#needle(i).weight <= 0);
    this.#wordsFor = new WordsInBytes(
      [...this.#for.map((i) => byteWord(this.#needle(i))), anywhere("faultline"), ...asides.map(anywhere)],
      this.#room,
    );
    this.#wordsAgainst = new WordsInBytes(
      this.#against.map((i) => byteWord(this.#needle(i))),
      this.#room,
    );
    const pieces = new Set([...this.#for.map((i) => this.#needle(i).seek), "faultline"]);
    this.#anywhere = once(() => new WordsInBytes([...pieces].map(anywhere), this.#room));
    this.#codes = new Map(
      catalogs.map((c) => [c.id, once(() => ({ words: new WordsInBytes(codeWords(c), this.#room), numbers: numbersIn(c.index.entries.keys()) }))]),
    );
  }

  /**
   * `wrapped`: the file holds texts within texts, so that what stands beside a word there may not stand beside it when it is read; of asides it
   * tells nothing then. `notice` is told of each of those that may stand there.
   */
  look(bytes: Uint8Array, length: number = bytes.length, wrapped = false, notice?: (aside: string) => void): Spots {
    if (wrapped) return this.#anywhere().in(bytes, length).length > 0 ? { needles: this.#needles.map((_, i) => i), speaks: true } : silent;
    const found = this.#wordsFor.in(bytes, length);
    if (found.length === 0) return silent;
    const count = this.#for.length;
    if (notice) for (const i of found) if (i > count) notice(this.#asides[i - count - 1] as string);
    const addressed = found.includes(count);
    const speaking = found.filter((i) => i < count).map((i) => this.#for[i] as number);
    if (!addressed && speaking.length === 0) return silent;
    const speaks = addressed || this.isEnough(speaking, bytes, length);
    return { needles: (speaks ? [...speaking, ...this.#speakingAgainst(bytes, length)] : speaking).sort((a, b) => a - b), speaks };
  }

  /** All needles that may stand in a file, whether or not it speaks. */
  needlesIn(bytes: Uint8Array, length: number = bytes.length): readonly number[] {
    const { needles, speaks } = this.look(bytes, length);
    return speaks || needles.length === 0 ? needles : [...needles, ...this.#speakingAgainst(bytes, length)].sort((a, b) => a - b);
  }

  #speakingAgainst(bytes: Uint8Array, length: number): readonly number[] {
    return this.#wordsAgainst.in(bytes, length).map((i) => this.#against[i] as number);
  }

  /** Whether needles that speak for an API may be enough in a file with these bytes. */
  isEnough(speaking: readonly number[], bytes: Uint8Array, length: number): boolean {
    const weak = new Map<string, number>();
    for (const i of new Set(speaking)) {
      const needle = this.#needle(i);
      if (needle.weight <= 0) continue;
      if (!isWeak(needle)) return true;
      weak.set(needle.api, (weak.get(needle.api) ?? 0) + 1);
    }
    if (weak.size === 0) return false;
    if ([...weak.values()].some((count) => count > 1)) return true;
    return this.holdCodes([...weak.keys()], company, bytes, length);
  }

  /** Whether so many codes of one of the APIs may stand in the bytes. */
  holdCodes(apis: readonly string[], count: number, bytes: Uint8Array, length: number): boolean {
    let parted: readonly string[] | undefined;
    for (const api of apis) {
      const codes = this.#codes.get(api)?.();
      if (!codes) continue;
      const whole = codes.words.in(bytes, length).length;
      if (whole >= count) return true;
      if (codes.numbers.size === 0) continue;
      parted ??= partedNumbers(bytes, length, this.#room);
      if (whole + parted.filter((it) => codes.numbers.has(it)).length >= count) return true;
    }
    return false;
  }

  #needle(i: number): Needle {
    return this.#needles[i] as Needle;
  }
}

/** Made when it is first asked for: a file that is open seldom needs it. */
function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

function isWeak({ weight }: Needle): boolean {
  return weight <= weakAt;
}

function anywhere(word: string): ByteWord {
  return { words: [word], starts: false, ends: "anyhow" };
}

/** A needle as bytes have it; what `evidenceIn` asks besides, it asks of the text. */
function byteWord({ seek, words, word, open, kind }: Needle): ByteWord {
  // A code's own spelling is known by its first digit.
  if (kind === "codes") return { words: [seek], starts: word, ends: "digit" };
  return { words: words ?? [seek], starts: word, ends: open ? "anyhow" : word ? "word" : "name" };
}

/** Every text that a code may be written as, or as a part of. */
function codeWords(catalog: Pick<Catalog, "wireForms" | "index">): readonly ByteWord[] {
  const forms = (catalog.wireForms ?? []).some((it) => !it.distinctive && it.match !== "prefix");
  const { entries, spellings, heads } = catalog.index;
  const texts = new Set([...entries.keys(), ...spellings.keys(), ...(forms ? heads.keys() : [])].map((it) => it.toLowerCase()));
  // A number may have its type behind it; where a code is wrapped in other letters, they stand on both sides.
  return [...texts].map((it) => ({ words: [it], starts: !forms, ends: "anyhow", whole: !forms && /^\d+$/.test(it) }));
}

/** Codes that may be written with something between their digits. */
function numbersIn(codes: Iterable<string>): ReadonlySet<string> {
  return new Set([...codes].filter((it) => /^\d\d+$/.test(it)));
}

/** Numbers such as `10_022`, `10'022`, as they are without what parts them. */
function partedNumbers(source: Uint8Array, length: number, room: ByteRoom): readonly string[] {
  const out: string[] = [];
  const text = room.put(source, length);
  const end = text + length;
  const { program, bytes } = room;
  for (let at = program.nextParted(text + 1, end); at + 1 < end; at = program.nextParted(at, end)) {
    let start = at;
    while (start > text && (isDigit(bytes[start - 1]) || isParting(bytes[start - 1]))) start--;
    let stop = at + 1;
    while (stop < end && (isDigit(bytes[stop]) || isParting(bytes[stop]))) stop++;
    out.push(String.fromCharCode(...bytes.subarray(start, Math.min(stop, start + 40))).replace(/[_']/g, ""));
    at = stop + 1;
  }
  return out;
}

function isParting(byte: number | undefined): boolean {
  return byte === 0x5f || byte === 0x27;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
