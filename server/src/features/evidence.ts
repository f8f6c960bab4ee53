import type { Catalog } from "../catalogs/catalog.ts";
import type { Words } from "../l10n/words.ts";
import type { Evidence, Verdict } from "../resolve/model.ts";
import { between, fill, type Piece } from "./rich.ts";

/** A hover names the weightiest reasons; `faultline/why` lists all. */
const MAX_REASONS = 3;

/** "Marketo, because of `*.mktorest.com` in client.ts": why a file is taken for an API's. Empty where nothing is known. */
export function because(verdict: Verdict, catalog: Catalog, path: string, words: Words): readonly Piece[] {
  const reasons = [...verdict.evidence]
    .filter((it) => it.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_REASONS)
    .map((it) => reason(it, path, words));
  if (reasons.length === 0) return [];
  const joined = between(reasons, words.say("list.comma"));
  return fill(words.template(verdict.certain ? "evidence.because" : "evidence.perhaps"), { api: catalog.shortName, reasons: joined });
}

/** One reason: "the header `X-PLUGIN-TOKEN` in client.ts". `path` is the file that is asked about. */
export function reason(evidence: Evidence, path: string, words: Words): readonly Piece[] {
  // A name speaks for an API in the file's own path, and against one in its text.
  const kind = evidence.kind === "name" && evidence.weight < 0 ? "identifier" : evidence.kind;
  const what = fill(words.template(`evidence.${kind}`), { what: { code: evidence.what } });
  // These say themselves where they stand.
  if (kind === "setting" || kind === "path" || kind === "name") return what;
  const relation = evidence.uses === undefined ? "evidence.in" : evidence.uses ? "evidence.used" : "evidence.user";
  return fill(words.template(relation), { what, file: baseName(evidence.file ?? path) });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
