import type { FixData } from "../fixes/data.ts";
import type { Evidence } from "../resolve/model.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { FileFacts } from "../sites/model.ts";
import type { Reading } from "../sites/reading.ts";
import type { Grammar } from "../syntax/grammar.ts";
import type { Part } from "../syntax/part.ts";
import type { Content } from "../text/pieced.ts";
import type { Link } from "./links.ts";
import type { EngineOptions } from "./model.ts";
import type { FileInput, Frame, Surroundings } from "./pipeline.ts";

/** What is read of a file, with the file's own text where that is more. */
export type Text = { readonly text: Content; readonly whole?: string | undefined };

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
  /** What stands around a file, as far as that matters; `before` is what stood around another version of it. */
  surroundings(input: FileInput, own: readonly Evidence[], facts: FileFacts, before?: Surroundings): Surroundings;
}

/** A file by itself, parsed once. */
export interface Plain {
  readonly path: string;
  readonly relative: string;
  readonly grammar: Grammar;
  readonly input: FileInput;
  facts: FileFacts;
  /** What a reading with what other files define goes on from: most of what is in memory, and gone when nobody is likely to ask for it. */
  read?: { readonly parts: readonly Part[]; readonly reading: Reading };
  /** Names that were looked for in other files to no avail; undefined where not all are known. */
  readonly asked: readonly (readonly string[])[] | undefined;
  /** The evidence that the file gives by itself. */
  readonly own: readonly Evidence[];
  /** As it was resolved with what its project says for it, where these are its facts. */
  resolved?: Resolved;
  readonly onward: () => readonly Link[];
}
