import type { Catalog } from "../catalogs/catalog.ts";
import type { Analysis } from "../engine/model.ts";
import type { Words } from "../l10n/words.ts";
import type { Span } from "../text/span.ts";
import { because, reason } from "./evidence.ts";
import { block, fill, plain } from "./rich.ts";

/** Why a file is taken for an API's: the answer to "which API is this file and why". */
export interface Why {
  readonly api: string;
  readonly name: string;
  readonly shortName: string;
  readonly certain: boolean;
  readonly weight: number;
  /** One line with the weightiest reasons. */
  readonly summary: string;
  readonly evidence: readonly WhyEvidence[];
}

export interface WhyEvidence {
  readonly kind: string;
  /** In words: "the header X-USER-KEY in client.ts". */
  readonly text: string;
  readonly weight: number;
  /** Relative path, when it isn't the file itself. */
  readonly file?: string;
  readonly span?: Span;
}

/** All verdicts on a file, the weightiest first, each with everything that speaks for and against it. */
export function why(analysis: Analysis, catalogs: readonly Catalog[], words: Words): readonly Why[] {
  const result: Why[] = [];
  for (const verdict of [...analysis.verdicts].sort((a, b) => b.weight - a.weight)) {
    const catalog = catalogs.find((it) => it.id === verdict.api);
    if (catalog === undefined) continue;
    result.push({
      api: verdict.api,
      name: catalog.name,
      shortName: catalog.shortName,
      certain: verdict.certain,
      weight: verdict.weight,
      summary: plain([block("text", ...because(verdict, catalog, analysis.path, words))]),
      evidence: [...verdict.evidence]
        .sort((a, b) => b.weight - a.weight)
        .map((it) => ({
          kind: it.kind,
          text: plain([block("text", ...reason(it, analysis.path, words))]),
          weight: it.weight,
          ...(it.file === undefined ? {} : { file: it.file }),
          ...(it.span === undefined ? {} : { span: it.span }),
        })),
    });
  }
  return result;
}

/** What says of a file which APIs it is not. */
export function denials(analysis: Analysis, catalogs: readonly Catalog[], words: Words): readonly WhyEvidence[] {
  return (analysis.denials ?? []).map((it) => {
    const api = catalogs.find((c) => c.id === it.api)?.shortName ?? it.api;
    const what = reason(it, analysis.path, words);
    return {
      kind: it.kind,
      text: plain([block("text", ...fill(words.template(it.api === "none" ? "evidence.none" : "evidence.not"), { api, what }))]),
      weight: it.weight,
      ...(it.span === undefined ? {} : { span: it.span }),
    };
  });
}
