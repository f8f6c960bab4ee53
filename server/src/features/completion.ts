import { arrivesAt, type Catalog, type Entry, isRetryable, type LevelName, type RetryKind, spell } from "../catalogs/catalog.ts";
import { textFor } from "../catalogs/localise.ts";
import type { Slot } from "../engine/model.ts";
import type { Words } from "../l10n/words.ts";
import type { Span } from "../text/span.ts";
import { explain } from "./explain.ts";
import { type Block, block } from "./rich.ts";

/** A code on offer at a slot. */
export interface Offer {
  readonly api: string;
  /** In the catalog's spelling. */
  readonly code: string;
  readonly level: LevelName;
  readonly label: string;
  readonly title: string;
  /** API and retry kind, or that the construct names the code already. */
  readonly description: string;
  /** What takes the place of `replace`: the literal in the right type, with its quotes. */
  readonly text: string;
  readonly replace: Span;
  /** What typing is compared with: the code and the words of its title. */
  readonly filter: string;
  readonly sort: string;
  readonly deprecated: boolean;
}

/** Editors look no further than this into a filter text, in UTF-16 units. */
const MAX_FILTER = 128;

/** Kinds in the order they are offered: what a handler forgets most dearly comes first. */
const ORDER: readonly RetryKind[] = ["throttled", "transient", "auth", "conflict", "quota", "permanent"];

/** The codes that may stand at a slot: those the construct lacks first, of these the retryable ones first. */
export function completion(slot: Slot, catalogs: readonly Catalog[], words: Words): readonly Offer[] {
  return slot.apis.flatMap((api, rank) => {
    const catalog = catalogs.find((it) => it.id === api);
    return catalog === undefined ? [] : offersOf(catalog, rank, slot, words);
  });
}

/** What the documentation of an offer says; undefined where the catalog has no such code. */
export function offerDocumentation(
  offer: { readonly api: string; readonly code: string; readonly level?: LevelName },
  catalogs: readonly Catalog[],
  words: Words,
): readonly Block[] | undefined {
  const catalog = catalogs.find((it) => it.id === offer.api);
  const said = catalog === undefined ? undefined : explain(catalog, offer.code, words, offer.level);
  if (said === undefined) return undefined;
  return said.source.length === 0 ? said.main : [...said.main, block("divider"), block("small", ...said.source)];
}

function offersOf(catalog: Catalog, rank: number, slot: Slot, words: Words): readonly Offer[] {
  const present = new Set(slot.present);
  const spelling = spellingOf(catalog, slot.typed);
  const offers: Offer[] = [];
  let place = 0;
  for (const [code, entry] of catalog.index.entries) {
    if (slot.level !== undefined && !arrivesAt(entry, slot.level)) continue;
    const written = spelling(code);
    // A name can't be written as a number, so that it is no candidate where numbers are compared.
    if (slot.type === "number" && !/^\d+$/.test(written)) continue;
    const here = present.has(code);
    const title = textFor(catalog, code, words.wanted)?.title ?? entry.name;
    offers.push({
      api: catalog.id,
      code,
      level: slot.level ?? entry.level,
      label: written,
      title,
      description: here ? words.say("completion.present") : `${catalog.shortName} · ${words.say(`kind.${entry.retry.kind}`)}`,
      text: slot.type === "number" ? written : slot.quote + written + slot.quote,
      replace: slot.replace,
      filter: (slot.opened ? slot.quote : "") + filterOf(catalog, code, written, entry, title),
      sort: sortOf(entry, here, rank, place++),
      deprecated: entry.deprecated ?? false,
    });
  }
  return offers;
}

/** How codes are spelt here: as the half-typed text begins (`FLOW-14` -> `FLOW-{code}`), else as the catalog does. */
function spellingOf(catalog: Catalog, typed: string): (code: string) => string {
  let best = "";
  for (const { form, match } of catalog.wireForms ?? []) {
    const head = form.slice(0, Math.max(0, form.indexOf("{code}")));
    if (match !== "prefix" && head !== "" && head.length > best.indexOf("{code}") && typed.startsWith(head)) best = form;
  }
  return best === "" ? (code) => code : (code) => spell(best, code);
}

/** Code first, then the words of its title in the reader's language and in English, each once, as many as fit. */
function filterOf(catalog: Catalog, code: string, written: string, entry: Entry, title: string): string {
  const english = textFor(catalog, code, "en")?.title ?? "";
  const seen = new Set<string>();
  let out = written;
  for (const word of [...split(title), ...split(english), ...split(entry.name.replaceAll("_", " "))]) {
    const small = word.toLowerCase();
    if (seen.has(small) || out.length + 1 + word.length > MAX_FILTER - 1) continue;
    seen.add(small);
    out += ` ${word}`;
  }
  return out;
}

/** Words between spaces and signs. Scripts without spaces are cut by the dictionary, since editors match only where a word begins. */
function split(text: string): readonly string[] {
  if (!/[\u3040-\u30ff\u3400-\u9fff]/.test(text)) return text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const segments = new Intl.Segmenter("zh", { granularity: "word" }).segment(text);
  return [...segments].filter((it) => it.isWordLike).map((it) => it.segment);
}

/** A code that only some calls return is no likely omission: it stands with the rest. */
function sortOf(entry: Entry, present: boolean, rank: number, place: number): string {
  const group = present ? 3 : entry.deprecated ? 2 : isRetryable(entry.retry.kind) && entry.scope === undefined ? 0 : 1;
  return `${group}${rank}${ORDER.indexOf(entry.retry.kind)}${String(place).padStart(5, "0")}`;
}
