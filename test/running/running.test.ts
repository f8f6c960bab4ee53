import { fail } from "node:assert/strict";
import { describe, test } from "node:test";
import { prove } from "./prove.ts";

/** Languages whose runtime every machine has that runs these tests; the others are run by `npm run test:compilers`. */
for (const language of ["typescript", "javascript", "python"]) {
  const proof = await prove(language);
  describe(`the mended client in ${language}`, () => {
    if ("skipped" in proof) return test("runs", { skip: proof.skipped }, () => {});
    if ("failed" in proof) return test("runs", () => fail(proof.failed));
    for (const { operation, scenario, told } of proof.runs) test(`${operation} ${scenario.title}`, () => scenario.check(told));
    return undefined;
  });
}
