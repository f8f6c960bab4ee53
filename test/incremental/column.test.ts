import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { Column, Tally } from "../../server/src/text/alike.ts";

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

describe("a tally", () => {
  interface Thing {
    readonly says: readonly string[];
  }
  const thing = (...says: readonly string[]): Thing => ({ says });

  test("asks what has come and what has gone, and is the same set as long as the same is said", () => {
    const tally = new Tally<Thing, string>();
    let asked = 0;
    const says = (it: Thing): readonly string[] => {
      asked++;
      return it.says;
    };
    const things = [thing("a"), thing("a", "b"), thing("b"), thing("c")];
    const first = tally.of(things, says);
    deepEqual([...first], ["a", "b", "c"]);
    equal(asked, 4);
    const others = [...things.slice(0, 2), thing("a"), ...things.slice(3)];
    equal(tally.of(others, says), first);
    equal(asked, 6);
    deepEqual([...tally.of(others.slice(0, 3), says)], ["a", "b"]);
    deepEqual([...tally.of([], says)], []);
    deepEqual([...tally.of(things, says)], ["a", "b", "c"]);
  });

  test("says what all of a list say, whatever came before it", () => {
    const tally = new Tally<Thing, string>();
    const other = new Tally<Thing, string>();
    let list: readonly Thing[] = [];
    for (let i = 0; i < 500; i++) {
      const at = (i * 7) % (list.length + 1);
      list = [...list.slice(0, at), ...(i % 3 === 0 ? [] : [thing(`${i % 5}`, `${i % 4}`)]), ...list.slice(at + (i % 4 === 0 ? 2 : 0))];
      deepEqual([...tally.of(list, (t) => t.says)].sort(), [...new Set(list.flatMap((t) => t.says))].sort());
      // Now and then it has forgotten what came before.
      if (i % 100 === 0) for (let n = 0; n < 70; n++) other.of([thing("x")], (t) => t.says);
    }
  });
});
