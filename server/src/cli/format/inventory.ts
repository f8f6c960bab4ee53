import type { Catalog } from "../../catalogs/catalog.ts";
import type { Site } from "../../resolve/model.ts";
import { printable } from "../printable.ts";
import type { Scan } from "../scan.ts";
import type { Style } from "../style.ts";
import { rangeOf } from "./places.ts";
import { count } from "./pretty.ts";

interface Place {
  readonly site: Site;
  readonly where: string;
}

/** Where which code is handled, for people: by API, then by code in the catalog's order. */
export function sitesForPeople(scan: Scan, catalogs: readonly Catalog[], style: Style): string {
  const places = placesOf(scan);
  const apis = [...catalogs.map((it) => it.id), ...places.map((it) => it.site.api)];
  const blocks = [...new Set(apis)].flatMap((api) => {
    const own = places.filter((it) => it.site.api === api);
    if (own.length === 0) return [];
    const catalog = catalogs.find((it) => it.id === api);
    return [apiForPeople(api, catalog, own, style)];
  });
  const files = count(scan.files, "file", "files");
  if (blocks.length === 0) return `No codes in ${files}\n`;
  const codes = new Set(places.map((it) => `${it.site.api} ${it.site.code}`)).size;
  const total = `${count(codes, "code", "codes")} at ${count(places.length, "place", "places")} in ${scan.kept.length} of ${files}`;
  return `${blocks.join("\n")}\n${style.bold(total)}\n`;
}

function placesOf(scan: Scan): readonly Place[] {
  return scan.kept.flatMap(({ file, analysis }) =>
    analysis.sites
      .filter((it) => it.named === undefined)
      .map((site) => {
        const { line, character } = rangeOf(analysis.lines, site.span).start;
        return { site, where: `${printable(file)}:${line + 1}:${character + 1}` };
      }),
  );
}

function apiForPeople(api: string, catalog: Catalog | undefined, places: readonly Place[], style: Style): string {
  const codes = [...(catalog?.index.entries.keys() ?? []), ...places.map((it) => it.site.code)];
  const width = Math.max(...places.map((it) => it.where.length));
  const lines = [...new Set(codes)].flatMap((code) => {
    const own = places.filter((it) => it.site.code === code);
    if (own.length === 0) return [];
    const entry = catalog?.index.entries.get(code);
    const about = entry ? `${entry.name}  ${entry.retry.kind}` : "in no catalog";
    return [
      `  ${style.bold(printable(code))}  ${style.dim(about)}`,
      ...own.map((it) => `    ${it.where.padEnd(width)}  ${style.dim(roleOf(it.site))}`),
    ];
  });
  return `${style.underline(api)}${catalog ? `  ${style.dim(catalog.name)}` : ""}\n${lines.join("\n")}\n`;
}

function roleOf(site: Site): string {
  return site.confidence === "certain" ? site.role : `${site.role}, likely`;
}
