import type { RuleInfo } from "./rule.ts";

/** The one rule that is about the findings of the others: `suppress` speaks for it when all of them have been heard. */
export const staleSuppression: RuleInfo = { id: "stale-suppression", severity: "information" };
