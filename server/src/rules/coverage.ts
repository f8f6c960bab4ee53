import { type Catalog, isRetryable, numberOf, type RetryKind } from "../catalogs/catalog.ts";
import type { Entry } from "../catalogs/schema.generated.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm, Cover } from "../sites/model.ts";
import { Tally } from "../text/alike.ts";
import { wordsOf } from "../text/identifiers.ts";
import { callGraph, closure } from "./graph.ts";
import { handledByClient, handledByStatus } from "./http-coverage.ts";
import { retrierAround, retriesClass } from "./retriers.ts";
import { branchesWithin } from "./standing.ts";
import { triedAgain } from "./tried-again.ts";

/** The codes of a catalog that a client takes in hand somewhere. */
export type Handled = ReadonlySet<string>;

export function codesOf(labels: readonly ResolvedLabel[]): readonly string[] {
  return labels.flatMap((l) => (l.found ? [l.found.code] : []));
}

/** Codes that a range, a prefix or a pattern takes. */
export function coveredBy(cover: Cover, catalog: Catalog): readonly string[] {
  const codes = [...catalog.index.entries.keys()];
  if (cover.form === "range") return codes.filter((c) => numberOf(c) >= (cover.min ?? 0) && numberOf(c) <= (cover.max ?? Number.POSITIVE_INFINITY));
  if (cover.form === "prefix") {
    const forms = (catalog.wireForms ?? []).map((f) => f.form).filter((f) => f.includes("{code}"));
    return codes.filter((c) => c.startsWith(cover.text) || forms.some((f) => f.replace("{code}", () => c).startsWith(cover.text)));
  }
  // `coverOfPattern` lets only patterns get this far of which every part takes a sign, and codes are short: nothing runs long.
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
  let codes = takenBy.get(branch);
  if (!codes) {
    codes = branch.branch.arms.flatMap((arm, i) => {
      // `status === 404 && !code.startsWith("21")`: what is left out of a condition of something else is not taken in hand.
      const covers = arm.negated && arm.guarded ? [] : arm.covers;
      const covered = covers.flatMap((c) => {
        // A range of statuses takes none of the body's codes.
        const codes = coveredBy(c, catalog).filter((code) => {
          const entry = catalog.index.entries.get(code);
          return entry !== undefined && askedLevels(entry, branch);
        });
        return asksWhatItIs(arm, c) && codes.length > nearlyAll * catalog.index.entries.size ? [] : codes;
      });
      return [...codesOf(branch.arms[i] ?? []), ...covered];
    });
    takenBy.set(branch, codes);
  }
  return codes;
}

const nearlyAll = 0.9;

/** `/^\d+$/.test(code)`, `type.startsWith("FLOW-")`: what takes all that there are asks whether it is a code, or looks for one in a text, unless they are tried again. */
function asksWhatItIs({ body, negated }: Arm, { form }: Cover): boolean {
  return form !== "range" && (!body || negated || body.action === "value" || body.action === "other" || body.action === "empty");
}

const takenBy = new WeakMap<ResolvedBranch, readonly string[]>();

/**
 * Functions on the path of one: itself, those that call it or hold it, and whatever they and it call. Two that merely share a helper are not
 * on each other's path: neither runs when the other does. Undefined for all that there are: what stands in no function holds every one.
 */
export function pathOfFunction(index: number, resolved: Resolved): ReadonlySet<number> | undefined {
  if (index < 0) return undefined;
  const { above, below } = callGraph(resolved);
  return closure(closure([index], above), below);
}

/** What the client handles beside one function: decisions on its path, predicates, sets and tables of the file and of linked files. */
export function handledAround(fn: number, api: string, resolved: Resolved, linked: readonly Resolved[]): Handled {
  const known = knownOf(api, resolved, linked);
  const out = new Set(known.codes);
  const path = pathOfFunction(fn, resolved);
  for (const c of path ? known.within(path) : known.everywhere()) out.add(c);
  if (known.catalog) for (const c of handledByStatus(known.catalog, resolved, (f) => path?.has(f) ?? true)) out.add(c);
  return out;
}

/** What a client handles whichever of its functions is asked. */
export function handledAnywhere(api: string, resolved: Resolved, linked: readonly Resolved[]): Handled {
  return knownOf(api, resolved, linked).codes;
}

interface Known {
  readonly linked: readonly Resolved[];
  readonly codes: Handled;
  readonly catalog: Catalog | undefined;
  /** What the branches of some functions take that do more than name codes. */
  within(functions: ReadonlySet<number>): Iterable<string>;
  /** What those of all functions take, and of none. */
  everywhere(): Iterable<string>;
}

const known = new WeakMap<Resolved, Map<string, Known>>();

/** Worked out once for a version of a file and its neighbours: every function of it asks. */
function knownOf(api: string, resolved: Resolved, linked: readonly Resolved[]): Known {
  const byApi = known.get(resolved) ?? new Map<string, Known>();
  known.set(resolved, byApi);
  // A file by itself is asked about beside what it says together with others.
  const key = linked.length === 0 ? `${api} alone` : api;
  let found = byApi.get(key);
  if (!found || (linked.length > 0 && found.linked !== linked)) {
    found = { linked, ...handledWherever(api, resolved, linked) };
    byApi.set(key, found);
  }
  return found;
}

function handledWherever(api: string, resolved: Resolved, linked: readonly Resolved[]): Omit<Known, "linked"> {
  const files = [resolved, ...linked];
  const naming = namingTables(files);
  const codes = new Set(raised(api, files, naming));
  const isOwn = (b: ResolvedBranch): boolean => b.catalog.id === api;
  const counts = (b: ResolvedBranch): boolean => isOwn(b) && !onlyNames(b, naming);
  const taken = (branches: readonly ResolvedBranch[], counts: (b: ResolvedBranch) => boolean): readonly string[] =>
    branches.flatMap((b) => (counts(b) ? handledBy(b) : []));
  /** Of all branches of the file that count by themselves. What only names can't be told by the branch alone: then they are all looked at. */
  const together = (of: Map<string, Tally<ResolvedBranch, string>>, holds: (b: ResolvedBranch) => boolean): Iterable<string> => {
    if (naming.size > 0) return taken(resolved.branches, (b) => holds(b) && counts(b));
    const tally = of.get(api) ?? new Tally();
    of.set(api, tally);
    return tally.of(resolved.branches, (b) => (isOwn(b) && holds(b) ? handledBy(b) : []));
  };
  // A condition outside an if is a predicate's or a callback's: it is part of what the client knows, wherever it stands.
  for (const c of together(conditions, isCondition)) codes.add(c);
  const predicates = new Set(resolved.facts.predicates.map((p) => p.function));
  for (const c of taken(branchesWithin(resolved, predicates), isOwn)) codes.add(c);
  for (const c of listed(api, resolved)) codes.add(c);
  for (const file of linked) {
    const beside = (): readonly string[] => {
      const within = new Set(file.facts.predicates.map((p) => p.function));
      const holds = (b: ResolvedBranch): boolean =>
        isOwn(b) && (within.has(b.branch.function) || (!onlyNames(b, naming) && (isDecision(b) || isCondition(b))));
      return [...taken(file.branches, holds), ...listed(api, file)];
    };
    for (const c of naming.size > 0 ? beside() : remembered(file, api, beside)) codes.add(c);
  }
  const catalog = resolved.branches.find(isOwn)?.catalog;
  if (catalog) {
    for (const c of handledByStatus(catalog, resolved, (f) => predicates.has(f))) codes.add(c);
    for (const file of linked) for (const c of handledByStatus(catalog, file, () => true)) codes.add(c);
    for (const file of [resolved, ...linked]) for (const c of handledByClient(catalog, file)) codes.add(c);
  }
  return {
    codes,
    catalog,
    within: (functions) => taken(branchesWithin(resolved, functions), counts),
    everywhere: () => together(everything, () => true),
  };
}

/** What sets and tables of a file decide about. */
function listed(api: string, { groups }: Resolved): readonly string[] {
  // Of an enum only those count that are said to be worth another try.
  return groups.flatMap((g) => {
    if (g.catalog.id !== api || !listsHandling(g.group)) return [];
    return codesOf(g.group.form === "constants" ? triedAgain(g) : g.labels);
  });
}

const takenBeside = new WeakMap<Resolved, Map<string, readonly string[]>>();

/** Files beside one stay what they are while it is edited. */
function remembered(file: Resolved, api: string, find: () => readonly string[]): readonly string[] {
  const byApi = takenBeside.get(file) ?? new Map<string, readonly string[]>();
  takenBeside.set(file, byApi);
  const codes = byApi.get(api) ?? find();
  byApi.set(api, codes);
  return codes;
}

/** By the API: what is taken by the conditions of a file, and by all that stands in it. */
const conditions = new Map<string, Tally<ResolvedBranch, string>>();
const everything = new Map<string, Tally<ResolvedBranch, string>>();

function isCondition({ branch }: ResolvedBranch): boolean {
  return branch.kind === "test" || branch.kind === "membership";
}

/** Tables from codes to texts or classes, with the classes by their codes: what is looked up there is named, not taken in hand. */
function namingTables(files: readonly Resolved[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const tables = files.flatMap((f) => f.facts.groups.filter((g) => g.form === "table"));
  if (tables.length === 0) return new Map();
  const errors = errorClasses(files);
  const naming = tables.filter((g) => g.values === "text" || g.values === "class" || g.words?.every((w) => errors.has(w)));
  return new Map(naming.map((g) => [g.name, new Map(g.labels.map((l, i) => [l.value, g.words?.[i] ?? ""]))]));
}

/** Classes of exceptions: called so, or made of one that is. */
function errorClasses(files: readonly Resolved[]): ReadonlySet<string> {
  const called = (name: string): boolean => /(?:Error|Exception|Throwable)$/.test(name);
  const classes = files.flatMap((f) => f.facts.classes);
  const errors = new Set(classes.filter((c) => called(c.name) || (c.base !== undefined && called(c.base))).map((c) => c.name));
  for (let before = -1; before < errors.size; ) {
    before = errors.size;
    for (const c of classes) if (c.base !== undefined && errors.has(c.base)) errors.add(c.name);
  }
  return errors;
}

/** Codes that a table makes a class of which somebody on the way of whoever asks the table tries again. */
function raised(api: string, files: readonly Resolved[], naming: ReadonlyMap<string, ReadonlyMap<string, string>>): readonly string[] {
  if (naming.size === 0) return [];
  const listed = files.flatMap((f) => f.groups.filter((g) => g.catalog.id === api && naming.has(g.group.name)));
  const byName = listed.flatMap((g) =>
    codesOf(g.labels.filter(({ label }) => retriesClass(naming.get(g.group.name)?.get(label.value) ?? "", files))),
  );
  const byWay = files.flatMap((file) =>
    file.branches.flatMap((b) => {
      if (b.catalog.id !== api || !onlyNames(b, naming)) return [];
      const others = files.filter((f) => f !== file);
      const again = new Map<string, boolean>();
      const isTried = ({ label }: ResolvedLabel): boolean => {
        const thrown = naming.get(label.group ?? "")?.get(label.value) ?? "";
        const is = again.get(thrown) ?? (/^[A-Z]/.test(thrown) && retrierAround(b.branch.function, [thrown], file, others));
        again.set(thrown, is);
        return is;
      };
      return codesOf(b.labels.filter(isTried));
    }),
  );
  return [...byName, ...byWay];
}

/** A lookup in such a table. */
function onlyNames({ branch }: ResolvedBranch, naming: ReadonlyMap<string, unknown>): boolean {
  if (naming.size === 0 || (branch.kind !== "test" && branch.kind !== "membership")) return false;
  return branch.arms.every((a) => a.labels.length > 0 && a.labels.every((l) => l.group !== undefined && naming.has(l.group)));
}

/** The codes that a predicate's own tests take. */
export function predicateCodes(fn: number, api: string, resolved: Resolved): readonly string[] {
  return branchesWithin(resolved, [fn]).flatMap((b) => (b.catalog.id === api ? handledBy(b) : []));
}

/** A set or table that decides something; a table of texts only names, and so does an enum whose members don't say whether to try again. */
function listsHandling(group: Resolved["groups"][number]["group"]): boolean {
  if (group.form === "list") return true;
  if (group.form === "constants") return group.words?.includes("retry") === true;
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
    branch.fallback?.body.action === "retry" ||
    branch.fallback?.body.action === "renew"
  );
}

/** Retryable codes that any call may return at one of the levels; scoped ones only where their scope shows. */
export function askedCodes(catalog: Catalog, b: Pick<ResolvedBranch, "levels">, scopeShows: (scope: string) => boolean): readonly Asked[] {
  let all = retryables.get(catalog);
  if (!all) {
    all = [...catalog.index.entries].flatMap(([code, entry]) =>
      isRetryable(entry.retry.kind) && !entry.deprecated ? [{ entry, asked: { code, kind: entry.retry.kind } }] : [],
    );
    retryables.set(catalog, all);
  }
  return all.flatMap(({ entry, asked }) => (askedLevels(entry, b) && (entry.scope === undefined || scopeShows(entry.scope)) ? [asked] : []));
}

/**
 * Whether a decision that tries `own` codes again is asked about another: one that waits for a queue of imports leaves what any call may return to
 * the client, of which it is told nothing here. What goes wrong with work that is done later no client sees beside it: one decision is told all of that.
 */
export function withinScopeOf(own: Iterable<string>, { index }: Catalog): (code: string) => boolean {
  const retried = [...own].flatMap((code) => index.entries.get(code) ?? []).filter((e) => isRetryable(e.retry.kind));
  const scopes = new Set(retried.map((e) => e.scope));
  if (scopes.size === 0 || scopes.has(undefined)) return () => true;
  const [first, ...others] = retried.map((e) => e.alsoLevels ?? []);
  const later = first?.filter((level) => others.every((o) => o.includes(level))) ?? [];
  return (code) => {
    const entry = index.entries.get(code);
    return scopes.has(entry?.scope) || later.some((level) => entry?.alsoLevels?.includes(level));
  };
}

interface Asked {
  readonly code: string;
  readonly kind: RetryKind;
}

const retryables = new WeakMap<Catalog, readonly { readonly entry: Entry; readonly asked: Asked }[]>();

/** Whether a code arrives where a decision looks. */
export function askedLevels(entry: Pick<Entry, "level" | "alsoLevels">, { levels }: Pick<ResolvedBranch, "levels">): boolean {
  const at = [entry.level, ...(entry.alsoLevels ?? [])];
  return levels.length > 0 ? levels.some((l) => at.includes(l)) : at.some((l) => l !== "http");
}

/** Whether the word of a scope names the file, a class or a function. */
export function scopeShowsIn(ctx: { readonly path: string; readonly resolved: Resolved }, fn: number): (scope: string) => boolean {
  const { name = "", owner = "" } = ctx.resolved.facts.functions[fn] ?? {};
  const shown = new Map<string, boolean>();
  let own: readonly string[] | undefined;
  return (scope) => {
    let is = shown.get(scope);
    if (is === undefined) {
      own ??= [ctx.path.split("/").slice(-2).join(" "), name, owner].flatMap(wordsOf);
      const words = own;
      is = wordsOf(scope).some((w) => words.includes(w));
      shown.set(scope, is);
    }
    return is;
  };
}
