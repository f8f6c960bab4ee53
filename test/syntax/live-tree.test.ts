import { deepEqual, equal } from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Languages } from "../../server/src/engine/languages.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { buildParts } from "../../server/src/syntax/build.ts";
import { parse } from "../../server/src/syntax/grammar.ts";
import type { Part } from "../../server/src/syntax/part.ts";
import { LiveTree } from "../../server/src/syntax/tree.ts";
import { LineMap } from "../../server/src/text/line-map.ts";
import { Unplacer } from "../../server/src/text/unplaced.ts";
import { languageFolders } from "../support/language-folders.ts";
import { textsOf } from "../support/pages.ts";
import { drawFrom } from "../support/random.ts";
import { RandomEdits } from "../support/random-edits.ts";

const count = Number(process.env.FAULTLINE_EDITS ?? 16);

describe("parts kept through edits are those of the text as it is", () => {
  let languages: Languages;
  before(async () => {
    languages = await Languages.read(createNodeHost());
  });
  for (const [seed, folder] of languageFolders().entries()) {
    test(folder.id, async (t) => {
      await languages.load(folder.id);
      const grammar = languages.loaded(folder.id);
      if (!grammar) return t.skip("read as the languages of the scripts in it");
      const draw = drawFrom(seed);
      const texts = textsOf(folder);
      const long = texts.filter((_, i) => i % Math.ceil(texts.length / 24) === 0).join("\n");
      const tree = new LiveTree(grammar, long);
      const random = new RandomEdits(draw);
      try {
        for (let i = 0; i < count; i++) {
          const edits = random.next(tree.text);
          tree.edit(edits);
          tree.settle();
          const fresh = parse(grammar, tree.text);
          const expected = buildParts(grammar, fresh, tree.text);
          fresh.delete();
          const found = new Unplacer(tree.places).value(tree.parts);
          if (JSON.stringify(found) !== JSON.stringify(expected))
            deepEqual(found, expected, `edit ${i + 1} of seed ${seed}: ${JSON.stringify(edits)}`);
          const lines = new LineMap(tree.text);
          for (const at of [0, draw.below(tree.text.length + 1), tree.text.length]) deepEqual(tree.lines.position(at), lines.position(at));
          deepEqual(tree.lines.lineCount, lines.lineCount);
        }
        t.diagnostic(`${folder.id}: ${JSON.stringify(tree.work)}, ${tree.text.length} characters`);
      } finally {
        tree.free();
      }
    });
  }
});

test("a large text that is broken says in a pause what a fresh one says, whatever was made of it with each key before", async () => {
  const languages = await Languages.read(createNodeHost());
  await languages.load("powershell");
  const grammar = languages.loaded("powershell");
  const folder = languageFolders().find((it) => it.id === "powershell");
  if (!grammar || !folder) throw new Error("no grammar");
  const texts = textsOf(folder);
  const said = ({ places, parts }: LiveTree): readonly Part[] => new Unplacer(places).value(parts);
  // Among these keys are some with which the parser leaves out something that it reads otherwise.
  const draw = drawFrom(8);
  let text = "";
  while (text.length <= 60_000) text += `${draw.of(texts)}\n`;
  const tree = new LiveTree(grammar, text);
  const random = new RandomEdits(draw);
  for (let key = 1; key <= 12; key++) {
    tree.edit(random.next(tree.text));
    if (key % 4 > 0) continue;
    tree.settle();
    const fresh = new LiveTree(grammar, tree.text);
    deepEqual(said(tree), said(fresh), `key ${key}`);
    fresh.free();
  }
  tree.free();
});

test("the errors after edits are those of the text with them made, whatever ends its lines", async () => {
  const languages = await Languages.read(createNodeHost());
  await languages.load("typescript");
  const grammar = languages.loaded("typescript");
  if (!grammar) throw new Error("no grammar");
  const draw = drawFrom(7);
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["switch (code) {", '  case "606":', "    wait();", "    break;", "  default:", "    throw code;", "}", ""].join(end).repeat(4);
    const tree = new LiveTree(grammar, text);
    for (let i = 0; i < 60; i++) {
      const places = Array.from({ length: 3 }, () => draw.below(text.length)).sort((a, b) => a - b);
      const edits = places
        .filter((at, n) => at !== places[n - 1])
        .map((at, n, all) => ({
          span: { start: at, end: Math.min(all[n + 1] ?? text.length, at + draw.below(3)) },
          text: ["", "x", `x;${end}y`, `${end}${end}`, "{", "}", '"'][draw.below(7)] as string,
        }));
      const { copy } = tree.fork(edits);
      equal(tree.errorsAfter(edits), copy.errors, JSON.stringify([end, edits]));
      copy.free();
    }
    tree.free();
  }
});
