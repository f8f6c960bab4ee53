import { type Attempt, aroundArm, attempts, codeOf, home, speaksOf, wordsIn } from "./attempts.ts";
import { about } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

/** Names under which a credential is renewed, dropped or asked for anew. */
const renewing =
  /^(?:token|auth|reauth|credential|cred|session|login|logon|signin|sign|refresh|renew|connect|reconnect|handshake|oauth|key|secret|password|cookie|header|identity|bearer|rotate|acquire|client)/;

export const retryWithoutRefresh: Rule = {
  id: "retry-without-refresh",
  severity: "information",
  check(ctx) {
    return attempts(ctx, ["auth"], ["loop", "recursion", "call"]).flatMap((attempt): Draft[] => {
      const { branch, body, codes, span } = attempt;
      if (body.action !== "retry" || speaksOf(wordsIn(codeOf(ctx.text.slice(body.span.start, body.span.end))), renewing)) return [];
      const around = aroundArm(attempt, ctx);
      // What is done on every way around counts as well: a loop may fetch the token at its top.
      if (speaksOf(around.calls, renewing) || speaksOf(around.decorators, renewing) || speaksOf(around.below, renewing)) return [];
      if (callsWhatItIsGiven(attempt, ctx)) return [];
      return [about("finding.refresh", codes, branch, span, ctx)];
    });
  },
};

/** The request comes from the caller: whether each one gets a new credential is decided there. */
function callsWhatItIsGiven({ branch }: Attempt, { resolved }: RuleContext): boolean {
  const { functions } = resolved.facts;
  const at = functions[home(branch.branch.function, resolved)];
  return at?.params.some((p) => at.calls.includes(p)) ?? false;
}
