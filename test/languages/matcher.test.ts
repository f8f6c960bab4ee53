/** What the walk captures is what the parser's own query captures, on every page, whole and broken. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flatten } from "../../server/src/syntax/flat.ts";
import { type Grammar, parse } from "../../server/src/syntax/grammar.ts";
import { languageFolders } from "../support/language-folders.ts";
import { languagePages, pagesIn, textsOf } from "../support/pages.ts";
import { load } from "../support/patterns.ts";

const languages = languageFolders();

describe("the walk captures what the query captures", () => {
  assert.ok(pagesIn(languagePages).length > 0);
  for (const language of languages) {
    test(language.id, async () => {
      const { grammar } = await load(language);
      for (const text of textsOf(language, languages).flatMap(broken)) {
        const tree = parse(grammar, text);
        const walked = capturesOfWalk(grammar, tree, text);
        const asked = capturesOfQuery(grammar.query, tree);
        // Behind an error the query loses sight of a field's further nodes.
        const compared = tree.rootNode.hasError ? [...walked].filter((it) => asked.has(it)) : [...walked];
        tree.delete();
        assert.deepEqual(compared.sort(), [...asked].sort(), text);
      }
    });
  }
});

/** A text, its halves, and what is left when closing signs or words go missing. */
function broken(text: string): readonly string[] {
  const middle = text.length >> 1;
  return [
    text,
    text.slice(0, middle),
    text.slice(middle),
    text.replace(/[)}\]"']/g, (sign, at: number) => (at % 7 === 0 ? "" : sign)),
    text.replace(/\w+/g, (word, at: number) => (at % 11 === 0 ? "" : word)),
  ];
}

type Tree = ReturnType<typeof parse>;

function capturesOfWalk(grammar: Grammar, tree: Tree, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const flat = flatten(tree);
  const { type, start, end } = flat;
  grammar.matcher.run(flat, text, (capture, node) => {
    const typeName = grammar.language.nodeTypeForId(type[node] as number);
    if (end[node] !== start[node]) found.add(`${start[node]} ${end[node]} ${typeName} ${grammar.matcher.captures[capture]}`);
  });
  for (const rest of grammar.rest ? capturesOfQuery(grammar.rest, tree) : []) found.add(rest);
  return found;
}

/** Nodes that the parser made up have no text, and captures with an underscore are for questions alone: neither is anybody's. */
function capturesOfQuery(query: Grammar["query"], tree: Tree): ReadonlySet<string> {
  const captures = query.captures(tree.rootNode).filter(({ name, node }) => !name.startsWith("_") && node.endIndex > node.startIndex);
  return new Set(captures.map(({ name, node }) => `${node.startIndex} ${node.endIndex} ${node.type} ${name}`));
}
