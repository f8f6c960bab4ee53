import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What `language.json` says where its own fields and those it inherits are taken together. */
export interface LanguageFolder {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly editorIds: readonly string[];
  readonly extensions: readonly string[];
  readonly grammar: string;
  readonly queries: readonly string[];
  readonly comment: string;
}

const languagesFolder = new URL("../../server/languages/", import.meta.url);

/** The languages of the package, as their folders say; folders without an id are shared parts of others. */
export function languageFolders(): readonly LanguageFolder[] {
  const read = (folder: string): Record<string, unknown> => {
    const data = JSON.parse(readFileSync(new URL(`${folder}/language.json`, languagesFolder), "utf8")) as Record<string, unknown>;
    return typeof data.inherits === "string" ? { ...read(data.inherits), ...data } : data;
  };
  return readdirSync(languagesFolder, { withFileTypes: true })
    .filter((it) => it.isDirectory() && existsSync(fileURLToPath(new URL(`${it.name}/language.json`, languagesFolder))))
    .map((it) => ({ ...(read(it.name) as unknown as LanguageFolder), folder: it.name }))
    .filter((it) => it.id !== undefined);
}

/** The language that the first word of an info string means: an ending, an id, or an editor's id. */
export function languageOfWord(word: string, languages = languageFolders()): LanguageFolder | undefined {
  return languages.find((l) => l.extensions.includes(`.${word}`)) ?? languages.find((l) => l.id === word || l.editorIds.includes(word));
}
