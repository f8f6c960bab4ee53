import type { LanguageData } from "../language.ts";
import { scriptsInCells } from "./cells.ts";
import { scriptsInMarkup } from "./markup.ts";
import type { Translation } from "./translation.ts";

/** Where scripts of other languages stand in a file, as `language.json` says it under `embedded`. */
export interface Embedding {
  /** How scripts are found: a named strategy. */
  readonly strategy: string;
  /**
   * The languages that scripts may be in, each with what names it there (in small letters; the empty text for scripts that name none). A file
   * with scripts of several is read as the first of them here: put the one that understands the others first.
   */
  readonly languages: readonly EmbeddedLanguage[];
  /** One character that ends a script for the parser, where the next may go on as if it were the same. */
  readonly end?: string;
  /** Attributes of a script's tag that name its language; the first that stands there decides. */
  readonly attributes?: readonly string[];
  /**
   * Scripts stand beside the markup, which is what `<template>` holds when its `lang` is one of these (the empty text: when it has none), and
   * beside other blocks of text. Absent: scripts stand anywhere in the markup.
   */
  readonly blocks?: readonly string[];
  /** Names of tags are told apart by their letters' case, and a slash at the end of a tag closes it. */
  readonly components?: boolean;
  /** Values may stand in braces. */
  readonly braces?: boolean;
  /** The language of what stands between two lines of three dashes at the file's beginning. */
  readonly fence?: string;
}

export interface EmbeddedLanguage {
  readonly language: string;
  readonly names: readonly string[];
  readonly magic?: Magic;
}

/** In a notebook's cells: patterns of the lines that are the notebook's and not the language's, and of the beginning of cells that are in another. */
export interface Magic {
  readonly line: string;
  readonly cell: string;
}

/** A script's text in the file. */
export interface Script {
  /** As the file names it; looked up in `Embedding.languages`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What is read in place of a file's own text. */
export interface View {
  readonly language: string;
  readonly text: string;
  /** The file's own text, where it has any script. */
  readonly whole?: string;
  /** Where the two texts run apart. None: an offset means the same place in both. */
  readonly places?: Translation;
  /** Why the file can't be read, in a few words. */
  readonly problem?: string;
}

/** How scripts are found in a text, by the names that `language.json` uses. */
const strategies: Readonly<Record<string, (text: string, how: Embedding) => View>> = {
  markup: (text, how) => masked(text, scriptsInMarkup(text, how), how),
  cells: scriptsInCells,
};

/**
 * The text of a file as the analysis reads it. Where scripts are embedded in markup that is a text as long as the file's, line for line, with
 * all that is no script blanked out: every place in it is the same place in the file. The scripts of one file are read together. Throws where
 * `language.json` names a strategy that there isn't.
 */
export function viewOf(data: LanguageData, text: string): View {
  const { embedded } = data;
  if (!embedded) return { language: data.id, text };
  const strategy = strategies[embedded.strategy];
  if (!strategy) throw new Error(`${data.id}: there is no way called ${embedded.strategy} to find scripts`);
  return strategy(text, embedded);
}

/** The languages that a file of this one may be read as. */
export function viewLanguages(data: LanguageData): readonly string[] {
  return data.embedded ? data.embedded.languages.map((l) => l.language) : [data.id];
}

function masked(text: string, scripts: readonly Script[], { languages, end = " " }: Embedding): View {
  const rank = (script: Script): number => languages.findIndex((l) => l.names.includes(script.name));
  const known = scripts.filter((s) => rank(s) >= 0 && s.end > s.start);
  const first = languages[known.length > 0 ? Math.min(...known.map(rank)) : languages.length - 1];
  let out = "";
  let at = 0;
  for (const script of known) {
    out += blank(text.slice(at, script.start)) + text.slice(script.start, script.end);
    at = script.end;
    if (at < text.length && !/[\r\n]/.test(text[at] as string)) {
      out += end;
      at++;
    }
  }
  out += blank(text.slice(at));
  return { language: first?.language ?? "", text: out, ...(known.length > 0 ? { whole: text } : {}) };
}

function blank(text: string): string {
  return text.replace(/[^\r\n]+/g, (line) => " ".repeat(line.length));
}
