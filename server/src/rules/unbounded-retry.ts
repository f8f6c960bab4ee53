import type { Resolved } from "../resolve/resolved.ts";
import { wordsOf } from "../text/identifiers.ts";
import { type Around, type Attempt, aroundArm, attempts, home, inOrder, namesIn, retryableKinds, speaksOf, wordsIn } from "./attempts.ts";
import { about } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

/** Words of names that count attempts, limit them, remember one, or end them from outside. */
const capping =
  /^(?:attempt|renewed|refreshed|reauth(?:ed|enticated|orized)|try$|tries|tried|retry$|retries|retried|retrying|count|max|left|remain|depth|deadline|elapsed|timeout|budget|until|once|again|times|abort|signal|cancel|stop|giveup|give|bail|iteration|allow|first|last|second|final|already|seen|force|exhaust|circuit|breaker|limit$)/;

/** A loop that takes up the next piece of work repeats no request. */
const working =
  /^(?:queue|job|task|worker|daemon|poll|poller|listen|serve|server|consume|consumer|stream|watch|watcher|channel|subscri|mailbox|inbox)/;

/** `i < 5`, `tries--`, `n + 1`: something is counted. */
const counting = /[^=<>-]\s?[<>]=?\s?-?\d|\s[<>]=?\s|\+\+|--|[+-]=|[\w$)\]]\s?[+-]\s?1\b/;

export const unboundedRetry: Rule = {
  id: "unbounded-retry",
  severity: "information",
  check(ctx) {
    const byFunction = new Map<string, Attempt[]>();
    for (const attempt of attempts(ctx, retryableKinds, ["loop", "recursion"])) {
      if (!isOpen(attempt, ctx)) continue;
      const key = `${home(attempt.branch.branch.function, ctx.resolved)} ${attempt.branch.catalog.id}`;
      const list = byFunction.get(key);
      if (list) list.push(attempt);
      else byFunction.set(key, [attempt]);
    }
    // What is missing in a function is missing once: one finding for all its arms.
    return [...byFunction.values()].flatMap((list) => report(list, ctx));
  },
};

function report(list: readonly Attempt[], ctx: RuleContext): readonly Draft[] {
  const first = [...list].sort((a, b) => a.span.start - b.span.start)[0];
  if (!first) return [];
  const { branch, span } = first;
  const codes = inOrder(
    list.flatMap((a) => a.codes),
    branch.catalog,
  );
  const name = nameOf(home(branch.branch.function, ctx.resolved), ctx.resolved);
  return [about(name ? "finding.unbounded.named" : "finding.unbounded", codes, branch, span, ctx, { name })];
}

function nameOf(fn: number, { facts }: Resolved): string {
  return facts.functions[fn]?.name ?? "";
}

function isOpen(attempt: Attempt, ctx: RuleContext): boolean {
  const { arm, body } = attempt;
  const recursive = body.repeats.includes("recursion");
  if (arm.guarded || (!recursive && !(body.inLoop && body.endless))) return false;
  const around = aroundArm(attempt, ctx);
  if (counting.test(around.code) || isCapped(attempt, around, ctx)) return false;
  return recursive || !speaksOf(around.own, working);
}

/** A counter, a limit, a deadline or a signal, in the function or in those that call it. */
function isCapped({ branch }: Attempt, around: Around, ctx: RuleContext): boolean {
  const { resolved, linked } = ctx;
  const { functions } = resolved.facts;
  const name = nameOf(home(branch.branch.function, resolved), resolved);
  // What a function calls itself doesn't end it, and a timer that is slept on is no deadline.
  const names = [...namesIn(around.code)].filter((n) => n !== name && !/^set_?timeout$/i.test(n));
  if (
    names.some((n) => speaksOf(wordsOf(n), capping)) ||
    speaksOf(around.decorators, capping) ||
    speaksOf(around.above, /^(?:attempt|retries|tries|max|deadline|timeout$|abort|signal|cancel)/)
  )
    return true;
  if (name === "") return functions[branch.branch.function]?.passedTo !== undefined;
  // A truth or a number that is handed to the next round is how a single second try is written.
  if (new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\s*\\([^()]*\\b(?:true|false|True|False|\\d+)\\b`).test(around.code)) return true;
  const callers = linked.flatMap((f) => f.facts.functions).filter((f) => f.calls.includes(name));
  return callers.some((f) => speaksOf(wordsIn([f.name, ...f.params, ...f.calls, ...f.decorators, f.passedTo ?? ""].join(" ")), capping));
}
