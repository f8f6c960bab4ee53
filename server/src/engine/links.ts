import type { Evidence } from "../resolve/model.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { Foreign, ForeignLookup } from "../sites/context.ts";
import { isCodeKey } from "../sites/entries.ts";
import type { FileFacts, Import } from "../sites/model.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { Project } from "./project/project.ts";

/** A neighbour's word counts a little less than the file's own. */
const neighbourWeight = 0.85;

/** One file as its neighbours see it. */
export interface Linked {
  readonly path: string;
  readonly relative: string;
  readonly facts: FileFacts;
  readonly resolved: Resolved;
  readonly evidence: readonly Evidence[];
  /** What its own imports bring in: a file may pass on what others define. */
  readonly onward: () => readonly Link[];
}

/** What is asked of a file that defines something. */
export type Defining = Pick<Linked, "path" | "relative" | "facts" | "onward">;

/** A neighbour with the import that brings it in; none where the files of one package are in view anyway. */
export interface Link<T = Defining> {
  readonly linked: T;
  readonly by?: Import;
}

/** The files that a file's imports name, and those in view without one. */
export function linkedPaths(
  imports: readonly Import[],
  from: string,
  language: LanguageData,
  project: Project,
): readonly { readonly path: string; readonly by?: Import }[] {
  const strategy = project.strategy(language.strategies?.imports);
  if (!strategy) return [];
  const view = project.viewFrom(from);
  const named = imports.flatMap((by) =>
    strategy.resolve({ source: by.source, names: by.names.map((n) => n.name) }, from, view).map((path) => ({ path, by })),
  );
  const implicit = (strategy.implicit?.(from, view) ?? []).map((path) => ({ path }));
  // A file may be imported twice, under a name for the whole and names for its parts.
  const own = named.filter((l) => l.path !== from);
  const seen = new Set<string>([from, ...own.map((l) => l.path)]);
  return [...own, ...implicit.filter((l) => !seen.has(l.path) && seen.add(l.path))];
}

/** Finds what a dotted name stands for in the files that were imported. */
export function foreignLookup(links: readonly Link[]): ForeignLookup {
  // A name is asked for once for each of its uses.
  const known = new Map<string, Foreign | undefined>();
  return (names) => {
    const key = names.join(".");
    if (!known.has(key)) known.set(key, lookup(names, links));
    return known.get(key);
  };
}

function lookup(names: readonly string[], links: readonly Link[]): Foreign | undefined {
  const head = names[0] as string;
  const last = names[names.length - 1] as string;
  const owner = names.length > 1 ? names[names.length - 2] : undefined;
  for (const { linked, by } of links) {
    const named = by?.names.find((n) => n.local === head);
    // An import that names what it brings brings nothing else; a package's own files, and a whole module, bring everything.
    if (by && named === undefined && by.names.length > 0 && by.names.every((n) => n.name !== "*")) continue;
    const wanted = names.length === 1 && named && named.name !== "*" ? named.name : last;
    const found =
      definedIn(linked, wanted, names.length > 1 ? owner : undefined, by && named?.name === "*" ? lastStep(by.source) : named?.name) ??
      (by && passedOn(linked, names, named?.name, passLimit, new Set([linked])));
    if (found) return found;
  }
  return undefined;
}

/** `using C = Acme.Codes`: what a name stands for, where it stands for all that an import brings. */
function lastStep(source: string): string | undefined {
  return /\w+$/.exec(source)?.[0];
}

/** How many files may pass a name on between the one that defines it and the one that uses it. */
const passLimit = 3;

/** `export { A } from "./a"`, `from .a import A` in a package's own file: the name leads one file further. */
function passedOn(file: Defining, names: readonly string[], imported: string | undefined, limit: number, seen: Set<Defining>): Foreign | undefined {
  if (limit === 0) return undefined;
  // Of `errors.CODES.LIMIT` the module's own name is done with; a name that was brought in by itself goes by the name it has there.
  const path = imported === undefined || imported === "*" ? (names.length > 1 ? names.slice(1) : names) : [imported, ...names.slice(1)];
  const head = path[0] as string;
  for (const { linked, by } of file.onward()) {
    if (!by || seen.has(linked)) continue;
    const named = by.names.find((n) => n.local === head);
    const all = by.names.length === 0 || by.names.some((n) => n.name === "*" && n.local === "*");
    if (!named && !all) continue;
    const onward = named && named.name !== "*" ? [named.name, ...path.slice(1)] : path;
    const last = onward[onward.length - 1] as string;
    const owner = onward.length > 1 ? onward[onward.length - 2] : undefined;
    // Each file is asked once: parts of a package often bring in each other whole.
    seen.add(linked);
    const found = definedIn(linked, last, owner, undefined) ?? passedOn(linked, onward, onward[0], limit - 1, seen);
    if (found) return found;
  }
  return undefined;
}

function definedIn({ facts, relative }: Defining, name: string, owner: string | undefined, imported: string | undefined): Foreign | undefined {
  const fits = (o: string | undefined): boolean => o === undefined || owner === undefined || o === owner || o === imported;
  const constant = facts.constants.find((c) => c.name === name && fits(c.owner));
  if (constant) return { kind: "constant", label: constant.label, file: relative };
  const group = facts.groups.find((g) => g.name === name && fits(g.owner));
  if (group) return { kind: "group", group, file: relative };
  const field = facts.fields.find((f) => f.name === name && f.context === "definition" && isCodeKey(f.key));
  if (field) return { kind: "record", key: field.key, label: field.label, file: relative };
  const predicate = facts.predicates.find((p) => p.name === name && fits(p.owner));
  return predicate && { kind: "predicate", predicate, file: relative };
}

/** What the neighbours' own words are worth here, as long as the project was not skimmed. */
export function neighbourEvidence(linked: readonly Linked[]): readonly Evidence[] {
  return linked.flatMap(({ relative, resolved }) =>
    resolved.verdicts
      .filter((v) => v.certain)
      .map((v): Evidence => {
        const first = v.evidence[0];
        return { api: v.api, kind: "neighbour", what: first?.what ?? v.api, file: relative, weight: neighbourWeight };
      }),
  );
}

/** What a project says of a file without parsing any other. */
export function evidenceAround(path: string, project: Project | undefined): readonly Evidence[] {
  return project ? [...project.around(path), ...project.manifests(path)] : [];
}
