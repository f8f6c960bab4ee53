import type { Resolved } from "../resolve/resolved.ts";
import { retrier } from "../sites/functions.ts";
import type { Condition, FunctionFact, Kinds } from "../sites/model.ts";
import { callGraph, closure } from "./graph.ts";

/** What is called on a retrier that is to try something: `retry.Do(…)`, `retryTemplate.execute(…)`. */
const doing = /^(?:[dD]o|[rR]un|[gG]et|[tT]ry|[cC]all|[iI]nvoke|[pP]erform|[aA]ttempt|[eE]xecute|[dD]ecorate|[wW]ith)(?:[A-Z_]\w*)?$/;
/** What gives up for good, whoever catches it. */
export const final = /Abort|Bail|Stop|Permanent|NonRetry|NoRetry|Fatal|Unrecoverable/i;
/** How a retrier is told to try no more: a timer that is stopped, or a request that is aborted, is another matter. */
const toldToStop = /^(?:bail|AbortError|Permanent(?:Error)?|(?:Non|No|Un)_?[rR]etr\w*|Unrecoverable\w*|StopRetry\w*)$/;
/** What a worker ends a job with for good, in whatever language: the queue that runs it tries again whatever else is thrown. */
const endsJob = /^(?:Unrecoverable|NonRetr[iy]able)\w*/;
/** The same of a retrier, where a code is ended with it: thrown elsewhere it says that the caller has cancelled. */
const endsTries = /^AbortError$/;
/** What asks for another try by its name: whatever else the same function throws asks for none. */
const asking = /^(?:TryAgain(?:Error|Exception)?|[tT]emporary(?:_?[fF]ailure)?)$/;
/** Types from which all others come. */
const anything = new Set(["*", "Exception", "BaseException", "Error", "StandardError", "Throwable", "RuntimeException", "NonFatal"]);

/** How many functions are looked at, upward from a decision. */
const maxSteps = 200;

/**
 * Whether what a function throws is tried again: by a decorator, by the retrier that it, or a function around or above it, is given to, or by
 * one of these that catches it. Functions above may stand in the files of the same client. `isThrown`: what a queue is to try again must be thrown,
 * under a name or as it came. `isCaught`: it is thrown in a catch of the function.
 */
export function retrierAround(
  fn: number,
  thrown: readonly string[],
  file: Pick<Resolved, "facts">,
  linked: readonly Resolved[] = [],
  isThrown = thrown.length > 0,
  isCaught = false,
): boolean {
  if (thrown.some((t) => final.test(t))) return false;
  if (file.facts.functions[fn]?.throws.some((t) => asking.test(t) && !thrown.includes(t))) return false;
  const files = [file, ...linked];
  const types = typesOf(thrown, files);
  // What is given to the retrier that the decision is a part of is tried again as that decides.
  const own = namesAround(fn, file);
  const seen = new Set<FunctionFact>();
  const queue: { readonly facts: Resolved["facts"]; readonly index: number; readonly isKept?: boolean }[] = [{ facts: file.facts, index: fn }];
  for (let steps = 0; queue.length > 0 && steps < maxSteps; steps++) {
    const { facts, index, isKept: isKeptBelow = false } = queue.pop() as (typeof queue)[number];
    const at = facts.functions[index];
    if (!at || seen.has(at)) continue;
    seen.add(at);
    // Whoever tells a retrier himself what to give up has his own decision: what is thrown below him is tried again as that says.
    const decides = at !== file.facts.functions[fn] && at.calls.some((c) => toldToStop.test(c));
    if (!decides && (isGivenToRetrier(at, own) || isGivenByName(at, facts))) return true;
    if (outermost(at.decorators).some((text) => decorates(text, at) && retriesThrown(text, types))) return true;
    // What a function gives back, and doesn't throw, it can't catch itself, nor what it throws where it has caught something.
    const leaves = index === fn && facts === file.facts && (isCaught || at.throws.length === 0);
    if (thrown.length > 0 && !leaves && at.retried.some((kinds) => takes(kinds, types, files))) return true;
    // What is caught on the way and thrown no more comes to no queue.
    const isKept = isKeptBelow || (at !== file.facts.functions[fn] && at.catches.length > 0 && at.throws.length === 0);
    if (isThrown && !isKept && isRunByQueue(at, facts)) return true;
    if (at.parent >= 0) queue.push({ facts, index: at.parent, isKept });
    if (at.name === "") continue;
    for (const other of files) {
      for (const i of other.facts === facts ? callGraph(other).callers(index) : callGraph(other).calling(at.name))
        queue.push({ facts: other.facts, index: i, isKept });
    }
  }
  return false;
}

/**
 * Whether a function is a job, or a part of one, that says of some errors that they end it for good (BullMQ's `UnrecoverableError`, Airflow's
 * `AirflowFailException`, p-retry's `AbortError`, `$this->fail()` of Laravel) and throws others, which its queue tries again.
 */
export function leavesToQueue(
  fn: number,
  thrown: readonly string[],
  thrownForCodes: readonly string[],
  { facts: { functions } }: Pick<Resolved, "facts">,
): boolean {
  const at = functions[fn];
  if (!at || thrown.length === 0 || thrown.some((t) => final.test(t) || endsJob.test(t) || at.ends?.includes(t))) return false;
  if (thrownForCodes.some((t) => endsTries.test(t))) return true;
  return at.ends !== undefined || at.throws.some((t) => endsJob.test(t));
}

/** Whether a queue runs it, and runs it again where it fails. */
function isRunByQueue({ name, owner, queued }: FunctionFact, { classes }: Resolved["facts"]): boolean {
  return queued === true || (owner !== undefined && classes.some((c) => c.name === owner && c.runs === name));
}

/** Whether a function around gives it to a retrier by its name: `op := func() error { … }; backoff.Retry(op, policy)`. */
export function isGivenByName({ name, parent }: FunctionFact, { functions }: Resolved["facts"]): boolean {
  return name !== "" && functions[parent]?.gives?.includes(name) === true;
}

/** Whether what it throws is tried again by the call that it is given to. */
function isGivenToRetrier({ passedTo, passedOn }: FunctionFact, own: ReadonlySet<string>): boolean {
  if (passedTo === undefined || own.has(passedTo)) return false;
  if (retrier.test(passedTo)) return !/on_?(?:failed|error)|catch|if$/i.test(passedTo);
  return passedOn !== undefined && retrier.test(passedOn) && doing.test(passedTo);
}

/**
 * Whether what a function calls has been tried again by a retrier already when it fails: what reaches the function is what that gave up. `deep`:
 * also what that calls in its turn. What only fetches a credential is another matter, and so is a retrier that is told of codes what to do.
 */
export function retrierBelow(fn: number, file: Around, linked: readonly Around[], deep: boolean): boolean {
  const none: ReadonlySet<string> = new Set();
  const { calls = [] } = file.facts.functions[fn] ?? {};
  return [file, ...linked].some((other) => {
    const { functions, predicates } = other.facts;
    const graph = callGraph(other);
    const isAsked = (i: number): boolean => (other !== file || i !== fn) && !/token|auth|login|credential/i.test(functions[i]?.name ?? "");
    const begun = calls.flatMap((name) => graph.named(name)).filter(isAsked);
    const next = (i: number): readonly number[] => graph.below(i).filter((k) => isAsked(k) && (deep || functions[k]?.parent === i));
    const found = deep ? [...closure(begun, next)] : begun.flatMap(next);
    return found.some((i) => {
      const isTold = other.branches.some((b) => b.branch.function === i) || predicates.some((p) => p.function === i);
      return !isTold && isGivenToRetrier(functions[i] as FunctionFact, none);
    });
  });
}

type Around = Pick<Resolved, "facts" | "branches">;

/** The names of a function and of those that it is defined in. */
function namesAround(fn: number, { facts: { functions } }: Pick<Resolved, "facts">): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = functions[fn]; at; at = functions[at.parent]) if (at.name !== "") names.add(at.name);
  return names;
}

/** Whether what is thrown is one of these classes. `depth`: how many names were followed on the way. */
function takes(kinds: Kinds, thrown: ReadonlySet<string>, files: readonly Pick<Resolved, "facts">[], depth = 0): boolean {
  const holds = (name: string): boolean =>
    anything.has(name) || thrown.has(name) || (depth < maxNames && namedSets(name, files).some((k) => takes(k, thrown, files, depth + 1)));
  return kinds.types.some(holds) && !kinds.except.some(holds);
}

/** Whether somebody catches a class, or one that it comes from, by its name and tries it again, or tells a retrier to. */
export function retriesClass(name: string, files: readonly Pick<Resolved, "facts">[]): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  const types = typesOf([name], files);
  const isNamed = ({ types: named }: Kinds): boolean => !named.some((t) => anything.has(t));
  const isTold = ({ kind, name: given }: Condition): boolean => kind === true && takes({ types: [given], except: [] }, types, files);
  return files.some(
    ({ facts }) =>
      facts.conditions.some(isTold) || facts.functions.some((f) => f.retried.some((kinds) => isNamed(kinds) && takes(kinds, types, files))),
  );
}

/** How many names may lead from one to another: a predicate that asks a predicate that asks for a list. */
const maxNames = 4;

/** What a name stands for, wherever it is defined: a function that tells, a list of classes or of their names. */
function namedSets(name: string, files: readonly Pick<Resolved, "facts">[]): readonly Kinds[] {
  const plain = name.replace(/\(\)$/, "");
  return files.flatMap(({ facts }): readonly Kinds[] => {
    if (plain !== name) return facts.functions.flatMap((f) => (f.name === plain && f.tells ? [f.tells] : []));
    const lists = facts.families.filter((f) => f.name === name).map((f) => f.types);
    const texts = facts.groups.filter((g) => g.name === name && g.form === "list").map((g) => g.labels.map((l) => l.value));
    return [...lists, ...texts].map((types) => ({ types, except: [] }));
  });
}

/** Thrown types with those that they come from. */
function typesOf(thrown: readonly string[], files: readonly Pick<Resolved, "facts">[]): ReadonlySet<string> {
  const out = new Set(thrown);
  for (const name of out)
    for (const file of files) {
      if (out.size >= maxSteps) return out;
      for (const c of file.facts.classes) if (c.name === name && c.base) out.add(lastOf(c.base));
      // `throw errorFor(code)`: what that makes.
      for (const i of callGraph(file).named(name)) for (const made of file.facts.functions[i]?.makes ?? []) out.add(made);
    }
  return out;
}

function lastOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("\\"), name.lastIndexOf(":")) + 1);
}

/** Without those that stand within another: `@Retryable(backoff = @Backoff(…))`. */
function outermost(decorators: readonly string[]): readonly string[] {
  return decorators.filter((text) => !decorators.some((o) => o !== text && o.includes(text)));
}

/** A number of tries alone retries nothing where the function asks for each try itself: `raise self.retry()`. */
function decorates(given: string, { calls }: FunctionFact): boolean {
  // `[Queue("leads-retry")]`: what a text is called retries nothing.
  const text = given.replace(/"[^"\n]*"|'[^'\n]*'/g, "");
  return retrier.test(calls.includes("retry") ? text.replace(/\b(?:max_retries|default_retry_delay|retries)\b/g, "") : text);
}

/** A decorator that names exceptions retries those alone. */
function retriesThrown(decorator: string, types: ReadonlySet<string>): boolean {
  const names = typesIn(decorator);
  if (names.length === 0) return !/retry_if_result|giveup|predicate|condition/i.test(decorator);
  if (names.some((n) => anything.has(n))) return true;
  return names.some((n) => types.has(n));
}

/** Types that it names, not what it calls or annotates with: `on_exception(expo, RateLimited)`, `value = RateLimited.class`. */
function typesIn(decorator: string): readonly string[] {
  const names = decorator.match(/(?<![\w@])[A-Z]\w*[a-z]\w*\b(?!\s*\()(?!\.(?!class\b))/g) ?? [];
  return names.filter((n) => n !== "True" && n !== "False" && n !== "None");
}
