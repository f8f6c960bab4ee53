import type { RetryKind } from "../catalogs/catalog.ts";
import type { Words } from "../l10n/words.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm, Group } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Span } from "../text/span.ts";
import type { Finding } from "./model.ts";
import { isForAgain, isNever, saysAgain, triesAgain } from "./tried-again.ts";
import { type Asker, dataOf, kindsOf, type NamedList, type UnhandledData } from "./unhandled-report.ts";

/** What an arm takes through one list or predicate, or by itself. */
interface Share {
  readonly arm: Arm;
  readonly name: string | undefined;
  readonly labels: readonly ResolvedLabel[];
  /** How many of the missing codes are of a kind that stands in it, and how many are mended as those are. */
  readonly exact: number;
  readonly alike: number;
}

/**
 * The list or the predicate of the file by which a decision takes codes that are cured like those it leaves out; none where they might be missing
 * elsewhere as well.
 */
export function listAsked(b: ResolvedBranch, missing: UnhandledData["missing"], { facts }: Pick<Resolved, "facts">): NamedList | undefined {
  const shares = b.branch.arms.flatMap((arm, i) => sharesOf(arm, b.arms[i] ?? [], missing, b));
  // Where several share in it, the one that most of it might be added to.
  const most = shares.length > 1 ? shares.filter((s) => s.alike > missing.length / 2) : shares;
  const [first] = [...most].sort((x, y) => y.exact - x.exact || y.alike - x.alike || y.labels.length - x.labels.length);
  if (!first) return undefined;
  const list = isTriedAgain(first, b, facts.groups) ? namedBy(first, facts.functions[b.branch.function]?.owner) : undefined;
  // A predicate is asked about its own kinds alone, and has a name for them.
  if (!list || (list.holds === undefined && first.exact < missing.length)) return undefined;
  return first.alike === missing.length ? { ...list, alone: true } : list;
}

function sharesOf(arm: Arm, all: readonly ResolvedLabel[], missing: UnhandledData["missing"], { catalog }: ResolvedBranch): readonly Share[] {
  const byList = new Map<string | undefined, ResolvedLabel[]>();
  const predicate = arm.meets === "call" ? arm.via[0] : undefined;
  for (const it of all) {
    if (!it.found) continue;
    const name = it.label.via?.file === undefined ? (it.label.group ?? predicate) : undefined;
    const known = byList.get(name);
    if (known) known.push(it);
    else byList.set(name, [it]);
  }
  return [...byList].flatMap(([name, labels]) => {
    const kinds = kindsOf(
      labels.flatMap((l) => l.found?.code ?? []),
      catalog,
    );
    const cures = new Set([...kinds].map(cureOf));
    const alike = missing.filter((m) => cures.has(cureOf(m.kind))).length;
    return alike > 0 ? [{ arm, name, labels, alike, exact: missing.filter((m) => kinds.has(m.kind)).length }] : [];
  });
}

/** Waiting and waiting longer are one thing to a list. */
function cureOf(kind: RetryKind): "auth" | "wait" {
  return kind === "auth" ? "auth" : "wait";
}

function namedBy({ name, labels }: Share, owner: string | undefined): NamedList | undefined {
  const { group, via, span } = labels[0]?.label ?? {};
  if (name === undefined || span === undefined) return undefined;
  const by = owner === undefined ? {} : { owner };
  return group === undefined ? { name, ...by } : { name, holds: via?.definition ?? span, ...by };
}

/** What is listed as to be dropped, to be told to somebody or never to be tried again leaves out nothing. */
function isTriedAgain({ arm, name = "" }: Share, { branch }: ResolvedBranch, groups: readonly Group[]): boolean {
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
 * Findings about a list or a predicate of the file stand there, where the codes are missing, and once, with all that ask it beside. What a decision
 * lacks besides is its own: where several ask the list, such ones stay where they are. The list is looked for anew in each version: what was found in
 * an earlier one stays, while the list may stand elsewhere.
 */
export function toldAtLists(findings: readonly Finding[], facts: Resolved["facts"], words: Words): readonly Finding[] {
  const byList = new Map<object, { readonly span: Span; readonly asked: Finding[] }>();
  for (const finding of findings) {
    const place = placeOf(finding, facts);
    if (!place) continue;
    const known = byList.get(place.of);
    if (known) known.asked.push(finding);
    else byList.set(place.of, { span: place.span, asked: [finding] });
  }
  if (byList.size === 0) return findings;
  const gone = new Set<Finding>();
  const told: Finding[] = [];
  for (const { span, asked } of byList.values()) {
    const apart = asked.length === 1 ? asked : asked.filter((f) => dataOf(f)?.list?.alone === true);
    for (const f of apart) gone.add(f);
    told.push(...toldOnce(apart, span, words));
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

/** What of the file is named by a finding, and where its name stands; nothing where several are called so, and none can be told from the others. */
function placeOf(finding: Finding, facts: Resolved["facts"]): { readonly of: object; readonly span: Span } | undefined {
  const list = dataOf(finding)?.list;
  if (!list) return undefined;
  const { holds } = list;
  if (holds) {
    const named = facts.groups.filter((g) => g.name === list.name && g.form !== "constants");
    const held = named.length < 2 ? named : named.filter((g) => g.labels.some((l) => (l.via?.definition ?? l.span).start === holds.start));
    const group = ownOf(held, list.owner);
    return group && { of: group, span: group.nameSpan };
  }
  const predicate = ownOf(
    facts.predicates.filter((p) => p.name === list.name),
    list.owner,
  );
  const span = predicate && facts.functions[predicate.function]?.nameSpan;
  return span && { of: predicate, span };
}

/** The only one, or the only one of a class. */
function ownOf<T extends { readonly owner?: string }>(named: readonly T[], owner: string | undefined): T | undefined {
  if (named.length < 2) return named[0];
  const own = named.filter((it) => it.owner === owner);
  return own.length === 1 ? own[0] : undefined;
}
