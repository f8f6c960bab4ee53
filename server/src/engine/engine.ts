import type { FixData } from "../fixes/data.ts";
import { confined } from "../host/confined.ts";
import type { Evidence } from "../resolve/model.ts";
import type { Spots } from "../resolve/sieve.ts";
import { verdictsOf, weakAt } from "../resolve/verdicts.ts";
import { besides, type RetryPlace, retriesIn, summary } from "../rules/retries.ts";
import type { FileFacts, Import } from "../sites/model.ts";
import { readOn } from "../sites/reading.ts";
import { buildParts } from "../syntax/build.ts";
import { type View, viewOf } from "../syntax/embedded/view.ts";
import { type Grammar, parse, Unparsable } from "../syntax/grammar.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { unreadable } from "../text/bounds.ts";
import { noFacts, nothing, openBounded, unlessUnparsable } from "./bounded.ts";
import { JoinedCells } from "./cells.ts";
import { type Document, openDocument } from "./document.ts";
import { inFile, openEmbedded } from "./embedded.ts";
import { Languages } from "./languages.ts";
import { evidenceAround, foreignLookup, type Link, type Linked, linkedPaths, neighbourEvidence } from "./links.ts";
import { lookAt, speaks } from "./look.ts";
import type { Analysis, Cells, Engine, EngineOptions, Look, Settings, Watch } from "./model.ts";
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
import { Project } from "./project/project.ts";
import { groupRootOf, projectRootOf } from "./project/roots.ts";
import { mostText, Recent } from "./recent.ts";
import type { Plain, Text, Workshop } from "./workshop.ts";

/** Builds the engine: reads the languages' data, loads no grammar yet. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  return new EngineImpl({ ...options, host: confined(options.host, options.roots) }, await Languages.read(options.host));
}

/** Only so many neighbours are read: a file that imports a hundred others says little about any. */
const linkLimit = 40;

class EngineImpl implements Engine, Workshop {
  readonly options: EngineOptions;
  readonly languages: Languages;
  #frame: Frame;
  #frames: ReadonlyMap<string, Frame>;
  #viewed: { readonly data: LanguageData; readonly text: string; readonly view: View } | undefined;
  readonly #linked = new Recent<Linked>(mostText);
  readonly #onwards = new Map<string, readonly Link[]>();
  readonly #plains = new Recent<Plain>(mostText);
  readonly #open = new Map<string, Document>();
  readonly #projects = new Map<string, Project>();
  readonly #roots = new Map<string, string>();
  /** How often something happened that may change what other files say. */
  #epoch = 0;
  /** What closed files do with codes; undefined as long as files are not compared. */
  #compared: Map<string, readonly RetryPlace[]> | undefined;

  constructor(options: EngineOptions, languages: Languages) {
    this.options = options;
    this.languages = languages;
    this.#frame = frameOf(options.catalogs, options.settings);
    this.#frames = framesOfFolders(this.#frame);
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
    this.#linked.clear();
    this.#onwards.clear();
    this.#plains.clear();
    this.#projects.clear();
    this.#compared?.clear();
  }

  changed(paths: readonly string[]): void {
    // What a neighbour says depends on its own neighbours: all of it is read again, the files themselves only where they changed.
    this.#epoch++;
    this.#linked.clear();
    this.#onwards.clear();
    for (const path of paths) this.#plains.delete(path);
    for (const path of paths) this.#compared?.delete(path);
    for (const path of paths) for (const project of this.#projects.values()) if (path.startsWith(`${project.root}/`)) project.changed(path);
    // A manifest may have come or gone, and with it a project's root.
    this.#roots.clear();
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
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (watch?.(done, total) === false) return false;
    }
    this.#epoch++;
    this.#linked.clear();
    this.#onwards.clear();
    return project.skimmed;
  }

  isSilent(path: string): boolean {
    const project = this.#project(path);
    const look = !project || project.skimmed ? this.#look(path) : undefined;
    return look !== undefined && !this.#speaks(path, look.spots) && !evidenceAround(path, project).some((e) => e.weight > 0);
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
    const workspace = this.#workspaceOf(path);
    if (workspace === undefined) return undefined;
    const { host } = this.options;
    const own = projectRootOf(path, workspace, host, this.#roots);
    const root = groupRootOf(own, workspace, host, this.#roots);
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
        needles,
        apis,
        rootOf: (p) => projectRootOf(p, workspace, host, this.#roots),
        strategyOf: (p) => {
          const language = languageOf(p);
          // What holds scripts and is imported by nobody needn't be looked at to know who imports whom.
          return language && (language.strategies?.imports ?? (language.embedded ? undefined : ""));
        },
        textOf: (p, text) => this.#view(languageOf(p)?.id, text).text,
        look: (p) => this.#look(p),
        speaks: (p, spots) => this.#speaks(p, spots),
        evidenceOf: (p, text, { needles: spotted }) => {
          const language = languageOf(p);
          if (!language) return [];
          const { text: read, whole } = this.#view(language.id, text);
          const input = { path: p, relative: this.#relative(p), language, text: read, whole };
          const frame = this.frameAt(p);
          return ownEvidence(input, frame, saidOf(input, frame, spotted));
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
    return this.options.roots.filter((r) => path.startsWith(`${r}/`)).sort((a, b) => b.length - a.length)[0];
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
      const plain = this.#plain(path);
      if (plain?.input.text === view.text) return this.#analyseParts(input, plain.parts, plain.reading);
      return this.#analyseParts(input, this.parts(grammar, view.text));
    } catch (error) {
      if (error instanceof Unparsable) return nothing(path, view.language, view.text, error.message);
      throw error;
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
    if ((project && !project.skimmed) || /faultline/i.test(input.text)) return false;
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

  #analyseParts(input: FileInput, parts: readonly Part[], first = readOn(parts, input.language, alone.foreign, input.text)): Analysis {
    const frame = this.frameAt(input.path);
    const own = ownEvidence(input, frame);
    const around = this.surroundings(input, own, first.facts);
    // Only a file with neighbours is read a second time, as far as what the others define makes a difference.
    const { facts } = around.foreign !== alone.foreign ? readOn(parts, input.language, around.foreign, input.text, first) : first;
    return conclude(input, resolve(input, facts, own, around, frame), around, frame);
  }

  surroundings(input: FileInput, own: readonly Evidence[], facts: FileFacts, before?: Surroundings): Surroundings {
    const project = this.#project(input.path);
    // Neighbours are read only for a file that may be an API's.
    const open =
      (project && !project.skimmed) || verdictsFor([...own, ...evidenceAround(input.path, project)], facts, this.frameAt(input.path)).length > 0;
    if (!open) return alone;
    // As long as nothing happens to other files, the same imports bring the same.
    const key = JSON.stringify([this.#epoch, facts.imports.map((i) => [i.source, i.names])]);
    const known = before?.key === key ? before : { ...this.#neighbours(input, facts.imports), key };
    return { ...known, ...(this.#compared ? { workspace: besides(input.path, () => this.#allRetries()) } : {}) };
  }

  /** Of the files in view, each as it is known best: as it is open, as a neighbour was read, as it was analysed. */
  #allRetries(): ReadonlyMap<string, readonly RetryPlace[]> {
    const linked = [...this.#linked].map(([path, l]) => [path, summary(retriesIn(l.resolved))] as const);
    return new Map([...(this.#compared ?? []), ...linked, ...[...this.#open].map(([path, d]) => [path, d.analysis.retries] as const)]);
  }

  #neighbours(input: FileInput, imports: readonly Import[]): Surroundings {
    const project = this.#project(input.path);
    if (!project) return alone;
    const paths = linkedPaths(imports, input.path, input.language, project).slice(0, linkLimit);
    const links = paths.flatMap(({ path, by }): Link<Linked>[] => {
      const linked = this.#link(path);
      return linked ? [by ? { linked, by } : { linked }] : [];
    });
    // Those that import this file decide on what it defines: part of the same client.
    const importers = project.skimmed
      ? project
          .neighbours(input.path)
          .filter((p) => !links.some((l) => l.linked.path === p))
          .slice(0, linkLimit)
      : [];
    const others = importers.flatMap((path) => this.#link(path) ?? []);
    const files = [...links.map((l) => l.linked), ...others];
    const evidence = [
      ...(project.skimmed ? project.around(input.path) : neighbourEvidence(links.map((l) => l.linked))),
      ...project.manifests(input.path),
    ];
    return { foreign: links.length > 0 ? foreignLookup(links) : alone.foreign, evidence, linked: files.map((f) => f.resolved) };
  }

  /** A neighbour with what its own imports define. Undefined for what can't be read or isn't loaded. */
  #link(path: string): Linked | undefined {
    const done = this.#linked.get(path);
    if (done) return done;
    const plain = this.#plain(path);
    if (!plain) return undefined;
    const known = this.#onward(path, plain);
    // One step is enough: what a neighbour's neighbour takes from a third decides nothing here.
    const { parts, grammar, input, reading, relative, onward } = plain;
    const { facts } = known.length > 0 ? readOn(parts, grammar.data, foreignLookup(known), input.text, reading) : reading;
    const frame = this.frameAt(path);
    const evidence = ownEvidence(input, frame);
    const around = { ...alone, evidence: evidenceAround(path, this.#project(path)) };
    const linked: Linked = { path, relative, onward, facts, evidence, resolved: resolve(input, facts, evidence, around, frame) };
    this.#linked.set(path, linked, input.text.length);
    return linked;
  }

  /** What a neighbour's own imports bring in. */
  #onward(path: string, plain: Plain): readonly Link[] {
    let known = this.#onwards.get(path);
    if (!known) {
      const project = this.#project(path);
      const links = project ? linkedPaths(plain.facts.imports, path, plain.grammar.data, project).slice(0, linkLimit) : [];
      known = links.flatMap(({ path: p, by }): Link[] => {
        const other = this.#plain(p);
        return other ? [by ? { linked: other, by } : { linked: other }] : [];
      });
      this.#onwards.set(path, known);
    }
    return known;
  }

  /** A file by itself, read once. */
  #plain(path: string): Plain | undefined {
    const known = this.#plains.get(path);
    if (known) return known;
    const open = this.#open.get(path)?.analysis;
    const id = open?.languageId ?? this.languages.of(path);
    if (id === undefined || !this.languages.isLoaded(id)) return undefined;
    const text = open?.text ?? this.options.host.readText(path);
    if (text === undefined) return undefined;
    const view = this.#view(id, text);
    const grammar = this.grammar(view.language);
    const input = this.input(path, grammar, view);
    const parts = unreadable(view.text) === undefined ? unlessUnparsable(() => this.parts(grammar, view.text)) : undefined;
    if (!parts) return undefined;
    const reading = readOn(parts, grammar.data, alone.foreign, view.text);
    const plain: Plain = { relative: input.relative, grammar, input, parts, reading, facts: reading.facts, onward: () => this.#onward(path, plain) };
    this.#plains.set(path, plain, view.text.length);
    return plain;
  }
}
