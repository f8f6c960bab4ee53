import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Catalog, CatalogText } from "../catalogs/catalog.ts";
import { loadCatalogs } from "../catalogs/load.ts";
import type { CatalogFile } from "../catalogs/schema.generated.ts";
import { userCatalogFolder } from "../host/catalog-files.ts";
import { errorCode } from "../host/system.ts";
import type { Draft } from "../importer/importer.ts";
import { type Arguments, quote } from "./arguments.ts";
import { exit, Failure } from "./failure.ts";
import { count } from "./format/pretty.ts";
import type { Machine } from "./machine.ts";
import { resolvePath } from "./paths.ts";

/**
 * `faultline import <page|openapi> --id ID [-o FILE] [--merge]`: writes a catalog, and beside it `l10n/<locale>.json` with the page's words.
 * Exit 0 when it was written; a page without codes, an unreadable file or a broken catalog to merge with is a `Failure`.
 */
export async function importCatalog(machine: Machine, { operands, options }: Arguments): Promise<number> {
  const [page] = operands;
  if (page === undefined || operands.length > 1) {
    throw new Failure("import takes one page or OpenAPI description: faultline import <page|openapi> --id ID");
  }
  if (options.id === undefined) throw new Failure("import needs the catalog's id: --id ID");
  if (/^https?:/i.test(page)) throw new Failure("import fetches nothing from the network: save the page and give the file");
  const importer = await machine.loadImporter();
  const id = importer.idFrom(options.id);
  if (id === "") throw new Failure(`no id can be made of ${quote(options.id)}: use letters and digits`);
  const target = options.output === undefined ? `${machine.cwd}/${userCatalogFolder}/${id}/catalog.json` : resolvePath(machine.cwd, options.output);
  // A draft is read over and mended by hand: nobody's work is written over who hasn't named the file.
  if (options.output === undefined && options.merge === undefined && machine.host.exists(target))
    throw new Failure(`${target} is there already: --merge keeps it and adds what is new, -o writes elsewhere`);
  const text = read(machine, page);
  const draft = drawn(() => importer.importCatalog(text, { id, retrieved: today() }), page);
  const old = options.merge === undefined ? undefined : held(machine, target, draft.text.locale);
  const result = old ? importer.merge(old, draft) : draft;
  mustHold(result, target);
  write(target, result.catalog);
  const words = join(dirname(target), "l10n", `${result.text.locale}.json`);
  write(words, result.text);
  tell(machine, result, old?.catalog, target);
  if (id !== options.id) machine.stderr.write(`The catalog's id is ${id}, made of ${quote(options.id)}.\n`);
  return exit.clean;
}

function read(machine: Machine, page: string): string {
  const read = machine.host.read(resolvePath(machine.cwd, page));
  if ("problem" in read) throw new Failure(`can't read ${quote(page)}: ${read.problem}`);
  return read.text;
}

function drawn(draw: () => Draft | undefined, page: string): Draft {
  let draft: Draft | undefined;
  try {
    draft = draw();
  } catch (error) {
    // Only a page that is nested beyond reason brings the readers down.
    if (error instanceof RangeError) throw new Failure(`${quote(page)} is nested too deeply to be read`);
    throw error;
  }
  if (!draft) throw new Failure(`no error codes found in ${quote(page)}: is there a table or list of them?`);
  return draft;
}

/** What the target holds already; undefined where there is no file yet. */
function held(machine: Machine, target: string, locale: string): { catalog: CatalogFile; text: CatalogText | undefined } | undefined {
  const text = machine.host.readText(target);
  if (text === undefined) return undefined;
  const words = machine.host.readText(join(dirname(target), "l10n", `${locale}.json`));
  const { catalogs, problems } = loadCatalogs([{ source: target, catalog: text, l10n: words === undefined ? {} : { [locale]: words } }]);
  const error = problems.find((it) => it.severity === "error");
  if (error || catalogs[0] === undefined) throw new Failure(`can't merge: ${error?.message ?? `${quote(target)} is no catalog`}`);
  return { catalog: fileOf(catalogs[0]), text: catalogs[0].texts[locale] };
}

/** A loaded catalog as its file has it. */
function fileOf({ source: _source, texts: _texts, index: _index, ...file }: Catalog): CatalogFile {
  return file;
}

/** What is written is read again by the same rules as any catalog: a draft that breaks them is our mistake, and none is written. */
function mustHold({ catalog, text }: Draft, target: string): void {
  const { problems } = loadCatalogs([{ source: target, catalog, l10n: { [text.locale]: text } }]);
  const error = problems.find((it) => it.severity === "error");
  if (error) throw new Failure(`the catalog made of this page would not be valid: ${error.message}`);
}

function write(path: string, data: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(data, undefined, 2)}\n`);
  } catch (error) {
    throw new Failure(`can't write ${quote(path)}: ${errorCode(error)}`);
  }
}

function tell(machine: Machine, { catalog, text }: Draft, old: CatalogFile | undefined, target: string): void {
  const kinds = new Map<string, number>();
  for (const entry of Object.values(catalog.codes)) kinds.set(entry.retry.kind, (kinds.get(entry.retry.kind) ?? 0) + 1);
  const codes = Object.keys(catalog.codes).length;
  const added = old === undefined ? "" : ` (${codes - Object.keys(old.codes).length} new)`;
  const list = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, number]) => `${number} ${kind}`);
  machine.stderr.write(
    `${count(codes, "code", "codes")}${added} written to ${target}: ${list.join(", ")}; words in ${text.locale}.\n` +
      "Read it before you rely on it: the retry kinds are concluded from the page's words and statuses.\n",
  );
  if ((catalog.recognition.hosts ?? []).length === 0)
    machine.stderr.write("The page names no host: say in recognition.hosts where the API is called, or few files are taken for its clients.\n");
}

/** The day, as catalogs write it. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
