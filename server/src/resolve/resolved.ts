import type { Catalog, Lookup } from "../catalogs/catalog.ts";
import type { Branch, Constant, Field, FileFacts, Group, Label } from "../sites/model.ts";
import type { Span } from "../text/span.ts";
import type { Astray } from "./astray.ts";
import type { Level, Site, Verdict } from "./model.ts";
import type { Meaning } from "./position.ts";

/** A label with what the catalog says of it. */
export interface ResolvedLabel {
  readonly label: Label;
  /** Undefined for a value that the catalog doesn't have. */
  readonly found?: Lookup;
  /** Success values, sentinels and codes accepted in silence: neither known nor strange. */
  readonly neutral: boolean;
  /** What it is a code of instead: an API that stands in front of this one, or behind it, and answers in the same place. */
  readonly beside?: { readonly catalog: Catalog; readonly found: Lookup };
}

interface Resolution {
  readonly catalog: Catalog;
  readonly confidence: "certain" | "likely";
  readonly meaning: Meaning;
  readonly labels: readonly ResolvedLabel[];
}

export interface ResolvedBranch extends Resolution {
  readonly branch: Branch;
  /** Levels whose field the subject is; empty where the name fits several or none. */
  readonly levels: readonly Level[];
  /** Per arm, in the branch's order. */
  readonly arms: readonly (readonly ResolvedLabel[])[];
}

export interface ResolvedGroup extends Resolution {
  readonly group: Group;
}

export interface ResolvedConstant extends Resolution {
  readonly constant: Constant;
}

export interface ResolvedField extends Resolution {
  readonly field: Field;
}

/** One file's facts with the catalogs' answers: what rules read. */
export interface Resolved {
  readonly facts: FileFacts;
  readonly verdicts: readonly Verdict[];
  readonly branches: readonly ResolvedBranch[];
  readonly groups: readonly ResolvedGroup[];
  readonly constants: readonly ResolvedConstant[];
  readonly fields: readonly ResolvedField[];
  readonly sites: readonly Site[];
  /** Those that touch a stretch. */
  sitesIn(stretch: Span): readonly Site[];
  /** Codes and statuses that are asked of the wrong field. */
  readonly astray: readonly Astray[];
  /** Everything in it is a mention. */
  readonly test: boolean;
}
