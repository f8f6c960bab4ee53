import { type Catalog, lookup } from "../catalogs/catalog.ts";
import type { Branch } from "../sites/model.ts";
import { pathKey } from "../sites/paths.ts";
import { areKin, type Candidate } from "./candidates.ts";
import type { ResolvedBranch } from "./resolved.ts";

/** Whether something that a branch asks for may be a code, be it the beginning of one, of an API that is surely called. Asked of a branch by itself. */
export function mayAsk({ arms, subject, function: fn }: Branch, sure: readonly Catalog[]): boolean {
  if (fn < 0 || subject.piece || subject.names.length === 0) return false;
  return arms.some((a) => a.labels.some(({ value }) => sure.some((c) => isCode(value, c))));
}

function isCode(value: string, catalog: Catalog): boolean {
  const found = catalog.index.success.has(value) ? undefined : lookup(catalog, value);
  return found !== undefined && found.entry.level !== "http";
}

/**
 * `if (code === 1404) …; if (code === 1439 || code === 1430) …`: a value that a function surely asks for codes holds one in its other questions too,
 * also where one of them by itself says too little. `faint`: those that may; `again` asks for one as for what is called a code.
 */
export function besideOthers(
  branches: readonly ResolvedBranch[],
  faint: readonly Branch[],
  candidates: readonly Candidate[],
  again: (branch: Branch, candidates: readonly Candidate[]) => readonly ResolvedBranch[],
): readonly ResolvedBranch[] {
  const certain = new Set(branches.flatMap((b) => (b.confidence === "certain" ? [b.branch] : [])));
  const open = faint.filter((b) => !certain.has(b));
  if (open.length === 0 || certain.size === 0) return branches;
  const functions = new Set(open.map((b) => b.function));
  const asked = new Map<string, Catalog>();
  for (const b of branches)
    if (b.confidence === "certain" && b.meaning !== "http" && functions.has(b.branch.function)) asked.set(keyOf(b.branch), b.catalog);
  const found = open.flatMap((b) => {
    const beside = asked.get(keyOf(b));
    return beside ? again(b, candidatesBeside(beside, candidates)).filter((r) => r.confidence === "certain") : [];
  });
  if (found.length === 0) return branches;
  const raised = new Set(found.map((r) => r.branch));
  return [...branches.filter((b) => !raised.has(b.branch)), ...found].sort((a, b) => a.branch.head.start - b.branch.head.start);
}

/** What arrives where one API's code does is its own or that of one in front of it. */
function candidatesBeside(catalog: Catalog, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((c) => c.verdict?.certain && (c.catalog === catalog || areKin(c.catalog, catalog)));
}

function keyOf({ function: fn, subject }: Branch): string {
  return `${fn} ${pathKey(subject)}`;
}
