import type { Catalog } from "../catalogs/catalog.ts";
import { positionOfPath } from "../resolve/position.ts";
import type { Resolved } from "../resolve/resolved.ts";
import type { Branch, Group } from "../sites/model.ts";
import { Column, placesOf } from "../text/alike.ts";

/**
 * Codes that are taken in hand by their HTTP status: where an answer with 429 is tried again, the code that comes with 429 is as well. Of a code
 * whose status the API's pages don't tell, the one that its kind mostly comes with is meant; an API which answers everything with 200 has none.
 */
export function handledByStatus(catalog: Catalog, resolved: Resolved, onPath: (fn: number) => boolean): readonly string[] {
  const failures = failuresOf(catalog);
  if (failures.length === 0) return [];
  const tests = statusTests(catalog, resolved).filter((b) => onPath(b.function));
  if (tests.length === 0) return [];
  return failures.flatMap(({ code, status }) => (tests.some((b) => takes(b, status)) ? [code] : []));
}

/**
 * The same of a client that is told once after which statuses it tries again: by a list (`status_forcelist=[429, 503]`), or by what its library has
 * for them.
 */
export function handledByClient(catalog: Catalog, { facts }: Resolved): readonly string[] {
  const failures = failuresOf(catalog);
  if (failures.length === 0) return [];
  const lists = facts.groups.filter((g) => g.form === "list" && saysStatuses(g));
  const spans = facts.functions.flatMap((f) => (f.triedStatuses ? [f.triedStatuses] : []));
  if (lists.length + spans.length === 0) return [];
  const isTried = (status: number): boolean =>
    spans.some(([first, last]) => first <= status && status <= last) || lists.some((g) => g.labels.some((l) => l.value === String(status)));
  return failures.flatMap(({ code, status }) => (isTried(status) ? [code] : []));
}

/** `status_forcelist`, `RETRY_STATUS_CODES`, `retry: { statusCodes: […] }` */
function saysStatuses({ name, owner = "" }: Group): boolean {
  const text = name.replaceAll("_", "");
  if (
    /status(?:es|codes?)?forcelist|retr(?:y|ies|yable|iable)(?:on|able)?(?:http)?status(?:es|codes?)?$|status(?:es|codes?)?(?:to|for)?retr(?:y|ies)$/i.test(
      text,
    )
  )
    return true;
  return /^status(?:es|codes?)$/i.test(text) && /retr/i.test(owner);
}

interface Failure {
  readonly code: string;
  readonly status: number;
}

const usual: Readonly<Record<string, number>> = { transient: 500, throttled: 429, auth: 401 };

const failuresCache = new WeakMap<Catalog, readonly Failure[]>();

/** The codes that come with the status of a failure. Follows from the catalog alone. */
function failuresOf(catalog: Catalog): readonly Failure[] {
  let found = failuresCache.get(catalog);
  if (!found) {
    found = [...catalog.index.entries].flatMap(([code, entry]) => {
      const status = entry.httpStatus ?? catalog.levels[entry.level]?.httpStatus ?? usual[entry.retry.kind];
      return status !== undefined && status >= 400 && entry.level !== "http" ? [{ code, status }] : [];
    });
    failuresCache.set(catalog, found);
  }
  return found;
}

const found = new WeakMap<Resolved, Map<string, readonly Branch[]>>();

/** Of a catalog, which branches are such tests: told of a branch once, in whatever version of the file it stands. */
const columns = new WeakMap<Catalog, Column<Branch, boolean>>();

/** The tests of a status after which the request is made again: looked for once in a version of a file. */
function statusTests(catalog: Catalog, resolved: Resolved): readonly Branch[] {
  const byApi = found.get(resolved) ?? new Map<string, readonly Branch[]>();
  found.set(resolved, byApi);
  let tests = byApi.get(catalog.id);
  if (!tests) {
    const { branches } = resolved.facts;
    const column = columns.get(catalog) ?? new Column();
    columns.set(catalog, column);
    const is = column.of(branches, (b) => retries(b) && positionOfPath(b.subject.names, catalog).meaning === "http");
    tests = placesOf(true, is).map((i) => branches[i] as Branch);
    byApi.set(catalog.id, tests);
  }
  return tests;
}

/** A condition outside an if belongs to a predicate or a retrier's callback: what it takes is tried again. */
function retries(branch: Branch): boolean {
  if (branch.kind === "test" || branch.kind === "membership") return true;
  return branch.arms.some((a) => a.body?.action === "retry" || a.body?.action === "renew");
}

function takes(branch: Branch, status: number): boolean {
  return branch.arms.some((arm) => {
    const deciding =
      arm.body === undefined ||
      arm.body.action === "retry" ||
      arm.body.action === "renew" ||
      (arm.body.action === "value" && arm.body.value === "true");
    if (!deciding || arm.negated) return false;
    if (arm.labels.some((l) => l.value === String(status))) return true;
    return arm.covers.some((c) => c.form === "range" && status >= (c.min ?? 0) && status <= (c.max ?? 999));
  });
}
