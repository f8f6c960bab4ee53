import type { Part } from "../syntax/part.ts";
import type { Lists, Unit } from "./units.ts";

/** The units of a version with their parts, in the order in which they were read. What is asked of each at every edit stands beside it: to look into a thousand units costs more. */
export class Row {
  readonly parts: Part[] = [];
  readonly units: Unit[] = [];
  readonly lists: Lists[] = [];
  /** The class around those that depend on nothing else around them and give others nothing on the way; null for all others. */
  readonly owners: (string | undefined | null)[] = [];
  /** How many functions stand before each, and up to its end. */
  readonly bases: number[] = [];
  readonly ends: number[] = [];

  get size(): number {
    return this.parts.length;
  }

  push(part: Part, unit: Unit): void {
    const { lists, plain, call, made, base } = unit;
    const isAlone = plain && !call && made.length === 0 && lists.constants.length === 0;
    this.#push(part, unit, lists, isAlone ? plain.owner : null, base, base + lists.functions.length);
  }

  /** One of another version, as it is. */
  pushFrom({ parts, units, lists, owners, bases, ends }: Row, at: number): void {
    this.#push(parts[at] as Part, units[at] as Unit, lists[at] as Lists, owners[at], bases[at] as number, ends[at] as number);
  }

  #push(part: Part, unit: Unit, lists: Lists, owner: string | undefined | null, base: number, end: number): void {
    this.parts.push(part);
    this.units.push(unit);
    this.lists.push(lists);
    this.owners.push(owner);
    this.bases.push(base);
    this.ends.push(end);
  }
}

/** Finds units of a version by their parts, but for stale ones. The next version mostly has the same ones: each is looked for behind the one found last. */
export class Finder {
  readonly row: Row;
  readonly #isStale: (part: Part) => boolean;
  #next = 0;
  #sought = 0;
  #places: Map<Part, number> | undefined;

  constructor(row: Row, isStale: (part: Part) => boolean = () => false) {
    this.row = row;
    this.#isStale = isStale;
  }

  unit(part: Part): Unit | undefined {
    const at = this.#find(part);
    if (at < 0) return undefined;
    this.#next = at + 1;
    return this.#isStale(part) ? undefined : this.row.units[at];
  }

  /** The index of the unit that comes next or is the one after that, where it depends on nothing but its class and how many functions stand before it. */
  following(part: Part, owner: string | undefined, base: number): number {
    const { parts, owners, bases } = this.row;
    let at = this.#next;
    if (parts[at] !== part && parts[++at] !== part) return -1;
    if (owners[at] !== owner || bases[at] !== base || this.#isStale(part)) return -1;
    this.#next = at + 1;
    return at;
  }

  #find(part: Part): number {
    const { parts } = this.row;
    if (parts[this.#next] === part) return this.#next;
    if (!this.#places && ++this.#sought > mostSought) this.#places = new Map(parts.map((p, i) => [p, i]));
    return this.#places ? (this.#places.get(part) ?? -1) : parts.indexOf(part);
  }
}

/** An edit makes few functions anew: a search through the list for each takes less than a table of them all. */
const mostSought = 8;
