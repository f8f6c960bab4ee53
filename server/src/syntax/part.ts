import type { Span } from "../text/span.ts";

/**
 * What a part of the pruned tree is. The list is closed: a language's `scan.scm` captures nodes under these names and no others, and the
 * order is that of nesting where two nodes cover the same text (a Python block of one statement), the outer ones first.
 */
export const kinds = [
  "block",
  "class",
  "function",
  "param",
  "arm",
  "catch",
  "finally",
  "try",
  "loop",
  "switch",
  "if",
  "elif",
  "import",
  "decorator",
  "assign",
  "bind",
  "return",
  "throw",
  "continue",
  "break",
  "each",
  "opaque",
  "op",
  "call",
  "list",
  "table",
  "pair",
  "member",
  "index",
  "template",
  "regex",
  "string",
  "number",
  "bool",
  "name",
  "comment",
  "other",
] as const;
export type Kind = (typeof kinds)[number];

/** The parts a kind has, captured as `@kind.role`. */
export const roles = {
  class: ["name", "base", "param", "arg", "body"],
  function: ["name", "param", "body", "value", "type"],
  param: ["name", "type", "default"],
  arm: ["label", "body", "guard"],
  block: [],
  catch: ["type", "name", "body", "guard"],
  finally: [],
  try: ["body"],
  loop: ["condition", "source", "local", "body"],
  switch: ["subject"],
  if: ["condition", "then", "else"],
  elif: ["condition", "then"],
  import: ["source", "name", "local", "group"],
  decorator: [],
  assign: ["target", "value", "type"],
  bind: ["key", "local"],
  return: [],
  throw: [],
  continue: [],
  break: [],
  each: ["item", "local", "source", "condition"],
  opaque: [],
  op: ["left", "right", "sign"],
  call: ["callee", "receiver", "arg"],
  list: [],
  table: [],
  pair: ["key", "value"],
  member: ["object", "key"],
  index: ["object", "key"],
  template: [],
  regex: [],
  string: [],
  number: [],
  bool: [],
  name: [],
  comment: [],
  other: [],
} as const satisfies Record<Kind, readonly string[]>;

/**
 * Properties of a part, captured as `@is.flag` on its node. `tokens`: the grammar leaves it as a row of words and signs, which is read like an
 * expression; `pattern`: it asks for what it would otherwise make; `test`: what stands in it is tested, and decides nothing; `slice`: a piece of what is
 * subscripted; `out`: a variable that a call is given in order to fill it.
 */
export const flags = [
  "falls",
  "default",
  "loose",
  "negated",
  "value",
  "exported",
  "constant",
  "async",
  "new",
  "test",
  "tokens",
  "pattern",
  "slice",
  "out",
] as const;
export type Flag = (typeof flags)[number];

/**
 * A node of the pruned, language-neutral tree: only what the queries name, joined by containment. Wrappers that no query names (parentheses,
 * casts, `await`) are gone, so their content stands in their place.
 */
export interface Part {
  readonly kind: Kind;
  /** What it is to its parent: `switch.subject`. */
  readonly role?: string;
  readonly flags?: readonly Flag[];
  /** Offsets into the text the part was read from. */
  readonly span: Span;
  readonly parts: readonly Part[];
  /** The source text, for leaves, signs and whatever has no parts of its own. */
  readonly text?: string;
}
