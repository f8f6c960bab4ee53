/** From files to catalogs. Built-in and user catalogs take this one path. */
import catalogSchema from "../../../catalogs/catalog.schema.json" with { type: "json" };
import textSchema from "../../../catalogs/l10n.schema.json" with { type: "json" };
import { indexOf } from "./build.ts";
import type { Catalog, CatalogText } from "./catalog.ts";
import { catalogFaults, type Fault, textFaults } from "./consistency.ts";
import { lineAt, linesOf, type Path, printPath, repeatedKeys } from "./json.ts";
import type { CatalogFile } from "./schema.generated.ts";
import { type Schema, validate } from "./validate.ts";

/** One catalog as the host read it. */
export interface CatalogInput {
  /** The id it must have: its folder's name. */
  readonly id?: string;
  /** Path of catalog.json, for messages. */
  readonly source: string;
  /** JSON text, or what parsing it gave. */
  readonly catalog: unknown;
  /** By locale: JSON text, or what parsing it gave. */
  readonly l10n: Readonly<Record<string, unknown>>;
  /** The package's own, about which the tests say what would be said here: it is not checked again, and words are read when they are asked for. */
  readonly proven?: boolean;
}

/** Something to say about a catalog's files. */
export interface Problem {
  /** error: the file is left out (the catalog, or that locale); warning: it is used, but part of it says nothing; information: good to know. */
  readonly severity: "error" | "warning" | "information";
  /** Path of the file. */
  readonly source: string;
  /** From 1; only known of JSON text. */
  readonly line?: number;
  /** Where in the file: codes["604"].retry.kind */
  readonly place: string;
  /** One sentence with file and place. */
  readonly message: string;
}

export interface Loaded {
  /** At most one of each id, in the order of the inputs. */
  readonly catalogs: readonly Catalog[];
  readonly problems: readonly Problem[];
}

/** UTF-16 units of one file: ten times the largest catalog known. */
const MAX_LENGTH = 4_000_000;
const MAX_DEPTH = 16;
/** Values in one file. */
const MAX_VALUES = 200_000;

/**
 * Loads catalogs and says what is wrong with them; never throws.
 *
 * Two inputs of one id: the later **replaces** the earlier as a whole, codes and words, and a problem of severity
 * `information` says so, unless both say the same. Give the built-in ones first and the user's after them. Nothing is merged, so that what a file
 * says is what holds; whoever wants one more code copies the built-in folder and adds it.
 * An input with an error leaves an earlier one of its id in place.
 */
export function loadCatalogs(inputs: readonly CatalogInput[]): Loaded {
  const problems: Problem[] = [];
  const catalogs = new Map<string, Catalog>();
  for (const input of inputs) {
    const catalog = guarded(input, problems);
    if (!catalog) continue;
    const earlier = catalogs.get(catalog.id);
    // One that is named beside the folder that it lies in is the same.
    if (
      earlier &&
      JSON.stringify(earlier.codes) + JSON.stringify(earlier.recognition) !== JSON.stringify(catalog.codes) + JSON.stringify(catalog.recognition)
    )
      problems.push(problem(input.source, "information", ["id"], undefined, `replaces the catalog ${show(catalog.id)} of ${earlier.source}`));
    catalogs.set(catalog.id, catalog);
  }
  return { catalogs: [...catalogs.values()], problems };
}

/** Data that was not read from JSON can hold getters and proxies, which may throw anything anywhere. */
function guarded(input: CatalogInput, problems: Problem[]): Catalog | undefined {
  try {
    return loadOne(input, problems);
  } catch (fault) {
    problems.push(problem(String(input?.source ?? "a catalog"), "error", [], undefined, `can't be read: ${reasonOf(fault)}`));
    return undefined;
  }
}

function loadOne(input: CatalogInput, problems: Problem[]): Catalog | undefined {
  const { source, proven } = input;
  const file = proven
    ? readProven<CatalogFile>(source, input.catalog, problems)
    : read<CatalogFile>(source, input.catalog, catalogSchema as Schema, (data) => catalogFaults(data, input.id), problems);
  if (!file) return undefined;
  const texts: Record<string, CatalogText> = Object.create(null);
  for (const [locale, data] of Object.entries(input.l10n ?? {})) {
    if (proven) {
      let text: CatalogText | undefined;
      const get = (): CatalogText => (text ??= readProven<CatalogText>(textSource(source, locale), data, []) ?? { locale, codes: {} });
      Object.defineProperty(texts, locale, { enumerable: true, get });
      continue;
    }
    const text = read<CatalogText>(textSource(source, locale), data, textSchema as Schema, (it) => textFaults(it, locale, file), problems);
    if (text) texts[text.locale] = text;
  }
  return Object.freeze({ ...file, source, texts: Object.freeze(texts), index: indexOf(file) });
}

/** A file's data, taken as it is; `undefined` and an error where it is no data. */
function readProven<T>(source: string, raw: unknown, problems: Problem[]): T | undefined {
  const parsed = typeof raw === "string" ? parse(raw) : copy(raw);
  if (parsed.ok) return parsed.data as T;
  problems.push(problem(source, "error", parsed.path, parsed.line, parsed.message));
  return undefined;
}

/** A file's data, checked; `undefined` and at least one error where it can't be used. */
function read<T>(source: string, raw: unknown, schema: Schema, faults: (data: T) => readonly Fault[], problems: Problem[]): T | undefined {
  const text = typeof raw === "string" ? raw.replace(/^\uFEFF/, "") : undefined;
  const parsed = text === undefined ? copy(raw) : parse(text);
  if (!parsed.ok) {
    problems.push(problem(source, "error", parsed.path, parsed.line, parsed.message));
    return undefined;
  }
  const found: Fault[] = validate(schema, parsed.data).map((it) => ({ ...it, severity: "error" }));
  // The schema holds, so that the data has the type generated from it.
  if (found.length === 0) found.push(...faults(parsed.data as T));
  const paths = found.map((it) => it.path);
  const lines = text === undefined || paths.length === 0 ? [] : linesOf(text, paths);
  const repeated = text === undefined ? [] : repeatedKeys(text, parsed.keys);
  for (const { path, line } of repeated) problems.push(problem(source, "error", path, line, "stands there twice"));
  for (const [index, fault] of found.entries()) problems.push(problem(source, fault.severity, fault.path, lines[index], fault.message));
  return repeated.length > 0 || found.some((it) => it.severity === "error") ? undefined : (parsed.data as T);
}

type Read =
  /** `keys`: how many there are in all its objects. */
  | { readonly ok: true; readonly data: unknown; readonly keys: number }
  | { readonly ok: false; readonly path: Path; readonly line?: number; readonly message: string };

function parse(text: string): Read {
  if (text.length > MAX_LENGTH)
    return { ok: false, path: [], message: `has ${text.length} characters, more than the ${MAX_LENGTH} a catalog's file may have` };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (fault) {
    const reason = reasonOf(fault);
    const offset = /position (\d+)/.exec(reason)?.[1];
    return { ok: false, path: [], line: lineAt(text, offset === undefined ? text.length : Number(offset)), message: `is not valid JSON: ${reason}` };
  }
  return copy(data);
}

/**
 * A frozen copy in objects without a prototype, within bounds. So nothing in a file can reach `Object.prototype`, no
 * key is found that isn't in the file ('constructor'), and no later step has to fear depth, size or cycles.
 */
function copy(data: unknown): Read {
  const path: (string | number)[] = [];
  let values = 0;
  let keys = 0;
  const visit = (value: unknown): unknown => {
    if (++values > MAX_VALUES) throw new Refused(`holds more than ${MAX_VALUES} values`);
    if (typeof value !== "object" || value === null) return value;
    if (path.length >= MAX_DEPTH) throw new Refused(`is nested more than ${MAX_DEPTH} levels deep`);
    if (!Array.isArray(value)) keys += Object.keys(value).length;
    const result: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : Object.create(null);
    for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      path.push(key);
      if (key === "__proto__") throw new Refused("is a key that no catalog may have");
      (result as Record<string | number, unknown>)[key] = visit(inner);
      path.pop();
    }
    return Object.freeze(result);
  };
  try {
    return { ok: true, data: visit(data), keys };
  } catch (fault) {
    if (fault instanceof Refused) return { ok: false, path, message: fault.message };
    throw fault;
  }
}

class Refused extends Error {}

function problem(source: string, severity: Problem["severity"], path: Path, line: number | undefined, what: string): Problem {
  const shown = path.length > 6 ? path.slice(0, 6) : path;
  const place = printPath(shown) + (shown === path ? "" : "…");
  const where = line === undefined ? source : `${source}:${line}`;
  return { severity, source, ...(line === undefined ? {} : { line }), place, message: `${where}: ${place} ${what}.` };
}

function textSource(source: string, locale: string): string {
  const folder = /^(.*[\\/])?[^\\/]*$/.exec(source)?.[1] ?? "";
  return `${folder}l10n/${locale}.json`;
}

function reasonOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : "it throws";
}

function show(text: string): string {
  return JSON.stringify(text);
}
