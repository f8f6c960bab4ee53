import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";
import { alike, Column } from "../text/alike.ts";
import { home } from "./attempts.ts";

/** The decisions of one outermost function; or those of no function. */
export type Own = Pick<Resolved, "branches" | "astray">;

/** What was made of the decisions of a file, outermost function by outermost function. */
export interface Homes<T extends Own> {
  readonly all: readonly T[];
  /** The function of each; undefined for what stands in none. */
  readonly facts: readonly (FunctionFact | undefined)[];
  readonly branches: readonly ResolvedBranch[];
  /** Where the branches of each stand, in a version in which each has them in one row. */
  readonly rows: readonly Row[];
}

interface Row {
  readonly top: number;
  readonly start: number;
  readonly end: number;
}

const tops = new Column<ResolvedBranch, number>();

/**
 * Makes something of the decisions of each outermost function. `make` is given what was made of the same function before, unless the function is
 * among the `affected` ones; undefined: all are. Where the branches are the very same ones in the same row, that is taken over without a look.
 */
export function homesOf<T extends Own>(
  resolved: Resolved,
  before: Homes<T> | undefined,
  affected: ReadonlySet<number> | undefined,
  make: (own: Own, known: T | undefined) => T,
): Homes<T> {
  const { branches, astray, facts } = resolved;
  const { functions } = facts;
  const at = tops.of(branches, (b) => home(b.branch.function, resolved));
  // What stands in no function is on the way of every one.
  const known = (top: number): T | undefined =>
    top >= 0 && before && affected && !affected.has(top) ? before.all[before.facts.indexOf(functions[top])] : undefined;
  const { rows, loose } = astray.length === 0 ? rowsIn(at) : noRows;
  if (!rows) {
    const own = byTop(resolved, at);
    const all = [...own].map(([top, it]) => make(it, known(top)));
    return { all, facts: [...own.keys()].map((top) => functions[top]), branches, rows: [] };
  }
  const [head, tail] = before && affected ? alike(before.branches, branches) : [0, 0];
  const more = branches.length - (before?.branches.length ?? 0);
  const moreRows = rows.length - (before?.rows.length ?? 0);
  const kept = ({ top, start, end }: Row, i: number): T | undefined => {
    if (!before || !affected || affected.has(top)) return undefined;
    const isHead = end <= head;
    if (!isHead && start < branches.length - tail) return undefined;
    const by = isHead ? 0 : more;
    const index = isHead ? i : i - moreRows;
    const row = before.rows[index];
    return row && row.start + by === start && row.end + by === end && before.facts[index] === functions[top] ? before.all[index] : undefined;
  };
  const all = rows.map((row, i) => kept(row, i) ?? make({ branches: branches.slice(row.start, row.end), astray }, known(row.top)));
  const owners: (FunctionFact | undefined)[] = rows.map(({ top }) => functions[top]);
  if (loose.length > 0) {
    all.push(make({ branches: loose.map((i) => branches[i] as ResolvedBranch), astray }, known(-1)));
    owners.push(undefined);
  }
  return { all, facts: owners, branches, rows };
}

const noRows = { rows: undefined, loose: [] };

/** The rows of branches that have the same outermost function, and those that have none; no rows where a function has several. */
function rowsIn(at: readonly number[]): { readonly rows: readonly Row[] | undefined; readonly loose: readonly number[] } {
  const rows: Row[] = [];
  const loose: number[] = [];
  let last = -1;
  for (let i = 0; i < at.length; ) {
    const top = at[i] as number;
    if (top < 0) {
      loose.push(i++);
      continue;
    }
    if (top <= last) return noRows;
    last = top;
    const start = i;
    while (at[i] === top) i++;
    rows.push({ top, start, end: i });
  }
  return { rows, loose };
}

function byTop(resolved: Resolved, at: readonly number[]): ReadonlyMap<number, Own> {
  const homes = new Map<number, { branches: Own["branches"][number][]; astray: Own["astray"][number][] }>();
  const homeAt = (top: number): { branches: Own["branches"][number][]; astray: Own["astray"][number][] } => {
    let own = homes.get(top);
    if (!own) {
      own = { branches: [], astray: [] };
      homes.set(top, own);
    }
    return own;
  };
  resolved.branches.forEach((b, i) => void homeAt(at[i] as number).branches.push(b));
  for (const a of resolved.astray) homeAt(home(a.branch.function, resolved)).astray.push(a);
  return homes;
}
