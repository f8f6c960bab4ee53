import type { Tree } from "web-tree-sitter";
import type { Column, FlatTree, Stretch } from "./flat.ts";
import { flatten } from "./flatten.ts";

/**
 * The stretch on which the nodes of two trees differ; undefined where they don't. `before` is a tree of the same text, or of the text before some
 * edits of which it was told: what it says about the places of these means nothing, and they have changed in any case.
 *
 * The parser tells as well what has changed, but takes it for granted that two nodes of the same type and size have the same in them. Trees that were
 * made from scratch of a broken text may differ there, far from any edit. Here every node counts, with all that parts are made from: patterns ask
 * for nothing but a node's type, its field, what it stands in and its text, which is the same outside of the edits; and whether it belongs to a class
 * of nodes that is no node itself (`expression`) follows from these.
 */
export function changedBetween(before: Tree, after: Tree): Stretch | undefined {
  const [a, b] = [flatten(before), flatten(after)];
  const columns: readonly (readonly [Column, Column])[] = [
    [a.start, b.start],
    [a.end, b.end],
    [a.type, b.type],
    [a.field, b.field],
    [depthsOf(a), depthsOf(b)],
  ];
  let head = Math.min(a.count, b.count);
  for (const [one, other] of columns) head = headOf(one, other, head);
  let tail = Math.min(a.count, b.count) - head;
  for (const [one, other] of columns) tail = tailOf(one, other, a.count, b.count, tail);
  let [start, end] = [Number.MAX_SAFE_INTEGER, -1];
  for (const { count, start: starts, end: ends } of [a, b])
    for (let node = head; node < count - tail; node++) {
      start = Math.min(start, starts[node] as number);
      end = Math.max(end, ends[node] as number);
    }
  return end < 0 ? undefined : { start, end };
}

/** How many values two columns have in common at their beginnings, and then at their ends: no more than `most`. */
function headOf(a: Column, b: Column, most: number): number {
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  return head;
}

function tailOf(a: Column, b: Column, countOfA: number, countOfB: number, most: number): number {
  let tail = 0;
  while (tail < most && a[countOfA - 1 - tail] === b[countOfB - 1 - tail]) tail++;
  return tail;
}

/** In how many others each node stands: with the order of the nodes that says of each in which, even of those that have no width. */
function depthsOf({ count, next }: FlatTree): Int32Array {
  const depths = new Int32Array(count + 1);
  // At first, how many end before a node.
  for (let node = 0; node < count; node++) depths[next[node] as number] = (depths[next[node] as number] as number) - 1;
  for (let node = 1; node < count; node++) depths[node] = (depths[node] as number) + (depths[node - 1] as number) + 1;
  return depths;
}
