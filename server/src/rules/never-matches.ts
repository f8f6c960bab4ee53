import type { Catalog } from "../catalogs/catalog.ts";
import type { ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm, Path, WireType } from "../sites/model.ts";
import { pathKey } from "../sites/paths.ts";
import { about } from "./message.ts";
import type { Draft, Rule, RuleContext } from "./rule.ts";

/** What the fix writes. */
export interface TypeData {
  readonly value: string;
  readonly to: WireType;
}

export const neverMatches: Rule = {
  id: "never-matches",
  severity: "error",
  once: true,
  check(ctx) {
    if (ctx.resolved.test) return [];
    const seen = new Set<number>();
    const judged = ctx.asked.branches.filter((b) => b.confidence === "certain" && b.meaning !== "http");
    const right = new Set(
      judged.flatMap((b) => b.labels.filter((l) => l.found && l.label.type === typeAt(b, l, b.catalog)).map((l) => placeOf(b, l))),
    );
    return judged
      .filter((b) => open(b.branch.subject, ctx))
      .flatMap((b) => b.branch.arms.flatMap((arm, i) => (strict(arm, ctx) ? wrong(b, b.arms[i] ?? [], right, ctx) : [])))
      .filter((d) => !seen.has(d.span.start) && seen.add(d.span.start));
  },
};

/** Whether numbers and texts never meet in this kind of test, in this language. */
function strict(arm: Arm, { strict }: RuleContext): boolean {
  if (arm.converted || (arm.loose && !strict.looseEqual)) return false;
  switch (arm.meets) {
    case "equal":
      return strict.equal ?? false;
    case "looseEqual":
      return strict.looseEqual ?? false;
    case "switch":
      return strict.switch ?? false;
    case "membership":
      return strict.membership ?? false;
    default:
      return false;
  }
}

/** The value is just what arrived: no conversion, no declared type that could have changed it. */
function open(subject: Path, { strict }: RuleContext): boolean {
  if (subject.convert || subject.piece) return false;
  if (
    subject.names.some(
      (n) =>
        /parse|decode|from_?json(?!$)|to_?model|cast|normali[sz]e|int$|number/i.test(n) &&
        n.endsWith("()") &&
        !/json\(\)$|JSON\.parse|loads|parse\(\)$/i.test(n),
    )
  )
    return false;
  for (const type of [subject.declared, subject.rootDeclared]) {
    if (type !== undefined && !(strict.open ?? []).some((o) => type === o || type.startsWith(`${o}<`) || type.startsWith(`${o}[`))) return false;
  }
  // What a method gives it may have converted, as PHP's `Exception::getCode` does.
  if (/\(\)$/.test(subject.names.findLast((n) => n !== "[]") ?? "")) return false;
  // What an exception holds its maker put there, who may have made a number of it.
  if (exceptions.test(subject.names.at(-2) ?? "")) return false;
  if (exceptions.test(subject.names[0] ?? "") && !subject.names.slice(1).some((n) => answers.test(n))) return false;
  // A field of something that arrived is surely raw; a bare name may have been made a number on the way.
  return subject.names.length > 1 || subject.origin === "param";
}

/** What of an exception is as it arrived: `e.response.data.errors[0].code`. */
const answers = /^(?:res|resp|response|data|body|json|errors?|reasons?|result)(?:\(\))?$/i;
const exceptions = /^(?:e|ex|exc|exception)(?:\(\))?$/i;

/** One code asked of one value in one function, in whatever type. */
function placeOf({ branch, catalog }: ResolvedBranch, { found }: ResolvedLabel): string {
  return `${catalog.id} ${found?.code} ${branch.function} ${pathKey(branch.subject)}`;
}

function wrong(b: ResolvedBranch, labels: readonly ResolvedLabel[], right: ReadonlySet<string>, ctx: RuleContext): readonly Draft[] {
  const { catalog } = b;
  return labels.flatMap((l) => {
    // Whoever asks for both types of a code knows what they do.
    // What stands in front of a code was cut off, and may have become a number.
    if (!l.found || l.found.match === "prefix" || l.label.group || right.has(placeOf(b, l))) return [];
    const type = typeAt(b, l, catalog);
    if (!type || l.label.type === type) return [];
    const level = catalog.levels[l.found.entry.level];
    const data: TypeData = { value: l.label.value, to: type };
    const id = type === "string" ? "finding.never.string" : "finding.never.number";
    return [{ ...about(id, [l.found.code], b, l.label.span, ctx, { path: level?.path ?? "" }), data }];
  });
}

function typeAt(b: ResolvedBranch, l: ResolvedLabel, catalog: Catalog): WireType | undefined {
  const level = b.levels.length === 1 ? b.levels[0] : l.found?.entry.level;
  return level && catalog.levels[level]?.type;
}
