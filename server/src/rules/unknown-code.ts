import { type Catalog, nearest } from "../catalogs/catalog.ts";
import { slipsFor } from "../resolve/judge.ts";
import type { ResolvedBranch, ResolvedGroup, ResolvedLabel } from "../resolve/resolved.ts";
import { told } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

/** What the fix writes instead, best first. */
export interface UnknownData {
  readonly near: readonly { readonly code: string; readonly text: string }[];
}

export const unknownCode: Rule = {
  id: "unknown-code",
  severity: "warning",
  once: true,
  check(ctx) {
    return said(ctx, [ctx.asked.branches]);
  },
  whole(ctx) {
    const { groups, fields, constants } = ctx.resolved;
    return said(ctx, [groups.map(sure), fields, constants]);
  },
};

/** A class of errors may keep its limits among its codes: unless it is called after codes, only slips are surely meant as one. */
function sure(group: ResolvedGroup): ResolvedGroup {
  if (group.group.form !== "constants" || /code|errno/i.test(group.group.name)) return group;
  return { ...group, labels: group.labels.filter((l) => l.found || slipsFor(l.label.value, group.catalog).length > 0) };
}

type Lists = readonly (readonly Pick<ResolvedBranch, "labels" | "confidence" | "meaning" | "catalog">[])[];

function said(ctx: RuleContext, lists: Lists): readonly Draft[] {
  if (ctx.resolved.test) return [];
  const seen = new Set<number>();
  return [...places(lists, ctx)].flatMap(({ label, catalog }) => {
    if (seen.has(label.label.span.start)) return [];
    seen.add(label.label.span.start);
    return judge(label, catalog, ctx);
  });
}

/** Strange values in positions that are certain: the others there are the catalog's. */
function* places(lists: Lists, { resolved }: RuleContext): Generator<{ readonly label: ResolvedLabel; readonly catalog: Catalog }> {
  const astray = new Set(resolved.astray.map((a) => a.label.span.start));
  for (const list of lists) {
    for (const place of list) {
      if (place.confidence !== "certain" || place.meaning === "http") continue;
      for (const label of place.labels)
        if (!label.found && !label.neutral && !label.label.via && !label.label.group && !astray.has(label.label.span.start))
          yield { label, catalog: place.catalog };
    }
  }
}

function judge({ label }: ResolvedLabel, catalog: Catalog, ctx: RuleContext): readonly Draft[] {
  const { words } = ctx;
  if (!looksLikeCode(label.value, catalog)) return [];
  // A piece of a code, looked for in one: `code.includes("data_element")`.
  if (/[a-z]/i.test(label.value) && [...catalog.index.entries.keys()].some((code) => code.includes(label.value))) return [];
  const close = nearest(catalog, label.value);
  const slips = slipsFor(label.value, catalog);
  const first = slips[0];
  const data: UnknownData = { near: (first ? slips : close).slice(0, 3).map(({ code, text }) => ({ code, text })) };
  const base = { span: label.span, api: catalog.id, codes: [label.value], data };
  if (first) {
    return [{ ...base, message: told("finding.unknown.near", [[first.code]], catalog, words, { code: label.value }).message }];
  }
  if (!catalog.complete) return [];
  return [{ ...base, severity: "information", message: words.say("finding.unknown", { api: catalog.shortName, code: label.value }) }];
}

/** Written as this catalog's codes are: as many digits, or words of its letters. */
export function looksLikeCode(value: string, catalog: Catalog): boolean {
  const shapes = shapesOf(catalog);
  const own = shape(value);
  return shapes.has(own) || (catalog.wireForms ?? []).some((f) => f.distinctive && value.startsWith(f.form.slice(0, f.form.indexOf("{"))));
}

const cache = new WeakMap<Catalog, ReadonlySet<string>>();

function shapesOf(catalog: Catalog): ReadonlySet<string> {
  let shapes = cache.get(catalog);
  if (!shapes) {
    shapes = new Set([...catalog.index.entries.keys()].map(shape));
    cache.set(catalog, shapes);
  }
  return shapes;
}

/** `606` is `999`, `not-found` is `a`: digits by count, words by being words. */
function shape(code: string): string {
  return /[a-z]/i.test(code) && !/\d/.test(code) ? (/[-_]/.test(code) ? "a-a" : "a") : code.replace(/\d/g, "9");
}
