import type { Catalog } from "../catalogs/catalog.ts";
import { defaultSettings, type Engine, type OpenDocument, type Settings } from "../engine/model.ts";
import type { SettingsFile } from "../features/code-actions.ts";
import { type Words, words } from "../l10n/words.ts";
import type { ClientFeatures } from "./client-features.ts";
import { ServedDocument } from "./document.ts";
import { messageOf } from "./message-of.ts";
import { type Notebook, Notebooks } from "./notebooks.ts";
import type { ChangedDocument, OpenedDocument } from "./params.ts";
import { Preparing } from "./preparing.ts";
import { Remembered } from "./remembered.ts";
import type { Outlet, Services } from "./services.ts";
import { PROJECT_SETTINGS, sessionSettings } from "./settings.ts";
import { Settling } from "./settling.ts";
import { Pen } from "./sheet.ts";
import { Telling } from "./telling.ts";
import type { Place } from "./to-protocol.ts";
import { rootOf } from "./uris.ts";

/** All mutable state of the server: settings, the engine, and the open documents. */
export class Session {
  readonly client: ClientFeatures;
  words: Words;
  readonly #services: Services;
  readonly #outlet: Outlet;
  readonly #documents = new Map<string, ServedDocument>();
  readonly notebooks: Notebooks;
  #roots: readonly string[];
  #editorSettings: unknown;
  #engine: Promise<Engine>;
  #started: ((engine: Promise<Engine>) => void) | undefined;
  #catalogs: readonly Catalog[] = [];
  #ownCatalogs: unknown;
  #current: Settings = defaultSettings;
  /** The engine last created, for what can't wait. */
  #running: Engine | undefined;
  #generation = 0;
  readonly #preparing: Preparing;
  readonly #telling: Telling;
  readonly #pen: Pen;
  readonly #settling = new Settling<ServedDocument>((document) => this.#settle(document));
  readonly #remembered: Remembered | undefined;

  constructor(services: Services, outlet: Outlet, client: ClientFeatures, roots: readonly string[]) {
    this.#services = services;
    this.#outlet = outlet;
    this.#telling = new Telling({
      host: services.host,
      outlet,
      client,
      documents: this.#documents,
      roots: () => this.#roots,
      catalogs: () => this.#catalogs,
      told: (document) => this.#remembered?.touch(document),
    });
    this.#preparing = new Preparing(() => outlet.begin?.(this.words.say("work.project")), outlet.log);
    this.notebooks = new Notebooks({
      documents: this.#documents,
      engine: () => this.#engine,
      running: () => this.#running,
      open: (item, notebook) => this.open(item, notebook),
      close: (uri) => this.close(uri),
      change: (changed) => this.change(changed),
      publish: (document) => this.#telling.publish(document),
      prepare: (document) => this.#prepare(document),
      log: outlet.log,
    });
    this.client = client;
    this.#pen = new Pen(client);
    this.#roots = roots;
    this.words = words(client.locale);
    const { keeper } = services;
    if (keeper) {
      const origin = () => ({ roots: this.#roots, question: [client, this.#current, this.#ownCatalogs] });
      this.#remembered = new Remembered(keeper, origin, (document) => this.#telling.shown(document));
    }
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
    this.#telling.publish(document);
    if (edits.length > 0) this.#settling.touch(document);
    // A file that has just become an API's may wake a project that had nothing to say.
    if (engine.analysis.verdicts.length > 0) this.#prepare(document);
    this.notebooks.publish(document.notebook, document);
  }

  close(uri: string): void {
    const document = this.#documents.get(uri);
    if (document === undefined) return;
    this.#documents.delete(uri);
    const shown = document.engine !== undefined || document.recalled;
    document.detach();
    // From now on the file says what it says on disk.
    this.#running?.changed([document.path]);
    this.#remembered?.stop();
    if (shown) void this.#outlet.diagnostics({ uri, diagnostics: [] });
  }

  /** The document with its analysis; undefined for documents that aren't open or aren't ours. */
  async document(uri: string): Promise<{ served: ServedDocument; engine: OpenDocument; place: Place } | undefined> {
    const served = this.#documents.get(uri);
    if (served === undefined) return undefined;
    if (served.engine === undefined) await served.attached;
    const { engine } = served;
    return engine === undefined ? undefined : { served, engine, place: this.#telling.place(served, engine) };
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
    this.#remembered?.begin();
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
    this.#telling.forget();
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
    this.#remembered?.changed(paths);
    this.#refresh((document) => paths.some((it) => it !== document.path));
    this.#prepareAll();
  }

  dispose(): void {
    this.#settling.stop();
    this.#remembered?.stop();
    for (const document of this.#documents.values()) document.detach();
    this.#documents.clear();
    this.notebooks.detach();
  }

  #refresh(concerned: (document: ServedDocument) => boolean): void {
    this.#telling.forget();
    for (const document of this.#documents.values()) {
      const { engine } = document;
      if (engine === undefined || !concerned(document)) continue;
      // One cell stands for all that are read together with it.
      if (document.notebook === undefined || document.notebook.isFirst(document)) this.#guard(document, () => engine.refresh());
      this.#telling.publish(document);
    }
  }

  async #createEngine(): Promise<Engine> {
    const { host, loadCatalogs, createEngine } = this.#services;
    const generation = ++this.#generation;
    this.#remembered?.begin();
    const { catalogs, problems, own } = await loadCatalogs(this.#roots);
    for (const it of problems) this.#outlet.log.warn(it);
    const engine = await createEngine({ host, catalogs, settings: this.#settings(), log: this.#outlet.log, roots: this.#roots });
    // What is open is all that is known of the workspace, besides its neighbours: only what most of that does is told.
    engine.compareFiles(new Map());
    if (generation === this.#generation) {
      this.#running = engine;
      this.#catalogs = catalogs;
      this.#ownCatalogs = own;
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
      await this.#recall(document, languageId, engine);
      await engine.load(languageId);
      // While that went on the document may have been closed, or the folders changed.
      if (this.#documents.get(document.uri) !== document || engine !== (await this.#engine) || document.engine !== undefined) return;
      document.languageId = languageId;
      document.engine = engine.open(document.path, languageId, document.text.text);
      document.text.share(document.engine.analysis.text, document.engine.analysis.lines);
      // A message is written when nothing else is to be done: the project around the file waits until the editor has what the file says itself. What
      // was remembered comes from the project too, and stands until that was looked at.
      if (!document.recalled) await this.#telling.publish(document);
      this.#prepare(document);
    } catch (error) {
      this.#outlet.log.warn(`${document.path} is not analysed: ${messageOf(error)}`);
      const isShown = document.recalled && document.engine === undefined && this.#documents.get(document.uri) === document;
      if (isShown) void this.#outlet.diagnostics({ uri: document.uri, diagnostics: [] });
    }
  }

  /** Resolves when what is remembered of a document, if anything is, is on its way to the editor. */
  async #recall(document: ServedDocument, languageId: string, engine: Engine): Promise<void> {
    const isWanted = this.#documents.get(document.uri) === document && document.engine === undefined && engine === (await this.#engine);
    const diagnostics = isWanted && this.#telling.isAsOnDisk(document) ? this.#remembered?.recall(document, languageId) : undefined;
    if (diagnostics === undefined) return;
    document.recalled = true;
    await this.#outlet.diagnostics({ uri: document.uri, version: document.version, diagnostics: [...diagnostics] });
  }

  #prepareAll(): void {
    for (const document of this.#documents.values()) if (document.engine !== undefined) this.#prepare(document);
  }

  /** What the file says itself is shown first; then the project around it is looked at, one project after the other, which may say more. */
  #prepare(document: ServedDocument): void {
    const engine = this.#running;
    const { file } = document;
    const ended = () => {
      if (document.recalled && this.#documents.get(document.uri) === document) this.#telling.publish(document);
    };
    if (engine === undefined || file === undefined) {
      ended();
      return;
    }
    const matters = () => engine === this.#running && this.#documents.get(document.uri) === document;
    this.#preparing.add({ engine, file, matters, learned: () => this.#refresh(() => true), ended });
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
    this.#telling.publish(document);
    this.notebooks.publish(document.notebook, document);
  }

  #settings(): Settings {
    const { host } = this.#services;
    const settings = sessionSettings(this.#editorSettings, this.client.locale, this.#roots, host, this.#outlet.log);
    this.words = words(settings.locale);
    this.#current = settings;
    return settings;
  }
}
