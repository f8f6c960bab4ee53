/** A tree read from the parser's memory is the one that the parser's own functions tell of, in every language, whole, broken and edited. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Edit, type Tree } from "web-tree-sitter";
import type { FlatTree, Stretch } from "../../server/src/syntax/flat.ts";
import { flatten, walk } from "../../server/src/syntax/flatten.ts";
import { type Grammar, parse } from "../../server/src/syntax/grammar.ts";
import { runtime } from "../../server/src/syntax/runtime.ts";
import { LineMap } from "../../server/src/text/line-map.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { languageFolders } from "../support/language-folders.ts";
import { textsOf } from "../support/pages.ts";
import { load } from "../support/patterns.ts";
import { drawFrom } from "../support/random.ts";
import { RandomEdits } from "../support/random-edits.ts";

const languages = languageFolders().filter((l) => l.grammar !== undefined);
const nothing = new Uint8Array(65_536);

describe("a tree is read as it is", () => {
  for (const [seed, language] of languages.entries()) {
    test(language.id, async () => {
      const { grammar } = await load(language);
      const draw = drawFrom(seed);
      const random = new RandomEdits(draw);
      const texts = textsOf(language);
      assert.ok(texts.length > 0);
      for (const page of texts.filter((_, i) => i % Math.ceil(texts.length / 24) === 0)) {
        let text = page;
        let tree = parse(grammar, text);
        compare(tree, grammar, "fresh");
        for (let i = 0; i < 3; i++) {
          for (const edit of random.next(text)) text = edited(tree, text, edit);
          // Edited and not parsed again, then parsed on from there.
          compare(tree, grammar, "edited");
          const next = parse(grammar, text, tree);
          tree.delete();
          tree = next;
          const start = draw.below(text.length + 1);
          compare(tree, grammar, "parsed again", { start, end: start + draw.below(200) });
        }
        tree.delete();
      }
      assert.equal(runtime.laidOut, true);
    });
  }
});

test("signs that no pattern means are left out, and nothing else", async () => {
  const language = languages.find((l) => l.id === "typescript") ?? assert.fail();
  const { grammar } = await load(language);
  const tree = parse(grammar, 'if (err.code === "606") { wait(1, 2); }\n');
  const all = flatten(tree);
  const some = flatten(tree, undefined, grammar.matcher.left);
  const types = ({ type, count }: FlatTree): string[] => Array.from(type.subarray(0, count), (id) => grammar.language.nodeTypeForId(id) ?? "");
  tree.delete();
  const gone = types(all);
  for (const type of types(some)) gone.splice(gone.indexOf(type), 1);
  assert.deepEqual(gone.sort(), ['"', '"', "(", "(", ")", ")", ",", ".", ";", "if", "{", "}"]);
});

test("memory that is laid out in another way is found out", async () => {
  const language = languages.find((l) => l.id === "python") ?? assert.fail();
  const { grammar } = await load(language);
  const { memory } = runtime;
  assert.ok(memory);
  const tree = parse(grammar, 'if code in ("606", "607"):\n    wait()\n');
  const expected = columnsOf(walk(tree));
  try {
    for (const words of [1, 2, 3]) {
      runtime.memory = { HEAP32: memory.HEAP32.subarray(words), HEAPU16: memory.HEAPU16.subarray(words * 2) };
      delete runtime.laidOut;
      assert.deepEqual(columnsOf(flatten(tree)), expected);
      assert.equal(runtime.laidOut, false);
    }
  } finally {
    runtime.memory = memory;
    delete runtime.laidOut;
    tree.delete();
  }
});

function compare(tree: Tree, grammar: Grammar, what: string, within?: Stretch): void {
  for (const left of [nothing, grammar.matcher.left])
    for (const stretch of [undefined, within])
      assert.deepEqual(columnsOf(flatten(tree, stretch, left)), columnsOf(walk(tree, stretch, left)), `${what} ${JSON.stringify(stretch)}`);
}

function columnsOf({ count, type, field, start, end, next }: FlatTree): readonly (readonly number[])[] {
  return [type, field, start, end, next].map((column) => [...column.subarray(0, count)]);
}

function edited(tree: Tree, text: string, { span, text: by }: TextEdit): string {
  const next = text.slice(0, span.start) + by + text.slice(span.end);
  const [before, after] = [pointsOf(text), pointsOf(next)];
  const newEndIndex = span.start + by.length;
  tree.edit(
    new Edit({
      startIndex: span.start,
      oldEndIndex: span.end,
      newEndIndex,
      startPosition: before(span.start),
      oldEndPosition: before(span.end),
      newEndPosition: after(newEndIndex),
    }),
  );
  return next;
}

/** The parser knows a line feed as the only end of a line. */
function pointsOf(text: string): (offset: number) => { row: number; column: number } {
  const lines = new LineMap(text.replaceAll(/[^\n]/g, " "));
  return (offset) => {
    const { line, character } = lines.position(offset);
    return { row: line, column: character };
  };
}
