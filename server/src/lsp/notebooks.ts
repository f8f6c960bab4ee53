import type { Cells, Engine } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import type { ServedDocument } from "./document.ts";
import { messageOf } from "./message-of.ts";
import type { ChangedNotebook, OpenedNotebook } from "./notebook-params.ts";
import type { ChangedDocument, OpenedDocument } from "./params.ts";
import { uriToPath } from "./uris.ts";

/** A notebook that the editor has open: its cells in their order, and what those of one language are read as. */
export class Notebook {
  readonly uri: string;
  readonly path: string;
  /** URIs of all cells, those that aren't code among them. */
  cells: string[];
  readonly #joined = new Map<string, Cells>();
  /** Of each language, the cell that comes first. */
  #first = new Set<string>();

  constructor(uri: string, cells: readonly string[]) {
    this.uri = uri;
    this.path = uriToPath(uri);
    this.cells = [...cells];
  }

  /** Gives each cell its number, and the document that the engine has for it now. `documents`: those of the cells that are open. */
  arrange(engine: Engine, documents: ReadonlyMap<string, ServedDocument>): void {
    const open = this.cells.flatMap((uri, i) => {
      const document = documents.get(uri);
      if (document) document.path = `${this.path}#${i + 1}`;
      return document?.languageId === undefined ? [] : [document];
    });
    this.#first = new Set();
    const languages = new Set([...this.#joined.keys(), ...open.map((d) => d.languageId as string)]);
    for (const language of languages) {
      const own = open.filter((d) => d.languageId === language);
      let joined = this.#joined.get(language);
      if (!joined && own.length === 0) continue;
      if (!joined) {
        joined = engine.openCells(this.path, language);
        this.#joined.set(language, joined);
      }
      joined.arrange(own.map((d) => ({ path: d.path, text: d.text.text })));
      if (own[0]) this.#first.add(own[0].uri);
      for (const document of own) document.engine = joined.document(document.path);
    }
  }

  /** Whether a cell is the first of those that are read with it. */
  isFirst(document: ServedDocument): boolean {
    return this.#first.has(document.uri);
  }

  /** Gives back what the engine holds of it. */
  close(): void {
    for (const joined of this.#joined.values()) joined.close();
    this.#joined.clear();
  }
}

/** What notebooks need of the session. */
export interface Desk {
  /** All that are open, cells among them. */
  readonly documents: ReadonlyMap<string, ServedDocument>;
  engine(): Promise<Engine>;
  /** The engine last created, for what can't wait. */
  running(): Engine | undefined;
  open(item: OpenedDocument, notebook: Notebook): void;
  close(uri: string): void;
  change(changed: ChangedDocument): void;
  publish(document: ServedDocument): void;
  prepare(document: ServedDocument): void;
  readonly log: Logger;
}

/** The notebooks that the editor has open. */
export class Notebooks {
  readonly #desk: Desk;
  readonly #open = new Map<string, Notebook>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  open({ uri, cells, documents }: OpenedNotebook): void {
    this.close(uri);
    const notebook = new Notebook(uri, cells);
    this.#open.set(uri, notebook);
    for (const it of documents) this.#desk.open(it, notebook);
    this.#attach(notebook);
  }

  change({ uri, structure, opened, closed, changes }: ChangedNotebook): void {
    const notebook = this.#open.get(uri);
    if (notebook === undefined) return;
    if (structure !== undefined) {
      const gone = notebook.cells.splice(structure.start, structure.deleted, ...structure.cells).filter((it) => !notebook.cells.includes(it));
      for (const it of [...gone, ...closed]) this.#desk.close(it);
      for (const it of opened) this.#desk.open(it, notebook);
      this.#arrange(notebook);
      this.#attach(notebook);
    }
    for (const it of changes) this.#desk.change(it);
  }

  close(uri: string): void {
    const notebook = this.#open.get(uri);
    if (notebook === undefined) return;
    this.#open.delete(uri);
    for (const it of notebook.cells) this.#desk.close(it);
    notebook.close();
    this.#desk.running()?.changed([notebook.path]);
  }

  /** Tells of all cells of a notebook but one: a change of one says something else of the others. */
  publish(notebook: Notebook | undefined, but?: ServedDocument): void {
    for (const it of this.#cellsOf(notebook)) if (it !== but) this.#desk.publish(it);
  }

  /** Gives back what the engine holds. */
  detach(): void {
    for (const it of this.#open.values()) it.close();
  }

  /** Reads all that are open with another engine. */
  attach(): void {
    for (const it of this.#open.values()) this.#attach(it);
  }

  /** Reads one anew from scratch. */
  restart(notebook: Notebook): void {
    for (const it of this.#cellsOf(notebook)) it.engine = undefined;
    notebook.close();
    this.#attach(notebook);
  }

  /** The cells as they stand now are read anew and told. */
  #arrange(notebook: Notebook): void {
    const engine = this.#desk.running();
    if (engine === undefined) return;
    notebook.arrange(engine, this.#desk.documents);
    this.publish(notebook);
  }

  #attach(notebook: Notebook): void {
    const attached = this.#read(notebook);
    for (const it of this.#cellsOf(notebook)) if (it.engine === undefined) it.attached = attached;
  }

  /** Finds out the languages of cells that are new, and reads them with the others. */
  async #read(notebook: Notebook): Promise<void> {
    try {
      const engine = await this.#desk.engine();
      const fresh = this.#cellsOf(notebook).filter((it) => it.engine === undefined);
      for (const it of fresh) {
        const languageId = engine.languageOf(it.path, it.editorLanguageId);
        if (languageId === undefined) continue;
        await engine.load(languageId);
        it.languageId = languageId;
      }
      // While that went on the notebook may have been closed, or the folders changed, or somebody else was faster.
      if (engine !== (await this.#desk.engine()) || this.#open.get(notebook.uri) !== notebook) return;
      if (!fresh.some((it) => it.languageId !== undefined && it.engine === undefined)) return;
      this.#arrange(notebook);
      const first = fresh.find((it) => it.engine !== undefined);
      if (first !== undefined) this.#desk.prepare(first);
    } catch (error) {
      this.#desk.log.warn(`${notebook.path} is not analysed: ${messageOf(error)}`);
    }
  }

  #cellsOf(notebook: Notebook | undefined): readonly ServedDocument[] {
    return (notebook?.cells ?? []).flatMap((uri) => this.#desk.documents.get(uri) ?? []);
  }
}
