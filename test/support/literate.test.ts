import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "./literate.ts";
import { readNotes, reconcile, writeNotes } from "./notes.ts";
import { holds } from "./outputs.ts";

const isLanguage = (word: string): boolean => word === "ts";
const page = (...lines: readonly string[]) => readPage("page.md", lines.join("\n"), isLanguage);

test("expectations leave the text, and speak of the line above in its columns", () => {
  const { text, notes } = readNotes(["\tcase '606', '615':", "\t//   ^^^^^  ~~~~~ 606 615 api case", "done", "^^^^ 601 api key"], "page.md:1");
  assert.equal(text, "\tcase '606', '615':\ndone\n");
  assert.deepEqual(
    notes.map((n) => [text.slice(n.span.start, n.span.end), n.certain, n.text]),
    [
      ["'606'", true, "606 api case"],
      ["'615'", false, "615 api case"],
      ["done", true, "601 api key"],
    ],
  );
});

test("what is written is read again as it was, over several lines and where columns leave no room", () => {
  const lines = [
    "if (a ||",
    "//  ^^^^+1:4 warning rule 606 — message",
    "    b) x('606', '615')",
    "    // ^^^^^^ 1 api case",
    "'1', 2",
    "^^^ 1 api member",
    "'😀', '1'",
    "//    ^^^ 1 api member",
  ];
  const { text, notes } = readNotes(lines, "page.md:1");
  assert.deepEqual(writeNotes(text, notes, "//"), lines);
  assert.equal(text.slice(notes[0]?.span.start, notes[0]?.span.end), "a ||\n    ");
});

test("an expectation that nothing meets, and a find that nothing expects, are both told", () => {
  const [one, other] = [1, 2].map((n) => ({ span: { start: n, end: n + 1 }, certain: true, text: `${n} api case` }));
  assert.ok(one && other);
  assert.equal(reconcile([one], [one]).complete, true);
  assert.equal(reconcile([one], []).complete, false);
  assert.equal(reconcile([], [one]).complete, false);
  assert.equal(reconcile([one], [other]).complete, false);
  assert.equal(reconcile([one], [{ ...one, certain: false }]).complete, false);
  assert.equal(reconcile([one], [{ ...one, span: { start: 1, end: 3 } }]).complete, false);
});

test("a message need only hold what is quoted of it", () => {
  const found = { span: { start: 0, end: 1 }, certain: true, text: "warning rule 606 — one of many words" };
  assert.equal(reconcile([{ ...found, text: "warning rule 606 — of many" }], [found]).complete, true);
  assert.equal(reconcile([{ ...found, text: "warning rule 606" }], [found]).complete, true);
  assert.equal(reconcile([{ ...found, text: "warning rule 606 — of few" }], [found]).complete, false);
  assert.equal(reconcile([{ ...found, text: "error rule 606 — of many" }], [found]).complete, false);
});

test("blocks of a section with different paths are one project; the same path again begins another", () => {
  const { sections } = page(
    "# Title",
    "## shape: A shape",
    "```ts path=a.ts",
    "```",
    "```ts path=b.ts noapi",
    "```",
    "```ts path=a.ts api=x",
    "```",
    "```sh",
    "```",
  );
  const section = sections.find((s) => s.shape === "shape");
  assert.deepEqual(
    section?.projects.map((p) => [p.name, p.api, p.blocks.map((b) => b.path)]),
    [
      ["A shape", undefined, ["a.ts", "b.ts"]],
      ["A shape (2)", "x", ["a.ts"]],
    ],
  );
});

test("a page that breaks the format says where", () => {
  assert.throws(() => page("```ts", "code"), /page\.md:1: a block that is never closed/);
  assert.throws(() => page("---", "colour: red", "---"), /unknown key "colour"/);
  assert.throws(() => page("```ts", "// ^^ 606 api case", "```"), /has no code above it/);
  assert.throws(() => page("```fix all", "```"), /has no block before it/);
  assert.throws(() => page("```ts path=a.ts apo=x", "```"), /"apo=x" means nothing/);
});

test("outputs: gaps stand for anything, and what may not be there isn't", () => {
  const same = (a: string, b: string): boolean => a === b;
  assert.equal(holds(["a", "…", "c"], ["a", "b", "b", "c"], same), true);
  assert.equal(holds(["a", "…", "c"], ["a", "b", "c", "d"], same), false);
  assert.equal(holds(["a"], ["a", "b"], same), false);
  assert.equal(holds(["! b"], ["a"], same), true);
  assert.equal(holds(["! b", "…"], ["a", "b"], same), false);
});
