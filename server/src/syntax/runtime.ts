import { Parser } from "web-tree-sitter";

/** The parser's memory, in words of two sizes: new views whenever it has grown. */
export interface ParserMemory {
  readonly HEAP32: Int32Array;
  readonly HEAPU16: Uint16Array;
}

/** There is one runtime in a process, as there is one in the package. */
export const runtime: {
  memory?: ParserMemory;
  /** Whether trees can be read from the memory; asked once. */
  laidOut?: boolean;
} = {};

let started: Promise<void> | undefined;

/**
 * Thrown for a text that the parser can't be got through: nested so deeply that it ran out of stack, or broken in a way that takes it a time
 * beyond all measure. The parser at work is lost, the runtime is as it was before. The message says which, in a few words for a log.
 */
export class Unparsable extends Error {}

/** Bytes of the parser's own stack. The 64 KB it comes with are overrun without a word, and what lies below them is overwritten. */
const stackBytes = 8 * 1024 * 1024;

let stackPointer: WebAssembly.Global | undefined;

/** Does what may go deep in the parser. Throws `Unparsable` where it goes too deep. */
export function within<T>(work: () => T): T {
  const before = stackPointer?.value as number | undefined;
  try {
    return work();
  } catch (error) {
    // The engine's own stack, which ends first, or one that was overrun all the same.
    if (!(error instanceof RangeError || error instanceof WebAssembly.RuntimeError)) throw error;
    if (stackPointer) stackPointer.value = before;
    throw new Unparsable("nested too deeply");
  }
}

/** Gives the parser a larger stack: a block of its own heap, for as long as the process lives. */
function growStack(instance: WebAssembly.Instance): void {
  const { malloc } = instance.exports;
  if (!stackPointer || typeof malloc !== "function") return;
  const block: number = malloc(stackBytes);
  if (block > 0) stackPointer.value = (block + stackBytes) & ~15;
}

/**
 * The module asks for its input piece by piece, and the package writes each through two further functions for every unit of the text, which takes
 * longer than parsing as long as nothing is optimised. Where the module's insides are others than expected, they are left as they are.
 */
function withOwnInput(imports: WebAssembly.Imports, module: Readonly<Record<string, unknown>>): WebAssembly.Imports {
  const { env } = imports;
  const memory = env?.memory;
  if (!env || !(memory instanceof WebAssembly.Memory) || typeof env.tree_sitter_parse_callback !== "function") return imports;
  const input = (to: number, index: number, row: number, column: number, lengthAt: number): void => {
    const read = module.currentParseCallback as (index: number, position: unknown) => unknown;
    const text = read(index, { row, column });
    const units = new Uint16Array(memory.buffer, to >>> 0, inputUnits);
    const length = typeof text === "string" ? Math.min(text.length, inputUnits - 1) : 0;
    for (let i = 0; i < length; i++) units[i] = (text as string).charCodeAt(i);
    units[length] = 0;
    new Int32Array(memory.buffer, lengthAt >>> 0, 1)[0] = length;
  };
  return { ...imports, env: { ...env, tree_sitter_parse_callback: input } };
}

/** Room for one piece of the text, in UTF-16 units: the module's, with the 0 at its end. */
const inputUnits = 5120;

/**
 * Grammars bring scanners of their own, and some read memory that they have asked for and not written: Swift's asks for none at all, and so
 * holds whatever the text before has left there. What they get from here is zero, so that the same text is always the same tree.
 */
function giveZeroes(env: WebAssembly.ModuleImports | undefined, { calloc }: WebAssembly.Exports): void {
  if (!env || typeof env.calloc !== "function" || typeof calloc !== "function") return;
  env.calloc = (count: number, bytes: number): number => calloc(Math.max(count, 1), bytes);
  if (typeof env.malloc === "function") env.malloc = (bytes: number): number => calloc(1, bytes);
}

/** Starts the parser's runtime once. `wasm` is `web-tree-sitter.wasm`. */
export function startRuntime(wasm: () => Promise<Uint8Array>): Promise<void> {
  started ??= wasm().then(async (wasmBinary) => {
    let instance: WebAssembly.Instance | undefined;
    // What grammars are given when they are loaded.
    let shared: WebAssembly.ModuleImports | undefined;
    // The loader hangs the module's memory and functions on the very object it is given.
    const module: Record<string, unknown> = {
      // What it has to say of its end is said by whoever asked.
      printErr() {},
      instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
        const compiled = new WebAssembly.Module(wasmBinary as BufferSource);
        instance = new WebAssembly.Instance(compiled, withOwnInput(imports, module));
        shared = imports.env;
        const pointer = shared?.__stack_pointer;
        if (pointer instanceof WebAssembly.Global) stackPointer = pointer;
        receive(instance, compiled);
      },
    };
    await Parser.init(module as Parameters<typeof Parser.init>[0]);
    if (instance) {
      growStack(instance);
      giveZeroes(shared, instance.exports);
    }
    if (hasMemory(module)) runtime.memory = module;
  });
  return started;
}

function hasMemory(module: object): module is ParserMemory {
  const { HEAP32, HEAPU16 } = module as Partial<ParserMemory>;
  return HEAP32 instanceof Int32Array && HEAPU16 instanceof Uint16Array;
}
