import type { Host } from "../../host/host.ts";
import type { Evidence } from "../../resolve/model.ts";
import type { Needle } from "../../resolve/needles.ts";
import { certainAt, verdictsOf } from "../../resolve/verdicts.ts";
import { importStrategies } from "./imports.ts";
import { isManifest, manifestEvidence } from "./manifests.ts";
import { folderOf, type ImportStrategy, type ProjectView } from "./strategy.ts";

/** What is kept of a file that was only skimmed: no text, no tree. */
interface Note {
  /** APIs that the file's own words make certain, with the word that does. */
  readonly apis: ReadonlyMap<string, Evidence>;
  readonly imports: readonly string[];
}

/** A project larger than this is skimmed in part: the first files in the order of the walk. */
const maxFiles = 4000;
const maxTextLength = 1_000_000;

/** How far a client's files are followed: the client, what it imports, what those import. */
const maxHops = 3;

const testPath = /(?:^|\/)(?:tests?|spec|__tests__)\/|[._-]test\.|[._]spec\.|\/test_[^/]*$/i;

/** Names of files that gather a folder's parts. */
const passesOn = /\/(?:index\.\w+|__init__\.py|mod\.rs|lib\.rs)$/;

export interface ProjectOptions {
  readonly root: string;
  readonly host: Host;
  readonly needles: readonly Needle[];
  readonly apis: readonly string[];
  /** The nearest folder with a manifest. */
  readonly rootOf: (path: string) => string;
  /** The import strategy's name of a path; undefined for files of no language. */
  readonly strategyOf: (path: string) => string | undefined;
  /** The own evidence of a file, as the pipeline weighs it. */
  readonly evidenceOf: (path: string, text: string) => readonly Evidence[];
}

/**
 * What is read together: a project, or all projects of a repository that says it holds several. Its manifests speak at once, each for the
 * project it stands in; its files' words and imports once they were skimmed.
 */
export class Project implements ProjectView {
  readonly root: string;
  readonly #options: ProjectOptions;
  readonly #texts = new Map<string, string | undefined>();
  readonly #notes = new Map<string, Note>();
  readonly #folders = new Map<string, string[]>();
  readonly #names = new Map<string, string[]>();
  #importers: Map<string, Set<string>> | undefined;
  readonly #manifests = new Map<string, readonly Evidence[]>();
  readonly #views = new Map<string, ProjectView>();
  #skimmed = false;

  constructor(options: ProjectOptions) {
    this.root = options.root;
    this.#options = options;
  }

  get skimmed(): boolean {
    return this.#skimmed;
  }

  /** What the manifests of a file's own project say for it. */
  manifests(path: string): readonly Evidence[] {
    const root = this.#options.rootOf(path);
    let evidence = this.#manifests.get(root);
    if (!evidence) {
      evidence = manifestEvidence(root, this.#options.host, this.#options.needles);
      this.#manifests.set(root, evidence);
    }
    return evidence;
  }

  /** The same with the root of the project that a file stands in: where its import strategy looks for manifests. */
  viewFrom(path: string): ProjectView {
    const root = this.#options.rootOf(path);
    if (root === this.root) return this;
    let view = this.#views.get(root);
    if (!view) {
      view = {
        root,
        exists: (p) => this.exists(p),
        text: (p) => this.text(p),
        inFolder: (f) => this.inFolder(f),
        endingWith: (t) => this.endingWith(t),
      };
      this.#views.set(root, view);
    }
    return view;
  }

  exists(path: string): boolean {
    return this.#notes.has(path) || this.#options.host.exists(path);
  }

  text(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.#options.host.readText(path));
    return this.#texts.get(path);
  }

  inFolder(folder: string): readonly string[] {
    const known = this.#folders.get(folder);
    if (known || this.#skimmed) return known ?? [];
    // Before the project was skimmed the folder itself can be asked: cheap, and enough for files of one package.
    return this.#options.host
      .list(folder)
      .filter((n) => !n.endsWith("/"))
      .map((n) => `${folder}/${n}`);
  }

  endingWith(tail: string): readonly string[] {
    const name = tail.slice(tail.lastIndexOf("/") + 1);
    return (this.#names.get(name) ?? []).filter((p) => p.endsWith(tail));
  }

  /** Reads the project's files once, a few between one `yield` and the next, so that an editor stays free. */
  *skim(): Generator<void, void, undefined> {
    const { host, strategyOf } = this.#options;
    if (this.#skimmed || !host.walk) return;
    const paths: string[] = [];
    for (const path of host.walk(this.root, (p) => strategyOf(p) !== undefined)) {
      paths.push(path);
      push(this.#folders, folderOf(path), path);
      push(this.#names, path.slice(path.lastIndexOf("/") + 1), path);
      if (paths.length >= maxFiles) break;
    }
    yield;
    let since = 0;
    for (const path of paths) {
      const text = host.readText(path);
      if (text !== undefined && text.length <= maxTextLength) {
        this.#note(path, text);
        since += text.length;
      }
      if (since > 200_000) {
        since = 0;
        yield;
      }
    }
    this.#skimmed = true;
  }

  /** A file was changed, made or deleted. */
  changed(path: string): void {
    this.#texts.delete(path);
    if (isManifest(path.slice(path.lastIndexOf("/") + 1))) this.#manifests.clear();
    if (!this.#skimmed || this.#options.strategyOf(path) === undefined) return;
    this.#importers = undefined;
    const text = this.#options.host.readText(path);
    if (text === undefined) this.#notes.delete(path);
    else {
      if (!this.#notes.has(path)) {
        push(this.#folders, folderOf(path), path);
        push(this.#names, path.slice(path.lastIndexOf("/") + 1), path);
      }
      this.#note(path, text);
    }
  }

  #note(path: string, text: string): void {
    const { strategyOf, evidenceOf, apis } = this.#options;
    const strategy = this.strategy(strategyOf(path));
    const evidence = evidenceOf(path, text);
    const certain = new Map<string, Evidence>();
    for (const verdict of evidence.length > 0 ? verdictsOf(evidence, apis) : []) {
      const first = verdict.evidence[0];
      if (verdict.weight >= certainAt && first) certain.set(verdict.api, first);
    }
    const view = this.viewFrom(path);
    const imports = strategy ? [...new Set(strategy.scan(text).flatMap((r) => strategy.resolve(r, path, view)))].filter((p) => p !== path) : [];
    this.#notes.set(path, { apis: certain, imports });
    this.#importers = undefined;
  }

  strategy(name: string | undefined): ImportStrategy | undefined {
    return name === undefined ? undefined : importStrategies[name];
  }

  /** Files that are in view of one without an import, or that it imports, or that import it. */
  neighbours(path: string): readonly string[] {
    const strategy = this.strategy(this.#options.strategyOf(path));
    const implicit = strategy?.implicit?.(path, this.viewFrom(path)) ?? [];
    return [...new Set([...(this.#notes.get(path)?.imports ?? []), ...implicit, ...(this.#importerMap().get(path) ?? [])])].filter((p) => p !== path);
  }

  /**
   * What those around a file say for it. A file that only a client uses is the client's own; one that many others use as well is everybody's.
   * A file that uses a client knows its codes, but may have codes of its own.
   */
  around(path: string): readonly Evidence[] {
    if (!this.#skimmed) return [];
    const out: Evidence[] = [];
    const { apis } = this.#options;
    for (const api of apis) {
      const down = this.#usedBy(path, api, maxHops, new Set([path]));
      if (down) out.push(down);
      const strategy = this.strategy(this.#options.strategyOf(path));
      const uses = [...(this.#notes.get(path)?.imports ?? []), ...(strategy?.implicit?.(path, this.viewFrom(path)) ?? [])];
      const used = uses.map((p) => [p, this.#notes.get(p)?.apis.get(api)] as const).find(([, e]) => e !== undefined);
      if (used?.[1]) out.push({ api, kind: "neighbour", what: used[1].what, file: this.#relative(used[0]), weight: 0.9 });
    }
    return out;
  }

  /** Whether the files that import this one are an API's, and what share of them. */
  #usedBy(path: string, api: string, hops: number, seen: Set<string>): Evidence | undefined {
    if (hops === 0) return undefined;
    // Tests import everything: they neither count for a client nor against it.
    const importers = this.#importersOf(path).filter((p) => !testPath.test(p));
    let share = 0;
    let witness: { readonly path: string; readonly what: string } | undefined;
    for (const importer of importers) {
      const own = this.#notes.get(importer)?.apis.get(api);
      if (own) {
        share += 1;
        witness ??= { path: importer, what: own.what };
      } else if (!seen.has(importer) && (this.#notes.get(importer)?.apis.size ?? 0) === 0) {
        seen.add(importer);
        const above = this.#usedBy(importer, api, hops - 1, seen);
        if (above && above.weight >= certainAt) {
          share += 1;
          witness ??= { path: importer, what: above.what };
        }
      }
    }
    if (!witness) return undefined;
    return { api, kind: "neighbour", what: witness.what, file: this.#relative(witness.path), weight: Math.min(1, share / importers.length) };
  }

  /** The files that use one. A file that only passes on what others define stands for those that import it. */
  #importersOf(path: string): readonly string[] {
    const out = new Set<string>();
    const queue = [path];
    const seen = new Set(queue);
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const importer of this.#importerMap().get(at) ?? []) {
        if (seen.has(importer)) continue;
        seen.add(importer);
        if (passesOn.test(importer) && this.#notes.get(importer)?.apis.size === 0) queue.push(importer);
        else out.add(importer);
      }
    }
    return [...out];
  }

  #importerMap(): ReadonlyMap<string, ReadonlySet<string>> {
    if (!this.#importers) {
      const map = new Map<string, Set<string>>();
      for (const [from, note] of this.#notes) {
        for (const to of note.imports) {
          const set = map.get(to);
          if (set) set.add(from);
          else map.set(to, new Set([from]));
        }
      }
      this.#importers = map;
    }
    return this.#importers;
  }

  #relative(path: string): string {
    return path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : path;
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The nearest folder above a file that has a manifest, within the workspace folder; that folder itself where there is none. */
export function projectRootOf(path: string, workspace: string, host: Host, cache: Map<string, string>): string {
  const start = folderOf(path);
  const known = cache.get(start);
  if (known !== undefined) return known;
  let root = workspace;
  for (let folder = start; folder.length >= workspace.length && folder !== ""; folder = folderOf(folder)) {
    if (host.list(folder).some(isManifest)) {
      root = folder;
      break;
    }
  }
  cache.set(start, root);
  return root;
}

/** Files that say of a folder that its projects belong together. */
const groups: Readonly<Record<string, RegExp>> = {
  "pnpm-workspace.yaml": /./,
  "lerna.json": /./,
  "nx.json": /./,
  "rush.json": /./,
  "go.work": /./,
  "settings.gradle": /\binclude\b/,
  "settings.gradle.kts": /\binclude\b/,
  "package.json": /"workspaces"\s*:/,
  "Cargo.toml": /^\s*\[workspace\]/m,
  "pom.xml": /<modules>/,
  "pyproject.toml": /^\s*\[tool\.uv\.workspace\]/m,
};

/** The outermost folder above a project that says it holds several; the project's own root where none does. */
export function groupRootOf(root: string, workspace: string, host: Host, cache: Map<string, string>): string {
  const key = `${root}/`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  let group = root;
  for (let folder = root; folder.length >= workspace.length && folder !== ""; folder = folderOf(folder)) {
    const names = new Set(host.list(folder));
    const says = (name: string, pattern: RegExp): boolean => names.has(name) && pattern.test(host.readText(`${folder}/${name}`) ?? "");
    if ([...names].some((n) => n.endsWith(".sln")) || Object.entries(groups).some(([name, pattern]) => says(name, pattern))) group = folder;
  }
  cache.set(key, group);
  return group;
}
