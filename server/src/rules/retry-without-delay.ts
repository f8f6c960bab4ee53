import { aroundArm, attempts, codeOf, speaksOf, wordsIn } from "./attempts.ts";
import { about } from "./message.ts";
import type { Draft, Rule } from "./rule.ts";

/** Names under which waiting is done, or left to something that keeps to a rate. */
const waiting =
  /^(?:[un]?sleep|nanosleep|delay|wait|paus|backoff|throttl|limit|ratelimit|acquire|later|schedul|queue|enqueue|requeue|cooldown|jitter|interval|timeout|settimeout|timer|after|retryafter|hold|defer|park|yield|tick|slow)/;

export const retryWithoutDelay: Rule = {
  id: "retry-without-delay",
  severity: "information",
  check(ctx) {
    return attempts(ctx, ["throttled"], ["loop", "recursion", "call"]).flatMap((attempt): Draft[] => {
      const { branch, body, codes, span } = attempt;
      if (body.waits || body.action !== "retry" || speaksOf(wordsIn(codeOf(ctx.text.slice(body.span.start, body.span.end))), waiting)) return [];
      const around = aroundArm(attempt, ctx);
      if (speaksOf(around.own, waiting) || speaksOf(around.calls, waiting)) return [];
      if (speaksOf(around.decorators, waiting) || speaksOf(around.below, waiting)) return [];
      const seconds = Math.max(0, ...codes.map((c) => branch.catalog.index.entries.get(c)?.retry.afterSeconds ?? 0));
      return [about(seconds > 0 ? "finding.delay.seconds" : "finding.delay", codes, branch, span, ctx, { seconds })];
    });
  },
};
