import { type Catalog, type Entry, type LevelName, lookup, nearest } from "../catalogs/catalog.ts";
import { type CodeText, scopeName, textFor } from "../catalogs/localise.ts";
import type { Words } from "../l10n/words.ts";
import { retryAdvice, safetyAdvice } from "./retry-advice.ts";
import { type Block, between, block, fill, type Piece } from "./rich.ts";

/** What the hover, the documentation of a completion and `faultline explain` say about a code: the same words in the same order. */
export interface Explanation {
  /** Code and title, facts, meaning, advice. */
  readonly main: readonly Block[];
  /** Where the facts come from. */
  readonly source: readonly Piece[];
}

/**
 * Everything a catalog knows about `code`, given in any spelling of it. `level` is where it arrives in the case at hand; without it, the
 * entry's own. Undefined where the catalog doesn't have the code.
 */
export function explain(catalog: Catalog, code: string, words: Words, level?: LevelName): Explanation | undefined {
  const found = lookup(catalog, code);
  if (found === undefined) return undefined;
  const { entry } = found;
  const text = textFor(catalog, found.code, words.wanted);
  if (text === undefined) return undefined;
  return {
    main: [
      block("title", { code: found.code }, ` ${text.title}`),
      block("small", ...facts(catalog, entry, level ?? entry.level, words)),
      ...status(entry, words),
      ...labelled(words.say("explain.cause"), [text.cause]),
      ...labelled(words.say("explain.remedy"), [text.remedy]),
      ...advice(entry, catalog, words),
      ...scope(catalog, entry, words),
      ...variants(entry, text, words),
      ...notes(entry, text, words),
    ],
    source: source(catalog, entry, words),
  };
}

/** What there is to say about a code that the catalog lacks: accepted ones with the reason, else the codes near it. */
export function explainUnknown(catalog: Catalog, value: string, words: Words): readonly Block[] {
  const api: Piece = catalog.shortName;
  const code: Piece = { code: value };
  const seen = catalog.index.alsoSeen.get(value);
  if (seen !== undefined) return [block("text", ...fill(words.template("explain.alsoSeen"), { api, code })), block("text", seen)];
  const near = nearest(catalog, value).map((it): readonly Piece[] => [{ code: it.text }, ` ${textFor(catalog, it.code, words.wanted)?.title ?? ""}`]);
  return [
    block("text", ...fill(words.template("explain.unknown"), { api, code })),
    ...(near.length === 0 ? [] : [block("text", ...fill(words.template("explain.near"), { codes: between(near, ", ") }))]),
  ];
}

/** Whether to try again, and whether that is safe for a write: one paragraph, so that the whole hover stays in view. */
function advice(entry: Entry, catalog: Catalog, words: Words): readonly Block[] {
  const again = labelled(words.say("explain.retry"), retryAdvice(entry.retry, words));
  const safety = safetyAdvice(entry.retry, catalog, words);
  const first = again[0];
  if (!first || safety.every((it) => it === "")) return again;
  return [
    block(
      "text",
      { strong: words.say("explain.retry") },
      "  ",
      ...retryAdvice(entry.retry, words),
      " ",
      { strong: words.say("explain.safety") },
      "  ",
      ...safety,
    ),
  ];
}

function facts(catalog: Catalog, entry: Entry, level: LevelName, words: Words): readonly Piece[] {
  const where = catalog.levels[level];
  const at = words.say(`level.${level}`);
  const arrival = where
    ? fill(words.template("explain.arrives"), { level: at, path: { code: where.path }, type: words.say(`type.${where.type}`) })
    : [at];
  const httpStatus = entry.httpStatus ?? where?.httpStatus;
  const groups: readonly Piece[][] = [[{ strong: catalog.name }], [...arrival]];
  const withStatus = httpStatus === undefined ? groups : [...groups, [words.say("explain.httpStatus", { status: httpStatus })]];
  return between(withStatus, " · ");
}

function status(entry: Entry, words: Words): readonly Block[] {
  if (entry.replacedBy !== undefined) return [block("text", ...fill(words.template("explain.replacedBy"), { code: { code: entry.replacedBy } }))];
  return entry.deprecated ? [block("text", words.say("explain.deprecated"))] : [];
}

function scope(catalog: Catalog, entry: Entry, words: Words): readonly Block[] {
  if (entry.scope === undefined) return [];
  return [block("text", words.say("explain.scope", { scope: scopeName(catalog, entry.scope, words.wanted) }))];
}

function variants(entry: Entry, text: CodeText, words: Words): readonly Block[] {
  const list = entry.variants ?? [];
  if (list.length === 0) return [];
  const items = list.map((variant, i) => {
    const own = text.variants?.[i];
    const meaning: Piece[] = own === undefined ? [] : [{ strong: own.title }, ". ", own.remedy, " "];
    return block("item", { code: variant.message }, ": ", ...meaning, ...retryAdvice(variant.retry, words));
  });
  return [block("text", { strong: words.say("explain.variants") }), ...items];
}

function notes(entry: Entry, text: CodeText, words: Words): readonly Block[] {
  const message = entry.message === undefined || entry.variants ? [] : labelled(words.say("explain.message"), [{ code: entry.message }]);
  // The entry's own note is written in English; readers of another language get it only where they get English words anyway.
  const note = text.note ?? (text.locale === "en" ? entry.note : undefined);
  return [...message, ...(note === undefined ? [] : labelled(words.say("explain.note"), [note]))];
}

function source(catalog: Catalog, entry: Entry, words: Words): readonly Piece[] {
  const page = catalog.sources[entry.source];
  if (page === undefined) return [];
  const title: Piece = page.url === undefined ? page.title : { link: page.title, href: page.url };
  return fill(words.template("explain.source"), { title, date: page.retrieved });
}

function labelled(label: string, pieces: readonly Piece[]): readonly Block[] {
  const empty = pieces.every((it) => it === "");
  return empty ? [] : [block("text", { strong: label }, "  ", ...pieces)];
}
