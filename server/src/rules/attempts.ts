import { type Catalog, isRetryable, type RetryKind } from "../catalogs/catalog.ts";
import type { Resolved, ResolvedBranch, ResolvedLabel } from "../resolve/resolved.ts";
import type { Arm, Body, FunctionFact, Repeat } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Span } from "../text/span.ts";
import type { RuleContext } from "./rule.ts";

/** An arm that makes the request again before our eyes, with the codes of some kinds that it takes. */
export interface Attempt {
  readonly branch: ResolvedBranch;
  readonly arm: Arm;
  readonly body: Body;
  /** In the catalog's spelling, each once. */
  readonly codes: readonly string[];
  /** The first of these codes where it is written here, else the condition. */
  readonly span: Span;
}

/**
 * The arms that repeat the request themselves: by the loop, by recursion or by the same call once more. Arms that leave the repeating to
 * others say nothing about how it is done, and are left out.
 */
export function attempts(ctx: RuleContext, kinds: readonly RetryKind[], ways: readonly Repeat[]): readonly Attempt[] {
  if (ctx.resolved.test || importsRetrier(ctx.resolved)) return [];
  const seen = new Set<number>();
  return ctx.asked.branches.flatMap((branch) => {
    if (branch.confidence !== "certain" || branch.meaning === "http") return [];
    return branch.branch.arms.flatMap((arm, i): Attempt[] => {
      const { body } = arm;
      if (!body || arm.negated || asksTable(arm, ctx) || !body.repeats.some((r) => ways.includes(r))) return [];
      const own = (branch.arms[i] ?? []).filter((l) => l.found && kinds.includes(l.found.entry.retry.kind));
      // `a.code === X || b.code === X`: one arm, asked of two values.
      if (own.length === 0 || seen.has(body.span.start)) return [];
      seen.add(body.span.start);
      return [
        {
          branch,
          arm,
          body,
          codes: inOrder(
            own.map((l) => l.found?.code ?? ""),
            branch.catalog,
          ),
          span: placeOf(own, arm),
        },
      ];
    });
  });
}

/** `HANDLERS[code]()`: what is done for a code stands in the table, not in the arm. */
function asksTable(arm: Arm, { resolved, linked }: RuleContext): boolean {
  const names = new Set(arm.labels.map((l) => l.group));
  if (names.size === 0 || (names.size === 1 && names.has(undefined))) return false;
  return [resolved, ...linked].some((f) => f.facts.groups.some((g) => g.form === "table" && names.has(g.name)));
}

/** Where a finding about an arm stands. */
export function placeOf(labels: readonly ResolvedLabel[], arm: Arm): Span {
  return labels.find(({ label }) => !label.group && (label.via === undefined || arm.meets !== "call"))?.label.span ?? arm.head;
}

export const retryableKinds: readonly RetryKind[] = (["throttled", "auth", "transient"] as const).filter(isRetryable);

/** Where each code stands in its catalog. Follows from the catalog alone. */
const placesCache = new WeakMap<Catalog, ReadonlyMap<string, number>>();

/** Each code once, in the catalog's order. */
export function inOrder(codes: readonly string[], catalog: Catalog): readonly string[] {
  let places = placesCache.get(catalog);
  if (!places) {
    places = new Map([...catalog.index.entries.keys()].map((code, i) => [code, i]));
    placesCache.set(catalog, places);
  }
  const placeIn = (code: string): number => places.get(code) as number;
  return [...new Set(codes)].filter((code) => places.has(code)).sort((a, b) => placeIn(a) - placeIn(b));
}

/** A file that brings in a library for retrying or for keeping to a rate may have its waits and caps there. */
function importsRetrier({ facts }: Resolved): boolean {
  return facts.imports.some((i) =>
    /retr(?:y|ies|iable|ying)|backoff|back-off|rate-?limit|throttl|bottleneck|limiter|resilience|polly|tenacity|cockatiel|p-queue/i.test(i.source),
  );
}

/** The function a place belongs to, callbacks counted to the one they are written in; -1 at the top level. */
export function home(fn: number, resolved: Resolved): number {
  const fact = resolved.facts.functions[fn];
  return fact && fact.parent >= 0 ? home(fact.parent, resolved) : fn;
}

/** What stands around an arm, in words of names, lower case. */
export interface Around {
  /** Of its own function: source without texts and comments, and the words of the names in it. */
  readonly code: string;
  readonly own: readonly string[];
  /** What its own function calls, here and in the files beside this one. */
  readonly calls: readonly string[];
  readonly decorators: readonly string[];
  /** Functions of the file that its own one names, and those that these name. */
  readonly below: readonly string[];
  /** Functions of the file that name its own one, and those that name these. */
  readonly above: readonly string[];
}

/** Worked out once for a function of a file: a switch may have a thousand arms. */
const cache = new WeakMap<Resolved, Map<number, Around>>();

export function aroundArm({ branch }: Attempt, ctx: RuleContext): Around {
  const at = home(branch.branch.function, ctx.resolved);
  const known = cache.get(ctx.resolved) ?? new Map<number, Around>();
  cache.set(ctx.resolved, known);
  const around = known.get(at) ?? new AroundFunction(at, ctx);
  known.set(at, around);
  return around;
}

/** Mostly the first of it answers the question: each is worked out when it is asked for. */
class AroundFunction implements Around {
  readonly #at: number;
  readonly #ctx: RuleContext;
  readonly #span: Span;
  #code: string | undefined;
  #own: readonly string[] | undefined;
  #inside: readonly FunctionFact[] | undefined;
  #reached: readonly FunctionFact[] | undefined;
  #calls: readonly string[] | undefined;
  #below: readonly string[] | undefined;
  #above: readonly string[] | undefined;

  constructor(at: number, ctx: RuleContext) {
    this.#at = at;
    this.#ctx = ctx;
    this.#span = ctx.resolved.facts.functions[at]?.span ?? { start: 0, end: ctx.text.length };
  }

  get code(): string {
    this.#code ??= codeOf(this.#ctx.text.slice(this.#span.start, this.#span.end));
    return this.#code;
  }

  get own(): readonly string[] {
    this.#own ??= wordsIn(this.code);
    return this.#own;
  }

  get calls(): readonly string[] {
    if (!this.#calls) {
      const calls = this.#functions.flatMap((f) => f.calls);
      const elsewhere = calledElsewhere([...calls, ...this.#named.flatMap((f) => f.calls)], this.#ctx.linked);
      this.#calls = wordsIn([...calls, ...elsewhere].join(" "));
    }
    return this.#calls;
  }

  get decorators(): readonly string[] {
    return wordsIn(this.#functions.flatMap((f) => f.decorators).join(" "));
  }

  get below(): readonly string[] {
    this.#below ??= this.#wordsOf(this.#named);
    return this.#below;
  }

  get above(): readonly string[] {
    if (!this.#above) {
      const { naming } = wordings(this.#ctx);
      const name = this.#ctx.resolved.facts.functions[this.#at]?.name ?? "";
      this.#above = this.#wordsOf(reached([name], naming, (f) => [f.name], this.#isOther));
    }
    return this.#above;
  }

  /** Itself, and those that are defined in it. */
  get #functions(): readonly FunctionFact[] {
    this.#inside ??= this.#ctx.resolved.facts.functions.filter((f) => f.span.start >= this.#span.start && f.span.end <= this.#span.end);
    return this.#inside;
  }

  get #named(): readonly FunctionFact[] {
    const { named, namesOf } = wordings(this.#ctx);
    this.#reached ??= reached(namesIn(this.code), (name) => named.get(name) ?? [], namesOf, this.#isOther);
    return this.#reached;
  }

  readonly #isOther = (f: FunctionFact): boolean => f.name !== "" && (f.span.start < this.#span.start || f.span.end > this.#span.end);

  #wordsOf(list: readonly FunctionFact[]): readonly string[] {
    const { namesOf } = wordings(this.#ctx);
    return list.flatMap((f) => [...wordsOfNames(namesOf(f)), ...wordsIn(`${f.decorators.join(" ")} ${f.passedTo ?? ""}`)]);
  }
}

/** The functions of a file by their names, and by those that stand in them. */
interface Wordings {
  readonly named: ReadonlyMap<string, readonly FunctionFact[]>;
  naming(name: string): readonly FunctionFact[];
  namesOf(f: FunctionFact): ReadonlySet<string>;
}

const wordingsOf = new WeakMap<Resolved, Wordings>();
const namesWithin = new WeakMap<FunctionFact, ReadonlySet<string>>();

function wordings({ resolved, text }: RuleContext): Wordings {
  let found = wordingsOf.get(resolved);
  if (found) return found;
  const { functions } = resolved.facts;
  const namesOf = (f: FunctionFact): ReadonlySet<string> => {
    let names = namesWithin.get(f);
    if (!names) {
      names = namesIn(codeOf(text.slice(f.span.start, f.span.end)));
      namesWithin.set(f, names);
    }
    return names;
  };
  const named = new Map<string, FunctionFact[]>();
  const put = (map: Map<string, FunctionFact[]>, name: string, f: FunctionFact): void => {
    const list = map.get(name);
    if (list) list.push(f);
    else map.set(name, [f]);
  };
  for (const f of functions) if (f.name !== "") put(named, f.name, f);
  // Asked for few names, and mostly about few functions.
  const naming = (name: string): readonly FunctionFact[] => functions.filter((f) => f.name !== "" && namesOf(f).has(name));
  found = { named, naming, namesOf };
  wordingsOf.set(resolved, found);
  return found;
}

/** The functions that names lead to, step by step: those that have one of the names, then those that have one of what these lead to. */
function reached(
  start: Iterable<string>,
  having: (name: string) => readonly FunctionFact[],
  leadsTo: (f: FunctionFact) => Iterable<string>,
  counts: (f: FunctionFact) => boolean = () => true,
): readonly FunctionFact[] {
  const queue = [...start];
  const names = new Set(queue);
  const found = new Set<FunctionFact>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const f of name === "" ? [] : having(name)) {
      if (found.has(f) || !counts(f)) continue;
      found.add(f);
      for (const n of leadsTo(f)) {
        if (names.has(n)) continue;
        names.add(n);
        queue.push(n);
      }
    }
  }
  return [...found];
}

/** What functions of these names call in the files beside this one. */
function calledElsewhere(names: readonly string[], linked: readonly Resolved[]): readonly string[] {
  return linked.flatMap(({ facts }) =>
    reached(
      names,
      (name) => facts.functions.filter((f) => f.name === name),
      (f) => f.calls,
    ).flatMap((f) => [...f.calls, ...f.decorators]),
  );
}

/** A quote behind a backslash opens nothing: should none of many be closed, each would otherwise be followed to the end. */
const notCode =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<![\w.])#\s[^\n]*|(?<!\\)(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)/g;

/** A stretch of source without its texts and comments: what they say is not done. */
export function codeOf(source: string): string {
  return source.replace(notCode, " ");
}

/** Every name in a stretch of source, each once. */
export function namesIn(source: string): ReadonlySet<string> {
  return new Set(source.match(/[A-Za-z_$][\w$]*/g) ?? []);
}

/** The words of every name in a stretch of source, lower case. */
export function wordsIn(source: string): readonly string[] {
  return wordsOfNames(namesIn(source));
}

function wordsOfNames(names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => name !== "await").flatMap(wordsOf);
}

/** Half of the records, the fields without the one that was refused, another name: what is asked then is something else. */
export function asksForLess({ span }: Body, fn: number, { text, resolved }: RuleContext): boolean {
  const code = codeOf(text.slice(span.start, span.end));
  // `return deleteHost(id)` in itself is the same request.
  const own = resolved.facts.functions[fn]?.name ?? "";
  const names = [...namesIn(code)].filter((name) => name !== own);
  if (isCalledOtherwise(text.slice(span.start, span.end), own)) return true;
  const around = resolved.facts.functions[fn]?.span;
  if (around && isNamedAnew(code, codeOf(text.slice(around.start, span.start)))) return true;
  // `size //= 2`: what seems to begin a comment is none.
  if (/\w\s*\/\/=\s*2\b/.test(text.slice(span.start, span.end))) return true;
  return /\/=?\s*2\b|\bdiv\s*2\b|>>=?\s*1\b/.test(code) || wordsOfNames(names).some((w) => changes.test(w));
}

/**
 * `return rename(client, id, f"{name} (2)")`, `return export(client, {"createdAt": since})`: the same function with a text or a record that is made
 * anew asks for something else, unless the record only says that it is asked again.
 */
function isCalledOtherwise(text: string, own: string): boolean {
  const at = own === "" ? -1 : text.search(new RegExp(`(?<![\\w$])${own.replace(/[^\w]/g, "\\$&")}\\s*\\(`));
  if (at < 0) return false;
  const given = text.slice(at + own.length, text.indexOf("\n", at) < 0 ? undefined : text.indexOf("\n", at));
  const record = /\{\s*(["']?\w+["']?\s*:[^{}]*)\}/.exec(given)?.[1];
  if (record && !again.test(record) && record.split(",").some(isOther)) return true;
  return /\bf["'][^"']*\{|\$\{|#\{|\\\(|[+.]\s*["'`]|["'`]\s*\+|\bformat\b|Sprintf/.test(given);
}

const again = /attempt|tries|retr(?:y|ies|ied)|renew|refresh|force|token|depth|count|\.\.\./i;

/** A field of a record that is neither what was given under that name nor a plain yes or no. */
function isOther(field: string): boolean {
  const [, key = "", value = ""] = /^\s*["']?(\w+)["']?\s*:\s*(.*?)\s*$/s.exec(field) ?? [];
  return key !== "" && !/^(?:true|false|null|none|nil)$/i.test(value) && !new RegExp(`(?<![\\w$])${key}["'\\])]*$`).test(value);
}

/** `candidate = name + " (2)"; continue`: what is asked for next has another name, one that was there before. */
function isNamedAnew(code: string, before: string): boolean {
  const given = code.matchAll(/(?<=^|[;{}\n])\s*\$?(\w*(?:name|title|candidate|slug|label|subject)\w*)\s*\+?=(?![=>])/gi);
  return [...given].some(([, name]) => name !== undefined && new RegExp(`(?<![\\w$])\\$?${name}\\b`).test(before));
}

const changes =
  /^(?:slic\w*|splice|split\w*|half|halves|halv\w*|mid|middle|midpoint|bisect\w*|partition\w*|chunk\w*|without|omit\w*|delet\w*|remov\w*|drop\w*|unset|exclud\w*|strip\w*|filter\w*|reject\w*|smaller|fewer|shrink\w*|shorten\w*|truncat\w*|narrow\w*|rename\w*|suffix\w*)$/;

/** Whether one of the words begins as the pattern says. */
export function speaksOf(words: readonly string[], pattern: RegExp): boolean {
  return words.some((w) => pattern.test(w));
}
