/** A list for the decision elsewhere, one element a line, the last one with a note. */
const REACTOR = "https://reactor.adobe.io";

export const RETRYABLE_ERROR_CODES: readonly string[] = [
  "internal-error",
  "timeout-error", // the queue was full
];

export const url = (path: string): string => `${REACTOR}/${path}`;
