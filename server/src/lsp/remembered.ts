import type { Diagnostic } from "vscode-languageserver";
import type { ServedDocument } from "./document.ts";
import { Settling } from "./settling.ts";

/** A text of fewer characters is analysed before anybody could have looked at it; one of more is not read at all. */
const shortest = 40_000;
const longest = 4 * 1024 * 1024;

/** What is written after so many milliseconds without a change: longer than a file takes until its times can be relied on. */
const quiet = 3000;

/** What lasts from one run of the server to the next. Nothing of it throws. */
export interface Keeper {
  /** Undefined where nothing is kept under the name, or nothing sound. */
  recall(name: string): unknown;
  keep(name: string, value: unknown): void;
  /** A short name for anything that can be written as JSON. */
  nameOf(...what: readonly unknown[]): string;
  /**
   * How the files in these folders stand: another digest with every change, and what has changed since a time. `many`: there are too many to be asked
   * again. Undefined where it can't be told now.
   */
  standing(folders: readonly string[], since?: number): Around | "many" | undefined;
}

interface Around {
  readonly digest: string;
  readonly changed: readonly (readonly [path: string, at: number])[];
}

/** What the diagnostics of a document come from, besides its text and the files around. */
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
  /** From when on files are read. */
  #since = 0;
  /** Files whose change was told since then, and when. */
  readonly #told = new Map<string, number>();
  /** Folders that hold too much. */
  #crowded: readonly string[] | undefined;

  /** `shown` are the diagnostics of a document; undefined where they come from what lies on no disk, too. */
  constructor(keeper: Keeper, origin: () => Origin, shown: (document: ServedDocument) => readonly Diagnostic[] | undefined) {
    this.#keeper = keeper;
    this.#origin = origin;
    this.#shown = shown;
    this.#settling = new Settling((document) => this.#keep(document), quiet);
  }

  /** From now on all files are read anew. */
  begin(): void {
    this.#since = Date.now();
    this.#told.clear();
    this.#settling.stop();
  }

  /** These files are read anew. */
  changed(paths: readonly string[]): void {
    for (const path of paths) this.#told.set(path, Date.now());
  }

  recall(document: ServedDocument, languageId: string): readonly Diagnostic[] | undefined {
    if (!isWorth(document)) return undefined;
    const kept = this.#keeper.recall(this.#nameOf(document)) as Partial<Kept> | undefined;
    if (!Array.isArray(kept?.diagnostics)) return undefined;
    const around = this.#around();
    return around && kept.of === this.#stateOf(document, languageId, around) ? kept.diagnostics : undefined;
  }

  /** Something was published: what is shown then is kept once nothing happens for a while. */
  touch(document: ServedDocument): void {
    if (isWorth(document)) this.#settling.touch(document);
  }

  /** What is shown comes from something that is gone, until it is published again. */
  stop(): void {
    this.#settling.stop();
  }

  #keep(document: ServedDocument): void {
    const { languageId } = document;
    const diagnostics = languageId === undefined ? undefined : this.#shown(document);
    if (languageId === undefined || diagnostics === undefined) return;
    const around = this.#around(this.#since);
    // What has changed without anybody telling may be known as it was before.
    if (!around?.changed.every(([path, at]) => path === document.path || (this.#told.get(path) ?? 0) >= at)) return;
    const kept: Kept = { of: this.#stateOf(document, languageId, around), diagnostics };
    const name = this.#nameOf(document);
    const digest = this.#keeper.nameOf(kept);
    if (this.#written.get(name) === digest) return;
    this.#written.set(name, digest);
    this.#keeper.keep(name, kept);
  }

  #around(since?: number): Around | undefined {
    const { roots } = this.#origin();
    if (this.#crowded === roots) return undefined;
    const around = this.#keeper.standing(roots, since);
    if (around !== "many") return around;
    this.#crowded = roots;
    return undefined;
  }

  #nameOf({ path }: ServedDocument): string {
    return this.#keeper.nameOf(path, this.#origin().roots);
  }

  #stateOf({ text }: ServedDocument, languageId: string, { digest }: Around): string {
    return this.#keeper.nameOf(text.text, languageId, this.#origin().question, digest);
  }
}

/** A cell is short, and its notebook is another text on disk. */
function isWorth({ text, notebook }: ServedDocument): boolean {
  const { length } = text.content;
  return notebook === undefined && length >= shortest && length <= longest;
}
