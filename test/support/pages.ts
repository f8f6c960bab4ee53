import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type LanguageFolder, languageFolders, languageOfWord } from "./language-folders.ts";
import { type Page, readPage } from "./literate.ts";

export const languagePages = fileURLToPath(new URL("../languages/", import.meta.url));
export const rulePages = fileURLToPath(new URL("../rules/", import.meta.url));

/** The page at a path. Throws where it breaks the format. */
export function pageAt(path: string, languages = languageFolders()): Page {
  return readPage(path, readFileSync(path, "utf8"), (word) => languageOfWord(word, languages) !== undefined);
}

/** Paths of the pages in a folder, by name. */
export function pagesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => folder + name);
}

/** A shape of code in which an error code is decided on: `test/languages/shapes.json`. */
export interface Shape {
  readonly id: string;
  readonly title: string;
}

export function shapes(): readonly Shape[] {
  return JSON.parse(readFileSync(`${languagePages}shapes.json`, "utf8")) as readonly Shape[];
}

/** Every text of a language that its page shows, and the page it repeats. */
export function textsOf(language: LanguageFolder, languages = languageFolders()): readonly string[] {
  const path = `${languagePages}${language.id}.md`;
  if (!existsSync(path)) return [];
  const own = pageAt(path, languages);
  const pages = own.front.repeats === undefined ? [own] : [own, pageAt(`${languagePages}${own.front.repeats}.md`, languages)];
  return pages.flatMap((page) =>
    page.sections.flatMap((s) =>
      s.projects.flatMap((p) => p.blocks.filter((b) => page !== own || isOf(b.word, b.path, language, languages)).map((b) => b.text)),
    ),
  );
}

function isOf(word: string, path: string | undefined, language: LanguageFolder, languages: readonly LanguageFolder[]): boolean {
  if (path !== undefined) return language.extensions.some((e) => path.endsWith(e));
  return languageOfWord(word, languages)?.id === language.id;
}
