import assert from "node:assert/strict";
import { test } from "node:test";
import { crashPolicy } from "../../client/src/crashes.ts";

test("a server that ended is started again, and that is told once", () => {
  const policy = crashPolicy();
  const hours = Array.from({ length: 20 }, (_, i) => i * 3_600_000);
  assert.deepEqual(hours.map(policy), ["tell", ...hours.slice(1).map(() => "restart")]);
});

test("one that ends again and again is left alone, until somebody starts it by hand", () => {
  const policy = crashPolicy();
  assert.deepEqual([0, 1000, 2000, 3000, 4000].map(policy), ["tell", "restart", "restart", "restart", "give up"]);
  assert.equal(policy(5000), "restart");
});
