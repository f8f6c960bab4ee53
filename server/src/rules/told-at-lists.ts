import type { RetryKind } from "../catalogs/catalog.ts";
import type { Words } from "../l10n/words.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm, Group } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Span } from "../text/span.ts";
import type { Finding } from "./model.ts";
import { isForAgain, isNever, saysAgain, triesAgain } from "./tried-again.ts";
import { type Asker, dataOf, kindsOf, type NamedList, type UnhandledData } from "./unhandled-report.ts";

/** What an arm takes through one list, or by itself. */
interface Share {
  readonly arm: Arm;
  readonly labels: readonly ResolvedLabel[];
  /** How many of the missing codes are of a kind that stands in it, and how many are mended as those are. */
  readonly exact: number;
  readonly alike: number;
}

/** The list of the file by which a decision takes codes that are cured like those it leaves out; none where they might be missing elsewhere as well. */
export function listAsked(b: ResolvedBranch, missing: UnhandledData["missing"], { facts }: Pick<Resolved, "facts">): NamedList | undefined {
  const shares = b.branch.arms.flatMap((arm, i) => sharesOf(arm, b.arms[i] ?? [], missing, b));
  const [first] = [...shares].sort((x, y) => y.exact - x.exact || y.alike - x.alike || y.labels.length - x.labels.length);
  if (!first || (shares.length > 1 && first.alike <= missing.length / 2)) return undefined;
  const list = isTriedAgain(first, b, facts.groups) ? listOf(first, facts.functions[b.branch.function]?.owner) : undefined;
  return list && first.alike === missing.length ? { ...list, alone: true } : list;
}

function sharesOf(arm: Arm, all: readonly ResolvedLabel[], missing: UnhandledData["missing"], { catalog }: ResolvedBranch): readonly Share[] {
  const byList = new Map<string | undefined, ResolvedLabel[]>();
  for (const it of all) {
    if (!it.found) continue;
    const name = it.label.via?.file === undefined ? it.label.group : undefined;
    const known = byList.get(name);
    if (known) known.push(it);
    else byList.set(name, [it]);
  }
  return [...byList.values()].flatMap((labels) => {
    const kinds = kindsOf(
      labels.flatMap((l) => l.found?.code ?? []),
      catalog,
    );
    const cures = new Set([...kinds].map(cureOf));
    const alike = missing.filter((m) => cures.has(cureOf(m.kind))).length;
    return alike > 0 ? [{ arm, labels, alike, exact: missing.filter((m) => kinds.has(m.kind)).length }] : [];
  });
}

/** Waiting and waiting longer are one thing to a list. */
function cureOf(kind: RetryKind): "auth" | "wait" {
  return kind === "auth" ? "auth" : "wait";
}

function listOf({ labels }: Share, owner: string | undefined): NamedList | undefined {
  const { group: name, via } = labels[0]?.label ?? {};
  if (name === undefined || via === undefined || via.file !== undefined) return undefined;
  return { name, holds: via.definition, ...(owner === undefined ? {} : { owner }) };
}

/** What is listed as to be dropped, to be told to somebody or never to be tried again leaves out nothing. */
function isTriedAgain({ arm, labels }: Share, { branch }: ResolvedBranch, groups: readonly Group[]): boolean {
  const name = labels[0]?.label.group ?? "";
  if (isNever(name) || arm.via.some(isNever)) return false;
  if (isForAgain(name) || wordsOf(name).some((w) => triesAgain.test(w))) return true;
  const table = groups.find((g) => g.name === name && g.form === "table");
  if (table?.values === "text") return false;
  const body = arm.negated ? branch.fallback?.body : arm.body;
  if (!body || body.action === "retry" || body.action === "renew") return true;
  // `return true` of what says whether to try again, and a table that says what is thrown for which code.
  if (body.action === "value") return /^true$/i.test(body.value ?? "") || saysAgain(body.value ?? "");
  return body.action === "fail" && table !== undefined;
}

/**
 * Findings about a list of the file stand at the list, where the codes are missing, and once, with all that ask it beside. What a decision lacks besides
 * is its own: where several ask the list, such ones stay where they are. The list is looked for anew in each version: what was found in an earlier one
 * stays, while the list may stand elsewhere.
 */
export function toldAtLists(findings: readonly Finding[], { groups }: Resolved["facts"], words: Words): readonly Finding[] {
  const byGroup = new Map<Group, Finding[]>();
  for (const finding of findings) {
    const group = groupOf(finding, groups);
    if (!group) continue;
    const known = byGroup.get(group);
    if (known) known.push(finding);
    else byGroup.set(group, [finding]);
  }
  if (byGroup.size === 0) return findings;
  const gone = new Set<Finding>();
  const told: Finding[] = [];
  for (const [{ nameSpan }, asked] of byGroup) {
    const apart = asked.length === 1 ? asked : asked.filter((f) => dataOf(f)?.list?.alone === true);
    for (const f of apart) gone.add(f);
    told.push(...toldOnce(apart, nameSpan, words));
  }
  return [...findings.filter((f) => !gone.has(f)), ...told];
}

/** What leaves out most goes first; one that says no more than another is only told beside it. */
function toldOnce(asked: readonly Finding[], at: Span, words: Words): readonly Finding[] {
  const out: Finding[][] = [];
  for (const finding of [...asked].sort((a, b) => b.codes.length - a.codes.length || a.span.start - b.span.start)) {
    const before = out.find(
      ([f]) => f && f.api === finding.api && f.severity === finding.severity && finding.codes.every((c) => f.codes.includes(c)),
    );
    if (before) before.push(finding);
    else out.push([finding]);
  }
  return out.map((all) => together(all, at, words));
}

/** One finding for those that say the same, or less than the first; the very same object as long as they are, so that nobody looks at it again. */
function together(all: readonly Finding[], at: Span, words: Words): Finding {
  const first = all[0] as Finding;
  const before = known.get(first);
  const isSame = before && before.all.length === all.length && before.all.every((f, i) => f === all[i]) && before.words === words;
  if (isSame && before.made.span.start === at.start && before.made.span.end === at.end) return before.made;
  const asked = [...all].sort((a, b) => a.span.start - b.span.start);
  const askers: readonly Asker[] = asked.map(({ span, codes }) => ({ span, codes }));
  const made: Finding = {
    ...first,
    span: at,
    data: { ...dataOf(first), askers },
    related: [
      ...first.related.map((it) => (it.span.start === first.span.start ? { ...it, span: at } : it)),
      ...asked.slice(0, shownAtMost).map(({ span }) => ({ span, message: words.say("finding.unhandled.asked") })),
    ],
  };
  known.set(first, { all, words, made });
  return made;
}

const known = new WeakMap<Finding, { readonly all: readonly Finding[]; readonly words: Words; readonly made: Finding }>();

/** A list that everybody asks needs no list of everybody. */
const shownAtMost = 5;

/** Of several lists of one name, the one that holds what was asked for; of those the one of the class that asked. */
function groupOf(finding: Finding, groups: readonly Group[]): Group | undefined {
  const list = dataOf(finding)?.list;
  if (!list) return undefined;
  const named = groups.filter((g) => g.name === list.name && g.form !== "constants");
  if (named.length < 2) return named[0];
  const held = named.filter((g) => g.labels.some((l) => (l.via?.definition ?? l.span).start === list.holds.start));
  if (held.length < 2) return held[0];
  const own = held.filter((g) => g.owner === list.owner);
  return own.length === 1 ? own[0] : undefined;
}
