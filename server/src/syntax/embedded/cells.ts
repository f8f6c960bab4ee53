import { type Json, readJson } from "./json.ts";
import { type Piece, Places } from "./places.ts";
import type { Embedding, View } from "./view.ts";

/**
 * The code cells of a notebook's file, one after the other as they would run from top to bottom, parted by line ends. Lines that belong to the
 * notebook and not to the language are blanked out. All cells that are in the notebook's language are read; others are left alone.
 */
export function scriptsInCells(text: string, how: Embedding): View {
  const fallback = how.languages[how.languages.length - 1]?.language ?? "";
  const read = readJson(text);
  if ("problem" in read) return { language: fallback, text: "", problem: read.problem };
  const main = nameIn(read.json) ?? "";
  const languageOf = (name: string): string | undefined => how.languages.find((l) => l.names.includes(name.toLowerCase()))?.language;
  const language = languageOf(main);
  if (language === undefined) return { language: fallback, text: "" };
  const pieces: Piece[] = [];
  let out = "";
  for (const cell of codeCells(read.json)) {
    if (languageOf(nameOfCell(cell) ?? main) !== language) continue;
    const start = out.length;
    const sources = sourcesOf(cell);
    for (const source of sources) {
      for (const piece of source.pieces) {
        const shifted = { from: piece.from, fromEnd: piece.fromEnd, to: out.length, toEnd: out.length + piece.text.length };
        out += piece.text;
        pieces.push(shifted);
      }
    }
    out = out.slice(0, start) + withoutMagic(out.slice(start), how.magic);
    if (!out.endsWith("\n")) out += "\n";
  }
  return { language, text: out, ...(out.trim() === "" ? {} : { whole: out }), places: new Places(pieces) };
}

/** The same text with the lines blanked that only a notebook understands; all of it where the cell is in another language. */
export function withoutMagic(source: string, magic: Embedding["magic"]): string {
  if (!magic) return source;
  if (new RegExp(magic.cell).test(source.trimStart())) return source.replace(/[^\r\n]/g, " ");
  return source.replace(new RegExp(`${magic.line}.*`, "gm"), (line) => " ".repeat(line.length));
}

type TextNode = Extract<Json, { readonly kind: "text" }>;

function codeCells(notebook: Json): readonly Json[] {
  // Files of the third version keep cells in worksheets.
  const sheets = [notebook, ...items(member(notebook, "worksheets"))];
  return sheets.flatMap((s) => items(member(s, "cells"))).filter((c) => textOf(member(c, "cell_type")) === "code");
}

function sourcesOf(cell: Json): readonly TextNode[] {
  const source = member(cell, "source") ?? member(cell, "input");
  return (source?.kind === "text" ? [source] : items(source)).flatMap((s) => (s.kind === "text" ? [s] : []));
}

/** What the notebook says its language is. */
function nameIn(notebook: Json): string | undefined {
  const metadata = member(notebook, "metadata");
  return (
    textOf(member(member(metadata, "language_info"), "name")) ??
    textOf(member(member(metadata, "kernelspec"), "language")) ??
    textOf(member(member(metadata, "kernelspec"), "name"))
  );
}

/** A cell may say that it is in another language than its notebook. */
function nameOfCell(cell: Json): string | undefined {
  return textOf(member(member(member(cell, "metadata"), "vscode"), "languageId"));
}

function member(json: Json | undefined, name: string): Json | undefined {
  return json?.kind === "object" ? json.members.get(name) : undefined;
}

function items(json: Json | undefined): readonly Json[] {
  return json?.kind === "array" ? json.items : [];
}

function textOf(json: Json | undefined): string | undefined {
  return json?.kind === "text" ? json.pieces.map((p) => p.text).join("") : undefined;
}
