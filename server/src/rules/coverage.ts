import { type Catalog, isRetryable, type RetryKind } from "../catalogs/catalog.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import { wordsOf } from "../resolve/words.ts";
import type { Cover } from "../sites/model.ts";
import { handledByStatus } from "./http-coverage.ts";

/** The codes of a catalog that a client takes in hand somewhere. */
export type Handled = ReadonlySet<string>;

export function codesOf(labels: readonly ResolvedLabel[]): readonly string[] {
  return labels.flatMap((l) => (l.found ? [l.found.code] : []));
}

/** Codes that a range, a prefix or a pattern takes. */
export function coveredBy(cover: Cover, catalog: Catalog): readonly string[] {
  const codes = [...catalog.index.entries.keys()];
  if (cover.form === "range")
    return codes.filter((c) => /^\d+$/.test(c) && Number(c) >= (cover.min ?? 0) && Number(c) <= (cover.max ?? Number.POSITIVE_INFINITY));
  if (cover.form === "prefix") {
    const forms = (catalog.wireForms ?? []).map((f) => f.form).filter((f) => f.includes("{code}"));
    return codes.filter((c) => c.startsWith(cover.text) || forms.some((f) => f.replace("{code}", () => c).startsWith(cover.text)));
  }
  // Only patterns without nested repetition get this far, and codes are short: nothing runs long.
  try {
    const pattern = new RegExp(cover.text);
    return codes.filter((c) => pattern.test(c));
  } catch {
    return [];
  }
}

/** What the arms of a branch name or take. An arm that takes everything but its labels leaves the labels to what follows. */
export function handledBy(branch: ResolvedBranch): readonly string[] {
  const { catalog } = branch;
  return branch.branch.arms.flatMap((arm, i) => [...codesOf(branch.arms[i] ?? []), ...arm.covers.flatMap((c) => coveredBy(c, catalog))]);
}

/**
 * Functions on the path of one: itself, those that call it or hold it, and whatever they and it call. Two that merely share a helper are not
 * on each other's path: neither runs when the other does.
 */
export function pathOfFunction(index: number, resolved: Resolved): ReadonlySet<number> {
  const { functions } = resolved.facts;
  const calls = (from: number, to: number): boolean => {
    const name = functions[to]?.name ?? "";
    return functions[to]?.parent === from || (name !== "" && functions[from]?.calls.includes(name) === true);
  };
  const above = closure([index], functions.length, (at, other) => calls(other, at));
  return closure(above, functions.length, calls);
}

/** All that can be reached from some functions, themselves included; bounded, since a generated file may define thousands. */
function closure(from: Iterable<number>, count: number, leads: (at: number, other: number) => boolean): ReadonlySet<number> {
  const found = new Set(from);
  const queue = [...found];
  for (let step = 0; queue.length > 0 && step < 500; step++) {
    const at = queue.pop() as number;
    for (let other = 0; other < count; other++) {
      if (found.has(other) || !leads(at, other)) continue;
      found.add(other);
      queue.push(other);
    }
  }
  return found;
}

/** What the client handles beside one function: decisions on its path, predicates, sets and tables of the file and of linked files. */
export function handledAround(fn: number, api: string, resolved: Resolved, linked: readonly Resolved[]): Handled {
  const out = new Set<string>();
  const path = pathOfFunction(fn, resolved);
  for (const b of resolved.branches) {
    // A condition outside an if is a predicate's or a callback's: it is part of what the client knows, wherever it stands.
    if (b.catalog.id === api && (path.has(b.branch.function) || b.branch.kind === "test" || b.branch.kind === "membership"))
      for (const c of handledBy(b)) out.add(c);
  }
  for (const file of [resolved, ...linked]) {
    const predicates = new Set(file.facts.predicates.map((p) => p.function));
    for (const b of file.branches) if (b.catalog.id === api && predicates.has(b.branch.function)) for (const c of handledBy(b)) out.add(c);
    for (const g of file.groups) if (g.catalog.id === api && listsHandling(g.group)) for (const c of codesOf(g.labels)) out.add(c);
  }
  const catalog = resolved.branches.find((b) => b.catalog.id === api)?.catalog;
  if (catalog) {
    const predicates = new Set(resolved.facts.predicates.map((p) => p.function));
    for (const c of handledByStatus(catalog, resolved, (f) => path.has(f) || predicates.has(f))) out.add(c);
    for (const file of linked) for (const c of handledByStatus(catalog, file, () => true)) out.add(c);
  }
  for (const file of linked) {
    for (const b of file.branches)
      if (b.catalog.id === api && (isDecision(b) || b.branch.kind === "test" || b.branch.kind === "membership"))
        for (const c of handledBy(b)) out.add(c);
  }
  return out;
}

/** The codes that a predicate's own tests take. */
export function predicateCodes(fn: number, api: string, resolved: Resolved): readonly string[] {
  return resolved.branches.filter((b) => b.branch.function === fn && b.catalog.id === api).flatMap(handledBy);
}

/** A set or table that decides something; an enum or a table of texts only names. */
function listsHandling(group: Resolved["groups"][number]["group"]): boolean {
  if (group.form === "list") return true;
  return (
    group.form === "table" &&
    (group.values === "function" ||
      group.values === "policy" ||
      group.values === "flag" ||
      (group.words ?? []).some((w) => /retry|refresh|renew|wait|backoff/i.test(w)))
  );
}

/** A branch whose outcome is to retry, to renew, to throw or to give up. */
export function isDecision(b: ResolvedBranch): boolean {
  const { branch } = b;
  if (branch.kind !== "switch" && branch.kind !== "chain") return false;
  return (
    branch.arms.some((a) => a.body && (a.body.action === "retry" || a.body.action === "renew" || a.body.action === "fail")) ||
    branch.fallback?.body.action === "fail" ||
    branch.fallback?.body.action === "retry"
  );
}

/** Retryable codes that any call may return at one of the levels; scoped ones only where their scope shows. */
export function askedCodes(
  catalog: Catalog,
  b: Pick<ResolvedBranch, "levels">,
  scopeShows: (scope: string) => boolean,
): readonly { readonly code: string; readonly kind: RetryKind }[] {
  const out: { code: string; kind: RetryKind }[] = [];
  for (const [code, entry] of catalog.index.entries) {
    if (!isRetryable(entry.retry.kind) || entry.deprecated) continue;
    const at = [entry.level, ...(entry.alsoLevels ?? [])];
    if (b.levels.length > 0 ? !b.levels.some((l) => at.includes(l)) : at.every((l) => l === "http")) continue;
    if (entry.scope !== undefined && !scopeShows(entry.scope)) continue;
    out.push({ code, kind: entry.retry.kind });
  }
  return out;
}

/** Whether the word of a scope names the file, a class or a function. */
export function scopeShowsIn(ctx: { readonly path: string; readonly resolved: Resolved }, fn: number): (scope: string) => boolean {
  const names = [
    ctx.path.split("/").slice(-2).join(" "),
    ctx.resolved.facts.functions[fn]?.name ?? "",
    ctx.resolved.facts.functions[fn]?.owner ?? "",
  ];
  const words = new Set(names.flatMap(wordsOf));
  return (scope) => wordsOf(scope).some((w) => words.has(w));
}
