import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import { importedNames } from "./imported-names.ts";
import { armsOf, calleeOf, child, children, dotted, has, nameOf, unwrap } from "./parts.ts";
import { keyName, pickedBy } from "./picked.ts";
import type { Units } from "./units.ts";

/** One giving of a name. */
export interface Binding {
  readonly name: string;
  readonly kind: "value" | "param" | "each" | "catch" | "function" | "class" | "import";
  /** What the name is given; for `each`, what is gone through; for a parameter of a function that is an argument, nothing. */
  readonly value?: Part;
  /** Where that value stands, for names within it. */
  readonly scope: Scope;
  /** Keys between the value and the name: destructuring. */
  readonly keys?: readonly string[];
  readonly declared?: string;
  readonly span: Span;
  readonly constant: boolean;
  /** A comprehension's names hold inside it only. */
  readonly within?: Span;
}

/** The names of one function, class or file. Within a function the last giving before a use counts: blocks don't shadow often enough to matter. */
export class Scope {
  readonly bindings: Map<string, Binding[]>;
  /** What is around a function that is kept may be made anew around it. */
  parent: Scope | undefined;
  /** The part that opens the scope; undefined for the file. */
  readonly part: Part | undefined;
  /** Of a class scope, its name. */
  readonly className: string | undefined;
  readonly children = new Map<Part, Scope>();
  /** What the language calls the object itself. */
  readonly self: readonly string[];
  /** The file's own, or that of a class in it: functions beside each other see the names of it. */
  readonly shared: boolean;
  /** Takes down what is added, as long as somebody wants to know. */
  log: Binding[] | undefined;

  constructor(parent: Scope | undefined, self: readonly string[], part?: Part, className?: string, bindings?: Map<string, Binding[]>) {
    this.bindings = bindings ?? new Map();
    this.parent = parent;
    this.self = self;
    this.part = part;
    this.className = className;
    this.shared = parent === undefined || (parent.shared && className !== undefined);
  }

  add(binding: Binding): void {
    this.log?.push(binding);
    const list = this.bindings.get(binding.name);
    if (list) list.push(binding);
    else this.bindings.set(binding.name, [binding]);
  }

  /** The binding a use at `at` sees, from here outward. */
  lookup(name: string, at: number): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const list = scope.bindings.get(name);
      if (!list) continue;
      let first: Binding | undefined;
      let before: Binding | undefined;
      let inside: Binding | undefined;
      let worked: Binding | undefined;
      for (let i = 0; i < list.length; i++) {
        const b = list[i] as Binding;
        if (b.within && (b.within.start > at || at > b.within.end)) continue;
        first ??= b;
        if (b.within) inside = b;
        if (b.span.end > at) continue;
        before = b;
        if (!isStandIn(b)) worked = b;
      }
      // `let code = answer.code; if (!code) code = "606"`: what is said where there is nothing else isn't what the name stands for.
      if (worked && before && !inside && isStandIn(before)) return worked;
      const best = inside ?? before ?? first;
      if (best) return best;
    }
    return undefined;
  }

  /** All givings of a name in the innermost scope that gives it. */
  givings(name: string): readonly Binding[] | undefined {
    return this.giver(name)?.bindings.get(name);
  }

  /** That scope. */
  giver(name: string): Scope | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) if (scope.bindings.has(name)) return scope;
    return undefined;
  }

  /**
   * A field of the class whose scope this is. A plain literal that is replaced somewhere is where the field begins, not what it stands for:
   * then the first other value counts.
   */
  member(name: string): Binding | undefined {
    const list = this.bindings.get(name);
    if (!list || list.length < 2) return list?.[0];
    return list.find((b) => b.value && !isPlain(unwrap(b.value))) ?? list[0];
  }

  /** The innermost class around. */
  owner(): Scope | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) if (scope.className !== undefined) return scope;
    return undefined;
  }

  file(): Scope {
    let scope: Scope = this;
    while (scope.parent) scope = scope.parent;
    return scope;
  }
}

/** A plain literal that a name is given which isn't constant. */
function isStandIn({ kind, value, constant }: Binding): boolean {
  return kind === "value" && !constant && (value === undefined || isPlain(unwrap(value)));
}

function isPlain(part: Part): boolean {
  return part.parts.length === 0 && part.kind !== "name" && part.kind !== "call" && part.kind !== "list" && part.kind !== "table";
}

/** Fills a scope, and those nested in it, with everything the parts give a name to. */
export function bindAll(parts: readonly Part[], scope: Scope, units?: Units): void {
  for (let i = 0; i < parts.length; i++) bindPart(parts[i] as Part, scope, units);
}

function bindPart(part: Part, scope: Scope, units?: Units): void {
  switch (part.kind) {
    case "function":
      bindFunctionPart(part, scope, units);
      return;
    case "class":
      bindClass(part, scope, units);
      return;
    case "assign": {
      // A name beside a pattern (`c @ ("601" | "602")`) is given what is asked, not the pattern.
      if (part.role !== "arm.label" || !child(part, "assign.value")) bindAssign(part, scope);
      break;
    }
    case "loop": {
      const sources = children(part, "loop.source");
      for (const [i, local] of children(part, "loop.local").entries()) {
        const source = sources[i] ?? sources[0];
        if (source) bindTarget(local, scope, { kind: "each", value: source });
      }
      break;
    }
    case "each": {
      const source = child(part, "each.source");
      for (const local of children(part, "each.local"))
        bindTarget(local, scope, { kind: "each", within: part.span, ...(source ? { value: source } : {}) });
      break;
    }
    case "catch": {
      const name = child(part, "catch.name");
      const caught = child(part, "catch.type");
      const type = caught && (caught.text ?? dotted(caught)?.join(".") ?? nameOf(caught))?.replace(/^[\s:]+/, "");
      if (name) bindTarget(name, scope, { kind: "catch", ...(type ? { declared: type } : {}) });
      break;
    }
    case "import": {
      const names = importedNames(part);
      for (const { local, span } of names) scope.add({ name: local, kind: "import", value: part, scope, span, constant: true });
      return;
    }
    default:
  }
  bindAll(part.parts, scope, units);
  if (part.kind === "op" || part.kind === "switch") bindPatterns(part, scope);
  else if (part.kind === "call") bindParsed(part, scope);
}

function bindFunctionPart(part: Part, scope: Scope, units: Units | undefined): void {
  const known = scope.shared ? units?.boundIn(part, scope) : undefined;
  if (known) {
    const { name, scope: inner } = known;
    if (name) scope.add({ name: name.text, kind: "function", value: part, scope, span: name.span, constant: true });
    for (const binding of known.outward) scope.owner()?.add(binding);
    scope.children.set(part, inner);
    return;
  }
  const named = child(part, "function.name");
  const name = named ? nameOf(named) : undefined;
  if (name) scope.add({ name, kind: "function", value: part, scope, span: (named as Part).span, constant: true });
  const outer = ownerOf(named, scope, units) ?? scope;
  const bind = (): Scope => bindFunction(part, new Scope(outer, scope.self, part));
  const own = name ? { text: name, span: (named as Part).span } : undefined;
  const isMember = named !== undefined && unwrap(named).kind === "member";
  scope.children.set(part, units && scope.shared ? units.scopeOf(part, scope, outer, { name: own, isMember, bind }) : bind());
}

function bindClass(part: Part, scope: Scope, units: Units | undefined): void {
  const named = child(part, "class.name");
  const name = (named && nameOf(named)) ?? "";
  // What is said of a class elsewhere (`impl`, `extension`, a partial class) is said of the same one.
  const before = name === "" ? undefined : scope.bindings.get(name)?.find((b) => b.kind === "class")?.scope;
  if (before) units?.meet();
  const inner = new Scope(scope, scope.self, part, name, units?.takesOver ? undefined : before?.bindings);
  const given = child(part, "class.arg");
  // `object Expired : ErrorCode("602")`: an object that is made with a value stands for it.
  if (name && given) scope.add({ name, kind: "value", value: given, scope, span: (named as Part).span, constant: true });
  else if (name) scope.add({ name, kind: "class", value: part, scope: inner, span: (named as Part).span, constant: true });
  scope.children.set(part, inner);
  // What a class itself is given (a record's components, a primary constructor) its methods see by name.
  for (const param of children(part, "class.param")) bindParam(param, inner);
  bindAll(
    part.parts.filter((p) => p !== named && p.role !== "class.param"),
    inner,
    units,
  );
}

/** `bool Client::retryable() { … }`: a function that is named as a member of a class sees what the class does. */
function ownerOf(named: Part | undefined, scope: Scope, units: Units | undefined): Scope | undefined {
  const at = named && unwrap(named);
  const object = at?.kind === "member" ? child(at, "member.object") : undefined;
  const name = object && nameOf(object);
  const owner = name === undefined ? undefined : scope.bindings.get(name)?.find((b) => b.kind === "class")?.scope;
  if (owner) units?.meet();
  return units?.takesOver ? undefined : owner;
}

function bindFunction(part: Part, scope: Scope): Scope {
  const { parts } = part;
  for (let i = 0; i < parts.length; i++) if (parts[i]?.role === "function.param") bindParam(parts[i] as Part, scope);
  for (let i = 0; i < parts.length; i++) {
    const { role } = parts[i] as Part;
    if (role !== "function.name" && role !== "function.param") bindPart(parts[i] as Part, scope);
  }
  return scope;
}

/** `int.TryParse(error.Code, out var code)`: the name is what the call makes of its first argument, and so is one that was there before. */
function bindParsed(call: Part, scope: Scope): void {
  // Few languages give names among arguments: of all other calls nothing more is asked.
  for (const arg of call.parts) {
    const target = has(arg, "out") ? arg : arg.kind === "assign" && !child(arg, "assign.value") ? child(arg, "assign.target") : undefined;
    if (target && /^try_?parse/i.test(calleeOf(call)?.name ?? "")) bindTarget(target, scope, { kind: "value", value: call });
  }
}

/** `e is ApiException api`, `case ApiException api`: a name that a pattern gives stands for what is asked. */
function bindPatterns(part: Part, scope: Scope): void {
  const value = part.kind === "op" ? child(part, "op.left") : part.kind === "switch" ? child(part, "switch.subject") : undefined;
  if (!value) return;
  const patterns: readonly { readonly pattern: Part; readonly within?: Span; readonly named?: boolean }[] =
    part.kind === "op"
      ? children(part, "op.right").map((pattern) => ({ pattern }))
      : armsOf(part).flatMap((arm) => children(arm, "arm.label").map((pattern) => ({ pattern, within: arm.span, named: namesSubject(arm) })));
  for (const { pattern, within, named } of patterns) {
    const at = unwrap(pattern);
    const beside = within && at.kind === "assign" && child(at, "assign.value") ? child(at, "assign.target") : named ? at : undefined;
    if (beside && within) bindTarget(beside, scope, { kind: "value", value, within });
    const target = (at.kind === "assign" || at.kind === "table") && !child(at, "assign.value") ? child(at, "assign.target") : undefined;
    const type = target && child(at, "assign.type")?.text;
    if (target) bindTarget(target, scope, { kind: "value", value, ...(type ? { declared: type } : {}) });
    else bindTaken(at, scope, { kind: "value", value, ...(within ? { within } : {}) }, []);
  }
}

/** `case c if …`, `case other`: a plain name that no arm of constants would be followed by. */
function namesSubject(arm: Part): boolean {
  const labels = children(arm, "arm.label").map(unwrap);
  const only = labels.length === 1 ? labels[0] : undefined;
  return only?.kind === "name" && /^[a-z_]/.test(only.text ?? "") && (has(arm, "default") || child(arm, "arm.guard") !== undefined);
}

/** `Err(Failure { code, .. })`, `Some(code)`: names for what a pattern takes out. Those that begin with a capital are what it asks for. */
function bindTaken(given: Part, scope: Scope, value: Given, keys: readonly string[]): void {
  const at = unwrap(given);
  if (at.kind === "bind") bindTarget(at, scope, value, keys);
  else if (at.kind === "pair") {
    const key = child(at, "pair.key");
    const inner = child(at, "pair.value");
    const name = key && nameOf(key);
    if (name && inner) bindTakenAs(inner, scope, value, keys, [name]);
  } else if (at.kind === "call" && has(at, "pattern")) {
    // What stands at a place has no name but the one that it is given here.
    for (const arg of children(at, "call.arg")) bindTakenAs(arg, scope, value, keys, []);
  } else if (at.kind === "table" || at.kind === "list" || at.kind === "other")
    for (const p of at.parts) if (p.kind !== "name") bindTaken(p, scope, value, keys);
}

function bindTakenAs(part: Part, scope: Scope, value: Given, keys: readonly string[], key: readonly string[]): void {
  const at = unwrap(part);
  const name = at.kind === "name" ? at.text : undefined;
  if (name === undefined) bindTaken(at, scope, value, [...keys, ...key]);
  else if (/^[a-z]/.test(name)) bindTarget(at, scope, value, [...keys, ...(key.length > 0 ? key : [name])]);
}

function bindAssign(part: Part, scope: Scope): void {
  const value = child(part, "assign.value");
  const type = child(part, "assign.type");
  const declared = type?.text?.replace(/^:\s*/, "");
  const targets = children(part, "assign.target");
  const bare: Given = { kind: "value", ...(declared ? { declared } : {}), constant: has(part, "constant") };
  const extra: Given = value ? { ...bare, value } : bare;
  if (targets.length > 0) bindTarget(targets[0] as Part, scope, extra);
  if (targets.length < 2) return;
  // `policy, known := TABLE[code]`: the second name says whether there is one; what a call gives beside its first outcome is nobody's value.
  const more = value && unwrap(value).kind === "index" ? extra : bare;
  for (const target of targets.slice(1)) bindTarget(target, scope, more);
}

function bindParam(param: Part, scope: Scope): void {
  const at = unwrap(param);
  if (at.kind === "param") {
    const type = child(at, "param.type")?.text?.replace(/^:\s*/, "");
    const names = children(at, "param.name");
    for (const name of names.length ? names : at.parts.filter((p) => p.kind === "name").slice(0, 1)) {
      bindTarget(name, scope, { kind: "param", ...(type ? { declared: type } : {}) });
    }
    if (names.length === 0 && at.parts.length === 0 && at.text) scope.add({ name: at.text, kind: "param", scope, span: at.span, constant: false });
    return;
  }
  bindTarget(param, scope, { kind: "param" });
}

interface Given {
  readonly kind: Binding["kind"];
  readonly value?: Part;
  readonly declared?: string;
  readonly constant?: boolean;
  readonly within?: Span;
}

/** All bindings have the same fields in the same order, be they there or not. */
function bindingOf(name: string, { kind, value, declared, constant, within }: Given, scope: Scope, span: Span, keys: readonly string[]): Binding {
  return { name, kind, value, scope, keys: keys.length > 0 ? keys : undefined, declared, span, constant: constant ?? false, within } as Binding;
}

const noKeys: readonly string[] = [];

function bindTarget(target: Part, scope: Scope, given: Given, keys: readonly string[] = noKeys): void {
  const at = unwrap(target);
  if (at.kind === "name" && at.text) {
    scope.add(bindingOf(at.text, given, scope, at.span, keys));
    return;
  }
  // `codes["606"] = …` gives no name.
  if (at.kind === "index" || (at.kind === "call" && !has(at, "pattern"))) return;
  if (at.kind === "member") {
    // `self.code = …` is a name of the class: the members of one object share a scope by their last name.
    const key = nameOf(at);
    const object = child(at, "member.object");
    const owner = scope.owner();
    if (key && object && owner && scope.self.includes(nameOf(object) ?? "")) owner.add(bindingOf(key, given, scope, at.span, keys));
    // `Client.prototype.again = function …`, `exports.again = …`: a function of the file by its last name.
    else if (key && !scope.parent && given.value && unwrap(given.value).kind === "function" && !scope.bindings.has(key))
      scope.add(bindingOf(key, { kind: "function", value: unwrap(given.value), constant: true }, scope, at.span, keys));
    return;
  }
  if (at.kind === "bind") {
    if (at.parts.length === 0 && at.text) {
      scope.add(bindingOf(at.text, given, scope, at.span, [...keys, at.text]));
      return;
    }
    const key = child(at, "bind.key");
    const local = child(at, "bind.local");
    const step = key && keyName(key);
    if (local) bindTarget(local, scope, given, step === undefined ? keys : [...keys, step]);
    return;
  }
  if (has(at, "pattern")) {
    bindTaken(at, scope, given, keys);
    return;
  }
  // A pattern of several names: each takes its own key; places in a list are subscripts.
  const picked = given.value && pickedBy(given.value, at.parts.length);
  if (picked) {
    for (const [i, inner] of at.parts.entries()) bindTarget(inner, scope, { ...given, value: picked.from }, [...keys, picked.keys[i] as string]);
    return;
  }
  // `code, message = error.code, error.message`: each takes its own.
  const list = given.value && given.kind === "value" ? unwrap(given.value) : undefined;
  if (list?.kind === "list" && list.parts.length === at.parts.length && at.parts.every((p) => p.role !== "bind.key")) {
    for (const [i, inner] of at.parts.entries()) bindTarget(inner, scope, { ...given, value: list.parts[i] as Part }, keys);
    return;
  }
  for (const [i, inner] of at.parts.entries()) {
    const key = inner.role === "bind.local" ? at.parts[i - 1] : undefined;
    const step = key?.role === "bind.key" ? keyName(key) : inner.kind === "name" ? "[]" : undefined;
    if (inner.role !== "bind.key") bindTarget(inner, scope, given, step === undefined ? keys : [...keys, step]);
  }
}
