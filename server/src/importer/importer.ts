import { parse as parseYaml } from "yaml";
import type { CatalogFile } from "../catalogs/schema.generated.ts";
import { type Draft, draftOf, mergeCatalogs } from "./catalog.ts";
import { hostsIn } from "./hosts.ts";
import { listedIn } from "./listing.ts";
import { localeOf } from "./locale.ts";
import type { Source } from "./model.ts";
import { isOpenApi, readOpenApi } from "./openapi.ts";
import { readPage } from "./page.ts";
import { codeFieldsIn, fieldsInHeads } from "./samples.ts";

export type { Draft } from "./catalog.ts";

export interface ImportOptions {
  readonly id: string;
  /** The day the page was saved, as in `2026-01-31`. */
  readonly retrieved: string;
}

/**
 * Draws a catalog from a documentation page (HTML, Markdown, text with tables) or an OpenAPI description (JSON, YAML). A draft: a person reads
 * it before it is used. Undefined where the text lists no codes; throws where it is nested beyond reason.
 */
export function importCatalog(text: string, options: ImportOptions): Draft | undefined {
  return draftOf(sourceOf(text), options.id, options.retrieved);
}

/** Adds what a draft has and `old` lacks: codes in the catalog, words for codes. What `old` says stays. */
export function merge(old: { catalog: CatalogFile; text: Draft["text"] | undefined }, draft: Draft): Draft {
  return {
    catalog: mergeCatalogs(old.catalog, draft.catalog),
    text: { ...draft.text, ...old.text, codes: { ...draft.text.codes, ...old.text?.codes } },
  };
}

/** The catalog's id for any name a user may give it: `My API` -> `my-api`. Empty where nothing of it can stand in one. */
export function idFrom(name: string): string {
  const id = name
    .normalize("NFKD")
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^\d/.test(id) ? `api-${id}` : id;
}

function sourceOf(text: string): Source {
  const data = structured(text);
  if (isOpenApi(data)) return readOpenApi(data);
  const page = readPage(text);
  const samples = page.blocks.flatMap((it) => (it.kind === "sample" ? [it.text] : []));
  const fields = [...codeFieldsIn(page.blocks), ...fieldsInHeads(page.blocks)];
  const found = listedIn(page.blocks, new Set(fields.flatMap((it) => it.values)));
  const prose = found.map((it) => `${it.title} ${it.cause} ${it.remedy}`).join(" ");
  return {
    title: page.title,
    locale: localeOf(prose, page.language),
    found,
    fields,
    hosts: hostsIn(samples),
    complete: false,
    notes: [],
  };
}

/** JSON or YAML, where the text is one of them. */
function structured(text: string): unknown {
  if (!/^\uFEFF?\s*\{|^\uFEFF?(?:[^\n]*\n){0,40}?["']?(?:openapi|swagger)["']?\s*:/.test(text)) return undefined;
  try {
    return parseYaml(text.replace(/^\uFEFF/, ""), { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
