import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { serverArgs } from "../../client/src/server-process.ts";

test("the server keeps what it found for its next start, unless a setting says otherwise", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(manifest.contributes.configuration.properties["faultline.startCache"].default, true);
  assert.deepEqual(serverArgs(true), []);
  assert.deepEqual(serverArgs(false), ["--no-cache"]);
});
