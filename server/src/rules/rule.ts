import type { Catalog } from "../catalogs/catalog.ts";
import { textFor } from "../catalogs/localise.ts";
import type { Words } from "../l10n/words.ts";
import type { Resolved } from "../resolve/resolved.ts";
import { clipped } from "../text/columns.ts";
import type { Lines } from "../text/line-map.ts";
import type { Source } from "../text/places.ts";
import type { Finding, Related, Severity } from "./model.ts";
import type { Workspace } from "./retries.ts";

/** What a rule may look at. */
export interface RuleContext {
  readonly resolved: Resolved;
  /** What is asked of it: decisions of the file, all of one function or all that there are; the rest of the file is there to be looked at. */
  readonly asked: Pick<Resolved, "branches" | "astray">;
  readonly text: Source;
  readonly lines: Lines;
  readonly path: string;
  readonly words: Words;
  /** Whether a fallback that merely throws counts as handling. */
  readonly fallback: "retries-only" | "any" | "none";
  /** Whether notes in the text may suppress findings; absent where nobody has looked. */
  readonly suppresses?: boolean;
  /** The file's own text, where `text` is only the scripts in it: notes may stand beside them. */
  readonly whole?: string | undefined;
  /** The APIs that a note may name; absent where nobody knows. */
  readonly apis?: readonly string[];
  /** Files of the same client: those this one imports, and those that import it. */
  readonly linked: readonly Resolved[];
  /** What the rest of the workspace does; absent where nobody has looked at it. */
  readonly workspace?: Workspace;
  /** How types meet in the language: see `LanguageData.strict`. */
  readonly strict: {
    readonly equal?: boolean;
    readonly looseEqual?: boolean;
    readonly switch?: boolean;
    readonly membership?: boolean;
    readonly open?: readonly string[];
    readonly dynamic?: boolean;
  };
}

/** A finding before its severity is settled. */
export interface Draft {
  readonly span: Finding["span"];
  readonly api: string;
  readonly codes: readonly string[];
  readonly message: string;
  /** Where it differs from the rule's default. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly data?: unknown;
}

/** What everybody sees of a rule: settings, reports, pages. */
export interface RuleInfo {
  readonly id: string;
  /** Default; the user's setting wins. */
  readonly severity: Severity;
  /** It compares the file with others, and can't speak where they were not looked at. */
  readonly workspace?: boolean;
}

/** One rule a file: what it says is in its page `test/rules/<id>.md`. */
export interface Rule extends RuleInfo {
  /** Of what it says of one place, only the first counts. */
  readonly once?: boolean;
  /** What is to be said of the decisions that are asked about. Never throws, whatever the text. */
  check(ctx: RuleContext): readonly Draft[];
  /** What is to be said of the rest of the file: its collections, or all decisions taken together. */
  whole?(ctx: RuleContext): readonly Draft[];
}

/**
 * `606 (max rate limit exceeded)`: codes with their names, since a bare number says little. Where a name has little room, in columns, one that
 * is words itself does without.
 */
export function named(catalog: Catalog, code: string, words: Words, room = Number.POSITIVE_INFINITY): string {
  // Of other codes there may be any number.
  if (!catalog.index.entries.has(code)) return nameFor(catalog, code, words, room);
  let names = namesOf.get(catalog);
  if (!names) {
    names = new Map();
    namesOf.set(catalog, names);
  }
  const key = `${code} ${room} ${words.wanted}`;
  let name = names.get(key);
  if (name === undefined) {
    name = nameFor(catalog, code, words, room);
    names.set(key, name);
  }
  return name;
}

/** A message is tried with more names and fewer before it fits, and hundreds name the same codes. */
const namesOf = new WeakMap<Catalog, Map<string, string>>();

function nameFor(catalog: Catalog, code: string, words: Words, room: number): string {
  if (room <= 0 || (room < Number.POSITIVE_INFINITY && /^[a-z_-]+$/i.test(code))) return code;
  const given = textFor(catalog, code, words.wanted)?.title ?? "";
  const entry = catalog.index.entries.get(code);
  const plain = given || (entry?.name.toLowerCase().replaceAll("_", " ") ?? "");
  // A title with holes (`%s`) reads badly in a list.
  const short = plain.includes("%s") ? (entry?.name.toLowerCase().replaceAll("_", " ") ?? plain) : plain;
  const title = clipped(short.startsWith(catalog.shortName) ? short : lowerFirst(short), room);
  return title ? words.say("finding.code", { code, title }) : code;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
