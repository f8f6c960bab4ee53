import type { SiteRole, WireType } from "../sites/model.ts";
import type { Span } from "../text/span.ts";

export type Level = "http" | "response" | "record" | "delayed";

/** Why a file, or a subject in it, is taken for an API's. */
export interface Evidence {
  readonly api: string;
  readonly kind:
    | "directive"
    | "setting"
    | "host"
    | "package"
    | "manifest"
    | "header"
    | "field"
    | "path"
    | "identifier"
    | "name"
    | "neighbour"
    | "codes"
    | "comment";
  /** What was seen, as written: `*.mktorest.com`. */
  readonly what: string;
  /** The file it was seen in, when it isn't this one; relative to the project. */
  readonly file?: string;
  readonly span?: Span;
  /** 1 is enough alone for a certain file. */
  readonly weight: number;
  /** It is said of a file that this one uses: this one may have codes of its own besides. False: of a file that uses this one. */
  readonly uses?: boolean;
}

/** What is known of one API in one file. */
export interface Verdict {
  readonly api: string;
  readonly weight: number;
  readonly certain: boolean;
  /** Certain only by what the file uses. */
  readonly borrowed?: true;
  readonly evidence: readonly Evidence[];
}

/** A literal, or a name standing for one, that was resolved to a code of a catalog. */
export interface Site {
  readonly span: Span;
  /** As the source writes it, quotes included. */
  readonly text: string;
  readonly value: string;
  readonly type: WireType;
  readonly role: SiteRole;
  readonly api: string;
  /** In the catalog's spelling. For `known: false`, the value as it stands. */
  readonly code: string;
  readonly known: boolean;
  readonly level: Level;
  readonly confidence: "certain" | "likely";
  /** The site is the use of a named constant, not a literal: hovers only. */
  readonly named?: string;
}
