import type { FileFacts } from "../sites/model.ts";
import { buildParts } from "../syntax/build.ts";
import { type Grammar, parse } from "../syntax/grammar.ts";
import type { Part } from "../syntax/part.ts";
import { type Document, openDocument } from "./document.ts";
import { Languages } from "./languages.ts";
import { foreignLookup, importedPaths, type Linked, neighbourEvidence } from "./links.ts";
import type { Analysis, Engine, EngineOptions, Settings } from "./model.ts";
import { conclude, type FileInput, type Frame, frameOf, ownEvidence, read, resolve, type Surroundings } from "./pipeline.ts";

/** Builds the engine: reads the languages' data, loads no grammar yet. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  return new EngineImpl(options, await Languages.read(options.host));
}

const alone: Surroundings = { foreign: () => undefined, evidence: [], linked: [] };

/** Only so many neighbours are read: a file that imports a hundred others says little about any. */
const linkLimit = 40;

/** The workshop that documents share. */
export interface Workshop {
  readonly frame: Frame;
  readonly options: EngineOptions;
  grammar(languageId: string): Grammar;
  input(path: string, grammar: Grammar, text: string): FileInput;
  parts(grammar: Grammar, text: string): readonly Part[];
  analyseParts(input: FileInput, parts: readonly Part[]): Analysis;
  /** What the parts alone say, without neighbours. */
  facts(grammar: Grammar, parts: readonly Part[]): FileFacts;
}

class EngineImpl implements Engine, Workshop {
  readonly options: EngineOptions;
  readonly languages: Languages;
  frame: Frame;
  readonly #linked = new Map<string, Linked | undefined>();
  readonly #open = new Map<string, Document>();

  constructor(options: EngineOptions, languages: Languages) {
    this.options = options;
    this.languages = languages;
    this.frame = frameOf(options.catalogs, options.settings);
  }

  get catalogs() {
    return this.options.catalogs;
  }

  languageOf(path: string, editorLanguageId?: string): string | undefined {
    return this.languages.of(path, editorLanguageId);
  }

  load(languageId: string): Promise<void> {
    return this.languages.load(languageId);
  }

  configure(settings: Settings): void {
    this.frame = frameOf(this.options.catalogs, settings);
    this.#linked.clear();
  }

  changed(paths: readonly string[]): void {
    for (const path of paths) this.#linked.delete(path);
  }

  open(path: string, languageId: string, text: string): Document {
    const document = openDocument(this, this.grammar(languageId), path, text, () => this.#open.delete(path));
    this.#open.set(path, document);
    return document;
  }

  analyse(path: string, languageId: string, text: string): Analysis {
    const grammar = this.grammar(languageId);
    return this.analyseParts(this.input(path, grammar, text), this.parts(grammar, text));
  }

  grammar(languageId: string): Grammar {
    const grammar = this.languages.loaded(languageId);
    if (!grammar) throw new Error(`language ${languageId} is not loaded`);
    return grammar;
  }

  input(path: string, grammar: Grammar, text: string): FileInput {
    const root = this.options.roots.filter((r) => path.startsWith(`${r}/`)).sort((a, b) => b.length - a.length)[0];
    return { path, relative: root === undefined ? path.slice(path.lastIndexOf("/") + 1) : path.slice(root.length + 1), language: grammar.data, text };
  }

  parts(grammar: Grammar, text: string): readonly Part[] {
    const tree = parse(grammar, text);
    try {
      return buildParts(grammar, tree.rootNode, text);
    } finally {
      tree.delete();
    }
  }

  analyseParts(input: FileInput, parts: readonly Part[]): Analysis {
    const own = ownEvidence(input, this.frame);
    const first = read(parts, input.language, alone);
    const around = this.#surroundings(input, first.imports);
    // Only a file that imports something of the workspace is read a second time, with what the others define.
    const facts = around.linked.length > 0 ? read(parts, input.language, around) : first;
    return conclude(input, resolve(input, facts, own, around, this.frame), around, this.frame);
  }

  facts(grammar: Grammar, parts: readonly Part[]): FileFacts {
    return read(parts, grammar.data, alone);
  }

  #surroundings(input: FileInput, imports: Parameters<typeof importedPaths>[0]): Surroundings {
    const paths = importedPaths(imports, input.path, input.language, this.options.host).slice(0, linkLimit);
    const links = paths.flatMap(({ path, by }) => {
      const linked = path === input.path ? undefined : this.#link(path);
      return linked ? [{ linked, by }] : [];
    });
    if (links.length === 0) return alone;
    const files = links.map((l) => l.linked);
    return { foreign: foreignLookup(links), evidence: neighbourEvidence(files), linked: files.map((f) => f.resolved) };
  }

  /** A neighbour, read without neighbours of its own. Undefined for what can't be read or isn't loaded. */
  #link(path: string): Linked | undefined {
    if (this.#linked.has(path)) return this.#linked.get(path);
    const id = this.languages.of(path);
    const grammar = id === undefined ? undefined : this.languages.loaded(id);
    const text = grammar && (this.#open.get(path)?.analysis.text ?? this.options.host.readText(path));
    let linked: Linked | undefined;
    if (grammar && text !== undefined && text.length < 2_000_000) {
      const input = this.input(path, grammar, text);
      const facts = read(this.parts(grammar, text), grammar.data, alone);
      const evidence = ownEvidence(input, this.frame);
      linked = { path, relative: input.relative, facts, evidence, resolved: resolve(input, facts, evidence, alone, this.frame) };
    }
    this.#linked.set(path, linked);
    return linked;
  }
}
