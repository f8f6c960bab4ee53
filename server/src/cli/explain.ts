import { type Catalog, nearest } from "../catalogs/catalog.ts";
import { explain as explainCode, explainUnknown } from "../features/explain.ts";
import { type Block, block, type Piece, plain } from "../features/rich.ts";
import { type Words, words } from "../l10n/words.ts";
import { type Arguments, didYouMean, quote } from "./arguments.ts";
import { exit, Failure } from "./failure.ts";
import type { Machine } from "./machine.ts";
import { readSoundCatalogs } from "./project.ts";
import { readSettings } from "./settings.ts";
import { type Style, styleFor } from "./style.ts";

/** Near codes that a message names, at most. */
const maxNear = 5;

/** `faultline explain`: what the hover says, for every API that has the code. */
export async function explain(machine: Machine, { operands, options }: Arguments): Promise<number> {
  const [code] = operands;
  if (code === undefined || operands.length > 1) throw new Failure("explain takes one code: faultline explain <code>");
  const settings = readSettings(machine, options.config, options.locale);
  const all = await readSoundCatalogs(machine, options.catalogs);
  const catalogs = options.api === undefined ? all : [catalogOf(all, options.api)];
  const speech = words(settings.locale);
  const style = styleFor(machine.stdout, machine.env);
  const blocks = catalogs.flatMap((it) => codesFor(it, code).flatMap((one) => blocksFor(it, one, speech)));
  if (blocks.length === 0) throw new Failure(unknownCode(catalogs, code));
  machine.stdout.write(blocks.map((it) => it.map((line) => printed(line, style)).join("\n")).join("\n\n"));
  machine.stdout.write("\n");
  return exit.clean;
}

/** The code itself, or those that the catalog has under a name: `MAX_RATE_LIMIT`. */
function codesFor(catalog: Catalog, word: string): readonly string[] {
  const named = [...catalog.index.entries].filter(([code, entry]) => code !== word && entry.name !== undefined && entry.name === word.toUpperCase());
  return named.length > 0 ? named.map(([code]) => code) : [word];
}

/** What one catalog says about the code: nothing where it neither lists it nor knows it from the wire. */
function blocksFor(catalog: Catalog, code: string, speech: Words): readonly (readonly Block[])[] {
  const found = explainCode(catalog, code, speech);
  if (found) return [[...found.main, ...(found.source.length > 0 ? [block("small", ...found.source)] : [])]];
  return catalog.index.alsoSeen.has(code) ? [explainUnknown(catalog, code, speech)] : [];
}

function catalogOf(catalogs: readonly Catalog[], id: string): Catalog {
  const found = catalogs.find((it) => it.id === id);
  if (found) return found;
  const known = catalogs.map((it) => it.id);
  throw new Failure(`there is no API ${quote(id)}${didYouMean(id, known) || `; known are ${known.join(", ")}`}`);
}

function unknownCode(catalogs: readonly Catalog[], code: string): string {
  const near = catalogs.flatMap((it) => nearest(it, code).map((found) => ({ ...found, api: it.id })));
  const best = near.sort((a, b) => a.distance - b.distance).slice(0, maxNear);
  const hint = best.map((it) => `${it.text} (${it.api})`).join(", ");
  const where = catalogs.length === 1 ? `the catalog ${catalogs[0]?.id} has no` : "no catalog has the";
  return `${where} code ${quote(code)}${hint && `; near it: ${hint}`}`;
}

function printed(line: Block, style: Style): string {
  // What a hover has room for beside each other, a terminal shows line by line.
  const label = (it: Piece, i: number): boolean => line.kind === "text" && i > 0 && typeof it !== "string" && "strong" in it;
  const text = line.pieces
    .map((it, i) => `${label(it, i) ? "\n" : ""}${styled(it, style)}`)
    .join("")
    .replace(/ +\n/g, "\n");
  if (line.kind === "title") return style.bold(text);
  if (line.kind === "small") return style.dim(text);
  return line.kind === "item" ? `  - ${text}` : text;
}

function styled(piece: Piece, style: Style): string {
  const text = plain([block("text", piece)]);
  if (typeof piece === "string") return text;
  if ("strong" in piece) return style.bold(text);
  return "code" in piece ? style.cyan(text) : text;
}
