import type { RetryKind } from "../catalogs/catalog.ts";
import type { Words } from "../l10n/words.ts";
import type { ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm, FileFacts, Group } from "../sites/model.ts";
import { contains, type Span } from "../text/span.ts";
import type { Finding } from "./model.ts";
import { isForAgain, isNever } from "./tried-again.ts";
import { kindsOf, type NamedList, type UnhandledData } from "./unhandled-report.ts";

/** A list of the file that a decision asks. */
export interface Asked {
  readonly list: NamedList;
  /** It holds codes of every kind that is left out: then it is the list that leaves them out. */
  readonly name: string | undefined;
}

/** The list of the file by which a decision takes codes that are cured like those it leaves out; none where most of such codes stand in it as they are. */
export function listAsked(
  { branch, arms, catalog }: ResolvedBranch,
  missing: UnhandledData["missing"],
  { groups }: Pick<FileFacts, "groups">,
): Asked | undefined {
  const alike = branch.arms.flatMap((arm, i) => {
    const labels = (arms[i] ?? []).filter((l) => l.found);
    const kinds = kindsOf(
      labels.flatMap((l) => l.found?.code ?? []),
      catalog,
    );
    const cures = new Set([...kinds].map(cureOf));
    const share = missing.filter((m) => cures.has(cureOf(m.kind))).length / missing.length;
    return share > 0 ? [{ arm, labels, share }] : [];
  });
  // Where several arms share in it, it is the list of the one that lacks most.
  const first = alike.length === 1 ? alike[0] : alike.find((it) => it.share > 0.5);
  const list = first && listOf(first.arm, first.labels, groups);
  return list && { list, name: first.share === 1 ? list.name : undefined };
}

/**
 * What is thrown for a list that isn't called so is given up, unless it is a table that says what is thrown for which code; so is what is listed as
 * never to be tried again.
 */
function listOf({ via, negated, body }: Arm, labels: readonly ResolvedLabel[], groups: readonly Group[]): NamedList | undefined {
  const { group, via: from } = labels.find(({ label }) => label.group !== undefined && label.via?.file === undefined)?.label ?? {};
  if (group === undefined || from === undefined || isNever(group) || via.some(isNever)) return undefined;
  if (body?.action === "fail" && !negated && !isForAgain(group) && !groups.some((g) => g.name === group && g.form === "table" && g.values !== "text"))
    return undefined;
  return { name: group, holds: from.definition };
}

/** Waiting and waiting longer are one thing to a list. */
function cureOf(kind: RetryKind): "auth" | "wait" {
  return kind === "auth" ? "auth" : "wait";
}

/**
 * Findings about a list of the file stand at the list, where the codes are missing, and once, with all that ask it beside. The list is looked for
 * anew in each version: what was found in an earlier one stays, while the list may stand elsewhere.
 */
export function toldAtLists(findings: readonly Finding[], { groups }: FileFacts, words: Words): readonly Finding[] {
  const byGroup = new Map<Group, Finding[]>();
  const rest = findings.filter((finding) => {
    const group = groupOf(finding, groups);
    if (!group) return true;
    const known = byGroup.get(group);
    if (known) known.push(finding);
    else byGroup.set(group, [finding]);
    return false;
  });
  if (byGroup.size === 0) return findings;
  return [...rest, ...[...byGroup].flatMap(([{ nameSpan }, asked]) => toldOnce(asked, nameSpan, words))];
}

/** What leaves out most goes first; one that says no more than another is only told beside it. */
function toldOnce(asked: readonly Finding[], at: Span, words: Words): readonly Finding[] {
  const out: { readonly finding: Finding; readonly askedAt: Span[] }[] = [];
  for (const finding of [...asked].sort((a, b) => b.codes.length - a.codes.length || a.span.start - b.span.start)) {
    const before = out.find(
      ({ finding: f }) => f.api === finding.api && f.severity === finding.severity && finding.codes.every((c) => f.codes.includes(c)),
    );
    if (before) before.askedAt.push(finding.span);
    else out.push({ finding, askedAt: [finding.span] });
  }
  return out.map(({ finding, askedAt }) => ({
    ...finding,
    span: at,
    data: { ...(finding.data as UnhandledData), asking: askedAt.length },
    related: [
      ...finding.related.map((it) => (it.span.start === finding.span.start ? { ...it, span: at } : it)),
      ...askedAt.slice(0, shownAtMost).map((span) => ({ span, message: words.say("finding.unhandled.asked") })),
    ],
  }));
}

/** A list that everybody asks needs no list of everybody. */
const shownAtMost = 5;

function groupOf({ rule, data }: Finding, groups: readonly Group[]): Group | undefined {
  const list = rule === "unhandled-retryable" ? (data as UnhandledData).list : undefined;
  if (!list) return undefined;
  const named = groups.filter((g) => g.name === list.name && g.form !== "constants");
  return named.length > 1 ? named.find((g) => contains(g.span, list.holds)) : named[0];
}
