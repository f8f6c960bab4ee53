import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";
import { alike, Column } from "../text/alike.ts";
import { home } from "./attempts.ts";

/** The decisions of one outermost function; or those of no function. */
export type Own = Pick<Resolved, "branches" | "astray">;

/** What was made of the decisions of a file, outermost function by outermost function. */
export interface Homes<T extends Own> {
  readonly all: readonly T[];
  readonly functions: readonly FunctionFact[];
  readonly branches: readonly ResolvedBranch[];
  /** By its index, the function of each; -1 for what stands in none. */
  readonly tops: readonly number[];
  /** Where the branches of each stand, in a version in which each has them in one row; what stands in none comes last, and has no row. */
  readonly rows: Rows | undefined;
}

/** Lists of numbers side by side: there are thousands, and each is looked at. */
interface Rows {
  /** Rising. */
  readonly tops: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Branches that stand in no function. */
  readonly loose: readonly number[];
}

const homeOf = new Column<ResolvedBranch, number>();

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
  const at = homeOf.of(branches, (b) => home(b.branch.function, resolved));
  // What stands in no function is on the way of every one.
  const known = (top: number): T | undefined =>
    top >= 0 && before && affected && !affected.has(top) ? before.all[placeOf(functions[top] as FunctionFact, before)] : undefined;
  const rows = astray.length === 0 ? rowsIn(at) : undefined;
  if (!rows) {
    const own = byTop(resolved, at);
    const all = [...own].map(([top, it]) => make(it, known(top)));
    return { all, functions, branches, tops: [...own.keys()], rows };
  }
  const { tops, starts, ends, loose } = rows;
  const again = before?.rows && affected ? [...affected].sort((a, b) => a - b) : undefined;
  const [head, tail] = before && again ? alike(before.branches, branches) : [0, 0];
  const more = branches.length - (before?.branches.length ?? 0);
  const moreRows = tops.length - (before?.rows?.tops.length ?? 0);
  const all: T[] = [];
  let next = 0;
  for (let i = 0; i < tops.length; i++) {
    const [top, start, end] = [tops[i] as number, starts[i] as number, ends[i] as number];
    let kept: T | undefined;
    if (before?.rows && again) {
      while ((again[next] as number) < top) next++;
      const isHead = end <= head;
      if (again[next] !== top && (isHead || start >= branches.length - tail)) {
        const by = isHead ? 0 : more;
        const j = isHead ? i : i - moreRows;
        const isSame = before.rows.starts[j] === start - by && before.rows.ends[j] === end - by;
        if (isSame && before.functions[before.tops[j] as number] === functions[top]) kept = before.all[j];
      }
    }
    all.push(kept ?? make({ branches: branches.slice(start, end), astray }, known(top)));
  }
  if (loose.length === 0) return { all, functions, branches, tops, rows };
  all.push(make({ branches: loose.map((i) => branches[i] as ResolvedBranch), astray }, undefined));
  return { all, functions, branches, tops: [...tops, -1], rows };
}

/** Where in a version something was made of a function. */
function placeOf(fact: FunctionFact, { tops, functions }: Pick<Homes<Own>, "tops" | "functions">): number {
  const at = functions.indexOf(fact);
  return at < 0 ? -1 : tops.indexOf(at);
}

const rowsCache = new WeakMap<readonly number[], { readonly rows: Rows | undefined }>();

/** The rows of branches that have the same outermost function, and those that have none; no rows where a function has several. */
function rowsIn(at: readonly number[]): Rows | undefined {
  const known = rowsCache.get(at);
  if (known) return known.rows;
  const rows = findRows(at);
  rowsCache.set(at, { rows });
  return rows;
}

function findRows(at: readonly number[]): Rows | undefined {
  const [tops, starts, ends, loose]: [number[], number[], number[], number[]] = [[], [], [], []];
  let last = -1;
  for (let i = 0; i < at.length; ) {
    const top = at[i] as number;
    if (top < 0) {
      loose.push(i++);
      continue;
    }
    if (top <= last) return undefined;
    last = top;
    tops.push(top);
    starts.push(i);
    while (at[i] === top) i++;
    ends.push(i);
  }
  return { tops, starts, ends, loose };
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
