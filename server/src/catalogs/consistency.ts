/** What a schema can't say: references within a catalog, and between a catalog and its words. */
import type { CatalogText } from "./catalog.ts";
import type { Step } from "./json.ts";
import type { CatalogFile, Entry } from "./schema.generated.ts";

export interface Fault {
  readonly severity: "error" | "warning" | "information";
  readonly path: readonly Step[];
  readonly message: string;
}

/** Faults of a catalog that fits its schema. `id` is what its folder is called, where that is known. */
export function catalogFaults(file: CatalogFile, id: string | undefined): readonly Fault[] {
  return [...idFaults(file, id), ...formFaults(file), ...successFaults(file), ...entryFaults(file)];
}

/** Faults of a catalog's words that fit their schema; `locale` is what the file is called. */
export function textFaults(text: CatalogText, locale: string, file: CatalogFile): readonly Fault[] {
  const result: Fault[] = [];
  if (text.locale.toLowerCase() !== locale.toLowerCase())
    result.push(error(["locale"], `is ${show(text.locale)}, but the file is called ${show(locale)}`));
  for (const [code, words] of Object.entries(text.codes)) {
    const entry = file.codes[code];
    if (!entry) result.push(warning(["codes", code], "has words for a code that the catalog doesn't have"));
    else if (words.variants && words.variants.length !== (entry.variants?.length ?? 0))
      result.push(warning(["codes", code, "variants"], `has ${words.variants.length} texts for ${entry.variants?.length ?? 0} variants`));
  }
  const missing = Object.keys(file.codes).filter((code) => !text.codes[code]);
  if (missing.length > 0) result.push({ severity: "information", path: ["codes"], message: `has no words for ${few(missing)}` });
  return result;
}

function idFaults(file: CatalogFile, id: string | undefined): readonly Fault[] {
  return id === undefined || id === file.id ? [] : [error(["id"], `is ${show(file.id)}, but the folder is called ${show(id)}`)];
}

function formFaults(file: CatalogFile): readonly Fault[] {
  return (file.wireForms ?? []).flatMap(({ form }, index) =>
    form.split(/\{code\}|\{head\}/).length === 2
      ? []
      : [error(["wireForms", index, "form"], `is ${show(form)}, which must hold {code} or {head} exactly once`)],
  );
}

function successFaults(file: CatalogFile): readonly Fault[] {
  const doubled = (file.success ?? []).filter((it) => file.codes[it]);
  return doubled.map((it) => error(["codes", it], "is an error code and stands under success too"));
}

function entryFaults(file: CatalogFile): readonly Fault[] {
  const result: Fault[] = [];
  const names = new Map<string, string>();
  const spellings = new Map<string, string>(Object.keys(file.codes).map((code) => [code, code]));
  for (const [code, entry] of Object.entries(file.codes)) {
    result.push(...referenceFaults(file, code, entry));
    const namesake = names.get(entry.name);
    if (namesake !== undefined) result.push(error(["codes", code, "name"], `is ${show(entry.name)}, which ${show(namesake)} is called already`));
    names.set(entry.name, code);
    for (const [index, form] of (entry.wireForms ?? []).entries()) {
      const other = spellings.get(form);
      if (other !== undefined && other !== code)
        result.push(error(["codes", code, "wireForms", index], `is ${show(form)}, which stands for ${show(other)} already`));
      spellings.set(form, code);
    }
  }
  return result;
}

function referenceFaults(file: CatalogFile, code: string, entry: Entry): readonly Fault[] {
  const result: Fault[] = [];
  const at = (...steps: Step[]) => ["codes", code, ...steps];
  if (!file.sources[entry.source]) result.push(error(at("source"), `is ${show(entry.source)}, which is none of the sources`));
  if (!file.levels[entry.level]) result.push(error(at("level"), `is ${show(entry.level)}, which levels doesn't describe`));
  for (const [index, level] of (entry.alsoLevels ?? []).entries())
    if (!file.levels[level]) result.push(error(at("alsoLevels", index), `is ${show(level)}, which levels doesn't describe`));
  if (entry.replacedBy !== undefined && !file.codes[entry.replacedBy])
    result.push(warning(at("replacedBy"), `is ${show(entry.replacedBy)}, which the catalog doesn't have`));
  return result;
}

function error(path: readonly Step[], message: string): Fault {
  return { severity: "error", path, message };
}

function warning(path: readonly Step[], message: string): Fault {
  return { severity: "warning", path, message };
}

function few(codes: readonly string[]): string {
  const rest = codes.length - 5;
  return rest > 0 ? `${codes.slice(0, 5).join(", ")} and ${rest} more` : codes.join(", ");
}

function show(text: string): string {
  return JSON.stringify(text);
}
