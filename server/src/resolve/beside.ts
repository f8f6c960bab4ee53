import { type Catalog, lookup } from "../catalogs/catalog.ts";
import type { Branch } from "../sites/model.ts";
import { pathKey } from "../sites/paths.ts";
import { areKin, type Candidate } from "./candidates.ts";
import { companyOf, judge, togetherAt } from "./judge.ts";
import { positionOfName, positionOfPath } from "./position.ts";
import type { ResolvedBranch } from "./resolved.ts";

/** Whether something that a branch asks for may be a code, be it the beginning of one, of an API that is surely called. Asked of a branch by itself. */
export function mayAsk({ arms, subject, function: fn }: Branch, sure: readonly Catalog[]): boolean {
  if (fn < 0 || subject.piece || subject.names.length === 0) return false;
  // What is looked for in a text may be anything there, and a constant that is called something else is that.
  const written = arms.flatMap((a) =>
    a.reversed ? [] : a.labels.filter(({ via }) => !via || positionOfName(via.name, undefined, noWords) !== "other"),
  );
  return written.some(({ value }) => sure.some((c) => isCode(value, c)));
}

const noWords: ReadonlySet<string> = new Set();
const none: readonly never[] = [];

function isCode(value: string, catalog: Catalog): boolean {
  const found = catalog.index.success.has(value) ? undefined : lookup(catalog, value);
  return found !== undefined && found.entry.level !== "http";
}

/** Whose branches these are, and how one of them is asked once more, as of a value that is called a code. */
export interface Asking {
  /** All that the file asks. */
  readonly all: readonly Branch[];
  /** Those of them that may ask for a code. */
  readonly faint: readonly Branch[];
  readonly candidates: readonly Candidate[];
  /** The same as long as the candidates are, and all that is known of them. */
  readonly frame: string;
  readonly again: (branch: Branch, candidates: readonly Candidate[]) => readonly ResolvedBranch[];
}

/**
 * `if (code === 1404) …; if (code === 1439 || code === 1430) …`: a value that a function surely asks for codes holds one in its other questions too,
 * also where one of them by itself says too little; and several that say too little each may say enough together.
 */
export function besideOthers(branches: readonly ResolvedBranch[], { all, faint, candidates, frame, again }: Asking): readonly ResolvedBranch[] {
  const certain = new Set(branches.flatMap((b) => (b.confidence === "certain" ? [b.branch] : [])));
  const open = faint.filter((b) => !certain.has(b));
  if (open.length === 0) return branches;
  const functions = new Set(open.map((b) => b.function));
  const asked = new Map<string, readonly Candidate[]>();
  for (const b of branches)
    if (b.confidence === "certain" && b.meaning !== "http" && functions.has(b.branch.function))
      asked.set(keyOf(b.branch), candidatesBeside(b.catalog, candidates));
  for (const [key, together] of severalOf(
    open.filter((b) => !asked.has(keyOf(b))),
    all,
  ))
    asked.set(key, pooled(together, candidates, frame));
  if (asked.size === 0) return branches;
  const found = open.flatMap((b) => (!asked.has(keyOf(b)) ? [] : again(b, asked.get(keyOf(b)) ?? none).filter((r) => r.confidence === "certain")));
  if (found.length === 0) return branches;
  const raised = new Set(found.map((r) => r.branch));
  return [...branches.filter((b) => !raised.has(b.branch)), ...found].sort((a, b) => a.branch.head.start - b.branch.head.start);
}

/** The values that are asked for in several questions, with all that they are asked for. */
function severalOf(alone: readonly Branch[], all: readonly Branch[]): ReadonlyMap<string, readonly Branch[]> {
  const once = new Set<string>();
  const several = new Map<string, Branch[]>();
  for (const b of alone) {
    const key = keyOf(b);
    if (once.has(key)) several.set(key, []);
    once.add(key);
  }
  if (several.size > 0) for (const b of all) several.get(keyOf(b))?.push(b);
  return several;
}

const pools = new WeakMap<Branch, { readonly together: readonly Branch[]; readonly frame: string; readonly apis: readonly string[] }>();

/** Whose codes they are together: worked out once for the same questions. */
function pooled(together: readonly Branch[], candidates: readonly Candidate[], frame: string): readonly Candidate[] {
  const first = together[0] as Branch;
  let known = pools.get(first);
  if (known?.frame !== frame || known.together.length !== together.length || known.together.some((b, i) => b !== together[i])) {
    known = { together, frame, apis: candidates.filter((c) => areCodes(together, c)).map((c) => c.catalog.id) };
    pools.set(first, known);
  }
  const { apis } = known;
  return apis.length === 0 ? none : candidates.filter((c) => apis.includes(c.catalog.id));
}

/** Whether what one value is asked for in several questions would be codes in a single one. */
function areCodes(together: readonly Branch[], { catalog, verdict, kin }: Candidate): boolean {
  const { meaning } = positionOfPath(together[0]?.subject.names ?? [], catalog);
  if (!verdict?.certain || meaning !== "plain") return false;
  const labels = together.flatMap((b) => b.arms.flatMap((a) => a.labels));
  const company = companyOf(labels, catalog, false, { together: togetherAt(meaning, verdict), kin });
  // One in the other type, and the value may hold something else.
  const isMixed = company.labels.some(
    ({ label, found }) => found && found.match !== "prefix" && catalog.levels[found.entry.level]?.type !== label.type,
  );
  return !isMixed && judge(company, meaning, verdict, false) === "certain";
}

/** What arrives where one API's code does is its own or that of one in front of it. */
function candidatesBeside(catalog: Catalog, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((c) => c.verdict?.certain && (c.catalog === catalog || areKin(c.catalog, catalog)));
}

/** What two catches of one function call `e` are two values, where they are of different classes. */
function keyOf(branch: Branch): string {
  let key = keys.get(branch);
  if (key === undefined) {
    const { function: fn, subject } = branch;
    key = `${fn} ${pathKey(subject)} ${subject.rootDeclared ?? ""}`;
    keys.set(branch, key);
  }
  return key;
}

/** Of thousands of questions an edit leaves all but a few the same objects. */
const keys = new WeakMap<Branch, string>();
