import assert from "node:assert/strict";
import { test } from "node:test";
import { Trials } from "../../server/src/engine/trials.ts";

const edit = (start: number, text: string) => ({ span: { start, end: start }, text });

test("the same edits are tried once for a version of a document, others by themselves", () => {
  const trials = new Trials();
  let tried = 0;
  const work = () => ({ errors: tried++, findings: [] });
  const first = trials.of([edit(3, "a")], "whole", work);
  assert.equal(trials.of([edit(3, "a")], "whole", work), first);
  assert.equal(tried, 1);
  assert.notEqual(trials.of([edit(4, "a")], "whole", work), first);
  assert.notEqual(trials.of([edit(3, "b")], "whole", work), first);
  assert.equal(tried, 3);
  trials.clear();
  assert.notEqual(trials.of([edit(3, "a")], "whole", work), first);
  assert.equal(tried, 4);
});

test("a fix for all of a large file holds no more trials than a screen asks for", () => {
  const trials = new Trials();
  let tried = 0;
  const work = () => ({ errors: tried++, findings: [] });
  for (let i = 0; i < 100; i++) trials.of([edit(i, "a")], "whole", work);
  trials.of([edit(0, "a")], "whole", work);
  assert.equal(tried, 101);
});
