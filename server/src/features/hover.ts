import type { Catalog } from "../catalogs/catalog.ts";
import type { Analysis } from "../engine/model.ts";
import type { Words } from "../l10n/words.ts";
import type { Site } from "../resolve/model.ts";
import type { Span } from "../text/span.ts";
import { because } from "./evidence.ts";
import { explain, explainUnknown } from "./explain.ts";
import { type Block, between, block, type Piece } from "./rich.ts";

export interface Hover {
  /** The literal or name hovered over. */
  readonly span: Span;
  readonly blocks: readonly Block[];
}

/** What stands at `offset`, where that is a code; the same literal may be one of several APIs, which are then all told. */
export function hover(analysis: Analysis, offset: number, catalogs: readonly Catalog[], words: Words): Hover | undefined {
  const sites = sitesAt(analysis, offset);
  const first = sites[0];
  if (first === undefined) return undefined;
  const told = sites.map((site) => about(site, analysis, catalogs, words)).filter((it) => it.length > 0);
  if (told.length === 0) return undefined;
  return { span: first.span, blocks: told.flatMap((it, i) => (i === 0 ? it : [block("divider"), ...it])) };
}

/** The sites whose text holds `offset`, or ends there; where several do, those of the shortest text. */
export function sitesAt(analysis: Pick<Analysis, "sitesIn">, offset: number): readonly Site[] {
  const here = analysis.sitesIn({ start: offset, end: offset });
  const inside = here.filter((it) => offset < it.span.end);
  const near = inside.length > 0 ? inside : here;
  const shortest = Math.min(...near.map((it) => it.span.end - it.span.start));
  return near.filter((it) => it.span.end - it.span.start === shortest);
}

function about(site: Site, analysis: Analysis, catalogs: readonly Catalog[], words: Words): readonly Block[] {
  const catalog = catalogs.find((it) => it.id === site.api);
  if (catalog === undefined) return [];
  const verdict = analysis.verdicts.find((it) => it.api === site.api);
  const evidence = verdict === undefined ? [] : because(verdict, catalog, analysis.path, words);
  const known = site.known ? explain(catalog, site.code, words, site.level) : undefined;
  const main = known?.main ?? explainUnknown(catalog, site.value, words);
  return [...main, ...footer([evidence, known?.source ?? []])];
}

function footer(parts: readonly (readonly Piece[])[]): readonly Block[] {
  const said = parts.filter((it) => it.length > 0);
  return said.length === 0 ? [] : [block("divider"), block("small", ...between(said, "  ·  "))];
}
