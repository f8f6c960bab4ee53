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
  /** How many decisions ask it that are told in one finding. */
  readonly asking?: number;
}

export interface NamedList {
  readonly name: string;
  /** Where one of its values stands: several lists of a file may have one name. */
  readonly holds: Span;
}

/** Where what is found is decided: elsewhere than where it is told, when a list is asked. */
export function decidedAt({ rule, span, data }: Finding): Span {
  return rule === "unhandled-retryable" ? (data as UnhandledData).at : span;
}

/** How many decisions a finding speaks of. */
export function decisionsOf({ rule, data }: Finding): number {
  return (rule === "unhandled-retryable" ? (data as UnhandledData).asking : undefined) ?? 1;
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
