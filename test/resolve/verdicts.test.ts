import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../server/src/resolve/model.ts";
import { verdictsOf } from "../../server/src/resolve/verdicts.ts";

const said = (kind: Evidence["kind"], weight: number): Evidence => ({ api: "a", kind, what: `${kind} ${weight}`, weight });
const certain = (...evidence: readonly Evidence[]): readonly boolean[] => verdictsOf(evidence, ["a"]).map((v) => v.certain);

test("weights that add up to the mark reach it, however they are rounded", () => {
  const words = [said("identifier", 0.35), said("identifier", 0.35), said("identifier", 0.3)];
  deepEqual(certain(said("codes", 0.4), ...words), [true]);
  deepEqual(certain(said("codes", 0.3), ...words), [false]);
});
