import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import type { Filling } from "./entries.ts";
import type { Group, Label, Predicate } from "./model.ts";
import type { Binding, Scope } from "./scopes.ts";

/** A definition of another file, as the linker found it for a name of this one. */
export type Foreign =
  | { readonly kind: "constant"; readonly label: Label; readonly file: string }
  | { readonly kind: "record"; readonly key: string; readonly label: Label; readonly file: string }
  | { readonly kind: "group"; readonly group: Group; readonly file: string }
  | { readonly kind: "predicate"; readonly predicate: Predicate; readonly file: string };

/** Finds what a dotted name stands for in the files that this one imports. */
export type ForeignLookup = (names: readonly string[]) => Foreign | undefined;

/** What lowering one file needs to know. */
export interface Context {
  readonly language: LanguageData;
  readonly file: Scope;
  readonly foreign: ForeignLookup;
  /** Scopes by the part that opens them. */
  readonly scopeOf: (part: Part, outer: Scope) => Scope;
  /** Functions whose predicate is being worked out: definitions can be cyclic. */
  readonly busy: Set<Part>;
  /** The outermost of them that was asked for again since, counted from 0, and how often one was. */
  readonly circle: { from: number; count: number };
  readonly predicates: Map<Part, Predicate | undefined>;
  /** A callback's parameters: which call it was given to. */
  readonly callbacks: { get(part: Part): { readonly call: Part; readonly scope: Scope } | undefined };
  /** Calls by the name that is called, where arguments have places and no names. */
  readonly calls: Map<string, { readonly call: Part; readonly scope: Scope }[]>;
  /** What is put into named collections after they were made, by the givings of the name. */
  readonly added: Map<readonly Binding[], Filling[]>;
  /** Class scopes by name, for `Class.NAME`. */
  readonly classes: Map<string, Scope>;
  /** Classes of this file whose members an import brings in by their own names: `import Codes._`, `use Code::*`, `import static`. */
  readonly opened: { readonly owner: string; readonly name: string; readonly local: string }[];
  /** Modules that are brought in whole, by the names that they go by: `requests`, `http` of `net/http`. */
  readonly modules: Set<string>;
}

export function spanOf(parts: readonly Part[]): Span {
  const first = parts[0] as Part;
  const last = parts[parts.length - 1] as Part;
  return { start: first.span.start, end: last.span.end };
}

/** How far names are followed; deeper chains are given up on rather than guessed at. */
export const depthLimit = 12;
