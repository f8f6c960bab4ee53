import { deepEqual, ok } from "node:assert/strict";

/** What a client did against the test's server, and how it ended. */
export interface Told {
  /** `done 1` or `failed <message>`. */
  readonly outcome: string;
  /** Milliseconds, in the order in which they were asked for. */
  readonly waits: readonly number[];
  /** Requests for leads, each with the token that it carried. */
  readonly requests: readonly string[];
  /** Tokens that the client asked for, the first one included. */
  readonly tokens: number;
}

/** What the server answers, and what a careful client makes of it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Error codes in order; `ok` succeeds. The last one is repeated for ever. */
  readonly answers: readonly string[];
  check(told: Told): void;
}

/** A wait beyond this, in milliseconds, helps nobody: no window here is longer, and backoff has a cap. */
const longest = 120_000;

export const scenarios: readonly Scenario[] = [
  {
    id: "transient",
    title: "succeeds after a transient failure",
    answers: ["604", "ok"],
    check: (told) => {
      succeeded(told, 2);
      ok(told.waits.length > 0, "tried again at once, without a wait");
      sensible(told);
    },
  },
  {
    id: "stubborn",
    title: "waits longer and longer while a failure lasts",
    answers: ["604", "604", "604", "ok"],
    check: (told) => {
      succeeded(told, 4);
      ok(told.waits.length >= 3, `waited ${told.waits.length} times for 3 failures`);
      sensible(told);
    },
  },
  {
    id: "throttled",
    title: "waits for the window of a throttled call",
    answers: ["606", "ok"],
    check: (told) => {
      succeeded(told, 2);
      ok(total(told) >= 20_000, `waited ${total(told)} ms, and the window is 20 s`);
      sensible(told);
    },
  },
  {
    id: "expired",
    title: "renews an expired token once and goes on with the new one",
    answers: ["602", "ok"],
    check: (told) => {
      succeeded(told, 2);
      deepEqual(told.requests, ["token-1", "token-2"]);
      deepEqual(told.tokens, 2);
    },
  },
  {
    id: "refused",
    title: "renews exactly once, then gives up",
    answers: ["601"],
    check: (told) => {
      failed(told);
      deepEqual(told.tokens, 2, "tokens asked for");
      deepEqual(told.requests.length, 2, "requests");
    },
  },
  {
    id: "permanent",
    title: "gives up on a permanent failure at once",
    answers: ["603"],
    check: (told) => {
      failed(told);
      deepEqual(told.requests.length, 1, "requests");
      deepEqual(told.waits, []);
    },
  },
  {
    id: "quota",
    title: "leaves a used-up quota alone",
    answers: ["607"],
    check: (told) => {
      failed(told);
      deepEqual(told.requests.length, 1, "requests");
    },
  },
  {
    id: "down",
    title: "stops at the cap when a failure never ends",
    answers: ["608"],
    check: capped,
  },
  {
    id: "flooded",
    title: "stops at the cap when the throttling never ends",
    answers: ["606"],
    check: capped,
  },
  {
    id: "rough",
    title: "comes through a failure, an old token and a full window in one call",
    answers: ["608", "602", "606", "ok"],
    check: (told) => {
      succeeded(told, 4);
      deepEqual(told.tokens, 2, "tokens asked for");
      ok(total(told) >= 20_000, `waited ${total(told)} ms, and the window is 20 s`);
    },
  },
];

function succeeded({ outcome, requests }: Told, count: number): void {
  ok(outcome.startsWith("done 1"), `ended with: ${outcome}`);
  deepEqual(requests.length, count, "requests");
}

/** It must say so: a client that gives nothing back as if all were well is worse than one that never tried again. */
function failed({ outcome }: Told): void {
  ok(outcome.startsWith("failed"), `ended with: ${outcome}`);
}

function capped(told: Told): void {
  failed(told);
  ok(told.requests.length >= 3 && told.requests.length <= 6, `${told.requests.length} requests`);
  ok(told.waits.length >= told.requests.length - 1, `${told.waits.length} waits between ${told.requests.length} requests`);
  sensible(told);
}

function sensible({ waits }: Told): void {
  ok(
    waits.every((ms) => ms >= 0 && ms <= longest),
    `waited ${waits.join(", ")} ms`,
  );
  // Full jitter may draw nearly nothing once, but not every time.
  ok(waits.length < 3 || waits.some((ms) => ms > 0), `waited ${waits.join(", ")} ms`);
}

function total({ waits }: Told): number {
  return waits.reduce((sum, ms) => sum + ms, 0);
}
