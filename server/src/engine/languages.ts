import type { FixData } from "../fixes/data.ts";
import type { Host } from "../host/host.ts";
import { viewLanguages } from "../syntax/embedded/view.ts";
import { type Grammar, loadGrammar, startRuntime } from "../syntax/grammar.ts";
import type { LanguageData } from "../syntax/language.ts";

const decoder = new TextDecoder();
const folder = "server/languages";

/** The languages of the package: their data at once, grammars and queries when a file first asks. */
export class Languages {
  readonly all: readonly LanguageData[];
  readonly #host: Host;
  readonly #byExtension = new Map<string, string>();
  readonly #byName = new Map<string, string>();
  readonly #byEditorId = new Map<string, string>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #grammars = new Map<string, Grammar>();
  readonly #fixes = new Map<string, FixData>();

  private constructor(host: Host, all: readonly LanguageData[]) {
    this.#host = host;
    this.all = all;
    for (const language of all) {
      for (const extension of language.extensions) this.#byExtension.set(extension, language.id);
      for (const name of language.fileNames ?? []) this.#byName.set(name, language.id);
      for (const id of language.editorIds) this.#byEditorId.set(id, language.id);
    }
  }

  static async read(host: Host): Promise<Languages> {
    const names = (await host.resources(folder)).map((n) => n.replace(/\/$/, ""));
    const raw = new Map<string, Partial<LanguageData>>();
    for (const name of names) {
      const text = await host.resource(`${folder}/${name}/language.json`).then(
        (bytes) => decoder.decode(bytes),
        () => undefined,
      );
      if (text !== undefined) raw.set(name, JSON.parse(text) as Partial<LanguageData>);
    }
    const all: LanguageData[] = [];
    for (const data of raw.values()) {
      // A folder without an id only lends its lexicons.
      if (data.id === undefined) continue;
      const base = data.inherits === undefined ? {} : (raw.get(data.inherits) ?? {});
      all.push({ ...base, ...data } as LanguageData);
    }
    return new Languages(host, all);
  }

  of(path: string, editorLanguageId?: string): string | undefined {
    const byEditor = editorLanguageId === undefined ? undefined : this.#byEditorId.get(editorLanguageId);
    if (byEditor !== undefined && !this.#more(path, byEditor)) return byEditor;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".");
    const ending = dot < 0 ? "" : name.slice(dot);
    return this.#byExtension.get(ending) ?? this.#byExtension.get(ending.toLowerCase()) ?? this.#byName.get(name) ?? byEditor;
  }

  /** Editors call two dialects by one name (`javascriptreact`): the ending knows better when it belongs to a language with the same editor id. */
  #more(path: string, id: string): boolean {
    const dot = path.lastIndexOf(".");
    const byPath = dot < 0 ? undefined : this.#byExtension.get(path.slice(dot).toLowerCase());
    return byPath !== undefined && byPath !== id;
  }

  data(id: string): LanguageData | undefined {
    return this.all.find((l) => l.id === id);
  }

  /** Rejects only where the package itself is broken. */
  load(id: string): Promise<void> {
    let loading = this.#loading.get(id);
    if (!loading) {
      loading = this.#load(id);
      this.#loading.set(id, loading);
    }
    return loading;
  }

  async #load(id: string): Promise<void> {
    const data = this.data(id);
    if (!data) throw new Error(`no language ${id}`);
    // A file that only holds scripts needs the grammars of those.
    if (data.embedded) return void (await Promise.all(viewLanguages(data).map((l) => this.load(l))));
    await startRuntime(() => this.#host.resource("grammars/web-tree-sitter.wasm"));
    const wasm = await this.#host.resource(`grammars/${data.grammar}`);
    const queries = await Promise.all(data.queries.map(async (q) => decoder.decode(await this.#host.resource(`${folder}/${q}`))));
    const fixes = await this.#fixData(data.id);
    if (fixes) this.#fixes.set(id, fixes);
    this.#grammars.set(id, loadGrammar(data, wasm, queries));
  }

  /** A folder's sentences for fixes over those it inherits; undefined where it has none. */
  async #fixData(folderName: string): Promise<FixData | undefined> {
    const text = await this.#host.resource(`${folder}/${folderName}/fixes.json`).then(
      (bytes) => decoder.decode(bytes),
      () => undefined,
    );
    if (text === undefined) return undefined;
    const own = JSON.parse(text) as FixData;
    const base = own.inherits === undefined ? undefined : await this.#fixData(own.inherits);
    return base ? { ...base, ...own, helpers: { ...base.helpers, ...own.helpers } } : own;
  }

  fixes(id: string): FixData | undefined {
    return this.#fixes.get(id);
  }

  isLoaded(id: string): boolean {
    const data = this.data(id);
    return data !== undefined && viewLanguages(data).every((l) => this.#grammars.has(l));
  }

  loaded(id: string): Grammar | undefined {
    return this.#grammars.get(id);
  }
}
