import type { Part } from "../syntax/part.ts";
import { caughtNames, errorsMadeIn } from "./catches.ts";
import type { Context } from "./context.ts";
import { endsOf, isQueued, readsMessages, takesMessages } from "./jobs.ts";
import { toldBy } from "./kinds.ts";
import type { FunctionFact } from "./model.ts";
import { type Callee, calleeOf, children, descend, has, madeOf, nameOf, unwrap } from "./parts.ts";
import { isAbroad } from "./receivers.ts";
import type { Scope } from "./scopes.ts";

type Done = Pick<FunctionFact, "calls" | "throws" | "catches" | "decorators" | "loops"> &
  Partial<Pick<FunctionFact, "abroad" | "ends" | "gives" | "makes" | "queued" | "tells" | "triedStatuses">>;

export type FunctionDraft = { -readonly [K in keyof FunctionFact]: FunctionFact[K] };

/** What tries again what it is given, by its name or that of what it is called on. */
export const retrier = /retr(?:y|ies|ier|iable|ying)|repeat_on\b|backoff|resilien|polly|tenacity|failsafe/i;

/** A function before it is known what it does. */
export function draftOf(
  part: Part,
  of: {
    readonly name: string;
    readonly owner: string | undefined;
    readonly named: Part | undefined;
    /** What it is given to. */
    readonly callee: Callee | undefined;
    /** The key of the pair around it. */
    readonly under: string | undefined;
    parent: number;
  },
): FunctionDraft {
  const { name, owner, named, callee, under, parent } = of;
  const on = callee?.receiver && (nameOf(callee.receiver) ?? calleeOf(unwrap(callee.receiver))?.dotted);
  return {
    name,
    ...(owner ? { owner } : {}),
    span: part.span,
    ...(named ? { nameSpan: named.span } : {}),
    params: children(part, "function.param").flatMap((p) => [...descend(p)].flatMap((q) => (q.kind === "name" && q.text ? [q.text] : []))),
    calls: [],
    decorators: [],
    parent,
    loops: false,
    async: has(part, "async"),
    ...(callee?.name ? { passedTo: callee.name } : {}),
    ...(on ? { passedOn: on } : {}),
    ...(under && part.role === "pair.value" ? { under } : {}),
    throws: [],
    catches: [],
    retried: [],
  };
}

/** `new RateLimited(…)`, `errorFor(code)`, `caught`; `e.extend(Temporary)`: what it is made of besides. */
function thrownBy(part: Part): readonly (string | undefined)[] {
  if (part.kind !== "call") return [nameOf(part)];
  const { args = [] } = calleeOf(part) ?? {};
  const only = args.length === 1 ? nameOf(unwrap(args[0] as Part)) : undefined;
  return [madeOf(part), ...(only !== undefined && /^[A-Z]\w*[a-z]/.test(only) ? [only] : [])];
}

/** What a function itself does, apart from those that are defined in it; `noted` are decorators that stand before it. */
export function doneIn(part: Part, name: string, outer: Scope, ctx: Context, noted: readonly string[]): Done {
  const scope = ctx.scopeOf(part, outer);
  const calls = new Set<string>();
  const near = new Set<string>();
  const throws = new Set<string>();
  const catches = new Set<string>();
  const makes = new Set<string>();
  const gives = new Set<string>();
  const decorators = [...noted];
  let loops = false;
  let queued = false;
  for (const p of descend(part, (q) => q === part || q.kind !== "function")) {
    if (p.kind === "call" && !has(p, "pattern")) {
      const callee = calleeOf(p);
      calls.add(callee?.name ?? "");
      if (callee && !near.has(callee.name) && !isAbroad(callee, scope, ctx)) near.add(callee.name);
      if (callee && retrier.test(callee.dotted)) for (const arg of callee.args) gives.add(nameOf(unwrap(arg)) ?? "");
    } else if (p.kind === "name" && p.role !== "function.name" && ctx.language.bareCalls) {
      const name = p.text ?? "";
      if (scope.lookup(name, p.span.start)?.kind !== "function") continue;
      calls.add(name);
      near.add(name);
    } else if (p.kind === "loop") loops = true;
    else if (p.kind === "throw") for (const q of p.parts) for (const name of thrownBy(q)) throws.add(name ?? "");
    else if (p.kind === "catch") for (const type of caughtNames(p)) catches.add(type);
    else if (p.kind === "return" || p.role === "function.value") for (const name of errorsMadeIn(p)) makes.add(name);
    else if (p.kind === "decorator" && p.text) decorators.push(p.text);
    else if (p.kind === "member" || p.kind === "index") queued ||= readsMessages(p, scope, ctx);
  }
  const tells = toldBy(part, outer, ctx);
  const ends = endsOf(name, calls, throws, ctx);
  queued ||= takesMessages(scope, ctx) || isQueued(decorators, ctx);
  const { statusRetriers = {} } = ctx.language;
  const triedBy = [...calls].find((c) => Object.hasOwn(statusRetriers, c));
  const triedStatuses = triedBy === undefined ? undefined : statusRetriers[triedBy];
  const abroad = [...calls].filter((c) => c !== "" && !near.has(c));
  return {
    calls: [...calls].filter((c) => c !== ""),
    throws: [...throws].filter((c) => c !== ""),
    catches: [...catches],
    decorators,
    loops,
    ...(abroad.length > 0 ? { abroad } : {}),
    ...(ends ? { ends } : {}),
    ...(queued ? { queued } : {}),
    ...(triedStatuses ? { triedStatuses } : {}),
    ...(gives.size > 0 ? { gives: [...gives].filter((g) => g !== "") } : {}),
    ...(makes.size > 0 ? { makes: [...makes] } : {}),
    ...(tells ? { tells } : {}),
  };
}
