import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { Column } from "../../server/src/text/alike.ts";

describe("a column", () => {
  const things = Array.from({ length: 6 }, (_, n) => ({ n }));

  test("finds out what is new in a list, and that alone", () => {
    const column = new Column<{ readonly n: number }, number>();
    let asked = 0;
    const find = ({ n }: { readonly n: number }): number => {
      asked++;
      return n * 2;
    };
    deepEqual(column.of(things, find), [0, 2, 4, 6, 8, 10]);
    deepEqual(column.of([...things.slice(0, 3), { n: 7 }, ...things.slice(4)], find), [0, 2, 4, 14, 8, 10]);
    equal(asked, 7);
  });

  test("forgets a list that many others came after, also where nothing is left of it", () => {
    const column = new Column<{ readonly n: number }, number>();
    column.of(things, ({ n }) => n);
    const other = new Column<object, object>();
    for (let i = 0; i < 100; i++) other.of([{}], (it) => it);
    deepEqual(
      column.of([], ({ n }) => n),
      [],
    );
  });
});
