/**
 * Text for people with a little structure, so that the editor (Markdown) and the terminal (plain) print the same words.
 * Whatever comes from catalogs or source files is data: it is shown, never interpreted.
 */
export type Piece = string | { readonly code: string } | { readonly strong: string } | { readonly link: string; readonly href: string };

export interface Block {
  readonly kind: "title" | "text" | "item" | "small" | "divider";
  readonly pieces: readonly Piece[];
}

/** A longer text of a catalog is cut: a hover is no page. */
const MAX_TEXT = 2000;
/** Longer code spans are cut: codes, fields and messages are short. */
const MAX_CODE = 300;

export function block(kind: Block["kind"], ...pieces: readonly Piece[]): Block {
  return { kind, pieces };
}

/** A sentence whose holes take pieces: `fill("Wait as {header} says", { header: { code: "Retry-After" } })`. */
export function fill(template: string, values: Readonly<Record<string, Piece | readonly Piece[]>>): readonly Piece[] {
  return template.split(/(\{\w+\})/).flatMap((part): readonly Piece[] => {
    const name = part.startsWith("{") ? part.slice(1, -1) : undefined;
    if (name === undefined) return part === "" ? [] : [part];
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return [part];
    return isList(value) ? value : [value];
  });
}

/** Pieces with a separator between them. */
export function between(groups: readonly (readonly Piece[])[], separator: string): readonly Piece[] {
  return groups.flatMap((group, i) => (i === 0 ? group : [separator, ...group]));
}

export function markdown(blocks: readonly Block[]): string {
  let out = "";
  let last: Block["kind"] | undefined;
  for (const it of blocks) {
    if (last !== undefined) out += last === "item" && it.kind === "item" ? "\n" : "\n\n";
    out += markdownBlock(it);
    last = it.kind;
  }
  return out;
}

export function plain(blocks: readonly Block[]): string {
  return blocks
    .map((it) => {
      if (it.kind === "divider") return "";
      const text = it.pieces.map(plainPiece).join("");
      return it.kind === "item" ? `  - ${text}` : text;
    })
    .join("\n");
}

function markdownBlock(it: Block): string {
  if (it.kind === "divider") return "---";
  const text = it.pieces.map(markdownPiece).join("");
  if (it.kind === "title") return `### ${text}`;
  return it.kind === "item" ? `- ${text}` : text;
}

function markdownPiece(piece: Piece): string {
  if (typeof piece === "string") return escapeMarkdown(piece);
  if ("code" in piece) return codeSpan(piece.code);
  if ("strong" in piece) return `**${escapeMarkdown(piece.strong)}**`;
  const href = webAddress(piece.href);
  return href === undefined ? escapeMarkdown(piece.link) : `[${escapeMarkdown(piece.link)}](${href})`;
}

function plainPiece(piece: Piece): string {
  if (typeof piece === "string") return oneLine(piece, MAX_TEXT);
  if ("code" in piece) return oneLine(piece.code, MAX_CODE);
  if ("strong" in piece) return oneLine(piece.strong, MAX_TEXT);
  const href = webAddress(piece.href);
  return href === undefined ? oneLine(piece.link, MAX_TEXT) : `${oneLine(piece.link, MAX_TEXT)} <${href}>`;
}

/**
 * Text that Markdown shows as it stands: no emphasis, links, images, HTML, tables, headings, lists, and no bare address that a renderer
 * would turn into a link.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text, MAX_TEXT)
    .replace(/[\\`*_{}[\]<>|~&$!#]/g, "\\$&")
    .replace(/^(\s*)([-+=]|\d+[.)])/, (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`)
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\b(www)\./gi, "$1\\.")
    .replace(/@(?=\w)/g, "\\@");
}

/** A code span whose fence is longer than any run of backticks inside. */
export function codeSpan(code: string): string {
  const text = oneLine(code, MAX_CODE);
  if (text.trim() === "") return "` `";
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + pad + text + pad + fence;
}

/** The address where it is a plain web address, spelt so that nothing in it ends the link; undefined for every other scheme. */
function webAddress(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return undefined;
  return url.href.replace(/[()<>\\\s]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

function oneLine(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  // Control and direction characters could make the text show as something else than it says.
  return cut.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, " ");
}

function isList(value: Piece | readonly Piece[]): value is readonly Piece[] {
  return Array.isArray(value);
}
