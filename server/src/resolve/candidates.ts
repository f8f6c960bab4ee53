import type { Catalog } from "../catalogs/catalog.ts";
import type { Verdict } from "./model.ts";
import { pairOf } from "./position.ts";
import { wordsOf } from "./words.ts";

/** An API that a file may call: its catalog, and what speaks for it. */
export interface Candidate {
  readonly catalog: Catalog;
  readonly verdict: Verdict | undefined;
  readonly entryWords: ReadonlySet<string>;
}

const entryWordsCache = new WeakMap<Catalog, ReadonlySet<string>>();

export function candidatesOf(verdicts: readonly Verdict[], catalogs: readonly Catalog[]): readonly Candidate[] {
  const barred = verdicts.some((v) => v.weight >= 10) ? new Set(verdicts.map((v) => v.api)) : undefined;
  return catalogs
    .filter((c) => !barred || barred.has(c.id))
    .map((catalog) => ({ catalog, verdict: verdicts.find((v) => v.api === catalog.id), entryWords: entryWords(catalog) }))
    .filter((c) => c.verdict !== undefined || (c.catalog.wireForms ?? []).some((f) => f.distinctive));
}

/** The words of a catalog's constant-like names, and any two that stand in one of them. Follows from the catalog alone. */
function entryWords(catalog: Catalog): ReadonlySet<string> {
  let words = entryWordsCache.get(catalog);
  if (!words) {
    words = new Set(
      [...catalog.index.entries.values()].flatMap((e) => {
        const own = wordsOf(e.name);
        return [...own, ...own.flatMap((a, i) => own.slice(i + 1).map((b) => pairOf(a, b)))];
      }),
    );
    entryWordsCache.set(catalog, words);
  }
  return words;
}
