import { pathKey } from "../sites/paths.ts";
import type { Candidate } from "./candidates.ts";
import type { ResolvedBranch } from "./resolved.ts";

/** What was raised, as one object: whoever compares versions sees that nothing has changed. */
const raisedOf = new WeakMap<ResolvedBranch, ResolvedBranch>();

/** So many codes that one function asks one value for are no chance, where each by itself may be one. */
const enough = 2;

/**
 * `if (code === 20016) …; if (code === 20017) …` in a file that only uses a client: question by question each code may be somebody else's, together
 * they are the API's, as they would be in one switch.
 */
export function raisedTogether(branches: readonly ResolvedBranch[], candidates: readonly Candidate[]): readonly ResolvedBranch[] {
  if (!branches.some(isLone)) return branches;
  const sure = new Set(candidates.flatMap((c) => (c.verdict?.certain ? [c.catalog.id] : [])));
  const asked = new Map<string, Set<string>>();
  for (const b of branches) {
    if (!isAsked(b)) continue;
    const key = keyOf(b);
    const codes = asked.get(key) ?? new Set();
    asked.set(key, codes);
    // One stranger among them, or one in the other type, and the value may hold something else.
    for (const l of b.labels) if (l.found || !l.neutral) codes.add(l.found && isWrittenSo(b, l) ? l.found.code : `? ${l.label.value}`);
  }
  const isRaised = (b: ResolvedBranch): boolean => {
    const codes = [...(asked.get(keyOf(b)) ?? [])];
    return sure.has(b.catalog.id) && codes.length >= enough && codes.every((c) => !c.startsWith("? "));
  };
  return branches.map((b) => (isLone(b) && isRaised(b) ? raised(b) : b));
}

function raised(branch: ResolvedBranch): ResolvedBranch {
  const known = raisedOf.get(branch) ?? { ...branch, confidence: "certain" };
  raisedOf.set(branch, known);
  return known;
}

function isLone(b: ResolvedBranch): boolean {
  return b.confidence === "likely" && isAsked(b) && b.labels.some((l) => l.found) && b.labels.every((l) => !l.found || isWrittenSo(b, l));
}

function isAsked({ branch, meaning }: ResolvedBranch): boolean {
  return (meaning === "code" || meaning === "plain") && branch.subject.piece !== true && branch.function >= 0;
}

/** Whether a code is written in the type that arrives. */
function isWrittenSo({ catalog }: ResolvedBranch, { label, found }: ResolvedBranch["labels"][number]): boolean {
  return found !== undefined && found.match !== "prefix" && catalog.levels[found.entry.level]?.type === label.type;
}

function keyOf({ branch, catalog }: ResolvedBranch): string {
  return `${catalog.id} ${branch.function} ${pathKey(branch.subject)}`;
}
