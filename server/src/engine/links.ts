import type { Host } from "../host/host.ts";
import type { Evidence } from "../resolve/model.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { Foreign, ForeignLookup } from "../sites/context.ts";
import type { FileFacts, Import } from "../sites/model.ts";
import type { LanguageData } from "../syntax/language.ts";
import { importStrategies } from "./imports.ts";

/** A neighbour's word counts a little less than the file's own. */
const neighbourWeight = 0.85;

/** One file as its neighbours see it. */
export interface Linked {
  readonly path: string;
  readonly relative: string;
  readonly facts: FileFacts;
  readonly resolved: Resolved;
  readonly evidence: readonly Evidence[];
}

/** The files of the workspace that a file's imports name. */
export function importedPaths(imports: readonly Import[], from: string, language: LanguageData, host: Host): readonly { readonly path: string; readonly by: Import }[] {
  const strategy = importStrategies[language.strategies?.imports ?? ""];
  if (!strategy) return [];
  return imports.flatMap((by) => strategy(by.source, from, (p) => host.exists(p)).map((path) => ({ path, by })));
}

/** Finds what a dotted name stands for in the files that were imported. */
export function foreignLookup(links: readonly { readonly linked: Linked; readonly by: Import }[]): ForeignLookup {
  return (names) => {
    const head = names[0] as string;
    const last = names[names.length - 1] as string;
    const owner = names.length > 1 ? names[names.length - 2] : undefined;
    for (const { linked, by } of links) {
      const named = by.names.find((n) => n.local === head);
      const whole = named === undefined && by.names.length > 0;
      if (whole) continue;
      const wanted = names.length === 1 && named && named.name !== "*" ? named.name : last;
      const found = definedIn(linked, wanted, names.length > 1 ? owner : undefined, named?.name);
      if (found) return found;
    }
    return undefined;
  };
}

function definedIn({ facts, relative }: Linked, name: string, owner: string | undefined, imported: string | undefined): Foreign | undefined {
  const fits = (o: string | undefined): boolean => o === undefined || owner === undefined || o === owner || o === imported;
  const constant = facts.constants.find((c) => c.name === name && fits(c.owner));
  if (constant) return { kind: "constant", label: constant.label, file: relative };
  const group = facts.groups.find((g) => g.name === name && fits(g.owner));
  if (group) return { kind: "group", group, file: relative };
  const predicate = facts.predicates.find((p) => p.name === name && fits(p.owner));
  return predicate && { kind: "predicate", predicate, file: relative };
}

/** What a neighbour's evidence is worth here: its own strong words, not what it heard from others. */
export function neighbourEvidence(linked: readonly Linked[]): readonly Evidence[] {
  return linked.flatMap(({ relative, resolved }) =>
    resolved.verdicts.filter((v) => v.certain).map((v): Evidence => {
      const first = v.evidence[0];
      return { api: v.api, kind: "neighbour", what: first?.what ?? v.api, file: relative, weight: neighbourWeight };
    }),
  );
}
