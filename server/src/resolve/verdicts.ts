import type { Evidence, Verdict } from "./model.ts";

/** From here on a file is an API's beyond doubt; below `possible` nothing is said. */
export const certainAt = 1;
export const possibleAt = 0.4;
/** From here on the company of codes may still make a file possible. */
export const weakAt = 0.3;
/** Weights are added up in halves: what misses a mark by no more than this reaches it. */
const rounding = 1e-9;

/** What notes and settings say, which is the last word. */
export interface Settled {
  /** Each names an API, or none; empty where nobody says whose the file is. */
  readonly decisive: readonly Evidence[];
  /** APIs that it is not. */
  readonly denied: ReadonlySet<string>;
}

/** A note in the file goes before a setting. */
export function settle(evidence: readonly Evidence[]): Settled {
  const said = evidence.filter((e) => e.kind === "directive");
  const set = evidence.filter((e) => e.kind === "setting");
  const wanted = said.filter((e) => e.weight > 0);
  const denied = new Set(said.filter((e) => e.weight < 0).map((e) => e.api));
  for (const e of set) if (e.weight < 0 && !wanted.some((w) => w.api === e.api)) denied.add(e.api);
  const decisive = wanted.length > 0 ? wanted : set.filter((e) => e.weight > 0);
  return { decisive: decisive.filter((e) => !denied.has(e.api)), denied };
}

/** Weighs evidence by API. A directive or setting settles the matter for the whole file. */
export function verdictsOf(evidence: readonly Evidence[], apis: readonly string[], from: number = possibleAt): readonly Verdict[] {
  const { decisive, denied } = settle(evidence);
  if (decisive.length > 0) {
    // What is said twice is said once: a file may hold as many notes as lines.
    const first = new Set([...new Set(decisive.map((e) => e.api))].map((api) => decisive.find((e) => e.api === api)));
    return decisive
      .filter((e) => first.has(e) && apis.includes(e.api))
      .map((e) => ({ api: e.api, weight: 10, certain: true, evidence: [e, ...evidence.filter((o) => o.api === e.api && o !== e && o.weight > 0)] }));
  }
  return apis
    .filter((api) => !denied.has(api))
    .map((api): Verdict => {
      const own = evidence.filter((e) => e.api === api);
      const weight = weigh(own);
      return { api, weight, certain: weight >= certainAt - rounding, evidence: [...own].sort((a, b) => b.weight - a.weight) };
    })
    .filter((v) => v.weight >= from - rounding)
    .sort((a, b) => b.weight - a.weight);
}

/** Kinds that settle it when the file itself has them. */
const proofs = new Set<Evidence["kind"]>(["host", "package", "header", "codes"]);

/**
 * What speaks for an API less what speaks against it. A file that addresses the API stays its own, whatever else it talks to: which of its
 * places are whose is told by the words around them.
 */
function weigh(evidence: readonly Evidence[]): number {
  const sum = sumOf(evidence);
  if (!evidence.some((e) => proofs.has(e.kind) && e.file === undefined && e.weight >= 0.8)) return sum;
  return Math.max(sum, Math.min(certainAt, sumOf(evidence.filter((e) => e.weight > 0))));
}

/** The strongest of each kind counts whole, each further one less: ten comments don't make a host. */
function sumOf(evidence: readonly Evidence[]): number {
  const byKind = new Map<string, number[]>();
  for (const e of evidence) {
    const list = byKind.get(e.kind);
    if (list) list.push(e.weight);
    else byKind.set(e.kind, [e.weight]);
  }
  let sum = 0;
  for (const [kind, weights] of byKind) {
    weights.sort((a, b) => Math.abs(b) - Math.abs(a));
    const cap = kind === "comment" ? 0.4 : Number.POSITIVE_INFINITY;
    sum += Math.min(
      cap,
      weights.reduce((acc, w, i) => acc + w * 0.5 ** i, 0),
    );
  }
  return sum;
}
