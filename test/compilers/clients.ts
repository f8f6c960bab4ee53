import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of a client's source, by its name. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A small client whose error handling leaves something out. */
export interface Client {
  /** The folder it lies in: `csharp`. */
  readonly language: string;
  readonly source: Source;
}

const folder = fileURLToPath(new URL("clients/", import.meta.url));

/** The names of the languages that clients are written in. */
export function clientLanguages(): readonly string[] {
  return readdirSync(folder).sort();
}

export function clientsIn(language: string): readonly Client[] {
  return readdirSync(join(folder, language))
    .sort()
    .map((name) => ({ language, source: { name, text: readFileSync(join(folder, language, name), "utf8") } }));
}
