import type { Host } from "../../host/host.ts";
import type { Evidence } from "../../resolve/model.ts";
import type { Spots } from "../../resolve/sieve.ts";
import { verdictsOf, weakAt } from "../../resolve/verdicts.ts";
import type { Look } from "../model.ts";
import type { ImportStrategy, Reference } from "./strategy.ts";

/** What is kept of a file that was only skimmed: no text, no tree. */
export interface Note {
  /** APIs that the file's own words make certain, with the word that does. */
  readonly apis: ReadonlyMap<string, Evidence>;
  /** The file may be an API's by its own words and its project's manifests. */
  readonly opens: boolean;
  /** Its bytes and its path say something that may make it an API's. */
  readonly speaks: boolean;
  /** Read only where some file of the project may be an API's. */
  references?: readonly Reference[];
  declares?: readonly string[];
  /** The files that the references mean, worked out once all files are known. */
  imports?: readonly string[];
}

export interface NoteOptions {
  readonly host: Host;
  readonly apis: readonly string[];
  /** What a file's bytes tell; undefined where it can't be read. */
  readonly look: (path: string) => Look | undefined;
  /** Whether what its bytes and its path tell may make a file an API's. */
  readonly speaks: (path: string, spots: Spots) => boolean;
  /** What of a file's text is source: all of it, or the scripts it holds. */
  readonly textOf: (path: string, text: string) => string;
  /** The own evidence of a file, as the pipeline weighs it. */
  readonly evidenceOf: (path: string, text: string, spots: Spots) => readonly Evidence[];
}

/** In UTF-16 units. */
const maxTextLength = 1_000_000;

const nothing: Note = { apis: new Map(), opens: false, speaks: false };

/**
 * What is to be kept of a file after a look at it; undefined for files that are too long to be known. Only a file that may say something is
 * decoded. `manifests` gives what its project says for it.
 */
export function noteOf(path: string, { spots, length }: Look, options: NoteOptions, manifests: () => readonly Evidence[]): Note | undefined {
  const { host, apis, speaks, evidenceOf } = options;
  const isWorth = speaks(path, spots);
  if (!isWorth && length <= maxTextLength) return { ...nothing };
  const text = host.readText(path);
  if (text === undefined || text.length > maxTextLength) return undefined;
  if (!isWorth) return { ...nothing };
  const evidence = evidenceOf(path, text, spots);
  const certain = new Map<string, Evidence>();
  for (const verdict of evidence.length > 0 ? verdictsOf(evidence, apis) : []) {
    const first = verdict.evidence[0];
    if (verdict.certain && first) certain.set(verdict.api, first);
  }
  const opens = certain.size > 0 || verdictsOf([...evidence, ...manifests()], apis, weakAt).length > 0;
  return { apis: certain, opens, speaks: true };
}

/** Reads what a file refers to and declares into its note. Gives the length of what was read, in UTF-16 units. */
export function readReferences(note: Note, path: string, strategy: ImportStrategy, { host, textOf }: NoteOptions): number {
  const text = host.readText(path);
  if (text === undefined) return 0;
  const source = textOf(path, text);
  note.references = apart(strategy.scan(source));
  note.declares = apart(strategy.declares?.(source) ?? []);
  return text.length;
}

/** The same without the text that it was cut from: a piece of a text keeps all of it in memory. */
function apart<T>(pieces: readonly T[]): readonly T[] {
  return pieces.length === 0 ? pieces : JSON.parse(JSON.stringify(pieces));
}
