import type { Grammar } from "../syntax/grammar.ts";
import type { Workshop } from "./engine.ts";
import type { Analysis, Slot } from "./model.ts";

/** The place for a code at an offset: what completion offers from. */
export function findSlot(_shop: Workshop, _grammar: Grammar, _analysis: Analysis, _offset: number): Slot | undefined {
  return undefined;
}
