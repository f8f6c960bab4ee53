/** The indexes of a catalog. */
import { type CatalogIndex, headOf } from "./catalog.ts";
import type { CatalogFile, Entry } from "./schema.generated.ts";

/** Everything here follows from the file; where an entry's own spelling is a code too, the code wins in `lookup`. */
export function indexOf(file: CatalogFile): CatalogIndex {
  const entries = new Map<string, Entry>(Object.entries(file.codes));
  const heads = new Map<string, string[]>();
  const spellings = new Map<string, string>();
  const names = new Map<string, string>();
  for (const [code, entry] of entries) {
    const head = headOf(code);
    const alike = heads.get(head);
    if (alike) alike.push(code);
    else heads.set(head, [code]);
    names.set(entry.name, code);
    for (const form of entry.wireForms ?? []) spellings.set(form, code);
  }
  return {
    entries,
    heads,
    spellings,
    names,
    success: new Set(file.success ?? []),
    alsoSeen: new Map((file.alsoSeen ?? []).map(({ code, note }) => [code, note])),
  };
}
