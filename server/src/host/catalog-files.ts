import type { CatalogInput } from "../catalogs/load.ts";
import type { Host } from "./host.ts";

/** Where a project keeps catalogs of its own, relative to its root. */
export const userCatalogFolder = ".faultline/catalogs";

/** A folder with more catalogs than this is no folder of catalogs. */
const maxCatalogs = 500;
const maxLocales = 100;

export interface CatalogFiles {
  readonly inputs: readonly CatalogInput[];
  /** Files that are there but could not be read. */
  readonly unreadable: readonly string[];
}

/** The catalogs that come with the package. Rejects on a broken installation. */
export async function builtInCatalogs(host: Host): Promise<readonly CatalogInput[]> {
  const inputs: CatalogInput[] = [];
  for (const id of await host.resources("catalogs")) {
    if (id.includes(".")) continue;
    const source = `catalogs/${id}/catalog.json`;
    const l10n: Record<string, string> = {};
    for (const name of await host.resources(`catalogs/${id}/l10n`)) {
      const locale = localeOf(name);
      if (locale !== undefined) l10n[locale] = text(await host.resource(`catalogs/${id}/l10n/${name}`));
    }
    inputs.push({ id, source, catalog: text(await host.resource(source)), l10n });
  }
  return inputs;
}

/** The same, as they were proven before they were packed. */
export async function provenCatalogs(host: Host): Promise<readonly CatalogInput[]> {
  return (await builtInCatalogs(host)).map((it) => ({ ...it, proven: true }));
}

/**
 * The catalogs of a folder of the user's: of the folder itself where it holds a `catalog.json`, else of each folder in it that does.
 * `folder` is absolute; none where there is no such folder. In the order of their names.
 */
export function userCatalogs(host: Host, folder: string): CatalogFiles {
  const inputs: CatalogInput[] = [];
  const unreadable: string[] = [];
  const read = (path: string): string | undefined => {
    const content = host.readText(path);
    if (content === undefined) unreadable.push(path);
    return content;
  };
  for (const place of places(host, folder)) {
    const source = `${place}/catalog.json`;
    const catalog = read(source);
    if (catalog === undefined) continue;
    const l10n: Record<string, string> = {};
    for (const name of [...host.list(`${place}/l10n`)].sort().slice(0, maxLocales)) {
      const locale = localeOf(name);
      const words = locale === undefined ? undefined : read(`${place}/l10n/${name}`);
      if (locale !== undefined && words !== undefined) l10n[locale] = words;
    }
    inputs.push({ id: place.slice(place.lastIndexOf("/") + 1), source, catalog, l10n });
  }
  return { inputs, unreadable };
}

function places(host: Host, folder: string): readonly string[] {
  if (host.exists(`${folder}/catalog.json`)) return [folder];
  const folders = host.list(folder).filter((it) => it.endsWith("/"));
  return [...folders]
    .sort()
    .slice(0, maxCatalogs)
    .map((it) => `${folder}/${it.slice(0, -1)}`)
    .filter((it) => host.exists(`${it}/catalog.json`));
}

function localeOf(name: string): string | undefined {
  return name.endsWith(".json") ? name.slice(0, -".json".length) : undefined;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
