import { child, children } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { fill, fillText, insertion, type Lines, lineStart } from "../layout.ts";
import type { AgainForm, CaughtForm, LibraryUse } from "../library-data.ts";
import { own, textOf, wordsIn } from "../tree.ts";
import { splits } from "./around.ts";
import { type Failure, failureOf, handedOn } from "./failure.ts";
import { inRange, librariesOf, type Named, versionOf } from "./installed.ts";
import type { Needs } from "./needs.ts";
import type { Origin } from "./origin.ts";
import { headText, signalOf } from "./reach.ts";
import { freeName, type Missing, type Scene, type Way } from "./scene.ts";
import { isAsync } from "./wait.ts";

/** The retry library of the project, ready to wrap the scene's function. */
export interface Library {
  /** What imports call it; undefined where it is at work already. */
  readonly package: string | undefined;
  readonly use: LibraryUse;
  /** The import that the file lacks. */
  readonly line: string | undefined;
  /** What the templates' holes stand for. */
  readonly values: Readonly<Record<string, string>>;
  /** Of the class that is tried again, and what stands beside it in the file. */
  readonly blocks: readonly Lines[];
  /** The class that the function gives up with, where the file defines it: the blocks go behind it. */
  readonly base: Span | undefined;
  /** What that class needs first. */
  readonly opens: readonly TextEdit[];
  /** Gives up for this attempt. */
  readonly again: Lines;
  /** Hands on what is not tried again, where failures are values. */
  readonly final: string | undefined;
  readonly shorthand: boolean;
}

/** How often, as the source writes it: with the first attempt, and without it. */
export interface Cap {
  readonly attempts: string;
  readonly retries: string;
}

/**
 * The library that the manifests name, where it can do for this decision what a careful author would have it do. Undefined where somebody
 * tries again already: retries are never stacked.
 */
export function libraryOf(scene: Scene, missing: readonly Missing[], ways: readonly Way[], origin: Origin): Library | undefined {
  const { ctx, data, fn, fact, chain } = scene;
  const { manifests, again } = data;
  const there = atWork(scene);
  if (there) return joined(there, missing, scene);
  if (!manifests || !again || !fn || !fact || fact.name === "" || fact.passedTo !== undefined) return undefined;
  if (origin.sends.length === 0 || origin.others.length > 0 || /^(?:constructor|__init__|initialize|init)$/.test(fact.name)) return undefined;
  if (ways.some((w) => w.arm.body?.action === "retry" || w.arm.body?.action === "renew" || w.arm.body?.waits)) return undefined;
  if (chain.slice(chain.indexOf(fn)).some((p) => p.kind === "loop") || isCaught(scene)) return undefined;
  const caught = handedOn(scene);
  const failure = caught ?? failureOf(scene);
  if (!failure || (!caught && !belowOf(failure, again, scene))) return undefined;
  for (const form of librariesOf(data)) {
    const version = versionOf(form.package, manifests, ctx);
    if (version === undefined || !inRange(version, form.versions)) continue;
    const use = form.uses.find((u) => (u.caught ?? false) === (caught !== undefined) && fits(u, missing, scene));
    const access = use && accessTo(form, scene);
    if (use && access) return prepared(form, use, access, failure, scene);
  }
  return undefined;
}

/** What the decision gives up with is caught in the same function, by something that doesn't hand it on as it is: no library would hear of it. */
function isCaught({ chain, fn, data, ctx }: Scene): boolean {
  const within = chain.slice(chain.indexOf(fn as Part));
  return within.some((p, i) => {
    if (p.kind !== "try" || within[i + 1]?.kind === "catch") return false;
    return p.parts.some((c) => c.kind === "catch" && !handsOn(c, data.again?.caught, ctx.text));
  });
}

function handsOn(part: Part, form: CaughtForm | undefined, text: string): boolean {
  const body = children(part, "catch.body");
  const source = body.map((p) => textOf(p, text)).join("\n");
  return form !== undefined && new RegExp(`(?:^|[\\n{;])\\s*${form.form}\\s*\\}?$`).test(source.trim());
}

/** A library that tries the function again already: what it is told by. */
export interface AtWork {
  /** What fills the holes of what the language's data says. */
  readonly values: Readonly<Record<string, string>>;
  readonly final: string | undefined;
  /** The lines by which it is told of a failure that was caught, where it is told of such ones. */
  readonly caught?: Lines;
}

/** A fix was made before, or its author did the same: the function tells a library what to try again. */
export function atWork({ data, fn, fact, ctx }: Scene): AtWork | undefined {
  const { classes, imports } = ctx.resolved.facts;
  const error = fact?.throws.find((t) => data.again?.names?.includes(t) && classes.some((c) => c.name === t));
  if (error !== undefined) return { values: { error }, final: undefined };
  for (const [hole, names] of Object.entries(data.again?.caught?.names ?? {})) {
    const mark = fact?.throws.find((t) => names.includes(t));
    if (mark !== undefined) return { values: { [hole]: mark }, final: undefined, caught: data.again?.caught?.throw ?? [] };
  }
  if (!fn) return undefined;
  for (const { there, final, package: name, source = name } of librariesOf(data)) {
    const match = there === undefined || !imports.some((i) => i.source === source) ? null : new RegExp(there).exec(textOf(fn, ctx.text));
    if (match) return { values: { ...match.groups }, final: final && fillText(final, { ...match.groups }) };
  }
  return undefined;
}

/** Further arms give up as those beside them do. A renewal is counted outside, where this function doesn't reach. */
function joined({ values, final, caught }: AtWork, missing: readonly Missing[], scene: Scene): Library | undefined {
  const failure = caught ? handedOn(scene) : failureOf(scene);
  if (!failure || !scene.data.again || missing.some((m) => m.kind === "auth")) return undefined;
  const told = { ...values, given: failure.given, statement: failure.statement };
  const again = caught ? fill(caught, told) : againLines(scene.data.again, told);
  return { package: undefined, use: {}, line: undefined, values, blocks: [], base: undefined, opens: [], again, final, shorthand: false };
}

function againLines(form: AgainForm, values: Readonly<Record<string, string>>): Lines {
  return fill(typeof form.throw === "string" ? [form.throw] : form.throw, values);
}

/** What fills holes of a class of failures below the one that the function gives up with; undefined where there can't be one, made of the same. */
function belowOf(failure: Failure, { given, below }: AgainForm, { ctx }: Scene): Readonly<Record<string, string>> | undefined {
  if (given !== undefined && !new RegExp(given).test(failure.given)) return undefined;
  if (!below) return {};
  const own = ctx.resolved.facts.classes.find((c) => c.name === failure.class);
  if (!own) return new RegExp(below.named).test(failure.class) ? (below.values ?? {}) : undefined;
  const declared = ctx.text.slice(lineStart(ctx.text, own.span.start), own.span.end);
  const match = new RegExp(below.declared.replaceAll("{base}", failure.class)).exec(declared);
  return match ? { ...match.groups } : undefined;
}

/** Makes the class that the function gives up with one that others can be put below. */
function opened(base: Scene["ctx"]["resolved"]["facts"]["classes"][number] | undefined, { below }: AgainForm, { ctx }: Scene): readonly TextEdit[] {
  if (!base || !below?.open) return [];
  const head = ctx.text.slice(base.span.start, ctx.text.indexOf(base.name, base.span.start));
  return new RegExp(below.open.has).test(head) ? [] : [insertion(base.span.start, below.open.text)];
}

/** What the head of the function says for the holes of a use; undefined where it lacks something. */
function givenBy(use: LibraryUse, scene: Scene): Readonly<Record<string, string>> | undefined {
  const found = (use.needs ?? []).map((pattern) => new RegExp(pattern).exec(headText(scene).trimEnd()));
  return found.every((m) => m !== null) ? Object.assign({}, ...found.map((m) => m?.groups ?? {})) : undefined;
}

function fits(use: LibraryUse, missing: readonly Missing[], scene: Scene): boolean {
  const { ctx, fn } = scene;
  if (use.async !== undefined && use.async !== isAsync(scene)) return false;
  if (use.path !== undefined && !new RegExp(use.path).test(ctx.path)) return false;
  if (use.unless !== undefined && new RegExp(use.unless).test(textOf(fn as Part, ctx.text))) return false;
  if (!givenBy(use, scene) || (use.closed && rebound(scene).length > 0)) return false;
  const words = wordsIn(textOf(fn as Part, ctx.text));
  if (use.declares?.some((name) => words.has(name))) return false;
  // What wraps the function from outside begins each attempt anew, and forgets that the credential was renewed.
  return use.around ? !splits(scene) : !missing.some((m) => m.kind === "auth");
}

/** How the file gets at what the templates use: by an import that is there, or by a new one. */
export function accessTo(form: Named, { ctx }: Scene): Pick<Library, "line" | "values"> | undefined {
  const source = form.source ?? form.package;
  const { imports } = ctx.resolved.facts;
  const there = imports.filter((i) => i.source === source);
  const inside = imports.filter((i) => i.source.startsWith(`${source}.`));
  const known = Object.entries(form.names).map(([hole, name]) => {
    // What a module gives as a whole and what it gives by default are one to those who import it.
    const alike = name === "default" ? ["default", "*"] : [name];
    const local = [...there, ...inside].flatMap((i) => i.names).find((n) => alike.includes(n.name))?.local;
    const whole = name === "*" && there.some((i) => i.names.length === 0);
    return [hole, local ?? (whole ? hole : undefined)] as const;
  });
  if (known.every(([, local]) => local !== undefined)) return { line: undefined, values: Object.fromEntries(known) as Record<string, string> };
  const found = form.imports.find(
    (i) => (i.when === undefined || new RegExp(i.when).test(ctx.text)) && (i.unless === undefined || !new RegExp(i.unless).test(ctx.text)),
  );
  // A name that stands for something else already would stand for two things.
  const taken = wordsIn(ctx.text.replace(/\/\*[\s\S]*?(?:\*\/|$)|(?<!:)\/\/.*/g, "").replace(/(["'`]).*?\1/g, ""));
  const unknown = known.flatMap(([hole, local]) => (local === undefined || (inside.length === 0 && there.length === 0) ? [hole] : []));
  if (!found || (there.length === 0 && unknown.some((hole) => taken.has(hole)))) return undefined;
  // What is brought in already would be named twice.
  const brought = new Set(known.flatMap(([hole, local]) => (local === undefined || there.length === 0 ? [] : [form.names[hole]])));
  const line = found.line.replace(/\{(\s*)([^{}]*?)(\s*)\}/, (_, before: string, list: string, after: string) => {
    const names = list.split(/\s*,\s*/).filter((name) => !brought.has(name));
    return `{${before}${names.join(", ")}${after}}`;
  });
  return { line, values: Object.fromEntries(known.map(([hole, local]) => [hole, brought.has(form.names[hole]) ? (local ?? hole) : hole])) };
}

function prepared(form: Named, use: LibraryUse, access: Pick<Library, "line" | "values">, failure: Failure, scene: Scene): Library {
  const { ctx, data, fact } = scene;
  const again = data.again as NonNullable<typeof data.again>;
  const caught = use.caught ? again.caught : undefined;
  const { classes } = ctx.resolved.facts;
  const base = classes.find((c) => c.name === failure.class);
  const there = classes.find((c) => again.names?.includes(c.name) && c.base === failure.class);
  const taken = new Set(wordsIn(ctx.text));
  const error = there?.name ?? freeName(again.names ?? ["TryAgain"], taken);
  const inside = wordsIn(scene.fn ? textOf(scene.fn, ctx.text) : "");
  const signal = signalOf(scene);
  const marks = caught ? marksOf(caught, ctx.text) : {};
  for (const name of Object.values(marks)) taken.add(name);
  const policy = use.file && (policyOf(use.file, caught ? Object.values(marks) : [error], ctx.text) ?? freeName(["tryAgain", "retryPolicy"], taken));
  const values = {
    ...access.values,
    ...(caught ? {} : belowOf(failure, again, scene)),
    ...givenBy(use, scene),
    mark: freeName(use.mark ?? ["again"], inside),
    ...marks,
    statement: failure.statement,
    function: fact?.name ?? "",
    error,
    base: failure.class,
    given: failure.given,
    ...(signal === undefined ? {} : { signal }),
    ...(policy ? { policy } : {}),
  };
  const blocks = [...((caught ?? again).lines ? [(caught ?? again).lines as Lines] : []), ...(use.file ? [use.file] : [])].map((lines) =>
    fill(lines, values),
  );
  return {
    package: form.source ?? form.package,
    use,
    line: access.line,
    values,
    blocks: there && again.lines ? blocks.slice(1) : blocks,
    base: base?.span,
    opens: there ? [] : opened(base, again, scene),
    again: caught ? fill(caught.throw, values) : againLines(again, values),
    final: form.final && fillText(form.final, values),
    shorthand: data.shorthand === true,
  };
}

/** The names of what marks failures: those of an earlier fix, or new ones. */
function marksOf({ names, lines }: CaughtForm, text: string): Readonly<Record<string, string>> {
  const preferred = Object.fromEntries(Object.entries(names).map(([hole, [first = hole]]) => [hole, first]));
  if (holdsBlock(fill(lines, preferred), text)) return preferred;
  const taken = wordsIn(text);
  return Object.fromEntries(Object.entries(names).map(([hole, wanted]) => [hole, freeName(wanted, taken)]));
}

/** The policy that an earlier fix declared for the same failures. */
function policyOf(lines: Lines, told: readonly string[], text: string): string | undefined {
  const first = lines.join("\n");
  const before = first.slice(0, first.indexOf("{policy}"));
  const found = new RegExp(
    `${before.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")}(\\w+)\\s*=[^=][^\\n]*\\b(?:${told.join("|")})\\b`,
  ).exec(text);
  return found?.[1];
}

/** The library's lines for the function, with what they hold. */
export function libraryLines(lines: Lines, library: Library, names: readonly string[], cap: Cap): Lines {
  const state = library.use.state !== undefined && names.length > 0 ? [fillText(library.use.state, { names: names.join(", ") })] : [];
  const filled = fill(
    library.values.signal === undefined
      ? lines.filter((line) => !/^\t*(?:\w+: )?\{signal\}/.test(line)).map((line) => line.replace(", {signal}", ""))
      : lines,
    { ...library.values, ...cap, state },
  );
  return library.shorthand ? filled.map((line) => line.replace(/^(\t*)(\w+): \2,$/, "$1$2,")) : filled;
}

/** Variables of the function that its body gives a value: where the body becomes a function of its own, they stay those around it. */
export function rebound({ fn, fact, ctx }: Scene): readonly string[] {
  const targets = fn ? [...own(fn)].flatMap((p) => (p.kind === "assign" ? (child(p, "assign.target") ?? []) : [])) : [];
  return (fact?.params ?? []).filter((p) => targets.some((t) => textOf(t, ctx.text) === p));
}

/** Notes what the library needs elsewhere in the file. */
export function bringIn(library: Library, cap: Cap, scene: Scene, needs: Needs): void {
  const { line, base } = library;
  for (const name of library.use.imports ?? []) needs.import(name);
  if (line !== undefined && library.package !== undefined) needs.importLine(library.package, line);
  const blocks = library.blocks.map((lines) => fill(lines, { ...cap }));
  for (const lines of blocks) if (!holdsBlock(lines, scene.ctx.text)) needs.block(lines, base);
}

/** The same lines stand there already. */
function holdsBlock(lines: Lines, text: string): boolean {
  const bare = (source: string): string => source.replace(/\s+/g, "");
  return bare(text).includes(bare(lines.join("")));
}
