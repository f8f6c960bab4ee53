import { type Json, readJson, textIn } from "../../text/json.ts";
import { type Piece, Translation } from "./translation.ts";
import type { Embedding, Magic, View } from "./view.ts";

/**
 * The code cells of a notebook's file, one after the other as they would run from top to bottom, parted by line ends. Lines that belong to the
 * notebook and not to the language are blanked out. All cells that are in the notebook's language are read; others are left alone.
 */
export function scriptsInCells(text: string, how: Embedding): View {
  const fallback = how.languages[how.languages.length - 1]?.language ?? "";
  const read = readJson(text);
  if ("problem" in read) return { language: fallback, text: "", places: new Translation([]), problem: read.problem };
  const main = nameIn(read.json) ?? "";
  const named = (name: string) => how.languages.find((l) => l.names.includes(name.toLowerCase()));
  const own = named(main);
  if (own === undefined) return { language: fallback, text: "", places: new Translation([]) };
  const { language, magic } = own;
  const pieces: Piece[] = [];
  let out = "";
  for (const cell of codeCells(read.json)) {
    if (named(nameOfCell(cell) ?? main) !== own) continue;
    let source = "";
    for (const piece of sourcesOf(cell).flatMap((s) => s.pieces)) {
      const to = out.length + source.length;
      pieces.push({ from: piece.from, fromEnd: piece.fromEnd, to, toEnd: to + piece.text.length });
      source += piece.text;
    }
    out += joinable(source, magic);
  }
  return { language, text: out, ...(out.trim() === "" ? {} : { whole: out }), places: new Translation(pieces) };
}

/**
 * A cell as it stands in the text of all cells: closed by a line end, and blank where a line is the notebook's own, or all of it where the cell
 * is in another language. What stands in it stays where it is.
 */
export function joinable(source: string, magic: Magic | undefined): string {
  const end = /[\r\n]$/.test(source) ? "" : "\n";
  if (!magic) return source + end;
  if (new RegExp(magic.cell).test(source.trimStart())) return source.replace(/[^\r\n]/g, " ") + end;
  return source.replace(new RegExp(magic.line, "gm"), (line) => line.replace(/[^\r\n]/g, " ")) + end;
}

type TextNode = Extract<Json, { readonly kind: "text" }>;

function codeCells(notebook: Json): readonly Json[] {
  // Files of the third version keep cells in worksheets.
  const sheets = [notebook, ...items(member(notebook, "worksheets"))];
  return sheets.flatMap((s) => items(member(s, "cells"))).filter((c) => textIn(member(c, "cell_type")) === "code");
}

function sourcesOf(cell: Json): readonly TextNode[] {
  const source = member(cell, "source") ?? member(cell, "input");
  return (source?.kind === "text" ? [source] : items(source)).flatMap((s) => (s.kind === "text" ? [s] : []));
}

/** What the notebook says its language is. */
function nameIn(notebook: Json): string | undefined {
  const metadata = member(notebook, "metadata");
  return (
    textIn(member(member(metadata, "language_info"), "name")) ??
    textIn(member(member(metadata, "kernelspec"), "language")) ??
    textIn(member(member(metadata, "kernelspec"), "name"))
  );
}

/** A cell may say that it is in another language than its notebook. */
function nameOfCell(cell: Json): string | undefined {
  return textIn(member(member(member(cell, "metadata"), "vscode"), "languageId"));
}

function member(json: Json | undefined, name: string): Json | undefined {
  return json?.kind === "object" ? json.members.get(name) : undefined;
}

function items(json: Json | undefined): readonly Json[] {
  return json?.kind === "array" ? json.items : [];
}
