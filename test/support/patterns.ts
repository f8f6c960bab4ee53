import { readFileSync } from "node:fs";
import { Query } from "web-tree-sitter";
import { createNodeHost } from "../../server/src/host/node.ts";
import { buildParts } from "../../server/src/syntax/build.ts";
import { type Grammar, loadGrammar, parse, startRuntime } from "../../server/src/syntax/grammar.ts";
import type { LanguageData } from "../../server/src/syntax/language.ts";
import { CaptureClash } from "../../server/src/syntax/marks.ts";
import type { LanguageFolder } from "./language-folders.ts";

/** A pattern of a query file. */
export interface Pattern {
  /** Relative to `server/languages/`. */
  readonly file: string;
  readonly text: string;
}

/** A language with its grammar, and what its queries consist of. */
export interface Loaded {
  readonly grammar: Grammar;
  /** By the index they have in the grammar's query. */
  readonly patterns: readonly Pattern[];
}

const node = createNodeHost();
const languages = new URL("../../server/languages/", import.meta.url);

/** Rejects where a query doesn't compile against the grammar. */
export async function load(language: LanguageFolder): Promise<Loaded> {
  await startRuntime(() => node.resource("grammars/web-tree-sitter.wasm"));
  const sources = language.queries.map((file) => ({ file, text: readFileSync(new URL(file, languages), "utf8") }));
  const grammar = loadGrammar(
    language as unknown as LanguageData,
    await node.resource(`grammars/${language.grammar}`),
    sources.map((s) => s.text),
  );
  const patterns = sources.flatMap(({ file, text }) => {
    const query = new Query(grammar.language, text);
    const found = Array.from({ length: query.patternCount() }, (_, i) => ({
      file,
      text: text.slice(query.startIndexForPattern(i), query.endIndexForPattern(i)).trim(),
    }));
    query.delete();
    return found;
  });
  return { grammar, patterns };
}

/** The patterns that texts hit, and what the strict builder has against them. */
export function hitBy(
  texts: readonly string[],
  { grammar, patterns }: Loaded,
): { readonly hit: readonly Pattern[]; readonly clashes: readonly string[] } {
  const hit = new Set<Pattern>();
  const clashes: string[] = [];
  for (const text of texts) {
    const tree = parse(grammar, text);
    for (const match of grammar.query.matches(tree.rootNode)) {
      const pattern = patterns[match.patternIndex];
      if (pattern) hit.add(pattern);
    }
    try {
      buildParts(grammar, tree, text, { strict: true });
    } catch (fault) {
      if (!(fault instanceof CaptureClash)) throw fault;
      clashes.push(`${fault.message} in:\n${text}`);
    }
    tree.delete();
  }
  return { hit: [...hit], clashes };
}
