import {
  add,
  again,
  againIf,
  allBytes,
  and,
  andAll,
  assemble,
  atLeast,
  block,
  bytesEqual,
  bytesLess,
  bytesMinus,
  type Code,
  call,
  equal,
  type Func,
  get,
  give,
  highestBits,
  isZero,
  leaveIf,
  less,
  load,
  load16,
  loadByte,
  loop,
  mul,
  number,
  or,
  orAll,
  set,
  shiftLeft,
  shiftRight,
  store,
  sub,
  tee,
  trailingZeros,
  unequal,
  when,
} from "./wasm.ts";

/** What a byte is, in bits. */
export const kinds = { upper: 1, lower: 2, digit: 4, sign: 8 } as const;
/** Where the kinds of all 256 bytes lie. */
export const kindsAt = 256;
/** Bytes that may be read in front of a text and behind it. */
export const margin = 64;

/** What stands of a word in memory, in numbers of four bytes. */
export const wordFields = { length: 0, rest: 4, starts: 8, ends: 12, whole: 16, seen: 20, index: 24, bytes: 28 } as const;
export const ends = { anyhow: 0, word: 1, name: 2, digit: 3 } as const;
/** What stands of a place where a word may lie, in numbers of four bytes; a zero in place of a word's address ends a list of them. */
export const placeFields = { word: 0, before: 4, distance: 8, mask: 12, bits: 16 } as const;
export const placeSize = 20;

/** Of so many bits is the number of a block. A bit for each of them is little enough to stay near the processor. */
export const blockBits = 18;
/** Lists of places are found by the upper bits alone: several blocks may share one. */
export const headBits = 16;

/** The number of the block in the three lower bytes: both cases of a letter give the same. */
export function blockNumber(bytes: number): number {
  return Math.imul(bytes & 0x5f5f5f, 0x9e3779b1) >>> (32 - blockBits);
}

const blockOf = (bytes: Code): Code => shiftRight(mul(and(bytes, number(0x5f5f5f)), number(0x9e3779b1 | 0)), number(32 - blockBits));
const kindOf = (byte: Code): Code => loadByte(byte, kindsAt);
const isKind = (byte: Code, kind: number): Code => and(kindOf(byte), number(kind));
const letter = kinds.upper | kinds.lower;

/** In the order in which they are called by number. */
const numbers = { endOf: 0, behindSigns: 1, stands: 2, check: 3 } as const;

/** Where a word that begins here ends; 0 where it is another. A word's bytes stand in front of what is set in them when their case is left out. */
const endOf: Func<"word" | "at" | "end" | "i" | "length" | "bytes"> = {
  name: "endOf",
  params: ["word", "at", "end"],
  locals: [
    ["i", "i32"],
    ["length", "i32"],
    ["bytes", "i32"],
  ],
  result: true,
  body: ({ word, at, end, i, length, bytes }) => [
    set(length, load(get(word), wordFields.length)),
    set(bytes, add(get(word), number(wordFields.bytes))),
    when(less(get(end), add(get(at), get(length))), give(number(0))),
    block(
      loop(
        leaveIf(atLeast(get(i), get(length)), 1),
        when(
          unequal(or(loadByte(add(get(at), get(i))), loadByte(add(add(get(bytes), get(length)), get(i)))), loadByte(add(get(bytes), get(i)))),
          give(number(0)),
        ),
        set(i, add(get(i), number(1))),
        again(0),
      ),
    ),
    add(get(at), get(length)),
  ],
};

/** A following word, with at most two signs before it. What isn't ASCII may be a space of many bytes: then the word counts as found. */
const behindSigns: Func<"word" | "at" | "end" | "signs" | "found" | "byte"> = {
  name: "behindSigns",
  params: ["word", "at", "end"],
  locals: [
    ["signs", "i32"],
    ["found", "i32"],
    ["byte", "i32"],
  ],
  result: true,
  body: ({ word, at, end, signs, found, byte }) => [
    loop(
      when(tee(found, call(numbers.endOf, get(word), get(at), get(end))), give(get(found))),
      when(atLeast(get(at), get(end)), give(number(0))),
      set(byte, loadByte(get(at))),
      when(atLeast(get(byte), number(0x80)), give(get(at))),
      when(isZero(isKind(get(byte), kinds.sign)), give(number(0))),
      set(at, add(get(at), number(1))),
      againIf(less(tee(signs, add(get(signs), number(1))), number(3)), 0),
    ),
    number(0),
  ],
};

/** Whether a word stands here as it is to stand. */
const stands: Func<"word" | "at" | "text" | "end" | "next" | "stop" | "before" | "after" | "ends"> = {
  name: "stands",
  params: ["word", "at", "text", "end"],
  locals: [
    ["next", "i32"],
    ["stop", "i32"],
    ["before", "i32"],
    ["after", "i32"],
    ["ends", "i32"],
  ],
  result: true,
  body: ({ word, at, text, end, next, stop, before, after, ends: how }) => [
    when(isZero(tee(stop, call(numbers.endOf, get(word), get(at), get(end)))), give(number(0))),
    set(next, get(word)),
    block(
      loop(
        leaveIf(isZero(tee(next, load(get(next), wordFields.rest))), 1),
        when(isZero(tee(stop, call(numbers.behindSigns, get(next), get(stop), get(end)))), give(number(0))),
        again(0),
      ),
    ),
    when(less(get(text), get(at)), set(before, kindOf(loadByte(sub(get(at), number(1)))))),
    when(less(get(stop), get(end)), set(after, kindOf(loadByte(get(stop))))),
    // In the midst of other letters, unless a hump begins.
    when(
      and(unequal(and(get(before), number(letter)), number(0)), load(get(word), wordFields.starts)),
      when(
        isZero(
          and(unequal(and(get(before), number(kinds.lower | kinds.digit)), number(0)), unequal(isKind(loadByte(get(at)), kinds.upper), number(0))),
        ),
        give(number(0)),
      ),
    ),
    when(and(load(get(word), wordFields.whole), unequal(and(or(get(before), get(after)), number(kinds.digit)), number(0))), give(number(0))),
    set(how, load(get(word), wordFields.ends)),
    when(equal(get(how), number(ends.digit)), give(unequal(and(get(after), number(kinds.digit)), number(0)))),
    when(isZero(get(how)), give(number(1))),
    when(
      isZero(
        or(
          and(get(after), number(letter | kinds.digit)),
          and(equal(get(how), number(ends.name)), and(less(get(stop), get(end)), equal(loadByte(get(stop)), number(0x5f)))),
        ),
      ),
      give(number(1)),
    ),
    and(
      and(equal(get(how), number(ends.word)), unequal(and(get(after), number(kinds.upper)), number(0))),
      unequal(isKind(loadByte(sub(get(stop), number(1))), kinds.lower | kinds.digit), number(0)),
    ),
  ],
};

/** Writes down the addresses of those words that lie where a block does; gives where the next one is to be written. */
const check: Func<"at" | "text" | "end" | "place" | "out" | "word" | "start"> = {
  name: "check",
  params: ["at", "text", "end", "place", "out"],
  locals: [
    ["word", "i32"],
    ["start", "i32"],
  ],
  result: true,
  body: ({ at, text, end, place, out, word, start }) => [
    block(
      loop(
        leaveIf(isZero(tee(word, load(get(place), placeFields.word))), 1),
        when(
          equal(
            and(load(add(get(at), load(get(place), placeFields.distance))), load(get(place), placeFields.mask)),
            load(get(place), placeFields.bits),
          ),
          set(start, sub(get(at), load(get(place), placeFields.before))),
          when(
            and(atLeast(get(start), get(text)), isZero(load(get(word), wordFields.seen))),
            when(
              call(numbers.stands, get(word), get(start), get(text), get(end)),
              store(add(get(word), number(wordFields.seen)), number(1)),
              store(get(out), get(word)),
              set(out, add(get(out), number(4))),
            ),
          ),
        ),
        set(place, add(get(place), number(placeSize))),
        again(0),
      ),
    ),
    get(out),
  ],
};

/**
 * Looks at every third byte between two addresses, four of them at a time: whether a word has the block that begins there (a bit for each block,
 * from `marks` on), and if so at its places (whose addresses stand from `heads` on). Gives the end of what was written down from `out` on.
 */
const search: Func<"text" | "end" | "marks" | "heads" | "out" | "at" | "first" | "second" | "third" | "fourth"> = {
  name: "search",
  params: ["text", "end", "marks", "heads", "out"],
  locals: ["at", "first", "second", "third", "fourth"].map((name) => [name, "i32"]),
  result: true,
  body: ({ text, end, marks, heads, out, at, ...blocks }) => {
    const four = [blocks.first, blocks.second, blocks.third, blocks.fourth] as const;
    // The lowest bit tells.
    const mark = (it: (typeof four)[number]): Code =>
      shiftRight(load(add(get(marks), shiftLeft(shiftRight(get(it), number(5)), number(2)))), get(it));
    const placesOf = (it: (typeof four)[number]): Code =>
      load(add(get(heads), shiftLeft(shiftRight(get(it), number(blockBits - headBits)), number(2))));
    const [a, b, c, d] = four;
    return [
      set(at, get(text)),
      block(
        loop(
          leaveIf(atLeast(get(at), get(end)), 1),
          ...four.map((it, i) => set(it, blockOf(load(get(at), 3 * i)))),
          when(
            and(or(or(mark(a), mark(b)), or(mark(c), mark(d))), number(1)),
            ...four.map((it, i) =>
              when(and(mark(it), number(1)), set(out, call(numbers.check, add(get(at), number(3 * i)), get(text), get(end), placesOf(it), get(out)))),
            ),
          ),
          set(at, add(get(at), number(12))),
          again(0),
        ),
      ),
      get(out),
    ];
  },
};

const digits = (bytes: Code): Code => bytesLess(bytesMinus(bytes, allBytes(0x30)), allBytes(10));

/** The first sign from `at` on, before `end`, that parts two digits as in `10_022` or `10'022`; `end` or more where there is none. */
const nextParted: Func<"at" | "end" | "bits" | "bytes"> = {
  name: "nextParted",
  params: ["at", "end"],
  locals: [
    ["bits", "i32"],
    ["bytes", "v128"],
  ],
  result: true,
  body: ({ at, end, bits, bytes }) => [
    block(
      loop(
        leaveIf(atLeast(get(at), get(end)), 1),
        set(bytes, load16(get(at))),
        set(
          bits,
          highestBits(
            andAll(
              orAll(bytesEqual(get(bytes), allBytes(0x5f)), bytesEqual(get(bytes), allBytes(0x27))),
              andAll(digits(load16(sub(get(at), number(1)))), digits(load16(get(at), 1))),
            ),
          ),
        ),
        when(get(bits), give(add(get(at), trailingZeros(get(bits))))),
        set(at, add(get(at), number(16))),
        again(0),
      ),
    ),
    get(end),
  ],
};

export interface SearchProgram {
  search(text: number, end: number, marks: number, heads: number, out: number): number;
  nextParted(at: number, end: number): number;
}

/** The program over a memory of one's own. */
export function searchProgram(memory: WebAssembly.Memory): SearchProgram {
  const bytes = assemble([endOf, behindSigns, stands, check, search, nextParted]);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { m: memory } }).exports as unknown as SearchProgram;
}
