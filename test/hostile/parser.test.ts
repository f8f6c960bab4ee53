import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, Unparsable } from "../../server/src/syntax/grammar.ts";
import { languageFolders } from "../support/language-folders.ts";
import { load } from "../support/patterns.ts";

test("a text that takes the parser a time beyond all measure is given up on, and the next one is read", async () => {
  const language = languageFolders().find((it) => it.id === "go");
  assert.ok(language);
  const { grammar } = await load(language);
  const text = "var a = f(1, 2, 3)\n".repeat(200);
  // A clock that stands still, and one on which every look takes an hour: no machine's own speed decides here.
  let asked = 0;
  const still = parse(grammar, text, undefined, () => {
    asked++;
    return 0;
  });
  assert.equal(still.rootNode.endIndex, text.length);
  still.delete();
  assert.ok(asked > 10, `the clock was looked at ${asked} times`);
  let hours = 0;
  const started = () => ++hours * 3_600_000;
  assert.throws(
    () => parse(grammar, text, undefined, started),
    (error) => error instanceof Unparsable && error.message === "takes too long to parse",
  );
  // It was given up on at once, not at the end.
  assert.ok(hours < 4, `${hours} hours`);
  const after = parse(grammar, text);
  assert.equal(after.rootNode.hasError, false);
  after.delete();
});

test("a machine that sleeps for an hour is no reason to give up on a text", async (t) => {
  const language = languageFolders().find((it) => it.id === "go");
  assert.ok(language);
  const { grammar } = await load(language);
  const text = "var a = f(1, 2, 3)\n".repeat(200);
  // It falls asleep before the parser has begun, or as soon as it has.
  for (const awake of [0, 1, 2, 3]) {
    let looks = 0;
    t.mock.method(Date, "now", () => Math.max(0, ++looks - awake) * 3_600_000);
    const tree = parse(grammar, text);
    assert.equal(tree.rootNode.endIndex, text.length);
    tree.delete();
    assert.ok(looks > awake + 2, `the clock was looked at ${looks} times`);
  }
});
