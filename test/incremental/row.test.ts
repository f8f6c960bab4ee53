import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { Finder, Row } from "../../server/src/sites/row.ts";
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
    const finder = new Finder(row);
    const find = (part: Part) => finder.unit(part);
    deepEqual(
      order.map((part) => find(part)?.lists),
      order.map((part) => units[parts.indexOf(part)]?.lists),
    );
    for (const part of order) equal(find(part), units[parts.indexOf(part)]);
  }
});

test("the unit that follows is taken over where it stands in the same class behind as many functions, and isn't stale", () => {
  const row = new Row();
  const parts = Array.from({ length: 5 }, (_, i) => partAt(i));
  for (const [i, part] of parts.entries()) {
    const rest = { key: "", call: undefined, lists: emptyLists(), names: [], base: i };
    row.push(part, unitOf(part, { ...rest, plain: i === 1 ? undefined : { owner: "Client" }, made: i === 2 ? ["sleep"] : [] }));
  }
  const [first, second, third, fourth, fifth] = parts as [Part, Part, Part, Part, Part];
  const finder = new Finder(row, (part) => part === fifth);
  equal(finder.following(first, "Other", 0), -1);
  equal(finder.following(first, undefined, 0), -1);
  equal(finder.following(first, "Client", 1), -1);
  equal(finder.following(first, "Client", 0), 0);
  equal(finder.following(second, "Client", 1), -1);
  equal(finder.following(third, "Client", 2), -1);
  ok(finder.unit(third));
  equal(finder.following(fourth, "Client", 3), 3);
  equal(finder.following(fifth, "Client", 4), -1);
  equal(finder.unit(fifth), undefined);
  const next = new Row();
  next.pushFrom(row, 3);
  equal(new Finder(next).following(fourth, "Client", 3), 0);
  deepEqual([next.size, next.units[0] === row.units[3]], [1, true]);
});
