import type { Evidence } from "../../resolve/model.ts";
import type { Needle } from "../../resolve/needles.ts";
import { certainAt, verdictsOf, weakAt } from "../../resolve/verdicts.ts";
import { importStrategies } from "./imports.ts";
import { isManifest, manifestEvidence } from "./manifests.ts";
import { naming } from "./names.ts";
import { type Note, type NoteOptions, noteOf, readReferences } from "./note.ts";
import { inPieces, type Progress, push } from "./pieces.ts";
import { folderOf, type ImportStrategy, type ProjectView } from "./strategy.ts";

/** A project larger than this is skimmed in part: the first files in the order of the walk. */
const maxFiles = 4000;

/** How much is looked at before others have their turn: bytes that are searched, and texts in which imports are sought, which takes longer. */
const bytesAtOnce = 1_000_000;
const textAtOnce = 200_000;
/** Of imports that are found on the disk, so many. */
const importsAtOnce = 400;

/** How far a client's files are followed: the client, what it imports, what those import. */
const maxHops = 3;

const testPath = /(?:^|\/)(?:tests?|spec|__tests__)\/|[._-]test\.|[._]spec\.|\/test_[^/]*$/i;

/** Names of files that gather a folder's parts. */
const passesOn = /\/(?:index\.\w+|__init__\.py|mod\.rs|lib\.rs)$/;

export interface ProjectOptions extends NoteOptions {
  /** Who imports whom is read when a file asks for it, all at once. */
  readonly lazy?: boolean | undefined;
  readonly root: string;
  readonly needles: readonly Needle[];
  /** The nearest folder with a manifest. */
  readonly rootOf: (path: string) => string;
  /** The import strategy's name of a path; undefined for files of no language. */
  readonly strategyOf: (path: string) => string | undefined;
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
  #declared: Map<string, string[]> | undefined;
  #importers: Map<string, Set<string>> | undefined;
  readonly #manifests = new Map<string, readonly Evidence[]>();
  readonly #views = new Map<string, ProjectView>();
  /** What strategies have worked out, as long as the files are what they are. */
  readonly #memo = new Map<string, unknown>();
  /** Every source file is known by name: a path that isn't among them needn't be asked of the disk. */
  #complete = false;
  #skimmed = false;
  /** No file of the project can be an API's: nothing was read but bytes, and nothing needs to be. */
  #idle = false;
  /** The files' imports are still to be read. */
  #isBehind = false;
  /** It is to be read although no file on the disk is an API's. */
  #forced = false;
  #clients: boolean | undefined;

  constructor(options: ProjectOptions) {
    this.root = options.root;
    this.#options = options;
  }

  get skimmed(): boolean {
    return this.#skimmed;
  }

  /** Whether a file's bytes and path may make it an API's; undefined where it wasn't looked at. */
  speaks(path: string): boolean | undefined {
    return this.#notes.get(path)?.speaks;
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
        below: (f) => this.below(f),
        endingWith: (t) => this.endingWith(t),
        declaring: (n) => this.declaring(n),
        declaredBy: (p) => this.declaredBy(p),
        roots: () => this.roots(),
        memo: (k, make) => this.memo(k, make),
      };
      this.#views.set(root, view);
    }
    return view;
  }

  exists(path: string): boolean {
    if (this.#notes.has(path)) return true;
    if (this.#complete && path.startsWith(`${this.root}/`) && this.#options.strategyOf(path) !== undefined) return false;
    return this.#options.host.exists(path);
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

  below(folder: string): readonly string[] {
    return [...this.#folders].flatMap(([at, files]) => (at === folder || at.startsWith(`${folder}/`) ? files : []));
  }

  endingWith(tail: string): readonly string[] {
    const name = tail.slice(tail.lastIndexOf("/") + 1);
    return (this.#names.get(name) ?? []).filter((p) => p.endsWith(tail));
  }

  declaring(name: string): readonly string[] {
    this.#catchUp();
    if (!this.#declared) {
      this.#declared = new Map();
      for (const [path, note] of this.#notes) for (const declared of note.declares ?? []) push(this.#declared, declared, path);
    }
    return this.#declared.get(name) ?? [];
  }

  declaredBy(path: string): readonly string[] {
    this.#catchUp();
    return this.#notes.get(path)?.declares ?? [];
  }

  roots(): readonly string[] {
    return this.memo("roots", () => [...new Set([this.root, ...[...this.#notes.keys()].map((p) => this.#options.rootOf(p))])]);
  }

  memo<T>(key: string, make: () => T): T {
    if (!this.#memo.has(key)) this.#memo.set(key, make());
    return this.#memo.get(key) as T;
  }

  /**
   * Looks at the project's files once, a few between one `yield` and the next, so that an editor stays free. Where none of them can be an
   * API's that is all; else what they import is read as well. Yields how far it is: files done, and files in all.
   */
  *skim(): Generator<Progress, void, undefined> {
    const { host, strategyOf } = this.#options;
    if (this.#skimmed || !host.walk) return;
    for (const known of [this.#notes, this.#folders, this.#names]) known.clear();
    const paths: string[] = [];
    for (const path of host.walk(this.root, (p) => strategyOf(p) !== undefined)) {
      paths.push(path);
      push(this.#folders, folderOf(path), path);
      push(this.#names, path.slice(path.lastIndexOf("/") + 1), path);
      if (paths.length >= maxFiles) break;
      if (paths.length % 200 === 0) yield { done: 0, total: maxFiles };
    }
    const total = paths.length;
    yield* inPieces(paths, bytesAtOnce, (path, done) => ({ cost: this.#note(path), done, total }));
    this.#complete = paths.length < maxFiles;
    this.#memo.clear();
    this.#idle = !this.#forced && !this.#speaks();
    this.#isBehind = !this.#idle;
    // Where no file is an API's beyond doubt, hardly any asks who imports whom.
    if (this.#isBehind && !(this.#options.lazy && !this.#hasClients())) yield* this.#readImports(total);
    this.#skimmed = true;
  }

  *#readImports(total = this.#notes.size): Generator<Progress, void, undefined> {
    const paths = [...this.#notes.keys()];
    yield* inPieces(paths, textAtOnce, (path, done) => ({ cost: this.#readReferences(path), done, total }));
    this.#isBehind = false;
    yield* inPieces(paths, importsAtOnce, (path, done) => ({ cost: 1 + this.#importsOf(path).length, done, total }));
  }

  /** Reads now what was put off. */
  #catchUp(): void {
    if (this.#skimmed && this.#isBehind) for (const _ of this.#readImports());
  }

  /** Whether any file of the project may be an API's, by its own words or by what the manifests say for all. */
  #speaks(): boolean {
    const roots = new Map<string, string>();
    for (const [path, note] of this.#notes) {
      if (note.opens) return true;
      roots.set(this.#options.rootOf(path), path);
    }
    return [...roots.values()].some((path) => verdictsOf(this.manifests(path), this.#options.apis, weakAt).length > 0);
  }

  /** Whether nothing was found that speaks for any API; known once the project was skimmed. */
  get idle(): boolean {
    return this.#idle;
  }

  /** A file that isn't on the disk as it is may be an API's: the next skim reads what it left out. */
  wake(): void {
    if (!this.#idle) return;
    this.#skimmed = this.#idle = false;
    this.#forced = true;
  }

  /** A file was changed, made or deleted. */
  changed(path: string): void {
    this.#texts.delete(path);
    const manifest = isManifest(path.slice(path.lastIndexOf("/") + 1));
    if (manifest) this.#manifests.clear();
    this.#memo.clear();
    if (!this.#skimmed) return;
    if (manifest && this.#idle && this.#speaks()) this.wake();
    if (!this.#skimmed || this.#options.strategyOf(path) === undefined) return;
    this.#importers = this.#declared = this.#clients = undefined;
    const there = this.#options.host.exists(path);
    // What comes or goes may be what others meant.
    if (there !== this.#notes.has(path)) for (const note of this.#notes.values()) delete note.imports;
    if (!there) return void this.#notes.delete(path);
    if (!this.#notes.has(path)) {
      push(this.#folders, folderOf(path), path);
      push(this.#names, path.slice(path.lastIndexOf("/") + 1), path);
    }
    this.#note(path);
    if (this.#idle) {
      if (this.#notes.get(path)?.opens) this.wake();
    } else if (!this.#isBehind) this.#readReferences(path);
  }

  /** Gives what the look at it cost. */
  #note(path: string): number {
    this.#notes.delete(path);
    this.#importers = this.#declared = this.#clients = undefined;
    const seen = this.#options.look(path);
    const note = seen && noteOf(path, seen, this.#options, () => this.manifests(path));
    if (note) this.#notes.set(path, note);
    return seen && !seen.known ? seen.length : 0;
  }

  /** Gives the length of what was read, in UTF-16 units. */
  #readReferences(path: string): number {
    const note = this.#notes.get(path);
    const strategy = this.strategy(this.#options.strategyOf(path));
    return note && strategy ? readReferences(note, path, strategy, this.#options) : 0;
  }

  #importsOf(path: string): readonly string[] {
    this.#catchUp();
    const note = this.#notes.get(path);
    const strategy = this.strategy(this.#options.strategyOf(path));
    if (!note || !strategy) return [];
    if (!note.imports) {
      const view = this.viewFrom(path);
      note.imports = [...new Set((note.references ?? []).flatMap((r) => strategy.resolve(r, path, view)))].filter((p) => p !== path);
    }
    return note.imports;
  }

  strategy(name: string | undefined): ImportStrategy | undefined {
    return name === undefined ? undefined : importStrategies[name];
  }

  /** Files that are in view of one without an import, or that it imports, or that import it. */
  neighbours(path: string): readonly string[] {
    return [...new Set([...this.#importsOf(path), ...this.#implicit(path), ...(this.#importerMap().get(path) ?? [])])].filter((p) => p !== path);
  }

  #implicit(path: string): readonly string[] {
    return this.strategy(this.#options.strategyOf(path))?.implicit?.(path, this.viewFrom(path)) ?? [];
  }

  /**
   * What those around a file say for it. A file that only a client uses is the client's own; one that many others use as well is everybody's.
   * A file that uses a client knows its codes, but may have codes of its own.
   */
  around(path: string): readonly Evidence[] {
    if (!this.#skimmed || this.#idle || !this.#hasClients()) return [];
    const out: Evidence[] = [];
    const { apis } = this.#options;
    const clients = this.#implicit(path).filter((p) => (this.#notes.get(p)?.apis.size ?? 0) > 0);
    const beside = naming(path, clients, (p) => this.#options.host.readText(p));
    for (const api of apis) {
      const down = this.#usedBy(path, api, maxHops, new Set([path]));
      if (down) out.push(down);
      const used = this.#ofApi(this.#importsOf(path), api) ?? this.#ofApi(beside.uses, api);
      if (used) out.push({ ...used, weight: 0.9, uses: true });
      const user = this.#ofApi(beside.users, api);
      if (user && !down) out.push({ ...user, weight: 0.9, uses: false });
    }
    return out;
  }

  /** Whether any file is an API's beyond doubt. */
  #hasClients(): boolean {
    this.#clients ??= [...this.#notes.values()].some((note) => note.apis.size > 0);
    return this.#clients;
  }

  #ofApi(paths: readonly string[], api: string): Evidence | undefined {
    for (const path of paths) {
      const own = this.#notes.get(path)?.apis.get(api);
      if (own) return { api, kind: "neighbour", what: own.what, file: this.#relative(path), weight: 0 };
    }
    return undefined;
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
    // What mostly others use is everybody's.
    if (!witness || share * 2 < importers.length) return undefined;
    return {
      api,
      kind: "neighbour",
      what: witness.what,
      file: this.#relative(witness.path),
      weight: Math.min(1, share / importers.length),
      uses: false,
    };
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
      for (const from of this.#notes.keys()) {
        for (const to of this.#importsOf(from)) {
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
