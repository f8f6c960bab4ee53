import type { Astray } from "../resolve/astray.ts";
import { told } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

export const wrongField: Rule = {
  id: "wrong-field",
  severity: "warning",
  once: true,
  check(ctx) {
    if (ctx.resolved.test) return [];
    const seen = new Set<number>();
    return ctx.asked.astray.flatMap((a) => {
      const { span } = a.label;
      if (seen.has(span.start)) return [];
      seen.add(span.start);
      return [{ span, api: a.catalog.id, codes: [a.code], message: message(a, ctx) } satisfies Draft];
    });
  },
};

function message({ catalog, code, asked, path }: Astray, { words }: RuleContext): string {
  const api = catalog.shortName;
  if (asked === "status") return told("finding.field.code", [[code]], catalog, words, { path }).message;
  return words.say("finding.field.status", { api, status: code, path });
}
