import type { Part } from "../syntax/part.ts";
import { bodyOf, type Surroundings, sends } from "./bodies.ts";
import { caseValues, type Values } from "./collections.ts";
import type { Context } from "./context.ts";
import { mergeRanges } from "./covers.ts";
import { atEndOfRound, goesThrough, isEndless } from "./loops.ts";
import type { Arm, Body, Branch, Label, Path } from "./model.ts";
import { armsOf, calleeOf, child, children, has, nameOf, statements, unwrap } from "./parts.ts";
import { pathKey, pathOf, samePath } from "./paths.ts";
import { patternTests } from "./patterns.ts";
import type { Scope } from "./scopes.ts";
import { type Test, testsOf } from "./tests.ts";

/** Where a construct stands. */
export interface Place extends Surroundings {
  readonly scope: Scope;
  readonly function: number;
  /** The decisions at the end of a round of the loop around, which tries again whatever comes there. */
  readonly rounds?: ReadonlySet<Part>;
  /** Within the body of a try of the function, and within a catch of it that no try is around. */
  readonly tried?: true;
  readonly caught?: true;
}

/** Where the parts of one stand. */
export function placeIn(part: Part, place: Place, ctx: Context): Place {
  if (part.kind === "loop") return loopPlace(part, place, ctx);
  if (part.role === "try.body") {
    const { caught: _, ...around } = place;
    return { ...around, tried: true };
  }
  return part.kind === "catch" && !place.tried ? { ...place, caught: true } : place;
}

/** A loop over what was brought along goes to the next of them, and tries nothing again. */
function loopPlace(part: Part, place: Place, { language }: Context): Place {
  if (goesThrough(part, language.feeds)) return { ...place, loops: 0, endless: false, rounds: none };
  return { ...place, loops: place.loops + 1, endless: isEndless(part), rounds: new Set(atEndOfRound(part, language.throws)) };
}

const none: ReadonlySet<Part> = new Set();

/**
 * `if (code === "606") pause = 20_000;` at the end of a round: what it leaves out comes there too. An arm that sends something again by itself, or puts
 * it back, doesn't count on the next round.
 */
function roundOf(part: Part, { rounds }: Place, arms: readonly { readonly body?: Body | undefined }[]): { round?: true } {
  if (!rounds?.has(part)) return {};
  const staying = arms.flatMap(({ body }) => (body && !body.exits ? [body] : []));
  const isLeft = (body: Body): boolean =>
    body.repeats.length === 0 && !body.calls.some((c) => (body.action !== "renew" && sends.test(c)) || puts.test(c));
  return staying.length > 0 && staying.every(isLeft) ? { round: true } : {};
}

const puts = /^(?:put|push|add|append|enqueue|publish|offer|re_?queue|send|post)/i;

/** What runs when nothing before it was thrown. */
export function isReached({ kind }: Part): boolean {
  return kind !== "catch" && kind !== "finally";
}

/** A switch, match, when or case. Without a subject its labels are conditions, and it is a chain. */
export function switchBranches(part: Part, place: Place, ctx: Context): readonly Branch[] {
  const subjects = subjectsOf(part);
  const arms = armsOf(part);
  if (subjects.length < 2) return decided(part, subjects[0], arms, place, ctx);
  // Each value is asked by itself. What an arm does depends on all of them, so that it is no decision about one.
  return subjects.flatMap((subject, i) =>
    decided(part, subject, labelledFor(arms, i, subjects.length), place, ctx).map(
      ({ fallback: _, ...b }): Branch => ({ ...b, kind: "test", arms: b.arms.map((a) => ({ ...a, guarded: true })) }),
    ),
  );
}

/** `match code, status`, `switch (code, status)`: the values that are looked at together. */
function subjectsOf(part: Part): readonly Part[] {
  const given = children(part, "switch.subject");
  const only = given.length === 1 ? unwrap(given[0] as Part) : undefined;
  return only?.kind === "list" && only.parts.length > 1 ? only.parts : given;
}

/** The arms as they ask one of several values: each with what stands for it in the row of labels, or with no label. */
function labelledFor(arms: readonly Part[], index: number, count: number): readonly Part[] {
  return arms.map((arm) => {
    const labels = children(arm, "arm.label");
    const rows = labels.length === count ? [labels] : labels.flatMap((label) => rowsIn(label, count));
    const own = rows.flatMap((row): Part[] => (row[index] ? [{ ...row[index], role: "arm.label" }] : []));
    return { ...arm, parts: [...own, ...arm.parts.filter((p) => p.role !== "arm.label")] };
  });
}

/** `("601", 401) | ("602", 401)` */
function rowsIn(label: Part, count: number): readonly (readonly Part[])[] {
  const at = unwrap(label);
  if (at.kind === "list" && at.parts.length === count && !at.parts.every((p) => unwrap(p).kind === "list")) return [at.parts];
  return at.kind === "list" || at.kind === "op" ? at.parts.filter((p) => p.role !== "op.sign").flatMap((p) => rowsIn(p, count)) : [];
}

function decided(part: Part, subject: Part | undefined, arms: readonly Part[], place: Place, ctx: Context): readonly Branch[] {
  if (!subject || unwrap(subject).kind === "bool") return conditionSwitch(part, arms, place, ctx);
  const path = typed(pathOf(subject, place.scope, ctx), subject);
  if (!path) return [];
  const out: Arm[] = [];
  const links: Link[] = [];
  let fallback: Branch["fallback"];
  let waiting: Part[] = [];
  for (const [index, arm] of arms.entries()) {
    waiting.push(arm);
    // A case without statements shares the body of the next.
    if (has(arm, "falls") && statements(arm).length === 0 && index < arms.length - 1) continue;
    const body = bodyOf(statements(arm), place, ctx) ?? emptyBody(arm, place);
    // A case that is nothing but a condition counts where it asks the subject itself.
    const named = waiting.filter(
      (a) => children(a, "arm.label").length > 0 || armTests(a, path, place, ctx).some((t) => t.own && t.tests.length > 0),
    );
    const isDefault = waiting.some((a) => has(a, "default"));
    if (isDefault) fallback = { form: "default", body };
    const values = named.flatMap((a) => armValues(a, path, place, ctx));
    const labels = values.flatMap((v) => v.labels.map((l): Label => ({ ...l, role: "case" })));
    const asked = named.flatMap((a) => armTests(a, path, place, ctx));
    const own = asked.filter((t) => t.own);
    const tests = own.flatMap((t) => t.tests);
    const elsewhere = asked.filter((t) => !t.own).flatMap((t) => t.tests);
    if (elsewhere.length > 0) links.push({ tests: elsewhere, head: subject, body, span: arm.span });
    if (named.length > 0 && !(isDefault && labels.length + tests.length === 0)) {
      const first = named[0] as Part;
      out.push({
        labels: [...labels, ...tests.flatMap((t) => t.labels)],
        covers: tests.flatMap((t) => t.covers),
        body,
        loose: has(part, "loose"),
        reversed: false,
        meets: "switch",
        negated: labels.length === 0 && tests.length > 0 && tests.every((t) => t.negated),
        guarded: tests.some((t) => t.guarded) || named.some((a) => child(a, "arm.guard") !== undefined && tests.length === 0),
        via: [...new Set(values.flatMap((v) => (v.name === undefined ? [] : [v.name])))],
        span: { start: first.span.start, end: arm.span.end },
        head: { start: first.span.start, end: (children(waiting.at(-1) as Part, "arm.label").at(-1) ?? first).span.end },
      });
    }
    waiting = [];
  }
  const end = fallback ? { fallback } : roundOf(part, place, out);
  const every = ctx.language.everyCase ? { every: true } : {};
  const main: Branch = {
    kind: "switch",
    subject: path,
    head: subject.span,
    span: part.span,
    arms: out,
    ...end,
    ...every,
    function: place.function,
    ...caughtAt(place),
  };
  // Patterns and guards that ask a field of the subject decide on that field.
  return [main, ...chain(part, links, fallback, place).map((b): Branch => ({ ...b, kind: "switch", head: subject.span }))];
}

/** `switch (ErrorCode.of(code))`: what a class makes of a value is one of its own, and its members stand in the cases without it. */
function typed(path: Path | undefined, subject: Part): Path | undefined {
  // `var` says nothing of what it is.
  if (!path || /^[A-Z]/.test(path.declared ?? "")) return path;
  const callee = calleeOf(unwrap(subject));
  const written = callee && (callee.receiver ? nameOf(callee.receiver) : callee.name);
  const made = written ?? (path.names.length === 2 && path.names[1]?.endsWith("()") ? path.names[0] : undefined);
  return made !== undefined && /^[A-Z]\w*[a-z]/.test(made) ? { ...path, declared: made } : path;
}

function armValues(arm: Part, subject: Path, place: Place, ctx: Context): readonly Values[] {
  return children(arm, "arm.label").flatMap((label) => caseValues(label, subject.declared, place.scope, ctx) ?? []);
}

interface Asked {
  readonly tests: readonly Test[];
  /** They ask the subject itself: `case c if c in RETRYABLE`, `>= 600 and < 700`. */
  readonly own: boolean;
}

/** What the patterns and guards of an arm ask beside the values that it names. */
function armTests(arm: Part, subject: Path, place: Place, ctx: Context): readonly Asked[] {
  const labels = children(arm, "arm.label");
  const names = labels.map(unwrap).map((l) => (l.kind === "assign" ? nameOf(child(l, "assign.target") ?? l) : l.text));
  const patterns = labels.flatMap((l) =>
    caseValues(l, subject.declared, place.scope, ctx)?.labels.length ? [] : patternTests(subject, l, place.scope, ctx, false),
  );
  const guard = children(arm, "arm.guard");
  const guards = guard.flatMap((g) => testsOf(g, place.scope, ctx));
  // `{ Code: "1029" } when message.Contains("quota")`: a guard that asks something else takes a part of what the pattern names.
  const isPartly = (t: Test): boolean => guard.length > 0 && !guards.some((g) => samePath(g.subject, t.subject));
  // What is looked at goes without a name in some languages.
  const unnamed = ({ subject: { names } }: Test): boolean => names.length === 1 && ctx.language.implicit?.includes(names[0] as string) === true;
  const taken = mergeRanges(patterns).map((t) => (isPartly(t) ? { ...t, guarded: true } : t));
  const found = [...taken, ...guards].map((t) => (unnamed(t) ? { ...t, subject } : t));
  const isOwn = (t: Test): boolean => pathKey(t.subject) === pathKey(subject) || (t.subject.names.length === 1 && names.includes(t.subject.names[0]));
  const own = found.filter(isOwn);
  return [
    { tests: own, own: true },
    { tests: found.filter((t) => !own.includes(t)), own: false },
  ];
}

/** The catches of a try that ask what they caught: `catch (ApiException e) when (e.Code == "606")`. */
export function catchBranches(part: Part, place: Place, ctx: Context): readonly Branch[] {
  const links: Link[] = [];
  let fallback: Branch["fallback"];
  for (const at of part.parts.filter((p) => p.kind === "catch")) {
    const bodies = children(at, "catch.body");
    const body = bodyOf(bodies.flatMap(statements), place, ctx) ?? emptyBody(at, place);
    const guard = child(at, "catch.guard");
    if (guard) links.push(linkOf(guard, body, at, place, ctx));
    else fallback = { form: "else", body };
  }
  return links.length > 0 ? chain(part, links, fallback, place.tried ? place : { ...place, caught: true }) : [];
}

function conditionSwitch(part: Part, arms: readonly Part[], place: Place, ctx: Context): readonly Branch[] {
  const links: Link[] = [];
  let fallback: Body | undefined;
  for (const arm of arms) {
    const body = bodyOf(statements(arm), place, ctx) ?? emptyBody(arm, place);
    if (has(arm, "default")) fallback = body;
    for (const label of [...children(arm, "arm.label"), ...children(arm, "arm.guard")]) links.push(linkOf(label, body, arm, place, ctx));
    const taken = children(arm, "arm.label").flatMap((l) =>
      patternTests({ names: ["error"], origin: "free", span: l.span }, l, place.scope, ctx, false),
    );
    const inside = taken.filter((t) => t.subject.names.length > 1);
    if (inside.length > 0) links.push({ tests: inside, head: arm, body, span: arm.span });
  }
  return chain(part, links, fallback && { form: "default", body: fallback }, place);
}

interface Link {
  readonly tests: readonly Test[];
  readonly head: Part;
  readonly body: Body | undefined;
  readonly span: Part["span"];
}

function linkOf(condition: Part, body: Body, at: Part, place: Place, ctx: Context): Link {
  return { tests: linkTests(condition, at, place, ctx), head: condition, body, span: at.span };
}

function linkTests(condition: Part, at: Part, place: Place, ctx: Context): readonly Test[] {
  const tests = testsOf(condition, place.scope, ctx);
  // `unless` asks for the opposite.
  return has(at, "negated") ? tests.map((t) => ({ ...t, negated: !t.negated })) : tests;
}

/** An if with all its else-ifs; `follows` gives the statements behind it. */
export function ifBranches(part: Part, follows: () => readonly Part[], place: Place, ctx: Context): readonly Branch[] {
  const asked: { readonly at: Part; readonly condition: Part; readonly taken: Part | undefined; readonly tests: readonly Test[] }[] = [];
  let last: Part | undefined;
  for (let at: Part | undefined = part; at; ) {
    const condition = child(at, "if.condition");
    if (condition) asked.push({ at, condition, taken: child(at, "if.then"), tests: linkTests(condition, at, place, ctx) });
    for (const elif of at.parts) {
      const elsewhere = elif.kind === "elif" ? child(elif, "elif.condition") : undefined;
      if (elsewhere) asked.push({ at: elif, condition: elsewhere, taken: child(elif, "elif.then"), tests: linkTests(elsewhere, elif, place, ctx) });
    }
    const otherwise: Part | undefined = child(at, "if.else");
    at = otherwise && onlyIf(otherwise);
    if (!at) last = otherwise;
  }
  // Most conditions ask for no value: then it doesn't matter what follows from them.
  if (!asked.some((a) => a.tests.some((t) => t.labels.length > 0 || t.covers.length > 0))) return [];
  const links = asked.map(({ at, condition, taken, tests }): Link => {
    const body = (taken && bodyOf([taken], place, ctx)) ?? emptyBody(at, place);
    return { tests, head: condition, body, span: at.span };
  });
  const otherwise = last && bodyOf([last], place, ctx);
  let fallback: Branch["fallback"] = otherwise && { form: "else", body: otherwise };
  const rest = !fallback && links.every((l) => l.body?.exits) ? follows() : [];
  if (rest.length > 0) {
    const subjects = new Set(links.flatMap((l) => l.tests.map((t) => valueKey(t.subject))));
    const body = bodyOf(
      rest.filter((p) => !asksAgain(p, subjects, place, ctx)),
      place,
      ctx,
    );
    if (body) fallback = { form: "follows", body };
  }
  return chain(part, links, fallback, place);
}

/** Whether it is asked whole or for a piece of it. */
function valueKey({ names }: Path): string {
  return names.join(".");
}

/** A later question about the same value has its own arms: what they do is not what happens to the rest. */
function asksAgain(part: Part, asked: ReadonlySet<string>, place: Place, ctx: Context): boolean {
  if (part.kind === "if") {
    const condition = child(part, "if.condition");
    return condition !== undefined && testsOf(condition, place.scope, ctx).some((t) => asked.has(valueKey(t.subject)));
  }
  const subject = part.kind === "switch" ? child(part, "switch.subject") : undefined;
  const path = subject && pathOf(subject, place.scope, ctx);
  return path !== undefined && asked.has(valueKey(path));
}

/** `else if` in languages that spell it as an if within the else. */
function onlyIf(part: Part): Part | undefined {
  if (part.kind === "if") return part;
  const inner = part.kind === "other" && part.parts.length === 1 ? part.parts[0] : undefined;
  return inner?.kind === "if" ? inner : undefined;
}

/** One branch for each value that the conditions ask. */
function chain(part: Part, links: readonly Link[], fallback: Branch["fallback"], place: Place): readonly Branch[] {
  const bySubject = new Map<string, { subject: Path; head: Part["span"]; arms: Arm[] }>();
  for (const link of links) {
    for (const test of link.tests) {
      // What two catches call alike are two values.
      const key = `${pathKey(test.subject)} ${test.subject.rootDeclared ?? ""}`;
      const at = bySubject.get(key) ?? { subject: test.subject, head: link.head.span, arms: [] };
      bySubject.set(key, at);
      at.arms.push(armOf(test, link.body, link.span));
    }
  }
  return [...bySubject.values()].map(({ subject, head, arms }) => ({
    kind: "chain",
    subject,
    head,
    span: part.span,
    arms,
    ...(fallback ? { fallback } : roundOf(part, place, links)),
    function: place.function,
    ...caughtAt(place),
  }));
}

function caughtAt({ caught }: Place): Pick<Branch, "caught"> {
  return caught ? { caught } : {};
}

/** A condition outside of an if: returned, assigned, handed on, looped on. */
export function testBranches(condition: Part, place: Place, ctx: Context): readonly Branch[] {
  return testsOf(condition, place.scope, ctx).map((test) => ({
    kind: test.meets === "membership" ? "membership" : "test",
    subject: test.subject,
    head: condition.span,
    span: condition.span,
    arms: [armOf(test, undefined, condition.span)],
    function: place.function,
  }));
}

function armOf(test: Test, body: Body | undefined, span: Part["span"]): Arm {
  const { labels, covers, loose, reversed, meets, negated, guarded, via } = test;
  const { convert, piece } = test.subject;
  return {
    labels,
    covers,
    ...(body ? { body } : {}),
    ...(convert || piece ? { converted: true } : {}),
    loose,
    reversed,
    meets,
    negated,
    guarded,
    via,
    span,
    head: test.span,
  };
}

function emptyBody(at: Part, place: Place): Body {
  return {
    action: "empty",
    span: { start: at.span.end, end: at.span.end },
    calls: [],
    waits: false,
    inLoop: place.loops > 0,
    endless: place.loops > 0 && place.endless,
    repeats: [],
    exits: false,
    throws: [],
  };
}
