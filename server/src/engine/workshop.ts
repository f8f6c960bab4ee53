import type { FixData } from "../fixes/data.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { FileFacts } from "../sites/model.ts";
import type { Grammar } from "../syntax/grammar.ts";
import type { Part } from "../syntax/part.ts";
import type { Link } from "./links.ts";
import type { Analysis, EngineOptions } from "./model.ts";
import type { FileInput, Frame } from "./pipeline.ts";

/** One version of a file, as everybody sees it and as fixes do. */
export interface Analysed {
  readonly analysis: Analysis;
  readonly resolved: Resolved;
}

/** What is read of a file, with the file's own text where that is more. */
export type Text = { readonly text: string; readonly whole?: string | undefined };

/** The workshop that documents share. */
export interface Workshop {
  /** What holds for a file. */
  frameAt(path: string): Frame;
  readonly options: EngineOptions;
  /** What a language's folder says of fixes. */
  fixData(languageId: string): FixData | undefined;
  grammar(languageId: string): Grammar;
  input(path: string, grammar: Grammar, text: Text): FileInput;
  parts(grammar: Grammar, text: string): readonly Part[];
  analyseParts(input: FileInput, parts: readonly Part[]): Analysed;
  /** What the parts alone say, without neighbours. */
  facts(grammar: Grammar, parts: readonly Part[]): FileFacts;
}

/** A file by itself, parsed once. */
export interface Plain {
  readonly relative: string;
  readonly grammar: Grammar;
  readonly input: FileInput;
  readonly parts: readonly Part[];
  readonly facts: FileFacts;
  readonly onward: () => readonly Link[];
}
