import { type Catalog, isRetryable, type RetryKind } from "../catalogs/catalog.ts";
import type { MessageId } from "../l10n/words.ts";
import type { Body } from "../sites/model.ts";
import type { Span } from "../text/span.ts";
import { allNamed, told } from "./message.ts";
import type { Finding } from "./model.ts";
import type { Draft, RuleContext } from "./rule.ts";

/** What the fix needs to find the decision again. */
export interface UnhandledData {
  readonly what: "branch" | "group" | "predicate";
  /** The construct. */
  readonly at: Span;
  readonly missing: readonly { readonly code: string; readonly kind: RetryKind }[];
  /** The list of the file that the decision asks: the codes are missing there, for all that ask it. */
  readonly list?: NamedList;
  /** The decisions that ask it and are told in one finding at the list, in the order of the text. */
  readonly askers?: readonly Asker[];
}

/** A list or a predicate. */
export interface NamedList {
  readonly name: string;
  /** Of a list, what one of its values stands for; and the class that asked: several of a file may have one name. */
  readonly holds?: Span;
  readonly owner?: string;
  /** The decision lacks nothing besides. */
  readonly alone?: true;
}

export interface Asker {
  readonly span: Span;
  readonly codes: readonly string[];
}

/** Where what is found is decided: elsewhere than where it is told, when a list is asked. */
export function decidedAt(finding: Finding): Span {
  return dataOf(finding)?.at ?? finding.span;
}

/** Where the question stands, the first one of those that ask a list. */
export function questionAt(finding: Finding): Span {
  return dataOf(finding)?.askers?.[0]?.span ?? finding.span;
}

/** How many decisions lack a code that a finding speaks of. */
export function lacking(finding: Finding, code: string): number {
  const askers = dataOf(finding)?.askers ?? [finding];
  return askers.filter((a) => a.codes.includes(code)).length;
}

/** What the rule says of a finding of its own. */
export function dataOf({ rule, data }: Finding): UnhandledData | undefined {
  return rule === "unhandled-retryable" ? (data as UnhandledData | undefined) : undefined;
}

/** The kinds of another try that some codes ask for. */
export function kindsOf(codes: Iterable<string>, catalog: Catalog): ReadonlySet<RetryKind> {
  const kinds = new Set<RetryKind>();
  for (const code of codes) {
    const kind = catalog.index.entries.get(code)?.retry.kind;
    if (kind && isRetryable(kind)) kinds.add(kind);
  }
  return kinds;
}

const kindOrder = ["throttled", "auth", "transient"] as const satisfies readonly RetryKind[];

/** A finding that lists the codes by what they ask for. */
export function report(
  span: Span,
  missing: UnhandledData["missing"],
  catalog: Catalog,
  fallback: Body | undefined,
  isSwitch: boolean,
  ctx: RuleContext,
  list?: string,
): Draft {
  const { words } = ctx;
  const groups = kindOrder.flatMap((kind) => {
    const codes = missing.filter((m) => m.kind === kind).map((m) => m.code);
    return codes.length === 0 ? [] : [{ kind, codes }];
  });
  const where = list ? "list" : fallback?.action !== "fail" ? "nobody" : isSwitch ? "default" : "fails";
  const todo = words.say(`finding.unhandled.todo.${groups.map((g) => g.kind).join(".")}` as MessageId);
  const { message, full } = told(
    `finding.unhandled.${where}`,
    groups.map((g) => g.codes),
    catalog,
    words,
    { name: list ?? "", todo },
  );
  // Which code wants what, where the message has no room to say it.
  const related = groups.map(({ kind, codes }) => ({
    span,
    message: words.say(`finding.unhandled.${kind}`, { codes: allNamed(codes, catalog, words) }),
  }));
  return {
    span,
    api: catalog.id,
    codes: missing.map((m) => m.code),
    message,
    ...(full && groups.length === 1 ? {} : { related }),
  };
}
