/**
 * The vocabulary of catalogs: what a loaded catalog is, and how a piece of text is looked up in it.
 * The shapes of the files themselves come from `catalogs/*.schema.json` (see schema.generated.ts).
 */
import { editDistance, isTransposition } from "./distance.ts";
import type { CatalogFile, CatalogTextFile, Entry, Retry } from "./schema.generated.ts";

export type {
  Entry,
  Example,
  Level,
  Recognition,
} from "./schema.generated.ts";

export type RetryPolicy = Retry;
export type RetryKind = RetryPolicy["kind"];
export type LevelName = Entry["level"];
export type WireForm = NonNullable<CatalogFile["wireForms"]>[number];
export type Variant = NonNullable<Entry["variants"]>[number];
export type CatalogText = CatalogTextFile;

/** A catalog as loaded: the file's own data, its words by locale, and indexes. Never changed after loading. */
export interface Catalog extends CatalogFile {
  /** Where it was read, for messages. */
  readonly source: string;
  /** The words, by locale as the file spells it ('zh-TW'). */
  readonly texts: Readonly<Record<string, CatalogText>>;
  readonly index: CatalogIndex;
}

/** What can be had quickly of a catalog; all of it follows from the file. */
export interface CatalogIndex {
  /** Entries by code. A Map, so that 'constructor' is no code. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Codes by their part before the first dash ('1404' -> ['1404-412']). */
  readonly heads: ReadonlyMap<string, readonly string[]>;
  /** Codes by the spellings that an entry lists itself. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Codes by constant-like name ('MAX_RATE_LIMIT'). */
  readonly names: ReadonlyMap<string, string>;
  /** Values of the code's field that mean success. */
  readonly success: ReadonlySet<string>;
  /** Codes accepted in silence, with the reason. */
  readonly alsoSeen: ReadonlyMap<string, string>;
}

/** A piece of text that stands for a code of a catalog. */
export interface Lookup {
  /** The code in the catalog's spelling: what findings print. */
  readonly code: string;
  readonly entry: Entry;
  /** The code itself, another spelling of it, or only the beginning of what arrives. */
  readonly match: "exact" | "wireForm" | "prefix";
  /** The spelling alone proves the API. */
  readonly distinctive: boolean;
  /** What the text has after the head where the table has something else ('404' in FLOW-1439-404). */
  readonly variantTail?: string;
}

/** A code close to a text that is none. */
export interface Near {
  /** The code in the catalog's spelling. */
  readonly code: string;
  /** The code spelt as the text was: what a fix puts in its place ('FLOW-1404-412'). */
  readonly text: string;
  /** Edits between them; 0 where only the case differs. */
  readonly distance: number;
  /** Two neighbouring characters stand in the wrong order: nearly always a slip. */
  readonly transposed: boolean;
}

/** A text longer than this is no code: wire forms are URLs at most. */
const MAX_CODE_LENGTH = 256;

/** Words at least this long may be two edits away from a code; digits and short words one. */
const LONG_WORD = 6;

const MAX_NEAR = 5;

/** The number that a code is, or that it begins with (`1404` of `1404-412`): what stands in a range. NaN for codes of words. */
export function numberOf(code: string): number {
  return Number(/^\d+(?=-|$)/.exec(code)?.[0] ?? Number.NaN);
}

/**
 * The entry that `text` stands for: the code itself, one of the catalog's wire forms, or the prefix of one.
 * `undefined` where there is none, and for values that mean success.
 *
 * `text` is the value of a literal without its quotes; a number in plain decimal digits.
 */
export function lookup(catalog: Catalog, text: string): Lookup | undefined {
  if (text.length === 0 || text.length > MAX_CODE_LENGTH) return undefined;
  const exact = found(catalog, text, "exact", false);
  if (exact) return exact;
  const spelling = catalog.index.spellings.get(text);
  if (spelling !== undefined) return found(catalog, spelling, "wireForm", false);
  let prefix: Lookup | undefined;
  for (const form of catalog.wireForms ?? []) {
    const result = lookupForm(catalog, form, text);
    if (result?.match === "wireForm") return result;
    prefix ??= result;
  }
  return prefix;
}

/**
 * The codes nearest to a text that is no code, best first, at most five: one edit away for codes with digits and
 * short words, two for words of six letters and more. Swapped neighbours count as one edit and come first.
 * Empty where the text is a code, or too far from all of them.
 */
export function near(catalog: Catalog, text: string): readonly string[] {
  return nearest(catalog, text).map((it) => it.code);
}

/** As `near`, with what a message and a fix need. */
export function nearest(catalog: Catalog, text: string): readonly Near[] {
  if (text.length > MAX_CODE_LENGTH || lookup(catalog, text)) return [];
  const { bare, spell } = peel(catalog, text);
  const limit = /\d/.test(bare) || bare.length < LONG_WORD ? 1 : 2;
  const result: Near[] = [];
  for (const code of catalog.index.entries.keys()) {
    const distance = editDistance(fold(bare), fold(code), limit);
    if (distance > limit || (bare.length <= 2 && distance > 0)) continue;
    result.push({
      code,
      text: spell(code),
      distance,
      transposed: isTransposition(bare, code),
    });
  }
  return result.sort((a, b) => a.distance - b.distance || Number(b.transposed) - Number(a.transposed)).slice(0, MAX_NEAR);
}

/** `code` in the spelling of a wire form: ('1404-412', 'FLOW-{code}') -> 'FLOW-1404-412'. */
export function spell(form: string, code: string): string {
  return form.replace("{code}", () => code).replace("{head}", () => headOf(code));
}

/** The part of a code before its first dash; the whole code where it has none. */
export function headOf(code: string): string {
  const dash = code.indexOf("-");
  return dash < 0 ? code : code.slice(0, dash);
}

/** Whether a code can arrive at a level. */
export function arrivesAt(entry: Entry, level: LevelName): boolean {
  return entry.level === level || (entry.alsoLevels?.includes(level) ?? false);
}

/** Whether a handler should try again by itself: after a delay, after the window, or with a new credential. */
export function isRetryable(kind: RetryKind): boolean {
  return kind === "transient" || kind === "throttled" || kind === "auth";
}

function lookupForm(catalog: Catalog, form: WireForm, text: string): Lookup | undefined {
  const distinctive = form.distinctive ?? false;
  const match = form.match === "prefix" ? "prefix" : "wireForm";
  const inner = unwrap(form.form, text);
  if (inner === undefined) return undefined;
  if (form.form.includes("{code}")) {
    const whole = found(catalog, inner, match, distinctive);
    if (whole || !form.anyTail) return whole;
    const code = onlyCode(catalog, headOf(inner));
    if (code === undefined || shape(code) !== shape(inner)) return undefined;
    const result = found(catalog, code, match, distinctive);
    return result && { ...result, variantTail: inner.slice(headOf(inner).length + 1) };
  }
  const head = match === "prefix" && inner.endsWith("-") ? inner.slice(0, -1) : inner;
  return found(catalog, onlyCode(catalog, head), match, distinctive);
}

/** Where the digits stand: '1439-404' has the shape of '1439-400', a piece of a UUID has not. */
function shape(code: string): string {
  return code.replace(/\d/g, "9");
}

/** The one code with this head; none where several share it, since a guess would name the wrong one. */
function onlyCode(catalog: Catalog, head: string): string | undefined {
  const codes = catalog.index.heads.get(head);
  return codes?.length === 1 ? codes[0] : undefined;
}

function found(catalog: Catalog, code: string | undefined, match: Lookup["match"], distinctive: boolean): Lookup | undefined {
  if (code === undefined) return undefined;
  const entry = catalog.index.entries.get(code);
  return entry && { code, entry, match, distinctive };
}

/** What stands in a form's placeholder, where `text` has the rest of the form around it. */
function unwrap(form: string, text: string): string | undefined {
  const open = form.indexOf("{");
  const close = form.indexOf("}", open);
  if (open < 0 || close < 0) return undefined;
  const before = form.slice(0, open);
  const after = form.slice(close + 1);
  if (text.length <= before.length + after.length) return undefined;
  if (!text.startsWith(before) || !text.endsWith(after)) return undefined;
  return text.slice(before.length, text.length - after.length);
}

/** A text without the wire form around it, and the way back. */
function peel(catalog: Catalog, text: string): { bare: string; spell: (code: string) => string } {
  let best: string | undefined;
  for (const { form } of catalog.wireForms ?? [])
    if (form.includes("{code}") && unwrap(form, text) !== undefined) if (best === undefined || form.length > best.length) best = form;
  if (best === undefined) return { bare: text, spell: (code) => code };
  const form = best;
  return {
    bare: unwrap(form, text) ?? text,
    spell: (code) => spell(form, code),
  };
}

function fold(text: string): string {
  return text.toLowerCase();
}
