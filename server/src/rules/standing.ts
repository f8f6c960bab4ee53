import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";
import { Index } from "../text/alike.ts";

const byFunction = new Index<ResolvedBranch, number>();

/** The branches that stand in some functions, not in those within them. */
export function branchesWithin({ branches }: Pick<Resolved, "branches">, functions: Iterable<number>): readonly ResolvedBranch[] {
  const places = byFunction.of(branches, (b) => b.branch.function);
  const out: ResolvedBranch[] = [];
  for (const fn of functions) for (const i of places.get(fn) ?? []) out.push(branches[i] as ResolvedBranch);
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
