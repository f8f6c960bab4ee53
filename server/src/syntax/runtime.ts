import { Parser, type Tree, type TreeCursor } from "web-tree-sitter";

/**
 * The parser's WebAssembly module from inside. The package's classes pack a cursor's state into memory and out again at every step; walking a
 * whole tree so costs five times what the walk itself does. Where the module doesn't have what is expected here, the classes are used.
 */
export interface RawCursor {
  /** Puts a cursor's state where the module's functions look for it. */
  enter(cursor: TreeCursor): number;
  leave(cursor: TreeCursor, address: number): void;
  handle(tree: Tree): number;
  readonly goFirst: (tree: number) => number;
  readonly goNext: (tree: number) => number;
  readonly goUp: (tree: number) => number;
  readonly typeOf: (tree: number) => number;
  readonly fieldOf: (tree: number) => number;
  readonly startOf: (tree: number) => number;
  readonly endOf: (tree: number) => number;
}

/** There is one runtime in a process, as there is one in the package. */
export const runtime: { raw?: RawCursor } = {};

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
    const raw = rawCursor(module);
    if (raw) runtime.raw = raw;
  });
  return started;
}

/** A cursor's state is four numbers, under the keys 0 to 3; a tree's address is under 0. */
type Packed = Record<0 | 1 | 2 | 3, unknown>;
const words = [0, 1, 2, 3] as const;

function rawCursor(module: Readonly<Record<string, unknown>>): RawCursor | undefined {
  const call = (name: string) => module[name] as (tree: number) => number;
  const needed = {
    goFirst: call("_ts_tree_cursor_goto_first_child_wasm"),
    goNext: call("_ts_tree_cursor_goto_next_sibling_wasm"),
    goUp: call("_ts_tree_cursor_goto_parent_wasm"),
    typeOf: call("_ts_tree_cursor_current_node_type_id_wasm"),
    fieldOf: call("_ts_tree_cursor_current_field_id_wasm"),
    startOf: call("_ts_tree_cursor_start_index_wasm"),
    endOf: call("_ts_tree_cursor_end_index_wasm"),
  };
  const init = module._ts_init as () => number;
  if ([init, ...Object.values(needed)].some((it) => typeof it !== "function") || !(module.HEAP32 instanceof Int32Array)) return undefined;
  // The place where state is handed over; the function only says where it is.
  const address = init() >> 2;
  const memory = () => module.HEAP32 as Int32Array;
  return {
    ...needed,
    enter(cursor) {
      const packed = cursor as unknown as Packed;
      const to = memory();
      for (const word of words) to[address + word] = packed[word] as number;
      return address;
    },
    leave(cursor, from) {
      const packed = cursor as unknown as Packed;
      const memoryNow = memory();
      for (const word of words) packed[word] = memoryNow[from + word];
    },
    handle: (tree) => (tree as unknown as Packed)[0] as number,
  };
}
