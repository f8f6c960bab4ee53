import { type Language, Parser, type Tree } from "web-tree-sitter";
import { type Column, Columns, type FlatTree, type Stretch } from "./flat.ts";
import { countOf, readMemory } from "./memory.ts";
import { runtime } from "./runtime.ts";

/**
 * Reads a tree, or what of it touches a stretch: nodes beside the stretch are there, without their children. Nodes of the types in `left` that
 * stand for nothing but themselves, in no field and with nothing in them, are left out.
 */
export function flatten(tree: Tree, within?: Stretch, left: Uint8Array = none): FlatTree {
  const { memory } = runtime;
  runtime.laidOut ??= isLaidOut(tree.language);
  return memory && runtime.laidOut ? readMemory(memory, tree, within, left) : walk(tree, within, left);
}

const none = new Uint8Array(65_536);

/** Nested and flat, with fields and broken pieces, in one language or another. */
const sample = 'f(1, [a]);\n\nif (b == "c") {\n  # x\n@ }';

/** Whether the parser's memory is as it is taken to be: a small tree that is read from it is the one that the parser's own functions tell of. */
function isLaidOut(language: Language): boolean {
  const { memory } = runtime;
  const parser = new Parser();
  parser.setLanguage(language);
  const tree = parser.parse(sample);
  parser.delete();
  if (!tree || !memory) return false;
  try {
    return tree.rootNode.descendantCount === countOf(memory, tree) && isSame(readMemory(memory, tree, undefined, none), walk(tree, undefined, none));
  } catch {
    return false;
  } finally {
    tree.delete();
  }
}

function isSame(a: FlatTree, b: FlatTree): boolean {
  const columns = ["type", "field", "start", "end", "next"] as const;
  const isEqual = (one: Column, other: Column): boolean => one.subarray(0, a.count).every((value, node) => value === other[node]);
  return a.count === b.count && columns.every((name) => isEqual(a[name], b[name]));
}

/** By the parser's own functions, which costs ten times what reading its memory does. */
export function walk(tree: Tree, within?: Stretch, left: Uint8Array = none): FlatTree {
  const columns = new Columns(4096);
  const cursor = tree.walk();
  /** Nodes whose children are being read. */
  const open: number[] = [];
  try {
    for (;;) {
      const { startIndex, endIndex, nodeTypeId, currentFieldId } = cursor;
      const isLeft = left[nodeTypeId] === 1 && currentFieldId === 0 && cursor.currentNode.childCount === 0;
      const at = isLeft ? 0 : columns.add(nodeTypeId, currentFieldId, startIndex, endIndex);
      if ((within === undefined || (startIndex <= within.end && endIndex >= within.start)) && cursor.gotoFirstChild()) {
        open.push(at);
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        const parent = open.pop();
        if (parent === undefined || !cursor.gotoParent()) return columns;
        columns.next[parent] = columns.count;
      }
    }
  } finally {
    cursor.delete();
  }
}
