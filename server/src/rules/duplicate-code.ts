import { type Draft, named, type Rule } from "./rule.ts";

export const duplicateCode: Rule = {
  id: "duplicate-code",
  severity: "warning",
  check({ resolved, asked, words }) {
    if (resolved.test) return [];
    return asked.branches.flatMap((b) => {
      if (b.confidence !== "certain") return [];
      const first = new Map<string, { readonly start: number; readonly end: number }>();
      const out: Draft[] = [];
      b.branch.arms.forEach((arm, i) => {
        if (arm.negated || b.branch.every || (b.branch.kind !== "switch" && b.branch.kind !== "chain")) return;
        for (const { label, found } of b.arms[i] ?? []) {
          if (!found || label.group) continue;
          const key = `${label.type}:${label.value}`;
          const before = first.get(key);
          // The same place read twice, through two names, is no second arm.
          if (before && before.start !== label.span.start) {
            // A function that is asked here is asked for other codes as well, which come that far.
            if (arm.via.length > 0 && (b.arms[i] ?? []).some((o) => o.label !== label && o.label.span.start === label.span.start)) continue;
            const code = named(b.catalog, found.code, words);
            out.push({
              span: label.span,
              api: b.catalog.id,
              codes: [found.code],
              message: words.say("finding.duplicate", { code }),
              related: [{ span: before, message: words.say("finding.duplicate.first", { code }) }],
            });
          } else if (!arm.guarded) first.set(key, label.span);
        }
      });
      return out;
    });
  },
};
