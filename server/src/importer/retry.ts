import { statusInCode } from "./codes.ts";
import { againWords, correctWords, expiryWords, idempotencyWords, quotaWords, says, throttleWords, timeoutWords } from "./lexicon.ts";
import type { Found, RetryPolicy } from "./model.ts";

/** Statuses by which HTTP itself says that the same request may succeed later (RFC 9110, RFC 6585). */
const passing = new Set([408, 425, 500, 502, 503, 504]);

/**
 * What a page's words and statuses let one conclude of trying again. In doubt `permanent`: a retry that does harm is worse than none, and a
 * person reads the result anyway.
 */
export function policyOf(found: Found): RetryPolicy {
  const text = `${found.title}\n${found.cause}\n${found.remedy}\n${found.message ?? ""}`;
  const status = found.httpStatus ?? statusInCode(found.code) ?? (found.level === "http" ? Number(found.code) : undefined);
  const kind = kindOf(text, status);
  // Whoever ran out of time, or stood before a broken gateway, doesn't know what came of it.
  const unsure = says(text, timeoutWords) || status === 500 || status === 502 || status === 504;
  const after = kind === "throttled" ? secondsIn(text) : undefined;
  return {
    kind,
    executed: unsure && kind !== "throttled" && kind !== "auth" ? "unknown" : "no",
    ...(after === undefined ? {} : { afterSeconds: after }),
  };
}

function kindOf(text: string, status: number | undefined): RetryPolicy["kind"] {
  if (says(text, quotaWords) && !says(text, againWords)) return "quota";
  if (says(text, idempotencyWords)) return "permanent";
  if (status === 429 || says(text, throttleWords)) return "throttled";
  if (says(text, expiryWords)) return "auth";
  if (status === 412) return "conflict";
  const again = says(text, againWords);
  if (status === 503 || status === 408) return "transient";
  if (status !== undefined && passing.has(status))
    return again || says(text, timeoutWords) || status === 502 || status === 504 ? "transient" : "permanent";
  // A client's mistake that may be "tried again" wants to be corrected first.
  if (status !== undefined && status >= 400) return "permanent";
  return (again || says(text, timeoutWords)) && !says(text, correctWords) ? "transient" : "permanent";
}

/** `20 seconds`, `1 分钟`: how long a page says to wait, in seconds. */
function secondsIn(text: string): number | undefined {
  const match = /(\d{1,4})\s*(seconds?\b|secs?\b|s\b|秒|초|minutes?\b|mins?\b|分|분)/i.exec(text);
  if (!match) return undefined;
  const minutes = /^(?:m|分|분)/i.test(match[2] ?? "");
  return Number(match[1]) * (minutes ? 60 : 1) || undefined;
}
