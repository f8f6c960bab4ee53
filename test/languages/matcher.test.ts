/** What the walk captures is what the parser's own query captures, on every page, whole and broken. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flatten } from "../../server/src/syntax/flatten.ts";
import { type Grammar, parse } from "../../server/src/syntax/grammar.ts";
import { languageFolders } from "../support/language-folders.ts";
import { languagePages, pagesIn, textsOf } from "../support/pages.ts";
import { load } from "../support/patterns.ts";

const languages = languageFolders().filter((l) => l.grammar !== undefined);

describe("the walk captures what the query captures", () => {
  assert.ok(pagesIn(languagePages).length > 0);
  for (const language of languages) {
    test(language.id, async () => {
      const { grammar } = await load(language);
      for (const text of textsOf(language, languages).flatMap(broken)) {
        const tree = parse(grammar, text);
        const walked = capturesOfWalk(grammar, tree, text);
        const asked = capturesOfQuery(grammar.query, tree);
        const more = [...walked].filter((it) => !asked.has(it) && !follows(it, tree, asked));
        const missed = [...asked].filter((it) => !walked.has(it));
        tree.delete();
        assert.deepEqual({ more, missed }, { more: [], missed: [] }, text);
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
  const flat = flatten(tree, undefined, grammar.matcher.left);
  const { type, start, end } = flat;
  grammar.matcher.run(flat, text, (capture, node) => {
    const typeName = grammar.language.nodeTypeForId(type[node] as number);
    if (end[node] !== start[node]) found.add(`${start[node]} ${end[node]} ${typeName} ${grammar.matcher.captures[capture]}`);
  });
  for (const rest of grammar.rest ? capturesOfQuery(grammar.rest, tree) : []) found.add(rest);
  return found;
}

/** Behind an error, and where a hidden node stands between, the query sees the first node of a field and misses those after it. */
function follows(capture: string, tree: Tree, asked: ReadonlySet<string>): boolean {
  const [start, end, type, name] = capture.split(" ");
  let node = tree.rootNode.descendantForIndex(Number(start), Number(end));
  while (node && node.type !== type) node = node.parent;
  for (let at = node?.previousSibling; at; at = at.previousSibling) if (asked.has(`${at.startIndex} ${at.endIndex} ${at.type} ${name}`)) return true;
  return false;
}

/** Nodes that the parser made up have no text, and captures with an underscore are for questions alone: neither is anybody's. */
function capturesOfQuery(query: Grammar["query"], tree: Tree): ReadonlySet<string> {
  const captures = query.captures(tree.rootNode).filter(({ name, node }) => !name.startsWith("_") && node.endIndex > node.startIndex);
  return new Set(captures.map(({ name, node }) => `${node.startIndex} ${node.endIndex} ${node.type} ${name}`));
}
