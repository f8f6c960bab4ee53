/**
 * A tree read from where the parser keeps it. Its own functions go from node to node at a cost many times that of the step itself, and a tree has
 * some hundred thousand nodes. What follows is how the parser's runtime lays out its trees and grammars (`subtree.h` and `parser.h` of
 * tree-sitter 0.27, in WebAssembly's 32 bits); whoever loads a grammar asks `isLaidOut` whether that is still so.
 */
import type { Tree } from "web-tree-sitter";
import { Columns, type FlatTree, type Stretch } from "./flat.ts";
import type { ParserMemory } from "./runtime.ts";

/** Of a tree, in words: its root, two words, and the address of its grammar. */
const treeRoot = 0;
const treeGrammar = 2;

/** Of a grammar, in words: how many fields it has; the length of a row of aliases; addresses of tables. */
const grammarFields = 8;
const grammarAliasLength = 9;
const grammarFieldSlices = 16;
const grammarFieldEntries = 17;
const grammarSymbols = 19;
const grammarAliases = 21;

/**
 * A node is two words. In the first, the lowest bit says that the node is all in these two: then come its flags, in the second byte its symbol;
 * and in the second word the bytes of text before it, and its own, in the upper two bytes. Else the first is the address of what follows here, in
 * words, before which its children stand.
 */
const wordsOfNode = 2;
const nodePadding = 1;
const nodeSize = 4;
const nodeChildren = 9;
const nodeSymbol = 10;
const nodeFlags = 11;
const nodeVisibleChildren = 12;
const nodeVisibleBelow = 14;
const nodeProduction = 16;
/** Among the flags. */
const visible = 1;
const extra = 4;

/** What errors are called, which is in no table. */
const errorSymbol = 65_535;

/** How many nodes a tree has. */
export function countOf({ HEAP32 }: ParserMemory, tree: Tree): number {
  const root = addressOf(tree) + treeRoot;
  const word = HEAP32[root] as number;
  const data = word >>> 2;
  return (word & 1) !== 0 || HEAP32[data + nodeChildren] === 0 ? 1 : 1 + (HEAP32[data + nodeVisibleBelow] as number);
}

/** As `flatten` does. */
export function readMemory(memory: ParserMemory, tree: Tree, within: Stretch | undefined, left: Uint8Array): FlatTree {
  const count = countOf(memory, tree);
  const columns = new Columns(within ? Math.min(count, 4096) : count);
  read(memory.HEAP32, memory.HEAPU16, addressOf(tree), columns, within, left);
  return columns;
}

/** In words. */
function addressOf(tree: Tree): number {
  return (tree as unknown as { readonly 0: number })[0] >>> 2;
}

/**
 * One long function without a call in its loop: it runs once where a file is opened, mostly before V8 has made anything of it. What is known of the
 * node whose children are read stands in variables, and that of the nodes around it on a stack.
 */
function read(words: Int32Array, halves: Uint16Array, address: number, columns: Columns, within: Stretch | undefined, left: Uint8Array): void {
  const grammar = (words[address + treeGrammar] as number) >>> 2;
  const symbols = (words[grammar + grammarSymbols] as number) >>> 1;
  const aliasTable = (words[grammar + grammarAliases] as number) >>> 1;
  const aliasLength = halves[(grammar + grammarAliasLength) << 1] as number;
  const slices = (words[grammar + grammarFieldSlices] as number) >>> 1;
  const entries = (words[grammar + grammarFieldEntries] as number) >>> 1;
  const hasFields = words[grammar + grammarFields] !== 0;
  const from = within ? within.start * 2 : 0;
  const to = within ? within.end * 2 + 1 : Number.MAX_SAFE_INTEGER;
  let { type: types, field: fields, start: starts, end: ends, next: nexts } = columns;
  let room = types.length;
  let count = 0;
  const stack: number[] = [];
  // The root is read as the only child of nothing.
  let child = address + treeRoot;
  let last = child + wordsOfNode;
  /** Where the child begins, with what stands before it; in bytes, of which a UTF-16 unit has two. */
  let position = 0;
  /** Among the children that the grammar names, by which aliases and fields go. */
  let index = 0;
  /** Where the aliases of the children stand, in half words; 0 for none. Likewise their fields. */
  let aliases = 0;
  let firstField = 0;
  let lastField = 0;
  /** The field of a node that isn't visible goes to what is below it. */
  let inherited = 0;
  /** In the columns; -1 for a node that isn't there. */
  let node = -1;
  for (;;) {
    while (child === last) {
      if (node >= 0) nexts[node] = count;
      if (stack.length === 0) {
        columns.count = count;
        return;
      }
      node = stack.pop() as number;
      inherited = stack.pop() as number;
      lastField = stack.pop() as number;
      firstField = stack.pop() as number;
      aliases = stack.pop() as number;
      index = stack.pop() as number;
      position = stack.pop() as number;
      last = stack.pop() as number;
      child = stack.pop() as number;
    }
    const word = words[child] as number;
    const isSmall = (word & 1) !== 0;
    const data = word >>> 2;
    let flags: number;
    let symbol: number;
    let start: number;
    let below = 0;
    if (isSmall) {
      const sizes = words[child + 1] as number;
      flags = word >>> 1;
      symbol = (word >>> 8) & 0xff;
      start = position + ((sizes >>> 16) & 0xff);
      position = start + (sizes >>> 24);
    } else {
      flags = words[data + nodeFlags] as number;
      symbol = halves[(data + nodeSymbol) << 1] as number;
      start = position + (words[data + nodePadding] as number);
      position = start + (words[data + nodeSize] as number);
      below = words[data + nodeChildren] as number;
    }
    child += wordsOfNode;
    let isVisible = (flags & visible) !== 0;
    let field = 0;
    if ((flags & extra) === 0) {
      if (aliases !== 0) {
        const alias = halves[aliases + index] as number;
        if (alias !== 0) {
          symbol = alias;
          isVisible = true;
        }
      }
      field = inherited;
      // An entry of the table: its field; then the child's index, in a byte, and one that is 0 where the field is the child's own.
      for (let entry = firstField; entry < lastField; entry += 2) {
        if (halves[entry + 1] !== index) continue;
        field = halves[entry] as number;
        break;
      }
      index++;
    }
    let own = -1;
    if (isVisible) {
      const type = symbol === errorSymbol ? symbol : (halves[symbols + symbol] as number);
      if (below === 0 && field === 0 && left[type] === 1) continue;
      if (count === room) {
        columns.grow();
        ({ type: types, field: fields, start: starts, end: ends, next: nexts } = columns);
        room = types.length;
      }
      own = count++;
      types[own] = type;
      fields[own] = field;
      starts[own] = start >> 1;
      ends[own] = position >> 1;
      nexts[own] = count;
      if (below === 0 || start > to || position < from) continue;
      field = 0;
    } else if (below === 0 || words[data + nodeVisibleChildren] === 0) continue;
    stack.push(child, last, position, index, aliases, firstField, lastField, inherited, node);
    const production = halves[(data + nodeProduction) * 2 + 1] as number;
    last = data;
    child = data - below * wordsOfNode;
    // What stands before the first child is what stands before its parent.
    const first = words[child] as number;
    position = start - ((first & 1) !== 0 ? ((words[child + 1] as number) >>> 16) & 0xff : (words[(first >>> 2) + nodePadding] as number));
    index = 0;
    aliases = production === 0 ? 0 : aliasTable + production * aliasLength;
    firstField = 0;
    lastField = 0;
    if (hasFields) {
      const slice = slices + production * 2;
      firstField = entries + (halves[slice] as number) * 2;
      lastField = firstField + (halves[slice + 1] as number) * 2;
    }
    inherited = field;
    node = own;
  }
}
