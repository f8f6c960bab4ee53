import type { Part } from "../syntax/part.ts";
import type { Unit } from "./units.ts";

/** The units of a version with their parts, in the order in which they were read. */
export class Row {
  readonly #parts: Part[] = [];
  readonly #units: Unit[] = [];

  get size(): number {
    return this.#parts.length;
  }

  push(part: Part, unit: Unit): void {
    this.#parts.push(part);
    this.#units.push(unit);
  }

  /** Finds units by their parts. Another version mostly has the same ones one after the other: each is looked for behind the one found last. */
  finder(): (part: Part) => Unit | undefined {
    const parts = this.#parts;
    const units = this.#units;
    let next = 0;
    let sought = 0;
    let places: Map<Part, number> | undefined;
    return (part) => {
      let at: number | undefined = next;
      if (parts[at] !== part) {
        if (!places && ++sought > mostSought) places = new Map(parts.map((p, i) => [p, i]));
        at = places ? places.get(part) : parts.indexOf(part);
        if (at === undefined || at < 0) return undefined;
      }
      next = at + 1;
      return units[at];
    };
  }
}

/** An edit makes few functions anew: a search through the list for each takes less than a table of them all. */
const mostSought = 8;
