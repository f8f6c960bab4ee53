import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import { SyncedText } from "../../server/src/lsp/text-sync.ts";
import { LineMap } from "../../server/src/text/line-map.ts";
import { applyEdits } from "../../server/src/text/span.ts";

const document = (text: string) => new SyncedText(text, 1);
const range = (a: number, b: number, c: number, d: number) => ({ start: { line: a, character: b }, end: { line: c, character: d } });

test("changes of one notification build on each other", () => {
  const it = document("one\r\ntwo\nthree");
  const edits = it.apply([{ range: range(1, 0, 1, 3), text: "2\n2½" }, { range: range(2, 0, 2, 2), text: "🙂" }, { text: "all new" }], 5);
  assert.equal(it.text, "all new");
  assert.equal(it.version, 5);
  assert.deepEqual(edits, [
    { span: { start: 5, end: 8 }, text: "2\n2½" },
    { span: { start: 7, end: 9 }, text: "🙂" },
    { span: { start: 0, end: 15 }, text: "all new" },
  ]);
});

test("places outside the text mean its nearest place, and ends before starts are turned round", () => {
  const it = document("ab\ncd");
  assert.deepEqual(it.apply([{ range: range(1, 1, 0, 1), text: "-" }], 2), [{ span: { start: 1, end: 4 }, text: "-" }]);
  assert.deepEqual(it.apply([{ range: range(99, 7, 1e9, 3), text: "\n!" }], 3), [{ span: { start: 3, end: 3 }, text: "\n!" }]);
  assert.equal(it.text, "a-d\n!");
});

test("no change still brings its version", () => {
  const it = document("a");
  assert.deepEqual(it.apply([], 9), []);
  assert.equal(it.version, 9);
});

test("whatever is typed, the edits say what the document became, and its lines stay right", () => {
  const piece = fc.array(fc.constantFrom("a", "\n", "\r", "\r\n", "\t", "🙂", "\ud83d", "\0", "李"), { maxLength: 6 }).map((it) => it.join(""));
  const place = fc.record({ line: fc.integer({ min: 0, max: 9 }), character: fc.integer({ min: 0, max: 9 }) });
  const change = fc.oneof(fc.record({ range: fc.record({ start: place, end: place }), text: piece }), fc.record({ text: piece }));
  fc.assert(
    fc.property(piece, fc.array(change, { maxLength: 8 }), (text, changes) => {
      const it = document(text);
      let expected = text;
      for (const edit of it.apply(changes, 2)) expected = applyEdits(expected, [edit]);
      assert.equal(it.text, expected);
      const fresh = new LineMap(expected);
      assert.equal(it.lines.lineCount, fresh.lineCount);
      for (let offset = 0; offset <= expected.length; offset++) assert.deepEqual(it.lines.position(offset), fresh.position(offset));
      // As the protocol's own library has it.
      const other = TextDocument.create("file:///x.ts", "typescript", 1, expected);
      for (let line = 0; line < 10; line++)
        for (let character = 0; character < 10; character++)
          assert.equal(it.offsetAt({ line, character }), other.offsetAt({ line, character }), `${line}:${character} of ${JSON.stringify(expected)}`);
    }),
    { numRuns: 2000 },
  );
});
