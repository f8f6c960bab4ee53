import type { CatalogText, Entry } from "../catalogs/catalog.ts";
import type { CatalogFile } from "../catalogs/schema.generated.ts";
import { isNumeric, statusInCode } from "./codes.ts";
import { says, successWords } from "./lexicon.ts";
import type { CodeField, Found, LevelName, Source } from "./model.ts";
import { policyOf } from "./retry.ts";

export interface Draft {
  readonly catalog: CatalogFile;
  readonly text: CatalogText;
}

const pageKey = "page";

/** A catalog of what a source lists. `retrieved` is a day, as in `2026-01-31`. Undefined where the source lists no code. */
export function draftOf(source: Source, id: string, retrieved: string): Draft | undefined {
  const { codes, success } = grouped(source.found);
  if (codes.size === 0) return undefined;
  const entries: Record<string, Entry> = {};
  const words: Record<string, CatalogText["codes"][string]> = {};
  const names = new Set<string>();
  const taken = new Set(codes.keys());
  for (const [code, group] of codes) {
    entries[code] = entryOf(code, group, names, taken);
    words[code] = wordsOf(group);
  }
  const title = source.title || id;
  const catalog: CatalogFile = {
    id,
    name: title,
    shortName: title.length > 40 ? id : title,
    complete: source.complete,
    sources: { [pageKey]: { title, retrieved } },
    levels: levelsOf(entries, source.fields),
    ...(success.length > 0 ? { success } : {}),
    recognition: { ...(source.hosts.length > 0 ? { hosts: [...source.hosts] } : {}), identifiers: [id.replaceAll("-", " ")] },
    codes: entries,
  };
  return { catalog, text: { locale: source.locale, codes: words } };
}

/** What a file holds already stays as it is; only what it lacks is added. */
export function mergeCatalogs(old: CatalogFile, drawn: CatalogFile): CatalogFile {
  const names = new Set(Object.values(old.codes).map((it) => it.name));
  const spelt = new Set(Object.entries(old.codes).flatMap(([code, it]) => [code, ...(it.wireForms ?? [])]));
  const fresh = Object.entries(drawn.codes).filter(([code]) => !spelt.has(code) && !(old.success ?? []).includes(code));
  const source = sourceKeyFor(old, drawn);
  const added = fresh.map(([code, entry]): [string, Entry] => {
    const { wireForms, ...rest } = entry;
    const forms = (wireForms ?? []).filter((it) => !spelt.has(it));
    return [code, { ...rest, ...(forms.length > 0 ? { wireForms: forms } : {}), name: unique(entry.name, names), source }];
  });
  return {
    ...old,
    sources: added.length > 0 ? { ...old.sources, [source]: drawn.sources[pageKey] as CatalogFile["sources"][string] } : old.sources,
    levels: { ...drawn.levels, ...old.levels },
    codes: { ...old.codes, ...Object.fromEntries(added) },
  };
}

function sourceKeyFor(old: CatalogFile, drawn: CatalogFile): string {
  const title = drawn.sources[pageKey]?.title;
  for (let n = 1; ; n++) {
    const key = n === 1 ? pageKey : `${pageKey}-${n}`;
    if (!old.sources[key] || old.sources[key]?.title === title) return key;
  }
}

interface Grouped {
  readonly codes: ReadonlyMap<string, readonly Found[]>;
  readonly success: string[];
}

/** A page may list a code twice: in two languages' tables, or with two meanings. */
function grouped(found: readonly Found[]): Grouped {
  const codes = new Map<string, Found[]>();
  const success = new Set<string>();
  for (const it of found) {
    if (isSuccess(it)) success.add(it.code);
    else codes.set(it.code, [...(codes.get(it.code) ?? []), it]);
  }
  for (const code of success) codes.delete(code);
  return { codes, success: [...success] };
}

function isSuccess({ code, title, message, httpStatus, level }: Found): boolean {
  if (level === "http") return /^[123]/.test(code);
  if (httpStatus !== undefined && httpStatus < 300) return code === "0" || says(`${title} ${message ?? ""}`, successWords);
  return (code === "0" || /^(?:ok|success)$/i.test(code)) && (title === "" || says(`${title} ${message ?? ""}`, successWords));
}

function entryOf(code: string, group: readonly Found[], names: Set<string>, taken: Set<string>): Entry {
  const first = group[0] as Found;
  const kinds = group.map(policyOf);
  const meanings = meaningsOf(group);
  const httpStatus = first.httpStatus ?? statusInCode(code);
  const level = first.level ?? "response";
  const alias = first.alias !== undefined && !taken.has(first.alias) ? first.alias : undefined;
  if (alias !== undefined) taken.add(alias);
  return {
    level,
    ...alsoLevels(group, level),
    ...(httpStatus === undefined || level === "http" ? {} : { httpStatus }),
    name: unique(nameOf(code, first), names),
    ...(first.message === undefined ? {} : { message: first.message }),
    // Of several meanings the code's own is the most careful one.
    retry: kinds.find((it) => it.kind === "permanent") ?? kinds[0] ?? { kind: "permanent", executed: "no" },
    source: pageKey,
    ...(alias === undefined ? {} : { wireForms: [alias] }),
    ...(meanings.length > 1 ? { variants: meanings.map((it) => ({ message: it.message ?? it.title, retry: policyOf(it) })) } : {}),
  };
}

function alsoLevels(group: readonly Found[], level: LevelName): { alsoLevels?: LevelName[] } {
  const others = new Set(group.map((it) => it.level ?? "response").filter((it) => it !== level));
  return others.size > 0 ? { alsoLevels: [...others] } : {};
}

/** One for each message; rows that say the same are one meaning. */
function meaningsOf(group: readonly Found[]): readonly Found[] {
  const seen = new Map<string, Found>();
  for (const it of group) {
    const key = (it.message ?? it.title).toLowerCase();
    if (key !== "" && !seen.has(key)) seen.set(key, it);
  }
  return [...seen.values()];
}

function wordsOf(group: readonly Found[]): CatalogText["codes"][string] {
  const first = group[0] as Found;
  const meanings = meaningsOf(group);
  return {
    title: first.title,
    cause: first.cause === first.title ? "" : first.cause,
    remedy: first.remedy === first.cause ? "" : first.remedy,
    ...(meanings.length > 1 ? { variants: meanings.map((it) => ({ title: it.title, remedy: it.remedy || it.cause })) } : {}),
  };
}

/** The most words of a title that still make a name. */
const nameWords = 6;

function nameOf(code: string, { alias, title, message }: Found): string {
  if (alias !== undefined) return constant(alias);
  if (!isNumeric(code) && /[A-Za-z]{2}/.test(code)) return constant(code);
  const english = [title, message ?? ""].find((it) => /^[\x20-\x7e]*[A-Za-z]{3}[\x20-\x7e]*$/.test(it)) ?? "";
  const name = constant(
    english
      .replace(/['’]/g, "")
      .split(/[^A-Za-z0-9]+/)
      .filter(Boolean)
      .slice(0, nameWords)
      .join("_"),
  );
  return name || constant(`CODE_${code}`);
}

function constant(text: string): string {
  const parts = text
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
  const name = parts.join("_");
  return /^\d/.test(name) ? `CODE_${name}` : name;
}

function unique(name: string, names: Set<string>): string {
  let candidate = name;
  for (let n = 2; names.has(candidate); n++) candidate = `${name}_${n}`;
  names.add(candidate);
  return candidate;
}

/** For each level that codes arrive at, the field that carries them: as examples show it, else as most APIs have it. */
function levelsOf(entries: Readonly<Record<string, Entry>>, fields: readonly CodeField[]): CatalogFile["levels"] {
  const used = new Set<LevelName>(Object.values(entries).flatMap((it) => [it.level, ...(it.alsoLevels ?? [])]));
  const levels: { -readonly [L in LevelName]?: NonNullable<CatalogFile["levels"][L]> } = {};
  for (const name of used) {
    if (name === "http") {
      levels.http = { type: "number", path: "status", fields: ["status", "statusCode"] };
      continue;
    }
    const codes = Object.keys(entries).filter((it) => entries[it]?.level === name);
    const shown = fields.filter((it) => it.values.some((value) => entries[value]?.level === name));
    const guessed = name === "response" ? fields.filter((it) => !it.values.some((value) => entries[value])) : [];
    const [best] = shown.length > 0 ? shown : guessed;
    const type = best?.type ?? (codes.every(isNumeric) ? "number" : "string");
    const path = best?.path ?? "code";
    levels[name] = { type, path, fields: [...new Set((shown.length > 0 ? shown : [{ path }]).map((it) => fieldOf(it.path)))] };
  }
  return levels;
}

/** `result[].reasons[].code` -> `reasons.code`: the last name alone says too little. */
function fieldOf(path: string): string {
  const names = path.replaceAll("[]", "").split(".").filter(Boolean);
  const last = names.at(-1) ?? path;
  return last.length < 6 && names.length > 1 ? names.slice(-2).join(".") : last;
}
