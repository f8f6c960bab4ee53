import type { Resolved } from "../resolve/resolved.ts";
import type { ForeignLookup } from "../sites/context.ts";
import type { FileFacts } from "../sites/model.ts";
import { askedIn, readOn } from "../sites/reading.ts";
import type { Grammar } from "../syntax/grammar.ts";
import { unreadable } from "../text/bounds.ts";
import { unlessTooMuch } from "./bounded.ts";
import type { Languages } from "./languages.ts";
import { evidenceAround, foreignLookup, type Link, type Linked, linkedPaths } from "./links.ts";
import type { Analysis } from "./model.ts";
import { alone, type FileInput, ownEvidence, resolve } from "./pipeline.ts";
import type { Project } from "./project/project.ts";
import { mostText, Recent } from "./recent.ts";
import type { Plain, Text, Workshop } from "./workshop.ts";

/** Only so many neighbours are read: a file that imports a hundred others says little about any. */
export const linkLimit = 40;

/** What closed files are read with. */
export interface Shelf {
  readonly languages: Languages;
  readonly project: (path: string) => Project | undefined;
  /** The document of a path, where it is open. */
  readonly open: (path: string) => Analysis | undefined;
  readonly view: (languageId: string, text: string) => Text & { readonly language: string };
}

/** Files as their neighbours see them, each read once and kept for a while. */
export class ClosedFiles {
  readonly #shop: Workshop;
  readonly #shelf: Shelf;
  readonly #linked = new Recent<Linked>(mostText);
  readonly #onwards = new Map<string, readonly Link[]>();
  readonly #plains = new Recent<Plain>(mostText);

  constructor(shop: Workshop, shelf: Shelf) {
    this.#shop = shop;
    this.#shelf = shelf;
  }

  /** Those that were asked for as neighbours and are still kept. */
  get linked(): Iterable<readonly [path: string, linked: Linked]> {
    return this.#linked;
  }

  /** What a neighbour says depends on its own neighbours: all of it is worked out again, from files that are known unless they are named. */
  forget(paths: Iterable<string>): void {
    this.#linked.clear();
    this.#onwards.clear();
    for (const path of paths) this.#plains.delete(path);
    for (const [, plain] of this.#plains) delete plain.resolved;
  }

  clear(): void {
    this.forget([]);
    this.#plains.clear();
  }

  /** A neighbour with what its own imports define. Undefined for what can't be read or isn't loaded. */
  link(path: string): Linked | undefined {
    const done = this.#linked.get(path);
    if (done) return done;
    const plain = this.plain(path);
    if (!plain) return undefined;
    const known = this.#onward(path, plain);
    // One step is enough: what a neighbour's neighbour takes from a third decides nothing here.
    const full = known.length > 0 ? this.factsWith(foreignLookup(known), plain) : plain.facts;
    const facts = inShort(full);
    const around = { ...alone, evidence: evidenceAround(path, this.#shelf.project(path)) };
    const { relative, onward, own: evidence } = plain;
    const resolved = (full === plain.facts ? plain.resolved : undefined) ?? resolve(plain.input, facts, evidence, around, this.#shop.frameAt(path));
    const linked: Linked = { path, relative, onward, facts, evidence, resolved };
    this.#linked.set(path, linked, plain.input.text.length);
    return linked;
  }

  /** What a neighbour's own imports bring in. */
  #onward(path: string, plain: Plain): readonly Link[] {
    let known = this.#onwards.get(path);
    if (!known) {
      const project = this.#shelf.project(path);
      const links = project ? linkedPaths(plain.facts.imports, path, plain.grammar.data, project).slice(0, linkLimit) : [];
      known = links.flatMap(({ path: p, by }): Link[] => {
        const other = this.plain(p);
        return other ? [by ? { linked: other, by } : { linked: other }] : [];
      });
      this.#onwards.set(path, known);
    }
    return known;
  }

  /** A file by itself, read once. */
  plain(path: string): Plain | undefined {
    const known = this.#plains.get(path);
    if (known) return known;
    const open = this.#shelf.open(path);
    const id = open?.languageId ?? this.#shelf.languages.of(path);
    if (id === undefined || !this.#shelf.languages.isLoaded(id)) return undefined;
    const text = open?.text ?? this.#shop.options.host.readText(path);
    if (text === undefined) return undefined;
    const view = this.#shelf.view(id, text);
    const grammar = this.#shop.grammar(view.language);
    const input = this.#shop.input(path, grammar, view);
    const plain = unreadable(view.text) === undefined ? unlessTooMuch(() => this.plainOf(input, grammar)) : undefined;
    if (plain) this.#plains.set(path, plain, view.text.length);
    return plain;
  }

  plainOf(input: FileInput, grammar: Grammar): Plain {
    const text = input.text.toString();
    const parts = this.#shop.parts(grammar, text);
    const reading = readOn(parts, grammar.data, alone.foreign, text);
    const own = ownEvidence(input, this.#shop.frameAt(input.path));
    const onward = () => this.#onward(input.path, plain);
    const { facts } = reading;
    const plain: Plain = {
      path: input.path,
      relative: input.relative,
      grammar,
      input,
      read: { parts, reading },
      facts,
      asked: askedIn(reading),
      own,
      onward,
    };
    return plain;
  }

  /** What a file says with what others define: the same as by itself where they define nothing that it asks for. */
  factsWith(foreign: ForeignLookup, { asked, facts, read, input, grammar }: Plain): FileFacts {
    if (asked && !asked.some((names) => foreign(names))) return facts;
    const text = input.text.toString();
    const parts = read?.parts ?? this.#shop.parts(grammar, text);
    return readOn(parts, grammar.data, foreign, text, read?.reading).facts;
  }
}

/** A file was looked at as it was resolved with what its project says for it: from now on only its neighbours ask for it. */
export function putAway(plain: Plain, resolved: Resolved): void {
  plain.facts = inShort(resolved.facts);
  const { verdicts, branches, groups, constants, fields, astray, test } = resolved;
  plain.resolved = { facts: plain.facts, verdicts, branches, groups, constants, fields, astray, test, sites: [], sitesIn: () => [] };
  delete plain.read;
}

/** What neighbours ask for, without what it was read from: mentions and uses are of interest to those who look at the file itself. */
function inShort(facts: FileFacts): FileFacts {
  const { functions, branches, groups, predicates, constants, fields, imports, classes, families, conditions, broken } = facts;
  return { functions, branches, groups, predicates, constants, fields, imports, classes, families, conditions, broken, uses: [], mentions: [] };
}
