import type { Part } from "../syntax/part.ts";
import { ByName } from "../text/alike.ts";
import type { Source } from "../text/places.ts";
import { stands } from "../text/words.ts";
import type { ForeignLookup } from "./context.ts";
import type { Filling } from "./entries.ts";
import type { Branch, Condition, Constant, Family, Field, FunctionFact, Group, Import, Label, Mention, Predicate, Use } from "./model.ts";
import type { Binding, Scope } from "./scopes.ts";

/** A stretch of what was read, in the order of the text: a unit, or what stands between two. */
export interface Run {
  readonly lists: Lists;
  /** Names, those of one scope in a row together. */
  readonly names: Names;
  /** Literals that are no labels here. */
  readonly mentions: readonly Mention[];
  /** Where its labels stand that stand elsewhere. */
  readonly outside: readonly number[];
  /** Names of it that stand for constants, as far as these names are known. */
  uses?: { readonly known: ReadonlySet<string>; readonly uses: readonly Use[] };
}

/**
 * A unit is a function that stands in the file itself or in a class of it, with all that is in it: what is read once and kept as long as
 * neither its own parts change nor anything that it looks up elsewhere.
 */
export interface Unit extends Run {
  /** All that its reading depends on beside its parts and the names around it. */
  readonly key: string;
  /** It has a name of its own and nothing around it but a class, of this name. */
  readonly plain?: { readonly owner: string | undefined } | undefined;
  /** The call that it is an argument of. */
  readonly call: Part | undefined;
  /** How many functions stand before it. */
  readonly base: number;
  /** Calls that it adds to those made before in the same run of statements. */
  readonly made: readonly string[];
}

export function unitOf(part: Part, unit: Pick<Unit, "key" | "plain" | "call" | "base" | "lists" | "names" | "made">): Unit {
  const starts = labelStarts(unit.lists);
  const isInside = (at: number): boolean => part.span.start <= at && at < part.span.end;
  return { mentions: unplaced(unit.lists, starts), outside: [...starts].filter((at) => !isInside(at)), ...unit };
}

export function runOf(lists: Lists, names: Names): Run {
  const starts = labelStarts(lists);
  return { lists, names, mentions: unplaced(lists, starts), outside: [...starts] };
}

function labelStarts({ branches, groups, constants, fields }: Lists): ReadonlySet<number> {
  const starts = new Set<number>();
  const take = (labels: readonly Label[]): void => {
    for (const l of labels) if (!l.via) starts.add(l.span.start);
  };
  for (const b of branches) for (const a of b.arms) take(a.labels);
  for (const g of groups) take(g.labels);
  take(constants.map((c) => c.label));
  take(fields.map((f) => f.label));
  return starts;
}

function unplaced({ literals }: Lists, starts: ReadonlySet<number>): readonly Mention[] {
  return literals.filter((m) => !starts.has(m.span.start));
}

/** What reading gives, in the order of the text. */
export interface Lists {
  readonly functions: FunctionFact[];
  readonly branches: Branch[];
  readonly groups: Group[];
  readonly predicates: Predicate[];
  readonly constants: Constant[];
  readonly fields: Field[];
  readonly imports: Import[];
  readonly classes: { readonly name: string; readonly span: Part["span"]; readonly base?: string }[];
  readonly families: Family[];
  readonly conditions: Condition[];
  readonly literals: Mention[];
}

export type Names = { readonly scope: Scope; readonly parts: Part[] }[];

export const listNames = [
  "functions",
  "branches",
  "groups",
  "predicates",
  "constants",
  "fields",
  "imports",
  "classes",
  "families",
  "conditions",
  "literals",
] as const satisfies readonly (keyof Lists)[];

/** Asked between any two units. */
export function isEmpty(lists: Lists): boolean {
  return listNames.every((name) => lists[name].length === 0);
}

export function emptyLists(): Lists {
  return {
    functions: [],
    branches: [],
    groups: [],
    predicates: [],
    constants: [],
    fields: [],
    imports: [],
    classes: [],
    families: [],
    conditions: [],
    literals: [],
  };
}

/** The names that a unit gives, as they were bound once: its own scope, and what it puts into the class around it. */
export interface BoundUnit {
  readonly scope: Scope;
  readonly outward: readonly Binding[];
  /** What it is called where it is written. */
  readonly name: { readonly text: string; readonly span: Part["span"] } | undefined;
  /** It is named as a member of something, which may be a class elsewhere. */
  readonly isMember: boolean;
  /** A class stands around it. */
  readonly owned: boolean;
  /** It was never bound otherwise: what is in it is found in `Units.scopes` and `Units.callbacks`. */
  readonly first: boolean;
  /** Scopes of the classes in it, in the order of the text. */
  readonly classes: readonly Scope[];
  noted?: Noted;
}

/** Where the scopes of kept units stand in a version. */
export interface Around {
  /** The scopes that functions share: units stand below the one that they are written in, */
  shared: Iterable<Scope>;
  /** but for those that are named as members of a class elsewhere. */
  readonly elsewhere: Map<Scope, Scope>;
}

/** What was found in a unit before it is read: callbacks, and what is put into collections. */
export interface Noted {
  readonly callbacks: readonly (readonly [Part, { readonly call: Part; readonly scope: Scope }])[];
  readonly fillings: readonly { readonly name: string; readonly scope: Scope; readonly filling: Filling }[];
  readonly imports: readonly Part[];
}

/** More names than these are not told apart. */
export const askedLimit = 20_000;

/** So many words are remembered at once: where a set changes that all functions of a large file ask, the names of all of them are looked for. */
const mostWords = 400;

/** What is kept of units from version to version, by the parts that they are. */
export class Units {
  /** All names that were looked up in other files while there were none; once there are more than `askedLimit`, not all of them. */
  readonly asked = new Map<string, readonly string[]>();
  /** How often the names of a run were gone through for those of constants. */
  usesRead = 0;
  readonly noting: ForeignLookup = (names) => {
    const key = names.length === 1 ? (names[0] as string) : names.join(".");
    if (this.asked.size <= askedLimit && !this.asked.has(key)) this.asked.set(key, names);
    return undefined;
  };
  /** Of parts in units that were bound once: the scopes that they open, and the calls that functions are given to. */
  readonly scopes = new WeakMap<Part, Scope>();
  readonly callbacks = new WeakMap<Part, { readonly call: Part; readonly scope: Scope }>();
  readonly #bound = new WeakMap<Part, BoundUnit>();
  readonly #mentioning = new ByName<Part>(mostWords);
  readonly #outside = new ByName<Part>(mostWords);
  #around: Around = { shared: [], elsewhere: new Map() };
  /** Something was said of a class elsewhere: what its scope holds doesn't follow from its own parts. */
  meets = false;
  /** Scopes of classes are taken over from another version, and may not be added to. */
  takesOver = false;

  meet(): void {
    this.meets = true;
  }

  /** A unit that an edit leaves as it is is the same part, and is looked through once. */
  mentioning(word: string, units: readonly Part[], text: Source): readonly Part[] {
    const places = this.#mentioning.places(word, units, ({ span }) => stands(word, text.slice(span.start, span.end)));
    return places.map((i) => units[i] as Part);
  }

  /** The same of what stands outside of units. */
  outside(word: string, parts: readonly Part[], text: Source): readonly Part[] {
    return this.#outside.places(word, parts, ({ span }) => stands(word, text.slice(span.start, span.end))).map((i) => parts[i] as Part);
  }

  /** Begins to put scopes below those of another version; the answer tells where each came to stand, once it is told which are shared. */
  begin(): Around {
    this.#around = { shared: [], elsewhere: new Map() };
    return this.#around;
  }

  /** Puts scopes back to where they stood in a version, whatever was read since: for what is looked up in it later. */
  resume(around: Around): void {
    if (this.#around === around) return;
    for (const home of around.shared)
      for (const [part, scope] of home.children)
        if (part.kind === "function") scope.parent = around.elsewhere.get(scope) ?? home;
        else if (scope.shared) scope.parent = home;
    this.#around = around;
  }

  /** A unit that was bound before, put below the scope that it is written in, where nothing else has to be asked for that. */
  boundIn(part: Part, home: Scope): BoundUnit | undefined {
    const known = this.#bound.get(part);
    if (!known || known.isMember || known.owned !== (home.owner() !== undefined)) return undefined;
    known.scope.parent = home;
    return known;
  }

  /** The scope of a unit that is written in `home`, below `outer`; filled by `bind` where it isn't known. */
  scopeOf(
    part: Part,
    home: Scope,
    outer: Scope,
    { name, isMember, bind }: Pick<BoundUnit, "name" | "isMember"> & { readonly bind: () => Scope },
  ): Scope {
    const owner = outer.owner();
    const known = this.#bound.get(part);
    if (known?.owned === (owner !== undefined)) {
      known.scope.parent = outer;
      if (outer !== home) this.#around.elsewhere.set(known.scope, outer);
      for (const binding of known.outward) owner?.add(binding);
      return known.scope;
    }
    const outward: Binding[] = [];
    const before = owner?.log;
    if (owner) owner.log = outward;
    const scope = bind();
    if (owner) owner.log = before;
    const classes: Scope[] = [];
    const first = known === undefined;
    if (first) this.scopes.set(part, scope);
    this.#within(scope, classes, first);
    this.#bound.set(part, { scope, outward, name, isMember, owned: owner !== undefined, first, classes });
    if (outer !== home) this.#around.elsewhere.set(scope, outer);
    return scope;
  }

  #within(scope: Scope, classes: Scope[], first: boolean): void {
    for (const [part, inner] of scope.children) {
      if (first) this.scopes.set(part, inner);
      if (inner.className) classes.push(inner);
      this.#within(inner, classes, first);
    }
  }

  bound(part: Part): BoundUnit | undefined {
    return this.#bound.get(part);
  }
}

/** The same unit behind another number of functions. */
export function rebased(unit: Unit, base: number): Unit {
  const by = base - unit.base;
  const moved = <T extends { readonly function: number }>(list: readonly T[]): T[] => list.map((it) => ({ ...it, function: it.function + by }));
  const { lists } = unit;
  return {
    ...unit,
    base,
    lists: {
      ...lists,
      functions: lists.functions.map((f) => (f.parent < 0 ? f : { ...f, parent: f.parent + by })),
      branches: moved(lists.branches),
      groups: moved(lists.groups),
      predicates: moved(lists.predicates),
      fields: moved(lists.fields),
    },
  };
}
