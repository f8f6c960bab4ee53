import type { Catalog } from "../catalogs/catalog.ts";
import type { ResolvedLabel } from "../resolve/resolved.ts";
import type { Action } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import { asksForLess } from "./attempts.ts";
import { about } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

export const retriesPermanent: Rule = {
  id: "retries-permanent",
  severity: "warning",
  once: true,
  check(ctx) {
    if (ctx.resolved.test) return [];
    return arms(ctx);
  },
  whole(ctx) {
    return ctx.resolved.test ? [] : sets(ctx);
  },
};

function arms(ctx: RuleContext): readonly Draft[] {
  return ctx.asked.branches.flatMap((b) => {
    if (b.confidence !== "certain" || b.meaning === "http") return [];
    return b.branch.arms.flatMap((arm, i) => {
      const action = arm.body?.action;
      if (arm.negated || (action !== "retry" && action !== "renew")) return [];
      if (action === "retry" && arm.body && asksForLess(arm.body, b.branch.function, ctx)) return [];
      // Whoever tries again for a credential that ran out has a new one by then, whoever fetched it.
      const alike = b.branch.arms.flatMap((other, k) => (other.body === arm.body ? (b.arms[k] ?? []) : []));
      const done = alike.some((l) => l.found?.entry.retry.kind === "auth") ? "renew" : action;
      return (b.arms[i] ?? []).flatMap((l) => hopeless(l, done, b.catalog, ctx));
    });
  });
}

/** Sets whose name says that what they hold is tried again. */
function sets(ctx: RuleContext): readonly Draft[] {
  return ctx.resolved.groups.flatMap((g) => {
    const words = wordsOf(g.group.name);
    const retries =
      words.some((w) => /^(?:retry|retryable|retriable|retryables|transient|recoverable)$/.test(w)) &&
      !words.some((w) => /^(?:no|not|non|never|un|max|fatal)$/.test(w));
    if (g.confidence !== "certain" || g.meaning === "http" || g.group.form !== "list" || !retries) return [];
    return g.labels.flatMap((l) => hopeless(l, "retry", g.catalog, ctx));
  });
}

function hopeless({ label, found }: ResolvedLabel, action: Action, catalog: Catalog, ctx: RuleContext): readonly Draft[] {
  if (!found || label.group || found.entry.variants) return [];
  const { retry } = found.entry;
  if (retry.kind !== "permanent" && retry.kind !== "quota") return [];
  if (retry.awaitable || (retry.renewable && action === "renew")) return [];
  const quota = retry.kind === "quota";
  const id = quota ? (retry.resets ? "finding.permanent.quota.resets" : "finding.permanent.quota") : "finding.permanent";
  return [
    {
      ...about(id, [found.code], { catalog }, label.span, ctx, { time: retry.resets ?? "" }),
      ...(quota ? { severity: "information" as const } : {}),
    },
  ];
}
