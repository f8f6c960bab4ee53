import type { Catalog } from "../catalogs/catalog.ts";
import type { Host, Logger } from "../host/host.ts";
import type { Evidence, Level, Site, Verdict } from "../resolve/model.ts";
import type { Spots } from "../resolve/sieve.ts";
import type { Finding, Fix, Proof, SeveritySetting } from "../rules/model.ts";
import type { RetryPlace } from "../rules/retries.ts";
import type { FileFacts, SiteRole, WireType } from "../sites/model.ts";
import type { EditedText, LineMap } from "../text/line-map.ts";
import type { Span, TextEdit } from "../text/span.ts";

/** What the user can set; the same names stand in the editor's settings under `faultline.` and in `faultline.json` at a project's root. */
export interface Settings {
  /** Rule id to severity; a rule not named keeps its default. */
  readonly rules: Readonly<Record<string, SeveritySetting>>;
  /** Glob, relative to the workspace folder, to an API's id or `none`. The first that matches wins. */
  readonly apis: Readonly<Record<string, string>>;
  /** Whether a fallback that merely throws counts as handling. */
  readonly fallback: "retries-only" | "any" | "none";
  /** Locale for words, e.g. `zh-TW`. */
  readonly locale: string;
  /** What holds in place of all this in some folders of the workspace, by their absolute paths. */
  readonly folders?: Readonly<Record<string, Settings>>;
}

export const defaultSettings: Settings = { rules: {}, apis: {}, fallback: "retries-only", locale: "en" };

/** Everything known about one version of one file. Immutable: an edit makes a new one. */
export interface Analysis {
  /** Absolute, forward slashes. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly lines: LineMap;
  readonly facts: FileFacts;
  readonly verdicts: readonly Verdict[];
  /** Comments and settings that say which APIs it is not; of the API `none`, that it is nobody's. */
  readonly denials?: readonly Evidence[];
  /** In order of their place. */
  readonly sites: readonly Site[];
  /** Those that touch a stretch: of a large file no others are worked out for it. */
  sitesIn(stretch: Span): readonly Site[];
  readonly findings: readonly Finding[];
  /** Those that touch a stretch: of a large file no others are made for it. */
  findingsIn(stretch: Span): readonly Finding[];
  /** Where codes are tried again or given up: what other files are compared with. */
  readonly retries: readonly RetryPlace[];
  /** Why the file could not be read at all, in a few words: then nothing is known of it. */
  readonly problem?: string;
}

/** The findings of a version that follows another one. Each is made when it is asked for. */
export interface Findings {
  /** One object a finding, in their order. It is that of the version before where the same is found on lines that no edit touched. */
  readonly marks: readonly object[];
  at(index: number): Finding;
}

/** A place where a code may be written: what completion offers from. */
export interface Slot {
  /** Best first; more than one when the file's APIs can't be told apart there. */
  readonly apis: readonly string[];
  readonly level?: Level;
  readonly type: WireType;
  readonly role: SiteRole;
  /** What a chosen code replaces, quotes included when they stand there. */
  readonly replace: Span;
  /** The quote to write, or the one that already stands there. */
  readonly quote: string;
  /** Whether the text already has an opening, a closing quote. */
  readonly opened: boolean;
  readonly closed: boolean;
  /** What is typed so far, without the quote. */
  readonly typed: string;
  /** Codes that the construct names already. */
  readonly present: readonly string[];
}

/** Edits of a file, and of others that belong together with it. */
export type Denial = Pick<Fix, "edits" | "otherFiles">;

/** What was done to keep a document, so that it can be told whether an edit called for it. */
export interface Work {
  /** Since it was opened: how often parts were made of the whole text, how often of a stretch, and of how many characters altogether. */
  readonly whole: number;
  readonly stretches: number;
  readonly characters: number;
  /** How often a broken text was parsed from scratch once there was time. */
  readonly settled: number;
  /** For the last version: functions that were read, of how many, and functions that rules were asked about. */
  readonly read: number;
  readonly functions: number;
  readonly asked: number;
  /** Since it was opened: how often a function's text was looked through for a name, to tell whether rules are to be asked about it. */
  readonly searched: number;
  /** Since it was opened: functions that were read in throwaway copies, to try what fixes would do, or what may be written. */
  readonly tried: number;
  /** Since it was opened: texts with fixes in them that were parsed for a list of fixes. */
  readonly parsed: number;
  /** Of the last version: objects that were made because somebody asked for them as they stand in the text. */
  readonly made: number;
  /** Since it was opened: stretches between whose names those of constants were looked for, to say what a place means. */
  readonly uses: number;
}

/** How fixes are worked out: proven on the whole file unless something else is said, and all that there are. */
export interface HowToFix {
  readonly proof?: Proof;
  /** The id of the one that is wanted. */
  readonly only?: string | undefined;
}

/** An open document: owns its tree until `close`. */
export interface OpenDocument {
  readonly analysis: Analysis;
  /** Its findings, for those who look at what is new alone; undefined where that can't be told. */
  readonly following?: Findings | undefined;
  /** Undefined for a cell of a notebook. */
  readonly work?: Work | undefined;
  /**
   * Edits in the order they were made, each against the text that the ones before left. `after` is what they make of the text, where somebody
   * has worked it out already.
   */
  edit(edits: readonly TextEdit[], after?: EditedText): Analysis;
  /** Does over what depends on settings or on other files, without parsing again. */
  refresh(): Analysis;
  /** Does what was put off while there was no time for it: a large text that is broken is parsed from scratch. True when more is known now. */
  settle?(): boolean;
  slotAt(offset: number): Slot | undefined;
  fixes(finding: Finding, how?: HowToFix): readonly Fix[];
  /** Edits after which the file says by a comment that it is not an API's; `at` is a place that was taken for it. Undefined where it can't. */
  denial(api: string, at: number): Denial | undefined;
  close(): void;
}

/** A cell of a notebook: its text, under a path of its own. */
export interface Cell {
  readonly path: string;
  readonly text: string;
}

/** The cells of a notebook that are in one language. They are read together, one after the other, and each is a document all the same. */
export interface Cells {
  /** All of them in their order; a document of one that is no longer among them has nothing to say. */
  arrange(cells: readonly Cell[]): void;
  /** The document of a cell. Undefined where `arrange` didn't name it. */
  document(path: string): OpenDocument | undefined;
  close(): void;
}

/** Who watches a long piece of work: told how far it is, says whether to go on. */
export type Watch = (done: number, total: number) => boolean;

/** What a file's bytes tell without being decoded. */
export interface Look {
  readonly spots: Spots;
  /** In bytes. */
  readonly length: number;
  /** Nothing was read for it now. */
  readonly known?: true;
}

export interface EngineOptions {
  readonly host: Host;
  readonly catalogs: readonly Catalog[];
  readonly settings: Settings;
  readonly log: Logger;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  /** Nobody waits at a keyboard: work may be put off until it is needed, and is then done at once. */
  readonly lazy?: boolean;
  /** Findings alone are asked for: a file that can't be an API's beyond doubt is silent (see `Engine.isSilent`), whatever may be likely in it. */
  readonly certainOnly?: boolean;
  /** What is known already of a file's bytes, where others have looked at them. */
  readonly look?: (path: string) => Look | undefined;
}

/**
 * The one engine under the editor, the server and the command line. `load` first, then everything is synchronous.
 */
export interface Engine {
  readonly catalogs: readonly Catalog[];
  /** The language of a path, by its ending; an id the editor gives wins where it is one of ours. */
  languageOf(path: string, editorLanguageId?: string): string | undefined;
  /** Loads a language's grammar and queries once. Rejects only on a broken installation. */
  load(languageId: string): Promise<void>;
  /**
   * Skims the project around a file, once: who imports whom, and whose words name an API; in a project whose files name none it ends with that.
   * Gives the thread free between files, and asks `watch` then whether to go on. True when something was learned, so that open documents want
   * a `refresh`.
   */
  prepare(path: string, watch?: Watch): Promise<boolean>;
  /**
   * Whether neither a file's bytes nor anything around it speaks for an API: an analysis would find nothing, and needs not be made. Never so
   * before the project was prepared.
   */
  isSilent(path: string): boolean;
  /** Whether a file holds texts within texts: scripts in a page, cells in a notebook. */
  holdsScripts(path: string): boolean;
  /** The languages, among those given, in which files may say something about a file of one of them: their imports are found in the same way. */
  related(languages: ReadonlySet<string>, present: ReadonlySet<string>): readonly string[];
  /**
   * From now on files are compared with each other: with these closed ones, by absolute path, with the open ones and with neighbours. Before,
   * rules about what the workspace does in most places keep silent. New settings make the closed ones forgotten.
   */
  compareFiles(closed: ReadonlyMap<string, readonly RetryPlace[]>): void;
  open(path: string, languageId: string, text: string): OpenDocument;
  /** For the cells of a notebook that are in one language. `path` is the notebook's. */
  openCells(path: string, languageId: string): Cells;
  /** What of a file's text its author wrote as source, where that isn't all of it; and why there is none, in a file that can't be read. */
  source(languageId: string, text: string): { readonly text: string; readonly problem?: string };
  /** One look at a closed file; frees its tree at once. */
  analyse(path: string, languageId: string, text: string): Analysis;
  configure(settings: Settings): void;
  /** Files that changed on disk: what was remembered of them is forgotten. */
  changed(paths: readonly string[]): void;
}
