import type { Catalog } from "../catalogs/catalog.ts";
import { headOf } from "../catalogs/catalog.ts";
import type { WireType } from "../sites/model.ts";
import type { Span } from "../text/span.ts";

/** A literal of the source that stands for a known code. */
export interface Sibling {
  /** As the source writes it, quotes included. */
  readonly text: string;
  readonly value: string;
  readonly code: string;
}

/** A code that the source names already, and where: the new ones are put beside it. */
export interface Anchor extends Pick<Sibling, "value" | "code"> {
  /** Of the literal, or of the name that stands for it. */
  readonly span: Span;
}

/** A code written as its sibling is: same quotes, same spelling (`FLOW-1404-412`, the head alone), text or number. */
export function likeSibling(sibling: Sibling, code: string): string {
  const { text, value } = sibling;
  const spelt = value === sibling.code ? code : value.includes(sibling.code) ? value.replace(sibling.code, () => code) : likeHead(sibling, code);
  const at = text.indexOf(value);
  return at < 0 ? spelt : text.slice(0, at) + spelt + text.slice(at + value.length);
}

function likeHead({ value, code }: Sibling, wanted: string): string {
  const head = headOf(code);
  // `FLOW-1404-500` may stand for 1404-412: what is behind the head is the status, and the wanted code has its own.
  return value.includes(head) ? value.slice(0, value.indexOf(head)) + (value.endsWith(head) ? headOf(wanted) : wanted) : wanted;
}

/** A code as a literal of its own, in the type that arrives. */
export function literalFor(catalog: Catalog, code: string, quote: string): string {
  return typeOf(catalog, code) === "string" ? quote + code + quote : code;
}

export function typeOf(catalog: Catalog, code: string): WireType | undefined {
  const entry = catalog.index.entries.get(code);
  return entry && catalog.levels[entry.level]?.type;
}
