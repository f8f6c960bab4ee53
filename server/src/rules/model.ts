import type { Span, TextEdit } from "../text/span.ts";

export const severities = ["off", "hint", "information", "warning", "error"] as const;
export type Severity = Exclude<(typeof severities)[number], "off">;
export type SeveritySetting = (typeof severities)[number];

/** A change that mends a finding, worked out only when it is asked for. */
export interface Fix {
  /** Stable within a rule: `handle-all`, `handle-throttled`, `nearest`, `right-type`, `suppress`. */
  readonly id: string;
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Further files, by path relative to the workspace: none in most fixes. */
  readonly otherFiles?: Readonly<Record<string, readonly TextEdit[]>>;
  /** May be part of fix-all. */
  readonly safe: boolean;
  readonly preferred: boolean;
  /** It was tried near its finding alone: to be shown, and worked out again before it is made. */
  readonly unproven?: true;
}

/**
 * How far a fix is proven. `whole`: on all of the file. `near`: on its syntax and, where more is found there, on the function of its finding, which
 * costs no more than a key press; what others make of it is left open.
 */
export type Proof = "whole" | "near";

export interface Related {
  readonly span: Span;
  /** Relative path, when it is another file. */
  readonly file?: string;
  readonly message: string;
}

/** A rule's statement about a span. The editor, the command line and SARIF print the same list. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly api: string;
  /** In the catalog's spelling, in the catalog's order. */
  readonly codes: readonly string[];
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  /** What the rule's fixes need to find their place again: serialisable, opaque to everybody else, but that places stand in it as spans. */
  readonly data?: unknown;
}
