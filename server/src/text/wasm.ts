/**
 * A small assembler for WebAssembly (webassembly.github.io/spec/core/binary): as much of it as a loop over bytes needs. A function here gives the
 * bytes of an instruction behind those of what it works on, so that programs read as nested calls. Without a suffix, everything is of type i32.
 */
export type Code = readonly number[];
export type Type = "i32" | "v128";

export interface Local {
  readonly index: number;
}

export interface Func<Names extends string = string> {
  readonly name: string;
  readonly params: readonly string[];
  /** Of what is no parameter. */
  readonly locals: readonly (readonly [name: string, type: Type])[];
  readonly result: boolean;
  readonly body: (locals: Readonly<Record<Names, Local>>) => readonly Code[];
}

const types: Readonly<Record<Type, number>> = { i32: 0x7f, v128: 0x7b };

export const get = ({ index }: Local): Code => [0x20, ...unsigned(index)];
export const set = ({ index }: Local, value: Code): Code => [...value, 0x21, ...unsigned(index)];
/** Sets a local, and gives what it then holds. */
export const tee = ({ index }: Local, value: Code): Code => [...value, 0x22, ...unsigned(index)];
export const number = (value: number): Code => [0x41, ...signed(value)];

const binary =
  (...opcode: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode];
export const add = binary(0x6a);
export const sub = binary(0x6b);
export const mul = binary(0x6c);
export const and = binary(0x71);
export const or = binary(0x72);
export const shiftLeft = binary(0x74);
/** Bits of zero come in from above. */
export const shiftRight = binary(0x76);
export const equal = binary(0x46);
export const unequal = binary(0x47);
export const less = binary(0x49);
export const atLeast = binary(0x4f);
export const isZero = (a: Code): Code => [...a, 0x45];
export const trailingZeros = (a: Code): Code => [...a, 0x68];

/** At an address, and so many bytes behind it. */
export const load = (at: Code, offset = 0): Code => [...at, 0x28, 0, ...unsigned(offset)];
export const loadByte = (at: Code, offset = 0): Code => [...at, 0x2d, 0, ...unsigned(offset)];
export const store = (at: Code, value: Code): Code => [...at, ...value, 0x36, 0, 0];

export const when = (condition: Code, ...then: readonly Code[]): Code => [...condition, 0x04, 0x40, ...then.flat(), 0x0b];
/** A stretch of code that `leaveIf` ends early. */
export const block = (...body: readonly Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b];
/** A stretch of code that `again` begins anew. */
export const loop = (...body: readonly Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b];
/** These count the stretches around them from within: 0 is the nearest; `when` is one as well. */
export const again = (depth: number): Code => [0x0c, ...unsigned(depth)];
export const leaveIf = (condition: Code, depth: number): Code => [...condition, 0x0d, ...unsigned(depth)];
export const againIf = leaveIf;
export const give = (value: Code): Code => [...value, 0x0f];
/** Calls the function with this number in the program. */
export const call = (func: number, ...values: readonly Code[]): Code => [...values.flat(), 0x10, ...unsigned(func)];

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
/** Sixteen bytes. */
export const load16 = (at: Code, offset = 0): Code => [...at, ...simd(0x00), 0, ...unsigned(offset)];
export const allBytes = (value: number): Code => [...number(value), ...simd(0x0f)];
export const bytesEqual = binary(...simd(0x23));
export const bytesLess = binary(...simd(0x26));
export const bytesMinus = binary(...simd(0x71));
export const andAll = binary(...simd(0x4e));
export const orAll = binary(...simd(0x50));
/** A bit for each of sixteen bytes: the highest of it. */
export const highestBits = (a: Code): Code => [...a, ...simd(0x64)];

/** The bytes of a module that takes its memory from `m.m`, and gives out its functions by their names. */
export function assemble(funcs: readonly Func[]): Uint8Array<ArrayBuffer> {
  const bodies = funcs.map(({ params, locals, body }): Code => {
    const names = [...params, ...locals.map(([name]) => name)];
    const places = Object.fromEntries(names.map((name, index) => [name, { index }]));
    const declared = locals.map(([, type]) => [1, types[type]]);
    return sized([...list(declared), ...body(places).flat(), 0x0b]);
  });
  const section = (id: number, content: Code): Code => [id, ...sized(content)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(funcs.map(({ params, result }) => [0x60, ...list(params.map(() => [types.i32])), ...list(result ? [[types.i32]] : [])]))),
    ...section(2, list([[...text("m"), ...text("m"), 0x02, 0, 1]])),
    ...section(3, list(funcs.map((_, i) => unsigned(i)))),
    ...section(7, list(funcs.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]))),
    ...section(10, list(bodies)),
  ]);
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(content: Code): Code {
  return [...unsigned(content.length), ...content];
}

function text(name: string): Code {
  return sized([...new TextEncoder().encode(name)]);
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const rest = value >> 7;
  const isLast = (rest === 0 && (value & 0x40) === 0) || (rest === -1 && (value & 0x40) !== 0);
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)];
}
