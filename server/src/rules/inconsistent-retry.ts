import { inOrder, placeOf } from "./attempts.ts";
import { about } from "./message.ts";
import { type Counts, countIn, type FoundPlace, isWorthTrying, mayGiveUp, retriesIn, type Workspace } from "./retries.ts";
import type { Draft, Rule } from "./rule.ts";

/** So many places make a habit, when they are so many times more than those that do otherwise. */
const habit = { places: 3, times: 3 } as const;

export const inconsistentRetry: Rule = {
  id: "inconsistent-retry",
  severity: "information",
  workspace: true,
  check: () => [],
  whole(ctx) {
    const { workspace } = ctx;
    if (!workspace || ctx.resolved.test || !mayGiveUp(ctx.resolved)) return [];
    const places = retriesIn(ctx.resolved);
    return places.flatMap((place): Draft[] => {
      const { retried, branch, arm, labels, codes } = place;
      if (retried) return [];
      const odd = inOrder(codes, branch.catalog).filter((code) => isOdd(code, place, seen(place, code, places, workspace)));
      if (odd.length === 0) return [];
      const count = Math.max(...odd.map((code) => seen(place, code, places, workspace).retried));
      return [about("finding.inconsistent", odd, branch, placeOf(labels, arm), ctx, { count })];
    });
  },
};

/** Whether trying again is what is usually done. */
export function isHabit({ retried, others }: Counts): boolean {
  return retried >= habit.places && retried >= habit.times * others;
}

function isOdd(code: string, { branch }: FoundPlace, counts: Counts): boolean {
  return isWorthTrying(code, branch.catalog) && isHabit(counts);
}

/** In this file and in the others. */
function seen({ api }: FoundPlace, code: string, own: readonly FoundPlace[], workspace: Workspace): Counts {
  const here = countIn(own, api, code);
  const there = workspace.retries(api, code);
  return { retried: here.retried + there.retried, others: here.others + there.others };
}
