import type { PublishDiagnosticsParams } from "vscode-languageserver";
import type { Catalog } from "../catalogs/catalog.ts";
import { defaultSettings, type Engine, type EngineOptions, type OpenDocument, type Settings } from "../engine/model.ts";
import type { SettingsFile } from "../features/code-actions.ts";
import type { Host, Logger } from "../host/host.ts";
import { type Words, words } from "../l10n/words.ts";
import type { ClientFeatures } from "./client-features.ts";
import { ClosedFiles } from "./closed-files.ts";
import { ServedDocument } from "./document.ts";
import { messageOf } from "./message-of.ts";
import { type Notebook, Notebooks } from "./notebooks.ts";
import type { ChangedDocument, OpenedDocument } from "./params.ts";
import { Preparing, type Work } from "./preparing.ts";
import { listed, Publication } from "./publication.ts";
import { PROJECT_SETTINGS, projectSettings, readSettings } from "./settings.ts";
import { Settling } from "./settling.ts";
import { Pen } from "./sheet.ts";
import type { OtherFile, Place } from "./to-protocol.ts";
import { absolutePath, rootOf } from "./uris.ts";

/** What the server is made of, beside the protocol. */
export interface Services {
  readonly host: Host;
  createEngine(options: EngineOptions): Engine | Promise<Engine>;
  /** The built-in catalogs and those of the workspace folders. Rejects only on a broken installation. */
  loadCatalogs(roots: readonly string[]): Promise<{ readonly catalogs: readonly Catalog[]; readonly problems: readonly string[] }>;
  /** Told of each change of a document, before it is followed. */
  typed?(): void;
  /** Where the pages of the rules lie, as a URI with a slash at its end, for clients that don't say it themselves. */
  readonly rulePages?: string;
}

/** What the session tells the editor unasked. */
export interface Outlet {
  readonly log: Logger;
  /** Resolves when they are on their way, where that can be said. */
  diagnostics(params: PublishDiagnosticsParams): void | Promise<void>;
  status(params: StatusParams): void;
  /** For what the user must know, once. */
  showError(message: string): void;
  /** Shows a long piece of work; undefined, or absent, where the editor can't. */
  begin?(title: string): Work | undefined;
}

/** The APIs that a document is taken to call. */
export interface StatusParams {
  readonly uri: string;
  readonly apis: readonly { readonly id: string; readonly name: string; readonly certain: boolean }[];
}

/** All mutable state of the server: settings, the engine, and the open documents. */
export class Session {
  readonly client: ClientFeatures;
  words: Words;
  readonly #services: Services;
  readonly #outlet: Outlet;
  readonly #documents = new Map<string, ServedDocument>();
  readonly notebooks: Notebooks;
  readonly #closedFiles: ClosedFiles;
  #roots: readonly string[];
  #editorSettings: unknown;
  #engine: Promise<Engine>;
  #started: ((engine: Promise<Engine>) => void) | undefined;
  #catalogs: readonly Catalog[] = [];
  /** The engine last created, for what can't wait. */
  #running: Engine | undefined;
  #generation = 0;
  readonly #preparing: Preparing;
  readonly #pen: Pen;
  readonly #settling = new Settling<ServedDocument>((document) => this.#settle(document));

  constructor(services: Services, outlet: Outlet, client: ClientFeatures, roots: readonly string[]) {
    this.#services = services;
    this.#closedFiles = new ClosedFiles(services.host);
    this.#outlet = outlet;
    this.#preparing = new Preparing(() => outlet.begin?.(this.words.say("work.project")), outlet.log);
    this.notebooks = new Notebooks({
      documents: this.#documents,
      engine: () => this.#engine,
      running: () => this.#running,
      open: (item, notebook) => this.open(item, notebook),
      close: (uri) => this.close(uri),
      change: (changed) => this.change(changed),
      publish: (document) => this.#publish(document),
      prepare: (document) => this.#prepare(document),
      log: outlet.log,
    });
    this.client = client;
    this.#pen = new Pen(client);
    this.#roots = roots;
    this.words = words(client.locale);
    this.#engine = new Promise((resolve) => {
      this.#started = resolve;
    });
    // A failed start is told once, where it happens; documents then stay without analysis.
    this.#engine.catch(() => {});
  }

  /** Those of the engine; empty until there is one. */
  get catalogs(): readonly Catalog[] {
    return this.#catalogs;
  }

  /** Loads what analysis needs, and analyses the documents that were opened meanwhile. */
  async start(editorSettings: unknown): Promise<void> {
    if (this.#started === undefined) return;
    this.#editorSettings = editorSettings;
    const engine = this.#createEngine();
    this.#started(engine);
    this.#started = undefined;
    await this.#tellFailure(engine);
  }

  open(item: OpenedDocument, notebook?: Notebook): void {
    this.close(item.uri);
    const document = new ServedDocument(item, this.#pen);
    document.notebook = notebook;
    if (notebook) document.path = `${notebook.path}#`;
    this.#documents.set(item.uri, document);
    // Cells come in crowds, and are read when all of them are there.
    if (notebook === undefined) document.attached = this.#attach(document);
  }

  change({ uri, version, changes }: ChangedDocument): void {
    const document = this.#documents.get(uri);
    if (document === undefined) return;
    this.#services.typed?.();
    const edits = document.text.apply(changes, version ?? document.version + 1);
    const { engine } = document;
    if (engine === undefined) return;
    if (edits.length > 0) this.#guard(document, () => engine.edit(edits, document.text));
    this.#publish(document);
    if (edits.length > 0) this.#settling.touch(document);
    // A file that has just become an API's may wake a project that had nothing to say.
    if (engine.analysis.verdicts.length > 0) this.#prepare(document);
    this.notebooks.publish(document.notebook, document);
  }

  close(uri: string): void {
    const document = this.#documents.get(uri);
    if (document === undefined) return;
    this.#documents.delete(uri);
    const shown = document.engine !== undefined;
    document.detach();
    // From now on the file says what it says on disk.
    this.#running?.changed([document.path]);
    if (shown) void this.#outlet.diagnostics({ uri, diagnostics: [] });
  }

  /** The document with its analysis; undefined for documents that aren't open or aren't ours. */
  async document(uri: string): Promise<{ served: ServedDocument; engine: OpenDocument; place: Place } | undefined> {
    const served = this.#documents.get(uri);
    if (served === undefined) return undefined;
    if (served.engine === undefined) await served.attached;
    const { engine } = served;
    return engine === undefined ? undefined : { served, engine, place: this.#place(served, engine) };
  }

  /** Where the project around a document keeps its settings, or would; undefined for what doesn't lie in a folder of the workspace. */
  settingsFile({ file }: ServedDocument): SettingsFile | undefined {
    const { host } = this.#services;
    const root = file === undefined ? undefined : rootOf(file, this.#roots);
    if (file === undefined || root === undefined || !file.startsWith(`${root}/`)) return undefined;
    const path = `${root}/${PROJECT_SETTINGS}`;
    return { path, text: host.readText(path), document: file.slice(root.length + 1) };
  }

  async configure(editorSettings: unknown): Promise<void> {
    this.#editorSettings = editorSettings;
    await this.reconfigure();
  }

  /** Reads the project's settings again and does over what depends on them. */
  async reconfigure(): Promise<void> {
    const engine = await this.#engine;
    engine.configure(this.#settings());
    this.#preparing.reconsider(engine);
    this.#refresh(() => true);
    this.#prepareAll();
  }

  /** Other folders mean other projects and other catalogs: everything is built anew. */
  async changeRoots(added: readonly string[], removed: readonly string[]): Promise<void> {
    this.#roots = [...this.#roots.filter((it) => !removed.includes(it)), ...added.filter((it) => !this.#roots.includes(it))];
    await this.rebuild();
  }

  /** A new engine over the same documents, for what an engine can't take in: folders and catalogs. */
  async rebuild(): Promise<void> {
    // Not started yet: the start will find things as they are then.
    if (this.#started !== undefined) return;
    this.#closedFiles.forget();
    const engine = this.#createEngine();
    this.#engine = engine;
    this.notebooks.detach();
    for (const document of this.#documents.values()) {
      document.detach();
      if (document.notebook === undefined) document.attached = this.#attach(document);
    }
    this.notebooks.attach();
    await this.#tellFailure(engine);
  }

  /** Files have changed on disk: what depends on others than itself is done over, without parsing. */
  filesChanged(paths: readonly string[]): void {
    this.#running?.changed(paths);
    this.#refresh((document) => paths.some((it) => it !== document.path));
    this.#prepareAll();
  }

  dispose(): void {
    this.#settling.stop();
    for (const document of this.#documents.values()) document.detach();
    this.#documents.clear();
    this.notebooks.detach();
  }

  #refresh(concerned: (document: ServedDocument) => boolean): void {
    this.#closedFiles.forget();
    for (const document of this.#documents.values()) {
      const { engine } = document;
      if (engine === undefined || !concerned(document)) continue;
      // One cell stands for all that are read together with it.
      if (document.notebook === undefined || document.notebook.isFirst(document)) this.#guard(document, () => engine.refresh());
      this.#publish(document);
    }
  }

  async #createEngine(): Promise<Engine> {
    const { host, loadCatalogs, createEngine } = this.#services;
    const generation = ++this.#generation;
    const { catalogs, problems } = await loadCatalogs(this.#roots);
    for (const it of problems) this.#outlet.log.warn(it);
    const engine = await createEngine({ host, catalogs, settings: this.#settings(), log: this.#outlet.log, roots: this.#roots });
    // What is open is all that is known of the workspace, besides its neighbours: only what most of that does is told.
    engine.compareFiles(new Map());
    if (generation === this.#generation) {
      this.#running = engine;
      this.#catalogs = catalogs;
    }
    return engine;
  }

  async #tellFailure(engine: Promise<Engine>): Promise<void> {
    await engine.catch((error: unknown) => this.#outlet.showError(`Faultline can't start: ${messageOf(error)}`));
  }

  async #attach(document: ServedDocument): Promise<void> {
    try {
      const engine = await this.#engine;
      const languageId = engine.languageOf(document.path, document.editorLanguageId);
      if (languageId === undefined) return;
      await engine.load(languageId);
      // While that went on the document may have been closed, or the folders changed.
      if (this.#documents.get(document.uri) !== document || engine !== (await this.#engine) || document.engine !== undefined) return;
      document.languageId = languageId;
      document.engine = engine.open(document.path, languageId, document.text.text);
      document.text.share(document.engine.analysis.text, document.engine.analysis.lines);
      // A message is written when nothing else is to be done: the project around the file waits until the editor has what the file says itself.
      await this.#publish(document);
      this.#prepare(document);
    } catch (error) {
      this.#outlet.log.warn(`${document.path} is not analysed: ${messageOf(error)}`);
    }
  }

  #prepareAll(): void {
    for (const document of this.#documents.values()) if (document.engine !== undefined) this.#prepare(document);
  }

  /** What the file says itself is shown first; then the project around it is looked at, one project after the other, which may say more. */
  #prepare(document: ServedDocument): void {
    const engine = this.#running;
    const { file } = document;
    if (engine === undefined || file === undefined) return;
    const matters = () => engine === this.#running && this.#documents.get(document.uri) === document;
    this.#preparing.add({ engine, file, matters, learned: () => this.#refresh(() => true) });
  }

  /** Analysis never throws on a user's text; should it do so all the same, the document starts over, and is left alone if that fails too. */
  #guard(document: ServedDocument, work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.#outlet.log.warn(`${document.path} is analysed anew: ${messageOf(error)}`);
      try {
        document.detach();
      } catch {
        // Its tree is in no state to be given back.
        document.engine = undefined;
      }
      const { notebook } = document;
      if (notebook === undefined) document.attached = this.#attach(document);
      else this.notebooks.restart(notebook);
    }
  }

  /** Of a large text that is broken more is known once there is time to read it from scratch. */
  #settle(document: ServedDocument): void {
    const { engine } = document;
    if (engine?.settle === undefined || this.#documents.get(document.uri) !== document) return;
    let isOther = false;
    this.#guard(document, () => {
      isOther = engine.settle?.() === true;
    });
    if (!isOther) return;
    this.#publish(document);
    this.notebooks.publish(document.notebook, document);
  }

  /** Resolves when what was found is on its way to the editor. */
  #publish(document: ServedDocument): void | Promise<void> {
    const { engine } = document;
    if (engine === undefined) return;
    this.#tellProblem(document, engine.analysis.problem);
    const place = this.#place(document, engine);
    const findings = engine.following ?? listed(engine.analysis.findings);
    const sent = this.#outlet.diagnostics(new Publication(findings, place, document.sheet));
    if (this.client.status) this.#tellStatus(document, engine);
    return sent;
  }

  /** That a file is not read, and why, is said once: not with every key. */
  #tellProblem(document: ServedDocument, problem: string | undefined): void {
    if (problem !== undefined && problem !== document.problem) this.#outlet.log.warn(`${document.path} is not read: ${problem}`);
    document.problem = problem;
  }

  #tellStatus(document: ServedDocument, engine: OpenDocument): void {
    const { verdicts } = engine.analysis;
    const key = verdicts.map((it) => `${it.api} ${it.certain}`).join();
    if (key === document.status) return;
    document.status = key;
    const apis = verdicts.map(({ api, certain }) => ({ id: api, name: this.#catalogs.find((it) => it.id === api)?.shortName ?? api, certain }));
    this.#outlet.status({ uri: document.uri, apis });
  }

  #place(document: ServedDocument, engine: OpenDocument): Place {
    return {
      uri: document.uri,
      version: document.version,
      lines: engine.analysis.lines,
      other: (path) => this.#otherFile(absolutePath(path, rootOf(document.path, this.#roots) ?? folderOf(document.path))),
    };
  }

  #otherFile(path: string): OtherFile | undefined {
    for (const it of this.#documents.values()) {
      if (it.path === path && it.engine !== undefined) return { uri: it.uri, version: it.version, lines: it.engine.analysis.lines };
    }
    return this.#closedFiles.get(path);
  }

  /** The editor's settings, and over them the project's, so that the editor shows what CI shows. The locale is the reader's own. */
  #settings(): Settings {
    const base: Settings = { ...defaultSettings, locale: this.client.locale };
    const editor = readSettings(this.#editorSettings, base);
    for (const it of editor.problems) this.#outlet.log.warn(it);
    const { locale } = editor.settings;
    const settingsOf = (root: string): Settings => {
      const project = readSettings(projectSettings(this.#services.host, root, this.#outlet.log), editor.settings);
      for (const it of project.problems) this.#outlet.log.warn(it);
      return { ...project.settings, locale };
    };
    // Each folder of the workspace has its own, as it has when it is opened alone; what lies outside of several has the editor's.
    const [first, ...more] = this.#roots;
    const settings: Settings =
      first === undefined
        ? editor.settings
        : more.length === 0
          ? settingsOf(first)
          : { ...editor.settings, folders: Object.fromEntries(this.#roots.map((root) => [root, settingsOf(root)])) };
    this.words = words(settings.locale);
    return settings;
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
