import { kinds, kindsAt, margin, type SearchProgram, searchProgram } from "./search-program.ts";

const page = 0x10000;
/** Behind the kinds of all bytes. */
const firstFree = kindsAt + 256;

/** Memory in which bytes are searched (see `search-program.ts`): tables, and one text at a time. */
export class ByteRoom {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  #program: SearchProgram | undefined;
  #free = firstFree;
  #bytes = new Uint8Array(this.#memory.buffer);
  #numbers = new Int32Array(this.#memory.buffer);
  #text = 0;
  #room = -1;

  constructor() {
    for (let byte = 0; byte < 256; byte++) this.#bytes[kindsAt + byte] = kindOf(byte);
  }

  get program(): SearchProgram {
    this.#program ??= searchProgram(this.#memory);
    return this.#program;
  }

  /** The whole memory, as long as nothing is added to it. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The same in numbers of four bytes, the lowest first on any machine that this runs on. */
  get numbers(): Int32Array {
    return this.#numbers;
  }

  /** Zeros; gives their address, which a number of four bytes may have. */
  take(size: number): number {
    const at = this.#free;
    this.#free = (at + size + 3) & ~3;
    const missing = this.#free - this.#bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / page));
      this.#bytes = new Uint8Array(this.#memory.buffer);
      this.#numbers = new Int32Array(this.#memory.buffer);
    }
    return at;
  }

  /** Where a text stands from now on, in place of the one before it. */
  put(text: Uint8Array, length: number): number {
    if (length > this.#room) {
      this.#room = Math.max(2 * this.#room, length, 4 * page);
      this.#text = this.take(this.#room + 2 * margin) + margin;
    }
    this.#bytes.set(length === text.length ? text : text.subarray(0, length), this.#text);
    return this.#text;
  }
}

function kindOf(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return kinds.upper;
  if (byte >= 0x61 && byte <= 0x7a) return kinds.lower;
  if (byte >= 0x30 && byte <= 0x39) return kinds.digit;
  const isSign = byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x5f || byte === 0x2e || byte === 0x2d || byte === 0x2f;
  return isSign ? kinds.sign : 0;
}
