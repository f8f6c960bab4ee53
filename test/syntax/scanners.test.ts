import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { createNodeHost } from "../../server/src/host/node.ts";
import { type Grammar, loadGrammar, parse, startRuntime } from "../../server/src/syntax/grammar.ts";
import type { LanguageData } from "../../server/src/syntax/language.ts";
import { type LanguageFolder, languageFolders } from "../support/language-folders.ts";
import { textsOf } from "../support/pages.ts";
import { type Draw, drawFrom } from "../support/random.ts";

const node = createNodeHost();
const languages = languageFolders().filter((it) => it.grammar !== undefined);

/** What scanners are there for: texts that end where they say themselves. */
const openings = ['#"', "#/", '"""', "<<E\n", "'", "`", "%w[", "r#", "@'", "$(", "/"];

/** Each of a few texts of every language is parsed so often, and one for which a scanner has read what it hadn't written. */
const times = 8;
const often = 200;

describe("the same text is always the same tree, whatever was parsed before it", () => {
  const grammars = new Map<string, Grammar>();
  before(async () => {
    await startRuntime(() => node.resource("grammars/web-tree-sitter.wasm"));
    for (const language of languages) grammars.set(language.id, await grammarOf(language));
  });
  for (const [index, language] of languages.entries())
    test(language.id, () => {
      const grammar = grammars.get(language.id) as Grammar;
      const draw = drawFrom(index);
      const texts = opened(textsOf(language), draw);
      const seen = new Map<string, string>();
      for (let i = 0; i < times * texts.length; i++) {
        const text = draw.of(texts);
        const said = treeOf(grammar, text);
        assert.equal(said, seen.get(text) ?? said, `another tree at the ${i}th time of\n${text}`);
        seen.set(text, said);
      }
      assert.equal(seen.size, texts.length);
    });

  test("a raw string is one the second time as well, and the two hundredth", () => {
    const all = languages.map((it) => ({ grammar: grammars.get(it.id) as Grammar, texts: textsOf(it) }));
    const swift = grammars.get("swift") as Grammar;
    const draw = drawFrom(1);
    for (let i = 0; i < often; i++) {
      assert.match(treeOf(swift, 'let a = #"x"#\nlet b = 1\n'), /^\(source_file .*raw_str_end_part/, `the ${i}th time`);
      const { grammar, texts } = draw.of(all);
      treeOf(grammar, draw.of(texts));
    }
  });
});

async function grammarOf(language: LanguageFolder): Promise<Grammar> {
  return loadGrammar(language as unknown as LanguageData, await node.resource(`grammars/${language.grammar}`), []);
}

/** A few short texts, and each with something opened in it that is never closed. */
function opened(texts: readonly string[], draw: Draw): readonly string[] {
  const short = texts.filter((it) => it.length < 300).slice(0, 2);
  return [...short, ...short.flatMap((it) => openings.map((piece) => within(it, draw.below(it.length), piece)))];
}

function within(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at);
}

function treeOf(grammar: Grammar, text: string): string {
  const tree = parse(grammar, text);
  const said = tree.rootNode.toString();
  tree.delete();
  return said;
}
