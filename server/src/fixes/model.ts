import type { Catalog } from "../catalogs/catalog.ts";
import type { Host } from "../host/host.ts";
import type { Words } from "../l10n/words.ts";
import type { Site } from "../resolve/model.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { Finding, Proof } from "../rules/model.ts";
import type { Callee } from "../sites/parts.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { LineMap } from "../text/line-map.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Spanless } from "../text/spanless.ts";
import type { ByPlace } from "./by-place.ts";
import type { Wanted } from "./calls.ts";
import type { FixData } from "./data.ts";

/** What the file would be with some edits made. */
export interface Trial {
  /** Places where the parser found no sense, or made something up to go on. */
  readonly errors: number;
  readonly findings: readonly Finding[];
}

/** A call of the file. */
export interface FoundCall {
  /** Where it begins. */
  readonly start: number;
  /** How it is written up to its first argument: the same few for hundreds of calls. */
  readonly head: string;
  /** `await` stands in front of it. */
  readonly awaited: boolean;
  /** What it calls, for questions that don't ask where that stands. */
  readonly callee: Spanless<Callee> | undefined;
  readonly part: Part;
  /** The call itself and what stands around it, the innermost first. */
  outward(): readonly Spanless<Part>[];
  /** Where one of those stands. */
  spanOf(part: Spanless<Part>): Span;
}

/** All that a fix may look at: one version of one file, and what its language says of fixes. */
export interface FixContext extends ByPlace {
  /** Absolute, forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineMap;
  /** The pruned tree of the file. */
  readonly parts: readonly Part[];
  readonly resolved: Resolved;
  readonly findings: readonly Finding[];
  readonly catalogs: readonly Catalog[];
  readonly language: LanguageData;
  /** Undefined where the language's folder says nothing: then only what needs no words of the language is offered. */
  readonly data: FixData | undefined;
  readonly words: Words;
  readonly host: Host;
  /** The folders beyond which no manifest is looked for. */
  readonly roots: readonly string[];
  readonly proof: Proof;
  /** The one fix that is wanted, by its id; undefined for all. */
  readonly only: string | undefined;
  /** Those of `resolved` that touch a stretch of the text, in its order. */
  sitesIn(stretch: Span): readonly Site[];
  /** The calls of what has a name that is wanted, in the order of the text. A large file is not gone through for them part by part. */
  calls(wanted: Wanted): Iterable<FoundCall>;
  /** Reads a throwaway copy with the edits made, as far as `proof` says. No edits: the file as it is, which was read once. */
  trial(edits: readonly TextEdit[]): Trial;
  /** Its errors alone, which is less work. */
  errorsAfter(edits: readonly TextEdit[]): number;
}
