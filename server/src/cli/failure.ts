/** Why a command could not run: one line for the reader, exit status 2. Anything else that is thrown is a defect of ours. */
export class Failure extends Error {}

/** Exit statuses, as documented: callers in shells and CI rely on them. */
export const exit = { clean: 0, findings: 1, failure: 2, interrupted: 130 } as const;
