import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { coverOfPattern } from "../../server/src/sites/covers.ts";

const cover = (pattern: string) => coverOfPattern({ kind: "regex", text: `/${pattern}/`, span: { start: 0, end: pattern.length + 2 }, parts: [] });

describe("regular expressions that stand in source code", () => {
  for (const plain of ["^6\\d{2}$", "^60[12]", "^(?:60[12]|61\\d)$", "^(601|60[2-4])$", "^1(2|3)4"])
    test(`${plain} is tried`, () => assert.deepEqual(cover(plain), { form: "regex", text: plain, span: { start: 0, end: plain.length + 2 } }));

  // The first two would take minutes for every code, the others longer than anybody lives.
  const hostile = [
    `^${"(|)".repeat(22)}x$`,
    `^${"(|6)".repeat(18)}x$`,
    "^((|6){9}){9}1$",
    "^(((1|1){9}){9}){9}$",
    "^(1+)+$",
    "^(6|)1$",
    "^(|6)1$",
    "^|1$",
    "1||2$",
    "^(1|)$",
    "^\\d{0}1$",
    "(a*)*b",
  ];
  for (const pattern of hostile) test(`${pattern.slice(0, 30)} is not`, () => assert.equal(cover(pattern), undefined));

  test("of what is tried, each sign of the code is taken by one part of the pattern at most", () => {
    // The most ways that the form leaves: every choice twice the same.
    const worst = `^${"(1|1)".repeat(15)}x$`;
    const found = cover(worst);
    assert.equal(found?.form, "regex");
    assert.equal(new RegExp(found?.text ?? "").test("1".repeat(15)), false);
  });
});
