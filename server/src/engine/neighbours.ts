import { Elsewhere } from "../resolve/elsewhere.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { Import } from "../sites/model.ts";
import { type ClosedFiles, linkLimit } from "./closed-files.ts";
import { foreignLookup, type Link, type Linked, linkedPaths, neighbourEvidence } from "./links.ts";
import { alone, type FileInput, type Surroundings } from "./pipeline.ts";
import type { Project } from "./project/project.ts";

type From = Pick<FileInput, "path" | "language">;

/** Which files of its project a file is read together with. */
export class Neighbours {
  readonly #closed: ClosedFiles;
  readonly #projectOf: (path: string) => Project | undefined;

  constructor(closed: ClosedFiles, projectOf: (path: string) => Project | undefined) {
    this.#closed = closed;
    this.#projectOf = projectOf;
  }

  /** The files that a file's imports name. */
  imported({ path, language }: From, imports: readonly Import[]): ReturnType<typeof linkedPaths> {
    const project = this.#projectOf(path);
    return project ? linkedPaths(imports, path, language, project).slice(0, linkLimit) : [];
  }

  /** What those around a file say, all of them looked at. */
  of(input: From, imports: readonly Import[]): Surroundings {
    const project = this.#projectOf(input.path);
    if (!project) return alone;
    const links = this.imported(input, imports).flatMap(({ path, by }): Link<Linked>[] => {
      const linked = this.#closed.link(path);
      return linked ? [by ? { linked, by } : { linked }] : [];
    });
    const direct = links.map((l) => l.linked);
    // Those that import this file decide on what it defines: part of the same client.
    const importers = project.skimmed ? this.#read(project.neighbours(input.path), [input.path, ...direct.map((l) => l.path)]) : [];
    const near = [...direct, ...importers];
    const behind = this.#behind(direct, [input.path, ...near.map((l) => l.path)]);
    const evidence = [...(project.skimmed ? project.around(input.path) : neighbourEvidence(direct)), ...project.manifests(input.path)];
    return {
      foreign: links.length > 0 ? foreignLookup(links) : alone.foreign,
      evidence,
      linked: [...near.map((f) => f.resolved), ...behind.map((f) => namesAlone(f.resolved))],
      elsewhere: new Elsewhere([...near, ...behind]),
    };
  }

  /** What a client that is used here is made of: which errors its codes become may stand in a file that the client alone names. */
  #behind(files: readonly Linked[], known: readonly string[]): readonly Linked[] {
    const paths = files.filter(isClient).flatMap((l) => l.onward().map(({ linked }) => linked.path));
    return this.#read(paths, known).filter(isClient);
  }

  #read(paths: readonly string[], known: readonly string[]): readonly Linked[] {
    const others = [...new Set(paths)].filter((p) => !known.includes(p));
    return others.slice(0, linkLimit).flatMap((path) => this.#closed.link(path) ?? []);
  }
}

const named = new WeakMap<Resolved, Resolved>();

/** What errors are called that codes become. What is decided there is decided about requests of its own. */
function namesAlone(resolved: Resolved): Resolved {
  let names = named.get(resolved);
  if (!names) {
    const { facts, groups } = resolved;
    const tables = facts.groups.filter((g) => g.form === "table");
    names = {
      ...resolved,
      facts: { ...facts, functions: [], branches: [], predicates: [], conditions: [], groups: tables },
      branches: [],
      groups: groups.filter((g) => g.group.form === "table"),
      sites: [],
      sitesIn: () => [],
    };
    named.set(resolved, names);
  }
  return names;
}

function isClient({ resolved }: Linked): boolean {
  return resolved.verdicts.some((v) => v.certain);
}
