import { Language, Parser, Query, type Tree } from "web-tree-sitter";
import type { LanguageData } from "./language.ts";

/** A grammar with its queries, ready to parse. Lives as long as the process: grammars are loaded once. */
export interface Grammar {
  readonly data: LanguageData;
  readonly language: Language;
  readonly query: Query;
}

let started: Promise<void> | undefined;

/** Starts the parser's runtime once. `wasm` is `web-tree-sitter.wasm`. */
export function startRuntime(wasm: () => Promise<Uint8Array>): Promise<void> {
  started ??= wasm().then((binary) => Parser.init({ wasmBinary: binary }));
  return started;
}

/**
 * Compiles a grammar and its queries. The module is compiled synchronously: the asynchronous way queues behind V8's optimiser for seconds.
 * Throws where the grammar or a query is broken, which is a defect of the installation and never of user text.
 */
export function loadGrammar(data: LanguageData, wasm: Uint8Array, queries: readonly string[]): Grammar {
  const language = Language.loadSync(new WebAssembly.Module(wasm as BufferSource));
  return { data, language, query: new Query(language, queries.join("\n")) };
}

/** Parses from scratch, or again on top of an edited tree. The caller owns the tree and deletes it. */
export function parse(grammar: Grammar, text: string, old?: Tree): Tree {
  const parser = new Parser();
  try {
    parser.setLanguage(grammar.language);
    const tree = parser.parse(text, old ?? null);
    if (!tree) throw new Error("the parser gave no tree");
    return tree;
  } finally {
    parser.delete();
  }
}
