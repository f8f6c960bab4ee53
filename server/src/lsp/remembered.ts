import type { Diagnostic } from "vscode-languageserver";
import type { ServedDocument } from "./document.ts";
import { Settling } from "./settling.ts";

/** A text of fewer characters is analysed before anybody could have looked at it. */
const shortest = 40_000;

/** What is written after so many milliseconds without a change: longer than a file takes until its times can be relied on. */
const quiet = 3000;

/** What lasts from one run of the server to the next. */
export interface Keeper {
  /** Undefined where nothing is kept under the name, or nothing sound. */
  recall(name: string): unknown;
  keep(name: string, value: unknown): void;
  /** A short name for anything that can be written as JSON. */
  nameOf(...what: readonly unknown[]): string;
  /** How the files in these folders stand, another answer with every change; undefined where that can't be told, or not soon. */
  standing(folders: readonly string[]): string | undefined;
}

/** What the diagnostics of a document come from, besides its text. */
export interface Origin {
  /** The folders of the workspace. */
  readonly roots: readonly string[];
  /** Whatever changes what is found or how it is told: the settings, the catalogs, what the client shows. */
  readonly question: unknown;
}

interface Kept {
  /** Of the text, the origin, and all files around. */
  readonly of: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The diagnostics of large documents as they were last shown, for the moment between the start of the server and the end of its first analysis.
 * They are shown again only where nothing has changed that they come from; the analysis follows at once, and has the last word.
 */
export class Remembered {
  readonly #keeper: Keeper;
  readonly #origin: () => Origin;
  readonly #shown: (document: ServedDocument) => readonly Diagnostic[] | undefined;
  readonly #written = new Map<string, string>();
  readonly #settling: Settling<ServedDocument>;

  /** `shown` are the diagnostics of a document; undefined where they come from what lies on no disk, too. */
  constructor(keeper: Keeper, origin: () => Origin, shown: (document: ServedDocument) => readonly Diagnostic[] | undefined) {
    this.#keeper = keeper;
    this.#origin = origin;
    this.#shown = shown;
    this.#settling = new Settling((document) => this.keep(document), quiet);
  }

  recall(document: ServedDocument, languageId: string): readonly Diagnostic[] | undefined {
    if (!isWorth(document)) return undefined;
    const kept = this.#keeper.recall(this.#nameOf(document)) as Partial<Kept> | undefined;
    if (!Array.isArray(kept?.diagnostics)) return undefined;
    return kept.of === this.#stateOf(document, languageId) ? kept.diagnostics : undefined;
  }

  /** Something was published: what is shown then is kept once nothing happens for a while. */
  touch(document: ServedDocument): void {
    if (isWorth(document)) this.#settling.touch(document);
  }

  keep(document: ServedDocument): void {
    const { languageId } = document;
    if (languageId === undefined || !isWorth(document)) return;
    const diagnostics = this.#shown(document);
    const of = diagnostics && this.#stateOf(document, languageId);
    if (diagnostics === undefined || of === undefined) return;
    const name = this.#nameOf(document);
    const kept: Kept = { of, diagnostics };
    const digest = this.#keeper.nameOf(kept);
    if (this.#written.get(name) === digest) return;
    this.#written.set(name, digest);
    this.#keeper.keep(name, kept);
  }

  stop(): void {
    this.#settling.stop();
  }

  #nameOf({ path }: ServedDocument): string {
    return this.#keeper.nameOf(path, this.#origin().roots);
  }

  #stateOf({ text }: ServedDocument, languageId: string): string | undefined {
    const { roots, question } = this.#origin();
    const around = this.#keeper.standing(roots);
    return around === undefined ? undefined : this.#keeper.nameOf(text.text, languageId, question, around);
  }
}

/** A cell is short, and its notebook is another text on disk. */
function isWorth({ text, notebook }: ServedDocument): boolean {
  return notebook === undefined && text.content.length >= shortest;
}
