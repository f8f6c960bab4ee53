import { type Catalog, isRetryable } from "../catalogs/catalog.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm } from "../sites/model.ts";
import { Column } from "../text/alike.ts";
import { codesOf, isDecision, pathOfFunction } from "./coverage.ts";
import { retrierAround } from "./retriers.ts";

/** A decision that either tries codes of an API again, or gives them up. */
export interface RetryPlace {
  readonly api: string;
  /** Index of its function: what one function does in several arms is done once. */
  readonly fn: number;
  readonly codes: readonly string[];
  readonly retried: boolean;
}

/** How many functions try a code again, and how many give it up. */
export interface Counts {
  readonly retried: number;
  readonly others: number;
}

/** What the other files of the workspace do. */
export interface Workspace {
  retries(api: string, code: string): Counts;
}

/** A place with what a finding about it needs. */
export interface FoundPlace extends RetryPlace {
  readonly branch: ResolvedBranch;
  readonly arm: Arm;
  readonly labels: readonly ResolvedLabel[];
}

/** The places of one file. A function that tries a code again anywhere on its path gives it up nowhere. */
export function retriesIn(resolved: Resolved): readonly FoundPlace[] {
  if (resolved.test) return [];
  const retried = resolved.branches.flatMap((b) => armsOf(b, true));
  return [...retried, ...resolved.branches.flatMap((b) => givenUp(b, retried, resolved))];
}

/** Whether one of the places may be one where a code is given up that is worth another try: told in less time than it takes to find them. */
export function mayGiveUp(resolved: Resolved): boolean {
  return givingUp
    .of(resolved.branches, (b) => armsOf(b, false).some(({ codes }) => codes.some((code) => isWorthTrying(code, b.catalog))))
    .includes(true);
}

/** Whether the catalog says that a code may go away by itself, or with what one does about it. */
export function isWorthTrying(code: string, { index }: Pick<Catalog, "index">): boolean {
  const kind = index.entries.get(code)?.retry.kind;
  return kind !== undefined && isRetryable(kind);
}

const givingUp = new Column<ResolvedBranch, boolean>();

const known = { true: new WeakMap<ResolvedBranch, readonly FoundPlace[]>(), false: new WeakMap<ResolvedBranch, readonly FoundPlace[]>() } as const;

/** Follows from the branch alone, which most versions of a file share. */
function armsOf(b: ResolvedBranch, retried: boolean): readonly FoundPlace[] {
  const places = known[`${retried}`].get(b) ?? placesOf(b, retried);
  known[`${retried}`].set(b, places);
  return places;
}

function placesOf(b: ResolvedBranch, retried: boolean): readonly FoundPlace[] {
  if (b.confidence !== "certain" || b.meaning === "http") return [];
  return b.branch.arms.flatMap((arm, i): FoundPlace[] => {
    const labels = (b.arms[i] ?? []).filter((l) => l.found);
    const action = arm.body?.action;
    if (labels.length === 0 || arm.negated || (retried ? action !== "retry" && action !== "renew" : action !== "fail")) return [];
    return [{ api: b.catalog.id, fn: b.branch.function, codes: [...new Set(codesOf(labels))], retried, branch: b, arm, labels }];
  });
}

function givenUp(b: ResolvedBranch, retried: readonly FoundPlace[], resolved: Resolved): readonly FoundPlace[] {
  if (!isDecision(b)) return [];
  const found = armsOf(b, false);
  if (found.length === 0) return [];
  const path = pathOfFunction(b.branch.function, resolved);
  const onPath = new Set(retried.filter((r) => r.api === b.catalog.id && (path?.has(r.fn) ?? true)).flatMap((r) => r.codes));
  return found.flatMap((place) => {
    if (place.arm.guarded || retrierAround(b.branch.function, place.arm.body?.throws ?? [], resolved)) return [];
    const codes = place.codes.filter((c) => !onPath.has(c));
    return codes.length === 0 ? [] : [{ ...place, codes, labels: place.labels.filter((l) => l.found && codes.includes(l.found.code)) }];
  });
}

export function countIn(places: readonly RetryPlace[], api: string, code: string): Counts {
  const own = places.filter((p) => p.api === api && p.codes.includes(code));
  const functions = (retried: boolean): number => new Set(own.filter((p) => p.retried === retried).map((p) => p.fn)).size;
  return { retried: functions(true), others: functions(false) };
}

/** What is kept of a place when the file is gone. */
export function summary(places: readonly FoundPlace[]): readonly RetryPlace[] {
  return places.map(({ api, fn, codes, retried }) => ({ api, fn, codes, retried }));
}

/** What all files but one do. `files` is asked when a rule asks, and then once. */
export function besides(path: string, files: () => ReadonlyMap<string, readonly RetryPlace[]>): Workspace {
  let others: readonly (readonly RetryPlace[])[] | undefined;
  return {
    retries(api, code) {
      others ??= [...files()].flatMap(([file, places]) => (file === path ? [] : [places]));
      const all = others.map((places) => countIn(places, api, code));
      return { retried: sum(all.map((c) => c.retried)), others: sum(all.map((c) => c.others)) };
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
