import type { LevelName, RetryPolicy } from "../catalogs/catalog.ts";

/** A documentation page, in the order in which a person reads it. */
export type Block =
  | { readonly kind: "heading"; readonly depth: number; readonly text: string }
  | { readonly kind: "table"; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  /** A list or a glossary: each item's leading term, as far as the page sets it off, and the rest. */
  | { readonly kind: "items"; readonly items: readonly Item[] }
  | { readonly kind: "text"; readonly text: string }
  /** A block of code: an answer's body, mostly. */
  | { readonly kind: "sample"; readonly text: string };

export interface Cell {
  readonly text: string;
  /** Whether the page sets the whole cell in code's type: it is meant to the letter. */
  readonly literal: boolean;
}

export interface Item {
  readonly term: Cell;
  readonly rest: string;
}

/** One code as a source lists it; several of one code are brought together later. */
export interface Found {
  readonly code: string;
  readonly level?: LevelName;
  readonly httpStatus?: number;
  /** Another spelling that the source gives in the same row, mostly a constant's name. */
  readonly alias?: string;
  /** The message on the wire, where a column of the page says that it is one. */
  readonly message?: string;
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

/** A field that carries a code, as an example of an answer shows it. */
export interface CodeField {
  /** `errors[].code` */
  readonly path: string;
  readonly type: "string" | "number";
  readonly values: readonly string[];
}

/** What a source says of an API. */
export interface Source {
  readonly title: string;
  /** A BCP 47 tag: the language of its words. */
  readonly locale: string;
  readonly found: readonly Found[];
  readonly fields: readonly CodeField[];
  /** Hosts that it calls in examples or names as servers. */
  readonly hosts: readonly string[];
  /** Whether the source says of itself that it lists everything: only a schema's enumeration does. */
  readonly complete: boolean;
  /** What was seen and not taken, one line each. */
  readonly notes: readonly string[];
}

export type { LevelName, RetryPolicy };
