import { type Catalog, numberOf } from "../catalogs/catalog.ts";
import type { Branch, FileFacts, Label } from "../sites/model.ts";
import type { Source } from "../text/places.ts";
import { type Span, touching } from "../text/span.ts";
import type { Answers } from "./answers.ts";
import { astrayIn } from "./astray.ts";
import { besideOthers, mayAsk } from "./beside.ts";
import { type Candidate, candidatesOf, kinIn } from "./candidates.ts";
import { resolveConstant, resolveField, resolveGroup } from "./definitions.ts";
import { type Elsewhere, errorsIn, isOfOwnError } from "./elsewhere.ts";
import { familiesIn, inRows, isAmong, kinshipOf, sayingOfFamily, sayingOfList } from "./families.ts";
import { type Ground, Grounds } from "./grounds.ts";
import { companyOf, judge, slipsFor, togetherAt } from "./judge.ts";
import type { Site, Verdict } from "./model.ts";
import type { Needle } from "./needles.ts";
import {
  isHttpStatus,
  isNumberOfError,
  isOfAnswer,
  isPlatform,
  isStatusOf,
  isTold,
  isTransport,
  type Meaning,
  type Position,
  positionOfName,
  positionOfPath,
} from "./position.ts";
import { raisedTogether } from "./raised.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "./resolved.ts";
import { sitesIn, sitesOf } from "./sites.ts";

export interface ResolveInput {
  readonly facts: FileFacts;
  readonly text: Source;
  readonly verdicts: readonly Verdict[];
  readonly catalogs: readonly Catalog[];
  /** The file is a test: everything in it is a mention. */
  readonly test: boolean;
  /** What speaks for and against each API, to tell apart what one file has of several. */
  readonly needles: readonly Needle[];
  /** Names of this file through which decisions of other files surely ask about codes. */
  readonly asked?: ReadonlySet<string> | undefined;
  /** What the files around surely hold as codes. */
  readonly elsewhere?: Elsewhere | undefined;
  /** What was answered about another version of the file. */
  readonly before?: Answers | undefined;
  /** What was found out about the addresses in its text. */
  readonly addresses?: Map<string, boolean> | undefined;
}

/** Asks the catalogs about everything a file says. Pure. */
export function resolveFile(input: ResolveInput): Resolved {
  const { facts, verdicts, test } = input;
  const candidates = candidatesOf(verdicts, input.catalogs);
  const grounds = new Grounds(input.text, facts, verdicts, input.needles, input.addresses, kinIn(input.catalogs));
  const stranger = new Set<string>();
  // Where nothing has to be told apart, an answer depends on nothing else in the file.
  const known = grounds.mixed ? undefined : input.before;
  const around = JSON.stringify([test, candidates.map(({ catalog, verdict: v }) => [catalog.id, v?.certain, v?.borrowed, v?.weight])]);
  known?.frame(around, input.elsewhere);
  const again = <T>(fact: object, question: string, more: string, work: () => T): T =>
    known ? known.get(fact, question, known.key(more), work) : work();
  const errors = errorsIn(facts);
  const asked = (b: Branch): Beside => ({ elsewhere: input.elsewhere, errors, owner: facts.functions[b.function]?.owner });
  const ofBranch = (b: Branch): readonly ResolvedBranch[] =>
    best(candidates, (c) => {
      const resolved = sureByName(resolveBranch(b, c, asked(b)), grounds);
      const grounded = onGround(resolved, () => grounds.ofBranch(b, c.catalog.id));
      if (resolved && !grounded) for (const name of namesIn(b)) stranger.add(`${c.catalog.id} ${name}`);
      return grounded;
    });
  const single = known?.all("branch", known.key(errors.join()), facts.branches, ofBranch) ?? facts.branches.flatMap(ofBranch);
  const called = candidates.flatMap((c) => (c.verdict?.certain ? [c.catalog] : []));
  const ifMay = (b: Branch): readonly Branch[] => (mayAsk(b, called) ? [b] : none);
  const faint = known?.all("faint", known.key(""), facts.branches, ifMay) ?? facts.branches.flatMap(ifMay);
  const asCode = (b: Branch, those: readonly Candidate[]): readonly ResolvedBranch[] =>
    again(b, "beside", [...errors, ...those.map((c) => c.catalog.id)].join(), () =>
      best(those, (c) => onGround(resolveBranch(b, c, { ...asked(b), besideCodes: true }), () => grounds.ofBranch(b, c.catalog.id))),
    );
  const branches = raisedTogether(besideOthers(single, { all: facts.branches, faint, candidates, frame: around, again: asCode }), candidates);
  const asking = (b: ResolvedBranch): readonly string[] => (b.confidence === "certain" ? namesIn(b.branch) : none);
  const own = known?.together("asks", branches, asking) ?? new Set(branches.flatMap(asking));
  const usedGroups = input.asked ? new Set([...own, ...input.asked]) : own;
  // What only a stranger's branch uses is the stranger's.
  const groundOf = (names: readonly (string | undefined)[], span: Span, fn: number, { catalog }: Candidate): Ground =>
    names.some((n) => n !== undefined && !usedGroups.has(n) && stranger.has(`${catalog.id} ${n}`))
      ? "foreign"
      : grounds.ofDefinition(names, span, fn, catalog.id);
  const lists = familiesOf("lists", facts.groups, sayingOfList, candidates, known);
  const groups = facts.groups.flatMap((g) =>
    again(g, "group", `${usedGroups.has(g.name)} ${candidates.map((c) => isAmong(g, c.catalog.id, lists)).join()}`, () =>
      best(candidates, (c) =>
        onGround(resolveGroup(g, c, usedGroups, isAmong(g, c.catalog.id, lists)), () => groundOf([g.name, g.owner], g.span, g.function, c)),
      ),
    ),
  );
  const kept = new Map(groups.filter((g) => g.group.form === "constants" && g.confidence === "certain").map((g) => [g.group.name, g.meaning]));
  const families = familiesOf("families", facts.constants, sayingOfFamily, candidates, known);
  const rows = candidates.map((c) => inRows(facts.constants, c.catalog, usedGroups));
  const constants = facts.constants.flatMap((k) => {
    const kinships = candidates.map((c, i) => kinshipOf(k, c.catalog.id, families) ?? (rows[i]?.has(k) ? "in a row" : undefined));
    const around = k.owner === undefined ? kinships.join() : kept.get(k.owner);
    return again(k, "constant", `${usedGroups.has(k.name)} ${around}`, () =>
      best(candidates, (c) =>
        onGround(resolveConstant(k, c, usedGroups, kept, kinships[candidates.indexOf(c)]), () => groundOf([k.name, k.owner], k.nameSpan, -1, c)),
      ),
    );
  });
  const fields = facts.fields.flatMap((f) =>
    best(candidates, (c) => onGround(resolveField(f, c, facts), () => groundOf([f.name, f.record], f.label.span, f.function, c))),
  );
  const all = { facts, verdicts, branches, groups, constants, fields, test };
  const sure = candidates.filter((c) => c.verdict?.certain).map((c) => c.catalog);
  const astray = astrayIn(facts, sure, (b, c) => grounds.ofBranch(b, c.id) === "own", known);
  let sites: readonly Site[] | undefined;
  return {
    ...all,
    astray,
    // Nobody needs them to find what is wrong.
    get sites() {
      sites ??= sitesOf(all, input);
      return sites;
    },
    sitesIn: (stretch) => (sites ? touching(sites, stretch) : sitesIn(all, input, stretch)),
  };
}

/** The families of constants, or of lists, that hold codes of one of the APIs. */
function familiesOf<T extends object>(
  question: string,
  facts: readonly T[],
  saying: (fact: T, catalogs: readonly Catalog[]) => readonly string[],
  candidates: readonly Candidate[],
  known: Answers | undefined,
): ReadonlySet<string> {
  if (facts.length === 0) return noFamily;
  const catalogs = candidates.map((c) => c.catalog);
  const says = (fact: T): readonly string[] => saying(fact, catalogs);
  return familiesIn(known?.together(`${question} ${catalogs.map((c) => c.id)}`, facts, says) ?? new Set(facts.flatMap(says)));
}

const noFamily: ReadonlySet<string> = new Set();

/** Where only a hint says whose the file is, a value that is called an error of the API's still is one: `catch (MarketoException $e)`. */
function sureByName(resolved: ResolvedBranch | undefined, grounds: Grounds): ResolvedBranch | undefined {
  if (resolved?.confidence !== "likely" || resolved.meaning !== "code" || resolved.labels.every((l) => !l.found)) return resolved;
  const { names, rootDeclared, declared, local } = resolved.branch.subject;
  const own = grounds.ofNames([...names, local, rootDeclared, declared], resolved.catalog.id) === "own";
  return own ? { ...resolved, confidence: "certain" } : resolved;
}

/** A branch that an edit leaves as it is is the same object, and asks through the same names. */
const namesCache = new WeakMap<Branch, readonly string[]>();

/** The names of sets, predicates and constants through which a branch asks, each once. */
function namesIn(branch: Branch): readonly string[] {
  let names = namesCache.get(branch);
  if (!names) {
    const all = branch.arms.flatMap((a) => [...a.via, ...a.labels.flatMap((l) => [l.group, l.via?.name].filter((n) => n !== undefined))]);
    names = [...new Set(all)];
    namesCache.set(branch, names);
  }
  return names;
}

/** What stands on somebody else's ground is not this API's, unless it is spelt as only this one spells. */
function onGround<T extends { readonly confidence: "certain" | "likely"; readonly labels: readonly ResolvedLabel[] }>(
  resolved: T | undefined,
  ground: () => Ground,
): T | undefined {
  if (!resolved || resolved.labels.some((l) => l.found?.distinctive)) return resolved;
  const where = ground();
  if (where === "foreign") return undefined;
  return where === "doubtful" ? { ...resolved, confidence: "likely" } : resolved;
}

/** The candidate that knows most of the labels; the surer one, then the better-evidenced one, where they are even. */
function best<T extends { readonly confidence: string; readonly labels: readonly ResolvedLabel[]; readonly meaning: Meaning }>(
  candidates: readonly Candidate[],
  resolve: (c: Candidate) => T | undefined,
): readonly T[] {
  let top: { readonly value: T; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const value = resolve(candidate);
    if (!value) continue;
    const found = value.labels.filter((l) => l.found).length;
    // Of two APIs that answer in one place, each knows all that isn't the other's.
    const known = found / Math.max(1, value.labels.filter((l) => !l.neutral).length) + Math.min(found, 50) / 1000;
    const score =
      (value.confidence === "certain" ? 10 : 0) + known * 5 + (value.meaning === "code" ? 2 : 0) + Math.min(1, candidate.verdict?.weight ?? 0);
    if (!top || score > top.score) top = { value, score };
  }
  return top ? [top.value] : none;
}

const none: readonly never[] = [];

/** What is known of a question beside itself. */
interface Beside {
  readonly elsewhere: Elsewhere | undefined;
  /** The classes of errors that the file defines, and the class that it is asked in. */
  readonly errors: readonly string[];
  readonly owner: string | undefined;
  /** The same value surely holds codes. */
  readonly besideCodes?: boolean;
}

function resolveBranch(
  branch: Branch,
  { catalog, verdict, kin }: Candidate,
  { elsewhere, errors, owner, besideCodes = false }: Beside,
): ResolvedBranch | undefined {
  const labels = branch.arms.flatMap((a) => a.labels);
  const { names: from, field, declared, rootDeclared, local, piece = false } = branch.subject;
  const names = field === undefined ? from : [...from, field];
  // The code of a failed request is its status.
  const transport = isTransport(rootDeclared ?? declared) && labels.every((l) => isHttpStatus(l.value));
  // Databases number their errors as well, and do so in numbers.
  const isNumber =
    labels.every((l) => l.type === "string" && (l.via === undefined || meaningOfName(l.via.name) !== "other")) &&
    isNumberOfError(names, local, rootDeclared ?? declared);
  const position: Position = transport
    ? { meaning: "http", levels: ["http"] }
    : isPlatform(rootDeclared ?? declared)
      ? { meaning: "other", levels: [] }
      : isNumber
        ? { meaning: "plain", levels: [] }
        : statusOr(branch, catalog, positionOfPath(names, catalog));
  const constants = namesCodes(labels);
  const isOwn = elsewhere?.isOf(branch.subject, catalog.id) === true || (verdict?.certain === true && isOfOwnError(branch.subject, owner, errors));
  const heads = besideCodes || isOwn || position.meaning === "code" || (position.meaning === "plain" && (constants || piece || isNumber));
  const named = besideCodes || constants || branch.arms.some((a) => a.via.some((name) => meaningOfName(name) === "code"));
  // What is compared with constants that are called after codes is a code, whatever it is called itself.
  const meaning = named && position.meaning !== "http" && (constants || besideCodes || position.meaning !== "other") ? "code" : position.meaning;
  const covered = branch.arms.some((a) => a.covers.some((c) => coversCodes(c, catalog)));
  const told = meaning === "open" && isTold(names, [declared, rootDeclared, local]) && isLookedFor(branch);
  // What else is looked for there is no code that the API doesn't have.
  const company = companyOf(labels, catalog, position.meaning === "http", {
    heads,
    piece: piece || told,
    kin,
    together: togetherAt(position.meaning, verdict),
  });
  const judged =
    judge(
      // In words a number stands as a text.
      told ? { ...company, mistyped: false } : company,
      meaning,
      verdict,
      named,
      isOwn || company.labels.some((l) => l.found !== undefined && elsewhere?.holds(l.label, catalog.id)),
    ) ??
    (covered && verdict && (meaning === "code" || meaning === "plain" || told) ? (verdict.certain ? "certain" : "likely") : undefined) ??
    // Alone and strange, but where only a code can stand and a slip away from one.
    (meaning === "code" && verdict?.certain && company.labels.some((l) => !l.neutral && slipsFor(l.label.value, catalog).length > 0)
      ? "certain"
      : undefined);
  if (!judged) return undefined;
  const confidence = told && judged === "likely" && isMeant(company.labels, verdict) ? "certain" : judged;
  let at = 0;
  const arms = branch.arms.map((a) => {
    const own = company.labels.slice(at, at + a.labels.length);
    at += a.labels.length;
    return own;
  });
  // A lone piece of something that may be no error is a year or a number of an article.
  const doubtful = piece && meaning === "plain" && company.known < 2 && isBare(labels) && !isOfAnswer([...names, declared, rootDeclared, local]);
  return { branch, catalog, confidence: doubtful ? "likely" : confidence, meaning, labels: company.labels, arms, levels: position.levels };
}

/** `CODE_RATE_LIMIT`, `ErrTokenExpired`: constants all of them, and called after codes. */
function namesCodes(labels: readonly Label[]): boolean {
  return labels.length > 0 && labels.every((l) => l.via !== undefined && ["code", "plain"].includes(meaningOfName(l.via.name)));
}

function meaningOfName(name: string): Meaning {
  return positionOfName(name, undefined, nothing);
}

const nothing: ReadonlySet<string> = new Set();

/** `"606" in str(error)`: it may stand anywhere in what is asked. */
function isLookedFor({ arms, subject }: Branch): boolean {
  return subject.piece === true || arms.every((a) => a.labels.length === 0 || a.reversed || a.meets === "membership");
}

/**
 * A client that looks for a code in what an error says means that code. What might be the status of a request doesn't count, nor does a file that
 * asks other services too.
 */
function isMeant(labels: readonly ResolvedLabel[], verdict: Verdict | undefined): boolean {
  return verdict?.certain === true && !verdict.borrowed && labels.some((l) => l.found && !isHttpStatus(l.label.value));
}

/** A number of three digits is no code of a body that holds texts, where it is asked of a response itself. */
function statusOr({ subject, arms }: Branch, catalog: Catalog, position: Position): Position {
  if (position.meaning !== "plain" || catalog.levels.response?.type !== "string" || !isStatusOf(subject.names, subject.local)) return position;
  const labels = arms.flatMap((a) => a.labels);
  const covers = arms.flatMap((a) => a.covers);
  const isStatus =
    labels.length + covers.length > 0 &&
    labels.every((l) => l.type === "number" && isHttpStatus(l.value)) &&
    covers.every((c) => c.form === "range" && [c.min, c.max].every((n) => n === undefined || isHttpStatus(String(n))));
  return isStatus ? { meaning: "http", levels: ["http"] } : position;
}

function isBare(labels: readonly Label[]): boolean {
  return labels.every((l) => /^\d+$/.test(l.value));
}

/** Whether a range, prefix or pattern takes codes of this catalog. */
function coversCodes(cover: Branch["arms"][number]["covers"][number], catalog: Catalog): boolean {
  if (cover.form === "range") {
    if ((cover.min ?? 0) < 100 && (cover.max ?? 0) < 600) return false;
    for (const [code, entry] of catalog.index.entries) if (entry.level !== "http" && inRange(numberOf(code), cover.min, cover.max)) return true;
    return false;
  }
  if (cover.form === "prefix") {
    for (const code of catalog.index.entries.keys()) if (code.startsWith(cover.text)) return true;
    return (catalog.wireForms ?? []).some((f) => f.distinctive && cover.text.startsWith(f.form.slice(0, f.form.indexOf("{"))));
  }
  return true;
}

function inRange(n: number, min: number | undefined, max: number | undefined): boolean {
  return Number.isFinite(n) && (min === undefined || n >= min) && (max === undefined || n <= max);
}
