import { type Catalog, lookup } from "../catalogs/catalog.ts";
import type { Branch, FileFacts, Label } from "../sites/model.ts";
import { plainName } from "../sites/paths.ts";
import { Index } from "../text/alike.ts";
import { fold, wordsOf } from "../text/identifiers.ts";
import type { Answers } from "./answers.ts";
import { isHttpStatus, positionOfPath } from "./position.ts";

/** A literal that is asked of the wrong field: a code of the body of the HTTP status, or a status of the field of a code. */
export interface Astray {
  readonly catalog: Catalog;
  readonly branch: Branch;
  readonly label: Label;
  /** In the catalog's spelling; the status where it is one. */
  readonly code: string;
  /** The field that it is compared with. */
  readonly asked: "status" | "code";
  /** Where codes arrive, as the catalog's maker writes it: `errors[].code`. */
  readonly path: string;
}

/** What stands in the wrong field of the APIs that a file surely calls. Only where the field is beyond doubt. */
export function astrayIn(
  facts: FileFacts,
  catalogs: readonly Catalog[],
  isOwn: (branch: Branch, catalog: Catalog) => boolean,
  before?: Answers,
): readonly Astray[] {
  const again = <T>(question: string, work: (branch: Branch) => T): readonly T[] =>
    before?.each(question, "", facts.branches, work) ?? facts.branches.map(work);
  const out: Astray[] = [];
  const mayBe = again("status", mayBeStatus);
  for (const catalog of catalogs) {
    const atStatus = (branch: Branch): readonly Astray[] =>
      before?.get(branch, `astray ${catalog.id} true`, "", () => codesAtStatus(branch, catalog)) ?? codesAtStatus(branch, catalog);
    const atCode = again(`astray ${catalog.id} false`, (branch: Branch) => statusesAtCode(branch, catalog));
    for (const i of eitherIn(mayBe, atCode)) {
      const branch = facts.branches[i] as Branch;
      const found = mayBe[i] && isTransportStatus(branch, facts) ? atStatus(branch) : (atCode[i] as readonly Astray[]);
      if (found.length > 0 && isOwn(branch, catalog)) out.push(...found);
    }
  }
  return out;
}

const either = new WeakMap<readonly boolean[], WeakMap<readonly (readonly Astray[])[], readonly number[]>>();

/** Where something may be astray. It is looked for once for all versions in which the same was found out about every branch. */
function eitherIn(mayBe: readonly boolean[], atCode: readonly (readonly Astray[])[]): readonly number[] {
  const known = either.get(mayBe) ?? new WeakMap<readonly (readonly Astray[])[], readonly number[]>();
  either.set(mayBe, known);
  let places = known.get(atCode);
  if (!places) {
    places = atCode.flatMap((found, i) => (mayBe[i] || found.length > 0 ? [i] : []));
    known.set(atCode, places);
  }
  return places;
}

function labelsOf(branch: Branch): readonly Label[] {
  // What a set brings along is asked of several values: which of them it was made for is not known.
  return branch.arms.flatMap((a) => a.labels).filter((l) => !l.group);
}

function codesAtStatus(branch: Branch, catalog: Catalog): readonly Astray[] {
  return labelsOf(branch).flatMap((label): Astray[] => {
    const found = lookup(catalog, label.value);
    if (!found || found.match === "prefix" || isHttpStatus(label.value)) return [];
    const levels = [found.entry.level, ...(found.entry.alsoLevels ?? [])];
    const path = levels.includes("http") ? undefined : catalog.levels[found.entry.level]?.path;
    return path === undefined ? [] : [{ catalog, branch, label, code: found.code, asked: "status", path }];
  });
}

/** Statuses of failed requests, which nobody takes for anything else. */
const failures = new Set("400 401 403 404 405 406 408 409 410 412 413 414 415 422 429 500 501 502 503 504".split(" "));

function statusesAtCode(branch: Branch, catalog: Catalog): readonly Astray[] {
  const { names } = branch.subject;
  const level = tailsOf(catalog).find((l) => isField(names, l.tail));
  if (!level || positionOfPath(names, catalog).meaning !== "code") return none;
  const found = labelsOf(branch).flatMap((label): Astray[] => {
    const { value } = label;
    if (!failures.has(value) || catalog.index.alsoSeen.has(value) || catalog.index.success.has(value)) return [];
    const found = lookup(catalog, value);
    if (found ? found.entry.level !== "http" || found.entry.alsoLevels !== undefined : !isForeignShape(value, catalog)) return [];
    return [{ catalog, branch, label, code: value, asked: "code", path: level.path }];
  });
  return found.length > 0 ? found : none;
}

/** Of most branches the same list, so that what is known of all is the same as well. */
const none: readonly Astray[] = [];

/** Among codes of three digits a list that isn't complete may lack one. */
function isForeignShape(value: string, catalog: Catalog): boolean {
  return catalog.complete || ![...catalog.index.entries.keys()].some((code) => /^\d+$/.test(code) && code.length === value.length);
}

interface Tail {
  readonly path: string;
  readonly tail: readonly string[];
}

const tailsCache = new WeakMap<Catalog, readonly Tail[]>();

/** The fields of codes beyond doubt: the whole of `errors[].code`, or a field whose name no other has, `err_code`. Follows from the catalog alone. */
function tailsOf(catalog: Catalog): readonly Tail[] {
  let found = tailsCache.get(catalog);
  if (!found) {
    found = Object.entries(catalog.levels).flatMap(([id, { path }]): Tail[] => {
      if (id === "http") return [];
      const wanted = path.split(".").flatMap((p) => (p.endsWith("[]") ? [p.slice(0, -2), "[]"] : [p]));
      const telling = wordsOf(wanted[wanted.length - 1] ?? "").length > 1;
      return !telling && wanted.length < 2 ? [] : [{ path, tail: (telling ? wanted.slice(-1) : wanted).map(fold) }];
    });
    tailsCache.set(catalog, found);
  }
  return found;
}

function isField(names: readonly string[], tail: readonly string[]): boolean {
  const from = names.length - tail.length;
  if (from < 0) return false;
  for (let i = tail.length - 1; i >= 0; i--) {
    const name = names[from + i] as string;
    if (fold(name === "[]" ? name : plainName(name)) !== tail[i]) return false;
  }
  return true;
}

const responses = /^(?:res|resp|response|rsp|reply|httpresponse|r)$/;
const clients =
  /^(?:fetch|axios|requests|got|ky|httpx|superagent|needle|undici|http|https|urllib|session|aiohttp|resttemplate|httpclient|faraday|guzzle)$/;

/** By its last name alone. */
function mayBeStatus({ subject }: Branch): boolean {
  return /^(?:get)?(?:http)?status(?:code)?$|^responsecode$/.test(fold(plainName(subject.names[subject.names.length - 1] ?? "")));
}

const byFunction = new Index<Branch, number>();

/** `response.status`, `err.response.status`, `requests.get().status_code`: the status of the transport, and nothing a body may hold. */
function isTransportStatus(branch: Branch, { functions, branches }: FileFacts): boolean {
  if (!mayBeStatus(branch)) return false;
  const { names, local } = branch.subject;
  const plain = names.map(plainName);
  const last = fold(plain[plain.length - 1] ?? "");
  const before = plain.slice(0, -1);
  if (before.some((n) => /^(?:json|parse|loads|body|data|payload|result|errors|\[\])$/i.test(n))) return false;
  // What the same name is asked for codes is the parsed body.
  const root = names[0];
  const isBody = byFunction
    .of(branches, (b) => b.function)
    .get(branch.function)
    ?.some((i) => {
      const b = branches[i] as Branch;
      return b !== branch && b.subject.names[0] === root && /code|errors/i.test(b.subject.names[1] ?? "");
    });
  if (isBody) return false;
  const parent = before[before.length - 1];
  if (parent === undefined) return last.startsWith("http");
  if (isResponse(parent)) return true;
  const made = clients.test(fold(before[0] ?? "")) && !functions.some((f) => f.name === before[0]);
  return made || (local !== undefined && isResponse(local) && last !== "status" && !functions.some((f) => f.name === parent));
}

function isResponse(name: string): boolean {
  return responses.test(fold(name));
}
