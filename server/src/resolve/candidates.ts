import type { Catalog } from "../catalogs/catalog.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Verdict } from "./model.ts";
import { pairOf } from "./position.ts";

/** An API that a file may call: its catalog, and what speaks for it. */
export interface Candidate {
  readonly catalog: Catalog;
  readonly verdict: Verdict | undefined;
  readonly entryWords: ReadonlySet<string>;
  /** APIs in front of this one, or behind it, that the file surely calls as well. */
  readonly kin: readonly Catalog[];
}

const entryWordsCache = new WeakMap<Catalog, ReadonlySet<string>>();

export function candidatesOf(verdicts: readonly Verdict[], catalogs: readonly Catalog[]): readonly Candidate[] {
  const barred = verdicts.some((v) => v.weight >= 10) ? new Set(verdicts.map((v) => v.api)) : undefined;
  const open = catalogs.filter((c) => !barred || barred.has(c.id));
  const known = new Map(open.map((c) => [c.id, verdictOn(c, verdicts)]));
  return open
    .map((catalog) => ({
      catalog,
      verdict: known.get(catalog.id),
      entryWords: entryWords(catalog),
      kin: open.filter((c) => areKin(c, catalog) && known.get(c.id)?.certain),
    }))
    .filter((c) => c.verdict !== undefined || (c.catalog.wireForms ?? []).some((f) => f.distinctive));
}

/** Whether one of two APIs is reached through the other. */
export function areKin(a: Catalog, b: Catalog): boolean {
  return isInFront(a, b.id) || isInFront(b, a.id);
}

const kinCache = new WeakMap<readonly Catalog[], ReadonlySet<string>>();

/** Pairs of ids of such APIs. Follows from the catalogs alone. */
export function kinIn(catalogs: readonly Catalog[]): ReadonlySet<string> {
  let pairs = kinCache.get(catalogs);
  if (!pairs) {
    pairs = new Set(catalogs.flatMap((a) => catalogs.flatMap((b) => (areKin(a, b) ? [pairOf(a.id, b.id)] : []))));
    kinCache.set(catalogs, pairs);
  }
  return pairs;
}

function isInFront({ recognition }: Catalog, api: string): boolean {
  return recognition.inFrontOf?.includes(api) ?? false;
}

/** What is known of an API in a file; one that stands in front of another is called wherever that one is. */
function verdictOn(catalog: Catalog, verdicts: readonly Verdict[]): Verdict | undefined {
  const own = verdicts.find((v) => v.api === catalog.id);
  if (own?.certain) return own;
  const behind = verdicts.find((v) => v.certain && isInFront(catalog, v.api));
  return behind ? { ...behind, api: catalog.id } : own;
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
