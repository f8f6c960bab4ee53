import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { Row } from "../../server/src/sites/row.ts";
import { emptyLists, unitOf } from "../../server/src/sites/units.ts";
import type { Part } from "../../server/src/syntax/part.ts";

const partAt = (start: number): Part => ({ kind: "function", span: { start, end: start + 1 }, parts: [] }) as unknown as Part;

test("units are found by their parts in any order, as often as they are asked for, and none for a part that has none", () => {
  const row = new Row();
  const parts = Array.from({ length: 40 }, (_, i) => partAt(i));
  const units = parts.map((part) => {
    const unit = unitOf(part, { key: "", call: undefined, base: 0, lists: emptyLists(), names: [], made: [] });
    row.push(part, unit);
    return unit;
  });
  equal(row.size, 40);
  const orders = [parts, [...parts].reverse(), parts.filter((_, i) => i !== 7), parts.flatMap((p, i) => [p, partAt(100 + i)]), [...parts, ...parts]];
  for (const order of orders) {
    const find = row.finder();
    deepEqual(
      order.map((part) => find(part)?.lists),
      order.map((part) => units[parts.indexOf(part)]?.lists),
    );
    for (const part of order) equal(find(part), units[parts.indexOf(part)]);
  }
});
