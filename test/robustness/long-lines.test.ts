/** Patterns that are looked for in a line go through it once, however long it is: a second way through each part of it would have no end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FixContext } from "../../server/src/fixes/model.ts";
import { staleFixes } from "../../server/src/fixes/suppress.ts";
import { words } from "../../server/src/l10n/words.ts";
import type { Finding } from "../../server/src/rules/model.ts";
import { applyEdits } from "../../server/src/text/span.ts";

const note = "faultline-ignore never-matches";
const long = 2_000_000;

/** What is left of a text when its stale suppression is taken out; undefined where nothing is offered. */
function without(text: string, comment: string): string | undefined {
  const start = text.indexOf(note);
  const finding = { span: { start, end: start + note.length } } as Finding;
  const [fix] = staleFixes(finding, { text, language: { comment }, words: words("en") } as FixContext);
  return fix && applyEdits(text, fix.edits);
}

test("a suppression behind a long run of the signs that begin a comment is taken out with them", () => {
  for (const sign of ["#", ";", "/", "*"]) {
    const run = sign.repeat(long);
    const opening = sign === "*" ? `/${run}` : run;
    assert.equal(without(`call();\nx(); ${opening} ${note}\n`, "rem"), "call();\nx();\n");
    assert.equal(without(`call();\n${opening} ${note}\nx();\n`, "rem"), "call();\nx();\n");
    // The run belongs to something else: then what begins the comment is behind it.
    assert.ok(without(`"${run}" // ${note}\n`, "rem") === `"${run}"\n`);
    assert.ok(without(`"${run}", ${note}\n`, "rem") === undefined);
  }
});

test("each way to begin a comment is known as before, the longest that ends there", () => {
  for (const opening of ["//", "///", "#", "##", "--", ";;", "/*", "/**", "<!--"])
    for (const before of ["x(); ", "", '"###" ', "a-- "]) {
      const rest = before.trimEnd();
      assert.equal(without(`${before}${opening} ${note}\ny();\n`, "//"), rest === "" ? "y();\n" : `${rest}\ny();\n`, before + opening);
    }
  assert.equal(without(`{/* ${note} */}\ny();\n`, "//"), "y();\n");
  assert.equal(without(`x(); --- ${note}\n`, "--"), "x(); -\n");
});
