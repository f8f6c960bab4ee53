import { fail } from "node:assert/strict";
import { describe, test } from "node:test";
import { retryLibraries } from "./libraries.ts";
import { prove } from "./prove.ts";

/** Languages that start in no time, where they are installed; `npm run test:compilers` runs the others, and installs what is missing. */
for (const language of ["typescript", "javascript", "python", "php", "ruby", "bash"]) {
  for (const library of [undefined, ...(retryLibraries[language] ?? [])]) {
    const proof = await prove(language, library);
    describe(`the mended client in ${language}${library ? ` with ${library.id}` : ""}`, () => {
      if ("skipped" in proof) return test("runs", { skip: proof.skipped }, () => {});
      if ("failed" in proof) return test("runs", () => fail(proof.failed));
      for (const { operation, scenario, told } of proof.runs) test(`${operation} ${scenario.title}`, () => scenario.check(told));
      return undefined;
    });
  }
}
