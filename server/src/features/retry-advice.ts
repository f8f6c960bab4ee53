import type { Catalog, RetryPolicy } from "../catalogs/catalog.ts";
import type { Words } from "../l10n/words.ts";
import { fill, type Piece } from "./rich.ts";

const RETRY_AFTER: Piece = { code: "Retry-After" };

/** Whether and how to try again, in words with the policy's figures. */
export function retryAdvice(policy: RetryPolicy, words: Words): readonly Piece[] {
  const advice = sentence(policy, words);
  const capped = policy.maxAttempts !== undefined && policy.kind !== "permanent" && policy.kind !== "quota";
  return capped ? [...advice, " ", words.say("retry.attempts", { count: policy.maxAttempts ?? 0 })] : advice;
}

/** Whether repeating a request that writes is safe; empty where nobody should repeat it anyway. */
export function safetyAdvice(policy: RetryPolicy, catalog: Catalog, words: Words): readonly Piece[] {
  if (policy.kind === "permanent" && !policy.renewable) return [];
  if (policy.executed === "no") return [words.say("safety.no")];
  const header = catalog.requests?.idempotencyHeader;
  return header === undefined ? [words.say("safety.unknown")] : fill(words.template("safety.unknown.key"), { header: { code: header } });
}

function sentence(policy: RetryPolicy, words: Words): readonly Piece[] {
  switch (policy.kind) {
    case "transient":
      return policy.initialSeconds === undefined
        ? [words.say("retry.transient")]
        : [words.say("retry.transient.from", { seconds: policy.initialSeconds })];
    case "throttled":
      return policy.afterSeconds === undefined
        ? fill(words.template("retry.throttled"), { header: RETRY_AFTER })
        : fill(words.template("retry.throttled.window"), { header: RETRY_AFTER, seconds: String(policy.afterSeconds) });
    case "auth":
      return [words.say("retry.auth")];
    case "conflict":
      return [words.say("retry.conflict")];
    case "quota":
      return policy.resets === undefined
        ? [words.say("retry.quota")]
        : [words.say("retry.quota.resets", { time: timeOfReset(policy.resets, words.wanted) })];
    case "permanent":
      return [words.say(policy.renewable ? "retry.permanent.renewable" : policy.awaitable ? "retry.permanent.awaitable" : "retry.permanent")];
  }
}

/** `00:00 America/Chicago` -> `00:00 Central Time (America/Chicago)`; anything else as it stands. */
function timeOfReset(resets: string, locale: string): string {
  const [, time, zone] = /^(\d{1,2}:\d{2}) (\S+)$/.exec(resets) ?? [];
  if (time === undefined || zone === undefined) return resets;
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(0);
    const name = parts.find((it) => it.type === "timeZoneName")?.value;
    return name === undefined ? resets : `${time} ${name} (${zone})`;
  } catch {
    return resets;
  }
}
