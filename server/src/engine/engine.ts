import type { FixData } from "../fixes/data.ts";
import { confined } from "../host/confined.ts";
import { mayBeCertain } from "../resolve/company.ts";
import type { Evidence } from "../resolve/model.ts";
import type { Sieve, Spots } from "../resolve/sieve.ts";
import { verdictsOf, weakAt } from "../resolve/verdicts.ts";
import { besides, type RetryPlace, retriesIn, summary } from "../rules/retries.ts";
import type { FileFacts } from "../sites/model.ts";
import { buildParts } from "../syntax/build.ts";
import { type View, viewOf } from "../syntax/embedded/view.ts";
import { type Grammar, parse } from "../syntax/grammar.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { unreadable } from "../text/bounds.ts";
import { noFacts, nothing, openBounded, tooMuch } from "./bounded.ts";
import { JoinedCells } from "./cells.ts";
import { ClosedFiles, putAway } from "./closed-files.ts";
import { type Document, openDocument } from "./document.ts";
import { inFile, openEmbedded } from "./embedded.ts";
import { Languages } from "./languages.ts";
import { evidenceAround } from "./links.ts";
import { lookAt, speaks } from "./look.ts";
import type { Analysis, Cells, Engine, EngineOptions, Look, Settings, Watch } from "./model.ts";
import { Neighbours } from "./neighbours.ts";
import {
  alone,
  conclude,
  type FileInput,
  type Frame,
  frameOf,
  framesOfFolders,
  ownEvidence,
  resolve,
  type Surroundings,
  saidOf,
  verdictsFor,
} from "./pipeline.ts";
import { PerFolder } from "./project/per-folder.ts";
import { Project } from "./project/project.ts";
import { groupRootOf, projectRootOf } from "./project/roots.ts";
import type { Plain, Text, Workshop } from "./workshop.ts";

/** Builds the engine: reads the languages' data, loads no grammar yet. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  return new EngineImpl({ ...options, host: confined(options.host, options.roots) }, await Languages.read(options.host));
}

class EngineImpl implements Engine, Workshop {
  readonly options: EngineOptions;
  readonly languages: Languages;
  #frame: Frame;
  #frames: ReadonlyMap<string, Frame>;
  #viewed: { readonly data: LanguageData; readonly text: string; readonly view: View } | undefined;
  readonly #closed: ClosedFiles;
  readonly #neighbours: Neighbours;
  readonly #open = new Map<string, Document>();
  readonly #projects = new Map<string, Project>();
  readonly #roots = new Map<string, string>();
  readonly #rootAt = new PerFolder((path) => projectRootOf(path, this.#workspaceOf(path) ?? "", this.options.host, this.#roots));
  readonly #projectAt = new PerFolder((path) => this.#findProject(path));
  /** How often something happened that may change what other files say. */
  #epoch = 0;
  /** What closed files do with codes; undefined as long as files are not compared. */
  #compared: Map<string, readonly RetryPlace[]> | undefined;

  constructor(options: EngineOptions, languages: Languages) {
    this.options = options;
    this.languages = languages;
    this.#frame = frameOf(options.catalogs, options.settings);
    this.#frames = framesOfFolders(this.#frame);
    this.#closed = new ClosedFiles(this, {
      languages,
      project: (path) => this.#project(path),
      open: (path) => this.#open.get(path)?.analysis,
      view: (languageId, text) => this.#view(languageId, text),
    });
    this.#neighbours = new Neighbours(this.#closed, (path) => this.#project(path));
  }

  get catalogs() {
    return this.options.catalogs;
  }

  languageOf(path: string, editorLanguageId?: string): string | undefined {
    return this.languages.of(path, editorLanguageId);
  }

  load(languageId: string): Promise<void> {
    // Neighbours of its language can be read from then on.
    return this.languages.load(languageId).then(() => void this.#epoch++);
  }

  configure(settings: Settings): void {
    this.#epoch++;
    this.#frame = frameOf(this.options.catalogs, settings);
    this.#frames = framesOfFolders(this.#frame);
    this.#closed.clear();
    this.#projects.clear();
    this.#projectAt.forget();
    this.#compared?.clear();
  }

  changed(paths: readonly string[]): void {
    this.#epoch++;
    this.#closed.forget(paths);
    for (const path of paths) this.#compared?.delete(path);
    for (const path of paths) for (const project of this.#projects.values()) if (path.startsWith(`${project.root}/`)) project.changed(path);
    // A manifest may have come or gone, and with it a project's root.
    this.#roots.clear();
    this.#rootAt.forget();
    this.#projectAt.forget();
  }

  compareFiles(closed: ReadonlyMap<string, readonly RetryPlace[]>): void {
    this.#compared = new Map(closed);
  }

  async prepare(path: string, watch?: Watch): Promise<boolean> {
    const project = this.#project(path);
    // What is written but not saved may make a file an API's.
    if (project?.idle && (this.#open.get(path)?.analysis.verdicts.length ?? 0) > 0) project.wake();
    if (!project || project.skimmed) return false;
    for (const { done, total } of project.skim()) {
      if (!this.options.lazy) await new Promise((resolve) => setTimeout(resolve, 0));
      if (watch?.(done, total) === false) return false;
    }
    this.#epoch++;
    this.#closed.forget([]);
    return project.skimmed;
  }

  isSilent(path: string): boolean {
    const project = this.#project(path);
    const look = !project || project.skimmed ? this.#look(path) : undefined;
    if (look === undefined) return false;
    const around = evidenceAround(path, project);
    if (!(project?.speaks(path) ?? this.#speaks(path, look.spots)) && !around.some((e) => e.weight > 0)) return true;
    return this.options.certainOnly === true && !this.#mayBeCertain(path, look.spots, around);
  }

  /** Whether a finding may stand in a file: it may be an API's beyond doubt, or addresses Faultline. Told from its text, without parsing it. */
  #mayBeCertain(path: string, spots: Spots, around: readonly Evidence[]): boolean {
    const text = this.options.host.readText(path);
    const view = text === undefined ? undefined : this.#view(this.languages.of(path), text);
    const data = view && this.languages.data(view.language);
    if (!data || /faultline/i.test(text ?? "")) return true;
    const frame = this.frameAt(path);
    const input = { path, relative: this.#relative(path), language: data, text: view.text, whole: view.whole };
    const own = ownEvidence(input, frame, saidOf(input, frame, spots.speaks ? spots.needles : undefined));
    return mayBeCertain([...own, ...around], frame.apis, (api, codes) => holdsCodes(view.text, data, api, frame.sieve, codes));
  }

  related(languages: ReadonlySet<string>, present: ReadonlySet<string>): readonly string[] {
    const strategyOf = (id: string) => this.languages.data(id)?.strategies?.imports;
    const strategies = new Set([...languages].map(strategyOf));
    return [...present].filter((id) => languages.has(id) || (strategyOf(id) !== undefined && strategies.has(strategyOf(id))));
  }

  #speaks(path: string, spots: Spots): boolean {
    return speaks(path, this.#relative(path), spots, this.options.host, this.frameAt(path));
  }

  #look(path: string): Look | undefined {
    return this.options.look?.(path) ?? lookAt(path, this.holdsScripts(path), this.options.host, this.#frame);
  }

  holdsScripts(path: string): boolean {
    const id = this.languages.of(path);
    return id !== undefined && this.languages.data(id)?.embedded !== undefined;
  }

  /** The project around a file; none for files outside the workspace, which have no neighbours to speak of. */
  #project(path: string): Project | undefined {
    return this.#projectAt.of(path);
  }

  #findProject(path: string): Project | undefined {
    const workspace = this.#workspaceOf(path);
    if (workspace === undefined) return undefined;
    const { host } = this.options;
    const root = groupRootOf(this.#rootAt.of(path), workspace, host, this.#roots);
    let project = this.#projects.get(root);
    if (!project) {
      const { needles, apis } = this.#frame;
      const languageOf = (p: string) => {
        const id = this.languages.of(p);
        return id === undefined ? undefined : this.languages.data(id);
      };
      project = new Project({
        root,
        host,
        lazy: this.options.lazy,
        needles,
        apis,
        rootOf: (p) => this.#rootAt.of(p),
        strategyOf: (p) => {
          const language = languageOf(p);
          // What holds scripts and is imported by nobody needn't be looked at to know who imports whom.
          return language && (language.strategies?.imports ?? (language.embedded ? undefined : ""));
        },
        textOf: (p, text) => this.#view(languageOf(p)?.id, text).text,
        look: (p) => this.#look(p),
        speaks: (p, spots) => this.#speaks(p, spots),
        evidenceOf: (p, text, { needles: spotted, speaks: isWhole }) => {
          const language = languageOf(p);
          if (!language) return [];
          const { text: read, whole } = this.#view(language.id, text);
          const input = { path: p, relative: this.#relative(p), language, text: read, whole };
          const frame = this.frameAt(p);
          return ownEvidence(input, frame, saidOf(input, frame, isWhole ? spotted : undefined));
        },
      });
      this.#projects.set(root, project);
    }
    return project;
  }

  frameAt(path: string): Frame {
    return (this.#frames.size > 0 && this.#frames.get(this.#workspaceOf(path) ?? "")) || this.#frame;
  }

  #workspaceOf(path: string): string | undefined {
    let longest: string | undefined;
    for (const root of this.options.roots) {
      if (path[root.length] === "/" && path.startsWith(root) && root.length > (longest?.length ?? -1)) longest = root;
    }
    return longest;
  }

  #relative(path: string): string {
    const workspace = this.#workspaceOf(path);
    return workspace === undefined ? path.slice(path.lastIndexOf("/") + 1) : path.slice(workspace.length + 1);
  }

  open(path: string, languageId: string, text: string): Document {
    const closed = (): void => void this.#open.delete(path);
    const data = this.languages.data(languageId);
    const read = (id: string, start: string, end: () => void, whole?: () => string | undefined): Document =>
      openBounded(path, id, start, (t) => openDocument(this, this.grammar(id), path, t, () => {}, whole), end);
    const document = data?.embedded
      ? openEmbedded(data, text, (v, whole) => read(v.language, v.text, () => {}, whole), closed)
      : read(languageId, text, closed);
    this.#open.set(path, document);
    return document;
  }

  openCells(path: string, languageId: string): Cells {
    const own = this.languages.all.flatMap((l) => l.embedded?.languages ?? []).find((l) => l.language === languageId && l.magic);
    return new JoinedCells((text) => this.open(path, languageId, text), own?.magic);
  }

  source(languageId: string, text: string): ReturnType<Engine["source"]> {
    const { places, text: scripts, problem } = this.#view(languageId, text);
    return { text: places ? scripts : text, ...(problem === undefined ? {} : { problem }) };
  }

  analyse(path: string, languageId: string, text: string): Analysis {
    const view = this.#view(languageId, text);
    const analysis = this.#analyse(path, view);
    return view.language === languageId ? analysis : inFile(analysis, languageId, text, view);
  }

  #analyse(path: string, view: View): Analysis {
    const problem = unreadable(view.text);
    if (problem !== undefined) return nothing(path, view.language, view.text, problem);
    const grammar = this.grammar(view.language);
    const input = this.input(path, grammar, view);
    const frame = this.frameAt(path);
    if (this.#nothingSpeaks(input)) return conclude(input, resolve(input, noFacts, [], alone, frame), alone, frame);
    try {
      // Others may ask for it as their neighbour: parsed once, it is at hand.
      const plain = this.#closed.plain(path);
      return this.#analyseParts(plain?.read && plain.input.text === view.text ? plain : this.#closed.plainOf(input, grammar));
    } catch (error) {
      const problem = tooMuch(error);
      if (problem === undefined) throw error;
      return nothing(path, view.language, view.text, problem);
    }
  }

  /** The scripts of a file that holds some, else its text. Of one file it is asked several times in a row. */
  #view(languageId: string | undefined, text: string): View {
    const data = languageId === undefined ? undefined : this.languages.data(languageId);
    if (!data?.embedded) return { language: languageId ?? "", text };
    if (this.#viewed?.data !== data || this.#viewed.text !== text) this.#viewed = { data, text, view: viewOf(data, text) };
    return this.#viewed.view;
  }

  /**
   * Whether neither the file nor anything around it speaks for an API: then there is nothing to parse for. Known only once the project was
   * skimmed; a file that addresses Faultline itself is always read.
   */
  #nothingSpeaks(input: FileInput): boolean {
    const project = this.#project(input.path);
    if ((project && !project.skimmed) || /faultline/i.test(input.text.toString())) return false;
    const frame = this.frameAt(input.path);
    return verdictsOf([...ownEvidence(input, frame), ...evidenceAround(input.path, project)], frame.apis, weakAt).length === 0;
  }

  grammar(languageId: string): Grammar {
    const grammar = this.languages.loaded(languageId);
    if (!grammar) throw new Error(`language ${languageId} is not loaded`);
    return grammar;
  }

  fixData(languageId: string): FixData | undefined {
    return this.languages.fixes(languageId);
  }

  input(path: string, grammar: Grammar, { text, whole }: Text): FileInput {
    return { path, relative: this.#relative(path), language: grammar.data, text, whole };
  }

  parts(grammar: Grammar, text: string): readonly Part[] {
    const tree = parse(grammar, text);
    try {
      return buildParts(grammar, tree, text);
    } finally {
      tree.delete();
    }
  }

  #analyseParts(plain: Plain): Analysis {
    const { input } = plain;
    const frame = this.frameAt(input.path);
    const around = this.surroundings(input, plain.own, plain.facts);
    const facts = this.#closed.factsWith(around.foreign, plain);
    const resolved = resolve(input, facts, plain.own, around, frame);
    const analysis = conclude(input, resolved, around, frame);
    if (facts === plain.facts && around !== alone && this.#project(input.path)?.skimmed) putAway(plain, resolved);
    return analysis;
  }

  surroundings(input: FileInput, own: readonly Evidence[], facts: FileFacts, before?: Surroundings): Surroundings {
    const project = this.#project(input.path);
    if (!project || project.skimmed) {
      // Neighbours are read only for a file that may be an API's beyond doubt: of another one nothing is said that they could change.
      const evidence = evidenceAround(input.path, project);
      const said = [...own, ...evidence];
      const frame = this.frameAt(input.path);
      const verdicts = verdictsFor(said, facts, frame);
      // What it may lack is the company of codes, which only a file that it imports can give it.
      const isOpen =
        verdicts.some((v) => v.certain) || (mayBeCertain(said, frame.apis, isBrought) && this.#neighbours.imported(input, facts.imports).length > 0);
      if (!isOpen) return verdicts.length > 0 ? { ...alone, evidence } : alone;
    }
    // As long as nothing happens to other files, the same imports bring the same.
    const key = JSON.stringify([this.#epoch, facts.imports.map((i) => [i.source, i.names])]);
    const known = before?.key === key ? before : { ...this.#neighbours.of(input, facts.imports), key };
    return { ...known, ...(this.#compared ? { workspace: besides(input.path, () => this.#allRetries()) } : {}) };
  }

  /** Of the files in view, each as it is known best: as it is open, as it was analysed, as a neighbour was read. */
  #allRetries(): ReadonlyMap<string, readonly RetryPlace[]> {
    const linked = [...this.#closed.linked].map(([path, l]) => [path, summary(retriesIn(l.resolved))] as const);
    return new Map([...linked, ...(this.#compared ?? []), ...[...this.#open].map(([path, d]) => [path, d.analysis.retries] as const)]);
  }
}

/** A code that a file doesn't hold itself it may bring in; a row of them is seen where it is written. */
const isBrought = (_api: string, codes: number): boolean => codes === 1;

/** Whether a file may name so many codes of an API. One that it doesn't write itself it may bring in. */
function holdsCodes(text: string, { bringing }: LanguageData, api: string, sieve: Sieve, codes: number): boolean {
  if (codes === 1 && (bringing === undefined || new RegExp(bringing).test(text))) return true;
  const bytes = new TextEncoder().encode(text);
  return sieve.holdCodes([api], codes, bytes, bytes.length);
}
