import type { Diagnostic } from "vscode-languageserver";
import type { Catalog } from "../catalogs/catalog.ts";
import type { OpenDocument } from "../engine/model.ts";
import type { Host } from "../host/host.ts";
import { rules } from "../rules/rules.ts";
import type { ClientFeatures } from "./client-features.ts";
import { ClosedFiles } from "./closed-files.ts";
import type { ServedDocument } from "./document.ts";
import { listed, Publication } from "./publication.ts";
import type { Outlet } from "./services.ts";
import type { OtherFile, Place } from "./to-protocol.ts";
import { absolutePath, rootOf } from "./uris.ts";

/** Rules whose findings depend on what else is open. */
const ofWorkspace: ReadonlySet<string> = new Set(rules.filter((it) => it.workspace).map((it) => it.id));

/** What is around the documents that are told about, as it is when somebody asks. */
export interface Surroundings {
  readonly host: Host;
  readonly outlet: Outlet;
  readonly client: ClientFeatures;
  readonly documents: ReadonlyMap<string, ServedDocument>;
  readonly roots: () => readonly string[];
  readonly catalogs: () => readonly Catalog[];
  /** The diagnostics of a document were sent. */
  readonly told: (document: ServedDocument) => void;
}

/** What the editor is told of each document: its diagnostics, why it isn't read, and which APIs it uses. */
export class Telling {
  readonly #around: Surroundings;
  readonly #closedFiles: ClosedFiles;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#closedFiles = new ClosedFiles(around.host);
  }

  /** Files that aren't open are read again. */
  forget(): void {
    this.#closedFiles.forget();
  }

  /** Resolves when what was found is on its way to the editor. */
  publish(document: ServedDocument): void | Promise<void> {
    const { engine } = document;
    if (engine === undefined) return;
    document.recalled = false;
    this.#tellProblem(document, engine.analysis.problem);
    const sent = this.#around.outlet.diagnostics(this.#publication(document, engine));
    this.#around.told(document);
    if (this.#around.client.status) this.#tellStatus(document, engine);
    return sent;
  }

  #publication(document: ServedDocument, engine: OpenDocument): Publication {
    return new Publication(engine.following ?? listed(engine.analysis.findings), this.place(document, engine), document.sheet);
  }

  /** That a file is not read, and why, is said once: not with every key. */
  #tellProblem(document: ServedDocument, problem: string | undefined): void {
    if (problem !== undefined && problem !== document.problem) this.#around.outlet.log.warn(`${document.path} is not read: ${problem}`);
    document.problem = problem;
  }

  #tellStatus(document: ServedDocument, engine: OpenDocument): void {
    const { verdicts } = engine.analysis;
    const key = verdicts.map((it) => `${it.api} ${it.certain}`).join();
    if (key === document.status) return;
    document.status = key;
    const apis = verdicts.map(({ api, certain }) => ({
      id: api,
      name: this.#around.catalogs().find((it) => it.id === api)?.shortName ?? api,
      certain,
    }));
    this.#around.outlet.status({ uri: document.uri, apis });
  }

  place(document: ServedDocument, engine: OpenDocument): Place {
    return {
      uri: document.uri,
      version: document.version,
      lines: engine.analysis.lines,
      other: (path) => this.#otherFile(absolutePath(path, rootOf(document.path, this.#around.roots()) ?? folderOf(document.path))),
    };
  }

  #otherFile(path: string): OtherFile | undefined {
    for (const it of this.#around.documents.values()) {
      if (it.path === path && it.engine !== undefined) return { uri: it.uri, version: it.version, lines: it.engine.analysis.lines };
    }
    return this.#closedFiles.get(path);
  }

  /** What a document would be told alone, were all others closed; undefined where that can't be said. */
  shown(document: ServedDocument): readonly Diagnostic[] | undefined {
    const { engine } = document;
    if (engine === undefined || this.#around.documents.get(document.uri) !== document || !this.isAsOnDisk(document)) return undefined;
    return this.#publication(document, engine).diagnostics.filter((it) => !ofWorkspace.has(String(it.code)));
  }

  /** Whether what may say something for a document, being open, says the same as its file. */
  isAsOnDisk(document: ServedDocument): boolean {
    const { host } = this.#around;
    const others = [...this.#around.documents.values()].filter((it) => it !== document && it.file !== undefined);
    return others.every((it) => it.notebook === undefined && host.readText(it.path) === it.text.text);
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
