import { Language, Parser, Query, type Tree } from "web-tree-sitter";
import type { LanguageData } from "./language.ts";
import { compileMatcher, type Matcher } from "./match.ts";
import { Unparsable, within } from "./runtime.ts";
import { readScheme } from "./scheme.ts";

export { startRuntime, Unparsable } from "./runtime.ts";

/** A grammar with its queries, ready to parse. Lives as long as the process: grammars are loaded once. */
export interface Grammar {
  readonly data: LanguageData;
  readonly language: Language;
  readonly matcher: Matcher;
  /** The patterns that the matcher leaves to the parser's runtime; undefined where there are none. */
  readonly rest: Query | undefined;
  /** All patterns, compiled by the parser's runtime: for tests, which compare. */
  readonly query: Query;
}

/**
 * Compiles a grammar and its queries. The module is compiled synchronously: the asynchronous way queues behind V8's optimiser for seconds.
 * Throws where the grammar or a query is broken, which is a defect of the installation and never of user text.
 */
export function loadGrammar(data: LanguageData, wasm: Uint8Array, queries: readonly string[]): Grammar {
  const language = Language.loadSync(new WebAssembly.Module(wasm as BufferSource));
  const text = queries.join("\n");
  const matcher = compileMatcher(readScheme(text), language);
  let query: Query | undefined;
  return {
    data,
    language,
    matcher,
    rest: matcher.rest === "" ? undefined : new Query(language, matcher.rest),
    get query() {
      query ??= new Query(language, text);
      return query;
    },
  };
}

/** In UTF-16 units: what the runtime takes at once, and no more, since the rest of a longer piece would be copied for nothing. */
const chunk = 5000;

/**
 * Milliseconds that a text may take, and how many more each of its UTF-16 units gives it. Broken text can take the parser a time that grows with
 * the square of its length, in places where nothing is to be counted. The slowest of our grammars needs a hundredth of this on slow machines.
 */
const patience = 5000;
const patiencePerUnit = 0.1;
/**
 * Parses from scratch, or again on top of an edited tree. The caller owns the tree and deletes it. Throws `Unparsable`; the parser that ran out
 * of stack is not given back, since its state is anybody's guess. `clock` gives milliseconds.
 */
export function parse(grammar: Grammar, text: Readable, old?: Tree, clock: () => number = stopwatch()): Tree {
  return within(() => {
    const parser = new Parser();
    parser.setLanguage(grammar.language);
    const end = clock() + patience + patiencePerUnit * text.length;
    // Asked now and then; what is true ends the work, and the tree is none.
    const progressCallback = (): boolean => clock() > end;
    const tree = parser.parse(inputOf(text), old ?? null, { progressCallback });
    parser.delete();
    if (!tree) throw new Unparsable("takes too long to parse");
    return tree;
  });
}

/**
 * Milliseconds that passed, and of many only those in which this process was at work: that the machine slept, or had other things to do, is no
 * reason to give up on a text. Where nobody tells (in a browser), all count.
 */
function stopwatch(): () => number {
  const started = Date.now();
  const before = worked();
  return () => {
    const passed = Date.now() - started;
    // Most texts are parsed long before: for those nobody is asked again.
    const now = passed > patience ? worked() : undefined;
    return now === undefined || before === undefined ? passed : Math.min(passed, now - before);
  };
}

function worked(): number | undefined {
  const usage = globalThis.process?.cpuUsage?.();
  return usage && (usage.user + usage.system) / 1000;
}

/**
 * A tree keeps the function that its text came from. It is made here, where nothing but that text can be seen: made beside the tree that was parsed
 * on from, it would keep that one as well, and through it every version of the document.
 */
function inputOf(text: Readable): (at: number) => string {
  return (at) => text.slice(at, at + chunk);
}

/** What can be parsed: a string, or what gives pieces of one. */
export interface Readable {
  readonly length: number;
  /** What stands from `start` on, up to `end` at most; nothing only where there is nothing. */
  slice(start: number, end: number): string;
}

/** A text in pieces that follow one another: joined, a large text would be copied to be read in a few places. */
export function inPieces(pieces: readonly string[]): Readable {
  return {
    length: pieces.reduce((sum, piece) => sum + piece.length, 0),
    slice(start, end) {
      let before = 0;
      for (const piece of pieces) {
        if (start < before + piece.length) return piece.slice(start - before, end - before);
        before += piece.length;
      }
      return "";
    },
  };
}
