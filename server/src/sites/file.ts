import type { Part } from "../syntax/part.ts";
import { catchBranches, ifBranches, isReached, type Place, placeIn, switchBranches, testBranches } from "./branches.ts";
import { asksForKind, familyOf, retriedBy } from "./catches.ts";
import { classOf } from "./classes.ts";
import { conditionsIn } from "./conditions.ts";
import type { Context } from "./context.ts";
import { keyText, recordName, valueNames } from "./definitions.ts";
import { doneIn, draftOf, type FunctionDraft } from "./functions.ts";
import { classGroup, definedBy, fieldsIn, nestedTable, objectConstant, returnedGroup } from "./groups.ts";
import { calledImport, importsOf, requiredBy } from "./imports.ts";
import { type Joined, settled } from "./joined.ts";
import { againIn, asChain } from "./kinds.ts";
import { mentionOf, nearNames, requestOf } from "./literals.ts";
import { Marked } from "./marked.ts";
import type { Branch, Constant, Field, Kinds } from "./model.ts";
import { namedList } from "./named-lists.ts";
import { armsOf, calleeOf, child, children, descend, has, nameOf, statements } from "./parts.ts";
import { predicateOf } from "./predicates.ts";
import { type Finder, Row } from "./row.ts";
import type { Scope } from "./scopes.ts";
import { emptyLists, isEmpty, type Lists, type Names, type Run, rebased, runOf, type Unit, unitOf } from "./units.ts";

const literals: ReadonlySet<Part["kind"]> = new Set(["string", "number", "template", "regex"]);

/** What was read of a file before. */
export interface Before {
  readonly units: Finder;
  readonly gaps: Reader["gaps"];
}

/** Goes through a file once. */
export class Reader {
  readonly #ctx: Context;
  readonly #known: Before | undefined;
  /** Those of the file, old and new, and how many of them are new. */
  readonly units = new Row();
  anew = 0;
  /** What stands between two units, by the one before. */
  readonly gaps = new Map<Part | undefined, Run>();
  #last: Part | undefined;
  /** What is being read: a unit, or what stands between two. */
  #lists: Lists = emptyLists();
  #names: Names = [];
  /** What was read before that, in the order of the text, with how many functions. */
  readonly #runs: Run[] = [];
  readonly #parts: Lists[] = [];
  #count = 0;
  /** Values by the scope that gives them a name. */
  readonly #assigned = new Map<Scope, ReadonlyMap<Part, string>>();
  /** All so far. */
  readonly #constants: Constant[] = [];
  readonly #near = new Map<Part, string>();
  /** Names and keys of the records around, outermost first. */
  readonly #pairs: string[] = [];
  /** Decorators before the definition that they belong to. */
  readonly #decorators: string[] = [];
  /** Conditions already read as part of a branch. */
  readonly #read = new Marked();

  constructor(ctx: Context, known?: Before) {
    this.#ctx = ctx;
    this.#known = known;
  }

  sequence(parts: readonly Part[], place: Place): void {
    for (let i = 0; i < parts.length; i++) this.#step(parts, i, place);
  }

  /** What stands in the file itself or in a class of it: mostly functions that were read before, under the same circumstances. */
  members(parts: readonly Part[], place: Place): void {
    // What is marked is marked with all that stands in it; and no call is around whatever stands here.
    const first = parts.find((p) => p.kind === "function");
    const isPlain = place.scope.shared && place.function < 0 && !this.#isAround(place) && !(first && this.#read.has(first));
    const [known, owner] = [isPlain ? this.#known?.units : undefined, place.scope.owner()?.className];
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as Part;
      const at = known && this.#decorators.length === 0 ? known.following(part, owner, this.#count + this.#lists.functions.length) : -1;
      if (known && at >= 0) {
        this.#flush();
        this.units.pushFrom(known.row, at);
        this.#next(part, known.row.units[at] as Unit, known.row.lists[at] as Lists, known.row.ends[at] as number);
      } else this.#step(parts, i, place);
    }
  }

  #step(parts: readonly Part[], at: number, place: Place): void {
    const part = parts[at] as Part;
    this.#visit(part, place, parts, at);
    if (this.#decorators.length > 0 && part.kind !== "decorator" && part.kind !== "comment") this.#decorators.length = 0;
  }

  #visit(part: Part, place: Place, all: readonly Part[], at: number): void {
    if (has(part, "test")) {
      for (const p of descend(part)) this.#literal(p);
      return;
    }
    switch (part.kind) {
      case "function":
        if (place.scope.shared && place.function < 0) this.#unit(part, place);
        else this.#function(part, place);
        return;
      case "class":
        this.#class(part, place);
        return;
      case "decorator":
        this.sequence(part.parts, place);
        this.#decorators.push(part.text ?? "");
        return;
      case "import":
        this.#lists.imports.push(...importsOf(part, this.#ctx.language));
        return;
      case "switch":
        this.#add(switchBranches(part, place, this.#ctx));
        this.#sorted(asChain(part), place);
        // Labels and guards that are conditions were read with it.
        for (const arm of armsOf(part)) for (const p of arm.parts) if (p.role === "arm.label" || p.role === "arm.guard") this.#read.mark(p);
        break;
      case "try":
        this.#try(part, place, all, at);
        break;
      case "catch":
        // One without a try belongs to the whole function.
        if (!all.some((p) => p.role === "try.body")) this.#catch(part, [], place);
        break;
      case "if":
        // The else-ifs of a chain were read with its head.
        if (!this.#read.has(part)) {
          this.#read.chain(part);
          this.#if(part, place, all, at);
        }
        break;
      case "op":
      case "call":
      case "index":
      case "each":
        this.#condition(part, place);
        if (part.kind === "call") {
          const brought = calledImport(part, this.#ctx.language);
          if (brought) this.#lists.imports.push(brought);
          this.#listed(part, place);
        }
        if (part.kind === "call") (place.made as Set<string>).add(requestOf(calleeOf(part), this.#ctx.language));
        break;
      case "pair": {
        const table = nestedTable(part, this.#pairs.at(-1), place.scope, this.#ctx, place.function);
        if (table) this.#lists.groups.push(table);
        else this.#listed(part, place);
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
        this.#name(part, place.scope);
        break;
      default:
    }
    if (part.kind === "call" || part.kind === "pair") this.#lists.conditions.push(...conditionsIn(part, this.#ctx.language));
    if (part.kind === "call" || part.kind === "pair" || part.kind === "index")
      for (const [literal, name] of nearNames(part)) if (literals.has(literal.kind)) this.#near.set(literal, name);
    const inner = placeIn(part, place, this.#ctx);
    const key = part.kind === "pair" ? keyText(child(part, "pair.key")) : part.kind === "assign" ? recordName(part) : undefined;
    if (key !== undefined) this.#pairs.push(key);
    this.sequence(part.parts, inner);
    if (key !== undefined) this.#pairs.pop();
  }

  #if(part: Part, place: Place, all: readonly Part[], at: number): void {
    const rest = (): readonly Part[] => all.slice(at + 1).filter(isReached);
    this.#add(ifBranches(part, rest, place, this.#ctx));
    this.#sorted(part, place, rest);
  }

  #try(part: Part, place: Place, all: readonly Part[], at: number): void {
    for (const one of part.parts) if (one.kind === "catch") for (const guard of children(one, "catch.guard")) this.#read.mark(guard);
    this.#add(catchBranches(part, place, this.#ctx));
    for (const one of part.parts) if (one.kind === "catch") this.#catch(one, all.slice(at + 1).filter(isReached), place);
  }

  #catch(part: Part, rest: readonly Part[], place: Place): void {
    this.#retried(place, () => retriedBy(part, rest, place, this.#ctx));
  }

  #add(branches: readonly Branch[]): void {
    for (const branch of branches) if (branch.arms.some((a) => a.labels.length > 0 || a.covers.length > 0)) this.#lists.branches.push(branch);
  }

  #condition(part: Part, place: Place): void {
    if (this.#read.has(part)) return;
    const found = testBranches(part, place, this.#ctx);
    if (found.length > 0) {
      this.#read.mark(part);
      this.#add(found);
    }
  }

  #assign(part: Part, place: Place): void {
    const required = requiredBy(part, this.#ctx.language);
    if (required) this.#lists.imports.push(required);
    const named = definedBy(part, place.scope, this.#ctx, place.function);
    this.#lists.groups.push(...named.groups);
    this.#listed(part, place);
    this.#constant(named.constants);
    this.#lists.fields.push(...named.fields);
    const family = place.scope.shared ? familyOf(part, this.#ctx.language) : undefined;
    if (family) this.#lists.families.push(family);
    // Whatever was read as a list or table is no condition.
    const value = child(part, "assign.value");
    if (named.groups.length > 0 && value)
      for (const p of descend(value, (q) => q.kind !== "function")) if (p.kind === "op" || p.kind === "call") this.#read.add(p);
  }

  #listed(part: Part, { scope, function: fn }: Place): void {
    const group = this.#read.has(part) ? undefined : namedList(part, this.#pairs.at(-1), scope, this.#ctx, fn);
    if (group) this.#lists.groups.push(group);
  }

  /** Records made on the way to a throw, a return or a call. */
  #made(part: Part, place: Place, context: Field["context"]): void {
    for (const p of part.parts) this.#lists.fields.push(...fieldsIn(p, undefined, place.function, context));
  }

  #name(part: Part, scope: Scope): void {
    const names = this.#names;
    const last = names[names.length - 1];
    if (last?.scope === scope) last.parts.push(part);
    else names.push({ scope, parts: [part] });
  }

  #literal(part: Part): void {
    const mention = mentionOf(part, this.#near.get(part));
    if (mention) this.#lists.literals.push(mention);
  }

  /** A chain that asks of what class something is. */
  #sorted(chain: Part | undefined, place: Place, rest: () => readonly Part[] = () => []): void {
    if (chain && asksForKind(chain, place, this.#ctx))
      this.#retried(place, () => [againIn([chain, ...rest()], { place, ctx: this.#ctx, caught: undefined, falls: false })]);
  }

  /** What is tried again is said of the function around. */
  #retried(place: Place, kinds: () => readonly Kinds[]): void {
    const around: FunctionDraft | undefined = this.#lists.functions[place.function - this.#count];
    if (around) around.retried = [...around.retried, ...kinds().filter((k) => k.types.length > 0)];
  }

  /** A function that was read before, under the same circumstances, is not read again. */
  #unit(part: Part, place: Place): void {
    this.#flush();
    const base = this.#count;
    const known = this.#known?.units.unit(part);
    const call = this.#ctx.callbacks.get(part)?.call;
    const owner = place.scope.owner()?.className;
    const isPlain = !this.#isAround(place) && !this.#read.has(part);
    let unit = known?.call === call && known?.plain && isPlain && known.plain.owner === owner ? this.#again(known, place) : undefined;
    if (!unit) {
      const own = child(part, "function.name");
      const assigned = own && nameOf(own) ? undefined : this.#assignedName(part, place);
      const named = own !== undefined || assigned !== undefined;
      const made = named ? [] : [...place.made];
      const plain = isPlain && assigned === undefined && made.length === 0 ? { owner } : undefined;
      const key = plain ? (owner === undefined ? "" : `.${owner}`) : this.#keyOf(part, place, owner, assigned, made);
      if (known?.key === key && known.call === call) unit = this.#again(known, place);
      else {
        this.anew++;
        this.#function(part, place);
        const added = named ? [] : [...place.made].slice(made.length);
        unit = unitOf(part, { key, plain: own && nameOf(own) ? plain : undefined, call, base, ...this.#taken(), made: added });
      }
    }
    this.units.push(part, unit);
    this.#next(part, unit, unit.lists, base + unit.lists.functions.length);
  }

  #next(part: Part, unit: Unit, lists: Lists, count: number): void {
    this.#last = part;
    this.#runs.push(unit);
    this.#parts.push(lists);
    this.#count = count;
  }

  #again(known: Unit, place: Place): Unit {
    this.#decorators.length = 0;
    const unit = known.base === this.#count ? known : rebased(known, this.#count);
    for (const name of unit.made) (place.made as Set<string>).add(name);
    if (unit.lists.constants.length > 0) this.#constants.push(...unit.lists.constants);
    return unit;
  }

  /** Something stands around that the reading of a function depends on, beside its class. */
  #isAround({ functions, loops, endless }: Place): boolean {
    return this.#decorators.length > 0 || this.#pairs.length > 0 || functions.length > 0 || loops > 0 || endless;
  }

  /** All that the reading of a unit depends on beside its parts and the names around it, as a text to be compared. */
  #keyOf(part: Part, place: Place, owner: string | undefined, assigned: string | undefined, made: readonly string[]): string {
    const { functions, loops, endless } = place;
    return JSON.stringify([this.#decorators, this.#pairs, functions, loops, endless, owner, this.#read.has(part), assigned, made]);
  }

  /** What was read since the last unit becomes a run of its own. */
  #flush(): void {
    if (isEmpty(this.#lists) && this.#names.length === 0) return;
    const { lists, names } = this.#taken();
    const run = settled(runOf(lists, names), this.#known?.gaps.get(this.#last));
    this.gaps.set(this.#last, run);
    this.#runs.push(run);
    this.#parts.push(run.lists);
    this.#count += lists.functions.length;
  }

  #taken(): Pick<Run, "lists" | "names"> {
    const taken = { lists: this.#lists, names: this.#names };
    this.#lists = emptyLists();
    this.#names = [];
    return taken;
  }

  #function(part: Part, place: Place): void {
    const ctx = this.#ctx;
    const scope = ctx.scopeOf(part, place.scope);
    const named = child(part, "function.name");
    const given = ctx.callbacks.get(part);
    const name = (named && nameOf(named)) ?? this.#assignedName(part, place) ?? "";
    const owner = place.scope.owner()?.className;
    const callee = given && calleeOf(given.call);
    const index = this.#count + this.#lists.functions.length;
    const fact = draftOf(part, { name, owner, named, callee, under: this.#pairs.at(-1), parent: place.function });
    this.#lists.functions.push(fact);
    Object.assign(fact, doneIn(part, fact.name, place.scope, ctx, this.#decorators.splice(0)));
    const predicate = predicateOf(part, place.scope, ctx);
    if (predicate && (predicate.labels.length > 0 || predicate.covers.length > 0))
      this.#lists.predicates.push({ ...predicate, name: predicate.name || name, function: index });
    const returned = returnedGroup(part, name, scope, ctx, index);
    if (returned) this.#lists.groups.push(returned);
    // A callback goes on with what the function around it began; a named function begins anew.
    const made = name === "" ? place.made : new Set<string>();
    const loops = callee && ctx.language.loops?.includes(callee.name) ? 1 : 0;
    const functions = name ? [name, ...place.functions] : place.functions;
    const inner: Place = { scope, function: index, functions, loops, endless: loops > 0 && !callee?.receiver, made };
    for (const p of part.parts) {
      if (p.role === "function.param") this.#listed(p, inner);
      if (p.role === "function.name" || p.role === "function.param") continue;
      this.sequence(p.kind === "block" || p.kind === "other" ? statements(p) : [p], inner);
    }
  }

  /** `const isRetryable = (code) => …` names its function. */
  #assignedName(part: Part, { scope }: Place): string | undefined {
    let names = this.#assigned.get(scope);
    if (!names) {
      names = valueNames(scope);
      this.#assigned.set(scope, names);
    }
    return names.get(part);
  }

  #class(part: Part, place: Place): void {
    const scope = this.#ctx.scopeOf(part, place.scope);
    const named = child(part, "class.name");
    const base = child(part, "class.base");
    this.#lists.classes.push(classOf(part, scope, this.#ctx));
    const object = objectConstant(part, place.scope);
    if (object) this.#constant([object]);
    const before = this.#constants.length;
    const inner = { ...place, scope };
    for (const p of part.parts)
      if (p.role === "class.body" && p.kind === "other") this.members(p.parts, inner);
      else if (p !== named && p !== base) this.members([p], inner);
    const group = classGroup(part, scope, this.#constants.slice(before), place.function);
    if (group) this.#lists.groups.push(group);
  }

  #constant(constants: readonly Constant[]): void {
    this.#lists.constants.push(...constants);
    this.#constants.push(...constants);
  }

  /** All that was read, in the order of the text. */
  all(): Pick<Joined, "runs" | "parts"> {
    this.#flush();
    return { runs: this.#runs, parts: this.#parts };
  }
}
