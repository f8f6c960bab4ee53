import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";
import { Column } from "../text/alike.ts";

type Places = ReadonlyMap<number, readonly number[]>;

const functionOf = new Column<ResolvedBranch, number>();
const placesOf = new WeakMap<readonly number[], Places>();

/** Where the branches of each function stand in the list of all. They are put in order once for all versions with as many in the same functions. */
function placesIn({ branches }: Pick<Resolved, "branches">): Places {
  const at = functionOf.of(branches, (b) => b.branch.function);
  const known = placesOf.get(at);
  if (known) return known;
  const places = new Map<number, number[]>();
  for (let i = 0; i < at.length; i++) {
    const list = places.get(at[i] as number);
    if (list) list.push(i);
    else places.set(at[i] as number, [i]);
  }
  placesOf.set(at, places);
  return places;
}

/** The branches that stand in some functions, not in those within them. */
export function branchesWithin(file: Pick<Resolved, "branches">, functions: Iterable<number>): readonly ResolvedBranch[] {
  const places = placesIn(file);
  const out: ResolvedBranch[] = [];
  for (const fn of functions) for (const i of places.get(fn) ?? []) out.push(file.branches[i] as ResolvedBranch);
  return out;
}

/** A callback belongs to the function it is written in. */
export function outermost(fn: number, functions: readonly FunctionFact[]): number {
  const fact = functions[fn];
  return fact && fact.name === "" && fact.parent >= 0 ? outermost(fact.parent, functions) : fn;
}

/** The branches of a function and of its callbacks; none for a callback. */
export function ownBranches(fn: number, { branches, facts: { functions } }: Pick<Resolved, "branches" | "facts">): readonly ResolvedBranch[] {
  if (outermost(fn, functions) !== fn) return [];
  const own = [fn];
  // What is defined in a function follows it.
  for (let i = fn + 1; fn >= 0 && (functions[i]?.parent ?? -1) >= fn; i++) if (outermost(i, functions) === fn) own.push(i);
  return branchesWithin({ branches }, own);
}
