import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import { goesThrough, isEndless } from "./bodies.ts";
import { catchBranches, ifBranches, type Place, switchBranches, testBranches } from "./branches.ts";
import { caughtNames, retriedBy } from "./catches.ts";
import { valuesOf } from "./collections.ts";
import type { Context, ForeignLookup } from "./context.ts";
import { define, keyText } from "./definitions.ts";
import { noteAdded } from "./entries.ts";
import { classGroup, definedBy, fieldsIn, nestedTable, objectConstant, returnedGroup } from "./groups.ts";
import { calledImport, importOf, openedBy, requiredBy } from "./imports.ts";
import { literalOf, nearNames } from "./literals.ts";
import type { Branch, Constant, Field, FileFacts, FunctionFact, Group, Import, Mention, Predicate, Use } from "./model.ts";
import { armsOf, calleeOf, child, children, descend, has, nameOf, statements, unwrap } from "./parts.ts";
import { predicateOf } from "./predicates.ts";
import { bindAll, Scope } from "./scopes.ts";

/** Reads what a file says about values. Pure: the same parts give the same facts. */
export function readFile(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup = () => undefined): FileFacts {
  const ctx = contextOf(parts, language, foreign);
  const reader = new Reader(ctx);
  reader.sequence(parts, { scope: ctx.file, function: -1, functions: [], loops: 0, endless: false, made: new Set() });
  return reader.facts();
}

function contextOf(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup): Context {
  const file = new Scope(undefined, language.self);
  bindAll(parts, file);
  const scopes = new Map<Part, Scope>();
  const classes = new Map<string, Scope>();
  const collect = (scope: Scope): void => {
    for (const [part, inner] of scope.children) {
      scopes.set(part, inner);
      if (inner.className) classes.set(inner.className, inner);
      collect(inner);
    }
  };
  collect(file);
  const callbacks: Context["callbacks"] = new Map();
  const seek = (part: Part, scope: Scope): void => {
    const inner = scopes.get(part) ?? scope;
    if (part.kind === "call")
      for (const arg of children(part, "call.arg")) if (unwrap(arg).kind === "function") callbacks.set(unwrap(arg), { call: part, scope: inner });
    if (part.kind === "call" && language.shell) {
      const name = calleeOf(part)?.name ?? "";
      ctx.calls.set(name, [...(ctx.calls.get(name) ?? []), { call: part, scope: inner }]);
    }
    if (part.kind === "import") ctx.opened.push(...openedBy(part, classes));
    if (part.kind === "call" || part.kind === "assign") noteAdded(part, inner, ctx);
    for (const p of part.parts) seek(p, inner);
  };
  const ctx: Context = {
    language,
    file,
    foreign,
    classes,
    opened: [],
    callbacks,
    calls: new Map(),
    busy: new Set(),
    predicates: new Map(),
    added: new Map(),
    scopeOf: (part, outer) => scopes.get(part) ?? outer,
  };
  for (const part of parts) seek(part, file);
  return ctx;
}

/** A loop over what was brought along goes to the next of them, and tries nothing again. */
function loopPlace(part: Part, place: Place): Place {
  return goesThrough(part) ? { ...place, loops: 0, endless: false } : { ...place, loops: place.loops + 1, endless: isEndless(part) };
}

/** What runs when nothing before it was thrown. */
function isReached({ kind }: Part): boolean {
  return kind !== "catch" && kind !== "finally";
}

type FunctionDraft = { -readonly [K in keyof FunctionFact]: FunctionFact[K] };

class Reader {
  readonly #ctx: Context;
  readonly #functions: FunctionDraft[] = [];
  readonly #branches: Branch[] = [];
  readonly #groups: Group[] = [];
  readonly #predicates: Predicate[] = [];
  readonly #constants: Constant[] = [];
  readonly #fields: Field[] = [];
  readonly #imports: Import[] = [];
  readonly #classes: { name: string; span: Span; base?: string }[] = [];
  readonly #literals: Mention[] = [];
  readonly #near = new Map<Part, string>();
  readonly #names: { part: Part; scope: Scope }[] = [];
  /** Keys of the records around, outermost first. */
  readonly #pairs: string[] = [];
  /** Decorators before the definition that they belong to. */
  readonly #decorators: string[] = [];
  /** Conditions already read as part of a branch. */
  readonly #read = new Set<Part>();

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  sequence(parts: readonly Part[], place: Place): void {
    for (const [i, part] of parts.entries()) {
      this.#visit(part, place, parts, i);
      if (part.kind !== "decorator" && part.kind !== "comment") this.#decorators.length = 0;
    }
  }

  #visit(part: Part, place: Place, all: readonly Part[], at: number): void {
    if (has(part, "test")) {
      for (const p of descend(part)) this.#literal(p);
      return;
    }
    switch (part.kind) {
      case "function":
        this.#function(part, place);
        return;
      case "class":
        this.#class(part, place);
        return;
      case "decorator":
        this.sequence(part.parts, place);
        this.#decorators.push(part.text ?? "");
        return;
      case "import":
        this.#imports.push(importOf(part));
        return;
      case "switch":
        this.#add(switchBranches(part, place, this.#ctx));
        // Labels and guards that are conditions were read with it.
        for (const arm of armsOf(part)) for (const p of arm.parts) if (p.role === "arm.label" || p.role === "arm.guard") this.#mark(p);
        break;
      case "try":
        for (const at of part.parts) if (at.kind === "catch") for (const guard of children(at, "catch.guard")) this.#mark(guard);
        this.#add(catchBranches(part, place, this.#ctx));
        break;
      case "catch": {
        const around = this.#functions[place.function];
        if (around) around.retried = [...around.retried, ...retriedBy(part, place, this.#ctx)];
        break;
      }
      case "if":
        // The else-ifs of a chain were read with its head.
        if (!this.#read.has(part)) {
          this.#chain(part);
          this.#add(ifBranches(part, all.slice(at + 1).filter(isReached), place, this.#ctx));
        }
        break;
      case "op":
      case "call":
      case "index":
      case "each":
        this.#condition(part, place);
        if (part.kind === "call") {
          const brought = calledImport(part, this.#ctx.language);
          if (brought) this.#imports.push(brought);
        }
        if (part.kind === "call") (place.made as Set<string>).add(calleeOf(part)?.dotted ?? "");
        break;
      case "pair": {
        const table = nestedTable(part, this.#pairs.at(-1), place.scope, this.#ctx, place.function);
        if (table) this.#groups.push(table);
        break;
      }
      case "assign":
        if (part.role !== "arm.label") this.#assign(part, place);
        break;
      case "throw":
        this.#made(part, place, "thrown");
        break;
      case "return":
        this.#made(part, place, "returned");
        break;
      case "string":
      case "number":
      case "template":
      case "regex":
        this.#literal(part);
        break;
      case "name":
      case "member":
        this.#names.push({ part, scope: place.scope });
        break;
      default:
    }
    for (const [literal, name] of nearNames(part)) this.#near.set(literal, name);
    const inner = part.kind === "loop" ? loopPlace(part, place) : place;
    const key = part.kind === "pair" ? keyText(child(part, "pair.key")) : undefined;
    if (key !== undefined) this.#pairs.push(key);
    this.sequence(part.parts, inner);
    if (key !== undefined) this.#pairs.pop();
  }

  #add(branches: readonly Branch[]): void {
    for (const branch of branches) if (branch.arms.some((a) => a.labels.length > 0 || a.covers.length > 0)) this.#branches.push(branch);
  }

  /** Marks everything in the conditions of a chain as read. */
  #chain(part: Part): void {
    for (let at: Part | undefined = part; at; ) {
      this.#read.add(at);
      const condition = child(at, "if.condition");
      if (condition) this.#mark(condition);
      for (const elif of at.parts.filter((p) => p.kind === "elif")) {
        const asked = child(elif, "elif.condition");
        if (asked) this.#mark(asked);
      }
      const otherwise: Part | undefined = child(at, "if.else");
      at =
        otherwise?.kind === "if"
          ? otherwise
          : otherwise?.kind === "other" && otherwise.parts.length === 1 && otherwise.parts[0]?.kind === "if"
            ? otherwise.parts[0]
            : undefined;
    }
  }

  #mark(part: Part): void {
    for (const p of descend(part)) this.#read.add(p);
  }

  #condition(part: Part, place: Place): void {
    if (this.#read.has(part)) return;
    const found = testBranches(part, place, this.#ctx);
    if (found.length > 0) {
      this.#mark(part);
      this.#add(found);
    }
  }

  #assign(part: Part, place: Place): void {
    const required = requiredBy(part, this.#ctx.language);
    if (required) this.#imports.push(required);
    const named = definedBy(part, place.scope, this.#ctx, place.function);
    this.#groups.push(...named.groups);
    this.#constants.push(...named.constants);
    this.#fields.push(...named.fields);
    // Whatever was read as a list or table is no condition.
    const value = child(part, "assign.value");
    if (named.groups.length > 0 && value)
      for (const p of descend(value, (q) => q.kind !== "function")) if (p.kind === "op" || p.kind === "call") this.#read.add(p);
  }

  /** Records made on the way to a throw, a return or a call. */
  #made(part: Part, place: Place, context: Field["context"]): void {
    for (const p of part.parts) this.#fields.push(...fieldsIn(p, undefined, place.function, context));
  }

  #literal(part: Part): void {
    const literal = literalOf(part);
    const near = this.#near.get(part);
    if (literal && literal.value.length <= 120) this.#literals.push({ ...literal, span: part.span, ...(near ? { near } : {}) });
  }

  #function(part: Part, place: Place): void {
    const ctx = this.#ctx;
    const scope = ctx.scopeOf(part, place.scope);
    const named = child(part, "function.name");
    const given = ctx.callbacks.get(part);
    const name = (named && nameOf(named)) ?? this.#assignedName(part, place) ?? "";
    const owner = place.scope.owner()?.className;
    const passedTo = given && calleeOf(given.call)?.name;
    const index = this.#functions.length;
    this.#functions.push({
      name,
      ...(owner ? { owner } : {}),
      span: part.span,
      ...(named ? { nameSpan: named.span } : {}),
      params: children(part, "function.param").flatMap((p) => [...descend(p)].flatMap((q) => (q.kind === "name" && q.text ? [q.text] : []))),
      calls: [],
      decorators: [],
      parent: place.function,
      loops: false,
      async: has(part, "async"),
      ...(passedTo ? { passedTo } : {}),
      throws: [],
      catches: [],
      retried: [],
    });
    const fact = this.#functions[index] as FunctionDraft;
    const calls = new Set<string>();
    const throws = new Set<string>();
    const catches = new Set<string>();
    const decorators = this.#decorators.splice(0);
    for (const p of descend(part, (q) => q === part || q.kind !== "function")) {
      if (p.kind === "call" && !has(p, "pattern")) calls.add(calleeOf(p)?.name ?? "");
      else if (
        p.kind === "name" &&
        p.role !== "function.name" &&
        ctx.language.bareCalls &&
        scope.lookup(p.text ?? "", p.span.start)?.kind === "function"
      )
        calls.add(p.text ?? "");
      else if (p.kind === "loop") fact.loops = true;
      else if (p.kind === "throw") for (const q of p.parts) throws.add((q.kind === "call" ? calleeOf(q)?.name : nameOf(q)) ?? "");
      else if (p.kind === "catch") for (const type of caughtNames(p)) catches.add(type);
      if (p.kind === "decorator" && p.text) decorators.push(p.text);
    }
    fact.calls = [...calls].filter((c) => c !== "");
    fact.throws = [...throws].filter((c) => c !== "");
    fact.catches = [...catches];
    fact.decorators = decorators;
    const predicate = predicateOf(part, place.scope, ctx);
    if (predicate && (predicate.labels.length > 0 || predicate.covers.length > 0))
      this.#predicates.push({ ...predicate, name: predicate.name || name, function: index });
    const returned = returnedGroup(part, name, scope, ctx, index);
    if (returned) this.#groups.push(returned);
    // A callback goes on with what the function around it began; a named function begins anew.
    const made = name === "" ? place.made : new Set<string>();
    const loops = passedTo !== undefined && ctx.language.loops?.includes(passedTo) ? 1 : 0;
    const functions = name ? [name, ...place.functions] : place.functions;
    const inner: Place = { scope, function: index, functions, loops, endless: loops > 0 && !calleeOf(given?.call as Part)?.receiver, made };
    for (const p of part.parts) {
      if (p.role === "function.name" || p.role === "function.param") continue;
      this.sequence(p.kind === "block" || p.kind === "other" ? statements(p) : [p], inner);
    }
  }

  /** `const isRetryable = (code) => …` names its function. */
  #assignedName(part: Part, place: Place): string | undefined {
    for (const list of place.scope.bindings.values()) for (const b of list) if (b.value && unwrap(b.value) === part) return b.name;
    return undefined;
  }

  #class(part: Part, place: Place): void {
    const scope = this.#ctx.scopeOf(part, place.scope);
    const named = child(part, "class.name");
    const name = (named && nameOf(named)) ?? "";
    const base = child(part, "class.base");
    const baseName = base && (nameOf(base) ?? base.text);
    this.#classes.push({ name, span: part.span, ...(baseName ? { base: baseName } : {}) });
    const object = objectConstant(part, place.scope);
    if (object) this.#constants.push(object);
    const before = this.#constants.length;
    for (const p of part.parts)
      if (p !== named && p !== base) this.sequence(p.role === "class.body" && p.kind === "other" ? p.parts : [p], { ...place, scope });
    const group = classGroup(part, scope, this.#constants.slice(before), place.function);
    if (group) this.#groups.push(group);
  }

  facts(): FileFacts {
    const placed = new Set<number>();
    const place = (labels: readonly { readonly span: Span; readonly via?: unknown }[]): void => {
      for (const l of labels) if (!l.via) placed.add(l.span.start);
    };
    for (const b of this.#branches) for (const a of b.arms) place(a.labels);
    for (const g of this.#groups) place(g.labels);
    place(this.#constants.map((c) => c.label));
    place(this.#fields.map((f) => f.label));
    return {
      functions: this.#functions,
      branches: this.#branches,
      groups: this.#groups,
      predicates: this.#predicates,
      constants: this.#constants,
      fields: this.#fields,
      uses: this.#uses(),
      imports: this.#imports,
      mentions: this.#literals.filter((m) => !placed.has(m.span.start)),
      classes: this.#classes,
      broken: [],
    };
  }

  /** Names elsewhere that stand for a constant: what a hover explains. */
  #uses(): readonly Use[] {
    const known = new Set(this.#constants.map((c) => c.name));
    const spans = new Set(this.#constants.map((c) => c.nameSpan.start));
    const uses: Use[] = [];
    for (const constant of this.#constants) {
      uses.push({
        span: constant.nameSpan,
        label: { ...constant.label, span: constant.nameSpan, via: { name: constant.name, definition: constant.label.span } },
      });
    }
    const covered: Span[] = [];
    for (const { part, scope } of this.#names) {
      const name = nameOf(part);
      if (!name || spans.has(part.span.start) || covered.some((c) => c.start <= part.span.start && part.span.end <= c.end)) continue;
      if (!known.has(name) && !(define(part, scope, this.#ctx)?.kind === "foreign")) continue;
      const values = valuesOf(part, scope, this.#ctx, "comparison");
      const label = values?.single ? values.labels[0] : undefined;
      if (!label?.via) continue;
      covered.push(part.span);
      if (covered.length > 64) covered.shift();
      uses.push({ span: part.span, label });
    }
    return uses;
  }
}
