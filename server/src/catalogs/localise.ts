/** The words for a code, in the reader's language as far as there are any. */
import type { Catalog, CatalogText } from "./catalog.ts";

type Text = CatalogText["codes"][string];

/** Words for people about one code. */
export interface CodeText {
  /** A few words, no full stop. */
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
  readonly note?: string;
  /** One per variant of the entry, in its order. */
  readonly variants?: NonNullable<Text["variants"]>;
  /** Locale the words are in, as the catalog spells it: may differ from the one asked for. */
  readonly locale: string;
}

/** Locales that Chinese in traditional and in simplified characters is looked for under, best first. */
const TRADITIONAL = ["zh-tw", "zh-hant", "zh-hant-tw", "zh-hk", "zh-hant-hk", "zh-mo"];
const SIMPLIFIED = ["zh-cn", "zh-hans", "zh-hans-cn", "zh-sg", "zh"];

const LAST_RESORT = "en";

/**
 * The words for `code`, an entry of the catalog in the catalog's spelling, in the first locale of `fallbacks(locale)`
 * that has it. A code without any words gets the entry's constant-like name as title ('Max rate limit') and the wire
 * message as cause. `undefined` only where the catalog has no such code.
 */
export function textFor(catalog: Catalog, code: string, locale: string): CodeText | undefined {
  const entry = catalog.index.entries.get(code);
  if (!entry) return undefined;
  for (const name of fallbacks(locale, Object.keys(catalog.texts))) {
    const text = catalog.texts[name]?.codes[code];
    if (text) return { ...text, locale: name };
  }
  return {
    title: fromName(entry.name),
    cause: entry.message ?? "",
    remedy: "",
    ...(entry.note === undefined ? {} : { note: entry.note }),
    locale: LAST_RESORT,
  };
}

/** What people call a scope ('bulk'), in the reader's language; the scope itself where nobody says. */
export function scopeName(catalog: Catalog, scope: string, locale: string): string {
  for (const name of fallbacks(locale, Object.keys(catalog.texts))) {
    const text = catalog.texts[name]?.scopes?.[scope];
    if (text !== undefined) return text;
  }
  return scope;
}

/**
 * The locales of `available` that serve a reader of `locale`, best first, ending with English:
 * the very one (in any case, '_' or '-', without an encoding as in 'ko_KR.UTF-8'), then its shorter forms, then others of
 * the language ('ko-KR' -> 'ko', 'zh' -> 'zh-CN'). Traditional and simplified Chinese never stand in for each other.
 */
export function fallbacks(locale: string, available: readonly string[]): readonly string[] {
  const wanted = locale
    .replace(/[.@].*$/, "")
    .replaceAll("_", "-")
    .toLowerCase();
  const result: string[] = [];
  const add = (name: string | undefined) => {
    if (name !== undefined && !result.includes(name)) result.push(name);
  };
  const find = (tag: string) => available.find((it) => it.toLowerCase() === tag);
  for (const tag of candidates(wanted)) add(find(tag));
  const language = wanted.split("-")[0];
  if (language && language !== "zh") for (const name of available) if (name.toLowerCase().split("-")[0] === language) add(name);
  add(find(LAST_RESORT));
  add(available.find((it) => it.toLowerCase().startsWith(`${LAST_RESORT}-`)));
  return result;
}

function candidates(wanted: string): readonly string[] {
  if (/^zh(-|$)/.test(wanted)) {
    const traditional = /-hant\b/.test(wanted) || (/-(tw|hk|mo)\b/.test(wanted) && !/-hans\b/.test(wanted));
    return [...(wanted === "zh" ? [] : [wanted]), ...(traditional ? TRADITIONAL : SIMPLIFIED)];
  }
  const result: string[] = [];
  for (let tag = wanted; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) result.push(tag);
  return result;
}

function fromName(name: string): string {
  const words = name.toLowerCase().replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
