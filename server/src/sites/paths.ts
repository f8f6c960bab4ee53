import type { Part } from "../syntax/part.ts";
import type { Span } from "../text/span.ts";
import { type Context, depthLimit } from "./context.ts";
import { literalOf } from "./literals.ts";
import type { Path } from "./model.ts";
import { bare, type Callee, calleeOf, child, children, dotted, has, nameOf, statements, unwrap } from "./parts.ts";
import { stepOfArgument, stepsOfArgument, stepsOfFilter, stepsOfProgram } from "./path-texts.ts";
import type { Binding, Scope } from "./scopes.ts";

type Draft = Omit<Path, "span">;

/** Names the expression decided on, from its root to its last name; undefined for what is computed. */
export function pathOf(part: Part, scope: Scope, ctx: Context): Path | undefined {
  const draft = trace(part, scope, ctx, 0);
  return draft && { span: part.span, ...draft };
}

function trace(given: Part, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  if (depth > depthLimit) return undefined;
  const part = unwrap(given);
  switch (part.kind) {
    case "name":
      return part.text === undefined ? undefined : traceName(part.text, part.span, scope, ctx, depth);
    case "bind":
      return part.text === undefined ? undefined : traceName(part.text, part.span, scope, ctx, depth);
    case "member":
      return traceMember(part, scope, ctx, depth);
    case "index":
      return traceIndex(part, scope, ctx, depth);
    case "call":
      return traceCall(part, scope, ctx, depth);
    case "op":
      return traceOp(part, scope, ctx, depth);
    case "if": {
      const then = child(part, "if.then");
      const otherwise = child(part, "if.else");
      return (then && trace(then, scope, ctx, depth + 1)) ?? (otherwise && trace(otherwise, scope, ctx, depth + 1));
    }
    case "string":
    case "template": {
      // `${code}` alone is the code as text; with other words around it, it is a message.
      const only = part.parts.length === 1 ? part.parts[0] : undefined;
      const bare = only && only.span.start - part.span.start <= 3 && part.span.end - only.span.end <= 2;
      return bare ? withConversion(trace(only, scope, ctx, depth + 1), "string") : undefined;
    }
    case "other": {
      // `(a, b) = …` and the like: several things are no one thing; an assignment in a condition is its value.
      const assign = part.parts.find((p) => p.kind === "assign");
      return assign && part.parts.length === 1 ? trace(assign, scope, ctx, depth + 1) : undefined;
    }
    case "block": {
      // `echo "$body" | jq -r .code`: the last command says what comes out.
      const last = ctx.language.paths ? part.parts.at(-1) : undefined;
      return last?.kind === "call" ? trace(last, scope, ctx, depth + 1) : undefined;
    }
    case "each": {
      const item = child(part, "each.item");
      return item && trace(item, scope, ctx, depth + 1);
    }
    case "assign": {
      const target = child(part, "assign.target");
      return target ? trace(target, scope, ctx, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}

function traceName(name: string, at: Span, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const binding = scope.lookup(name, at.start);
  if (!binding) return givenAt(name, scope, ctx, depth) ?? { names: [name], origin: "free" };
  return traceBinding(name, binding, ctx, depth);
}

/** `$1` is what a call of the function gives there. */
function givenAt(name: string, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const named = scope.part && child(scope.part, "function.name");
  if (!named || !ctx.language.shell || !/^\d+$/.test(name)) return undefined;
  for (const { call, scope: from } of ctx.calls.get(nameOf(named) ?? "") ?? []) {
    const arg = children(call, "call.arg")[Number(name) - 1];
    const path = arg && from !== scope ? trace(arg, from, ctx, depth + 1) : undefined;
    if (path) return { ...path, origin: "param" };
  }
  return undefined;
}

function traceBinding(name: string, binding: Binding, ctx: Context, depth: number): Draft {
  const { declared } = binding;
  if (binding.kind === "param") {
    const source = callbackSource(binding, ctx, depth);
    return source ? extend(source, binding.keys ?? [], name, declared) : ownPath("param", name, binding);
  }
  if (binding.kind === "import") return ownPath("import", name, binding);
  if (binding.kind === "value" || binding.kind === "each") {
    // A place among the arguments says less than a name: `local code=$1` is called `code`.
    const place = ctx.language.shell && binding.value && /^\d+$/.test(nameOf(bare(binding.value)) ?? "");
    const value = binding.value && !place ? trace(binding.value, binding.scope, ctx, depth + 1) : undefined;
    // `x = x.code` would go round: the binding seen from its own value is the one before, or none.
    if (value) return extend(value, binding.kind === "each" ? ["[]", ...(binding.keys ?? [])] : (binding.keys ?? []), name, declared);
  }
  return ownPath("local", name, binding);
}

/** What is not traced further goes by its own name. */
function ownPath(origin: Path["origin"], name: string, { keys, declared }: Binding): Draft {
  const names = keys ? [name, ...keys.filter((k) => k !== name)] : [name];
  return declared ? { names, origin, local: name, declared } : { names, origin, local: name };
}

function extend(draft: Draft, keys: readonly string[], local: string, declared: string | undefined): Draft {
  const more = { names: keys.length > 0 ? [...draft.names, ...keys] : draft.names, local };
  return Object.assign({}, draft, declared ? { ...more, declared } : more);
}

/** `errors.some((e) => …)`: what `e` is an element of. */
function callbackSource(binding: Binding, ctx: Context, depth: number): Draft | undefined {
  const fn = binding.scope.part;
  const given = fn && ctx.callbacks.get(fn);
  if (!fn || !given) return undefined;
  const first = children(fn, "function.param")[0];
  if (!first || binding.span.start < first.span.start || binding.span.end > first.span.end) return undefined;
  const callee = calleeOf(given.call);
  if (!callee || !isEach(callee.name, ctx)) return undefined;
  const gone = goneThrough(callee, ctx, fn);
  const source = gone && trace(gone, given.scope, ctx, depth + 1);
  return source && { ...source, names: [...source.names, "[]"] };
}

/** What a callee goes through: its receiver; without one (`array_filter($errors, fn ($e) => …)`) what stands beside the callback. */
export function goneThrough({ receiver, args }: Callee, { language }: Context, fn?: Part): Part | undefined {
  const owner = receiver && nameOf(receiver);
  if (receiver && !(owner !== undefined && language.spaces?.includes(owner))) return receiver;
  return fn && args.find((a) => unwrap(a) !== fn);
}

export function isEach(name: string, ctx: Context): boolean {
  return ctx.language.each.includes(name) || ctx.language.goes?.includes(name) || name === "forEach" || mapsTo.has(name);
}

function traceMember(part: Part, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const object = child(part, "member.object");
  const key = child(part, "member.key");
  const name = key && nameOf(key);
  if (!name) return undefined;
  if (!object) return { names: [name], origin: "free" };
  const root = trace(object, scope, ctx, depth + 1);
  const convert = ctx.language.convert[name];
  if (convert && root) return convert === "same" ? root : withConversion(root, convert);
  const own = nameOf(object);
  if (own && scope.self.includes(own)) {
    const binding = scope.owner()?.member(name);
    const value = binding?.value && binding.kind === "value" ? trace(binding.value, binding.scope, ctx, depth + 1) : undefined;
    return {
      names: value ? [...value.names.slice(0, -1), name] : [own, name],
      origin: "free",
      ...(binding?.declared ? { declared: binding.declared } : {}),
    };
  }
  return root ? continued(root, name) : { names: ["()", name], origin: "free" };
}

/** How a match hands out its groups, and a row of pieces one of them. */
const accessors = /^(?:groups?|group_?values?|captures?|values?|first|last|next)(?:\(\))?$/i;

/** A field of a value: what was said of the value's type or conversion doesn't hold for the field. */
function continued(root: Draft, name: string): Draft {
  if (root.piece && accessors.test(name)) return root;
  const { names, origin, local, piece } = root;
  const rootDeclared = root.rootDeclared ?? root.declared;
  return {
    names: [...names, name],
    origin,
    ...(local ? { local } : {}),
    ...(rootDeclared ? { rootDeclared } : {}),
    ...(piece ? { piece } : {}),
  };
}

function traceIndex(part: Part, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const object = child(part, "index.object");
  const key = child(part, "index.key");
  const root = object && trace(object, scope, ctx, depth + 1);
  if (!root) return undefined;
  const literal = key && literalOf(unwrap(key));
  // `type[/FLOW-(\d{4})/, 1]`, `type[:4]`, `type[0..3]`
  if (has(part, "slice") || (key && (unwrap(key).kind === "regex" || isRange(unwrap(key), ctx)))) return { piece: true, ...root };
  return continued(root, literal?.type === "string" && isName(literal.value) ? literal.value : "[]");
}

function isRange(key: Part, ctx: Context): boolean {
  const sign = key.kind === "op" ? child(key, "op.sign")?.text : undefined;
  const meaning = sign !== undefined && Object.hasOwn(ctx.language.operators, sign) ? ctx.language.operators[sign] : undefined;
  return meaning === "through" || meaning === "until";
}

const reads = /^(?:get|opt|path|prop|fetch|dig|at|value|property|read|query|elem|field|member|try_?get)/i;

function traceCall(part: Part, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const callee = calleeOf(part);
  if (!callee) return undefined;
  const { name, receiver, args } = callee;
  const cut = pieceOf(callee, scope, ctx, depth);
  if (cut) return cut;
  const convert = ctx.language.convert[callee.dotted] ?? ctx.language.convert[name];
  const operand = receiver && args.length === 0 ? receiver : (args[0] ?? receiver);
  const readsField = args.length > 0 && ctx.language.reads?.includes(name);
  if (convert && operand && !readsField) {
    const method = receiver && (callee.dotted === name || ctx.language.convert[callee.dotted] === undefined) ? receiver : undefined;
    const given = method && args.length > 0 && literalOf(unwrap(operand)) ? method : operand;
    // `code.unwrap_or_else(|| "")`: what stands in place of a value that is missing is not the value.
    const inner = trace(given, scope, ctx, depth + 1) ?? (method && given !== method ? trace(method, scope, ctx, depth + 1) : undefined);
    if (inner) return convert === "same" ? inner : withConversion(inner, convert);
  }
  if (receiver && args.length === 0 && Object.hasOwn(ctx.language.collections, name)) return trace(receiver, scope, ctx, depth + 1);
  // `set(e["code"] for e in errors)`: a collection of what arrives is what arrives.
  if (args.length === 1 && (ctx.language.collections[name] || /^(?:set|list|sorted|tuple|Array\.from|toSet|toList)$/.test(name))) {
    const onward = receiver && (callee.dotted === name || !Object.hasOwn(ctx.language.collections, callee.dotted));
    const inner = trace(onward ? receiver : (args[0] as Part), scope, ctx, depth + 1);
    if (inner) return inner;
  }
  if (ctx.language.paths?.includes(name)) {
    const steps = args.map((a) => stepsOfFilter(a.text ?? "")).find((s) => s !== undefined);
    if (steps) return { names: steps, origin: "free" };
  }
  if (ctx.language.programs?.includes(name)) {
    const steps = args.map((a) => stepsOfProgram(a.text ?? "")).find((s) => s !== undefined);
    if (steps) return { names: steps, origin: "free" };
  }
  const led = ledThrough(callee, scope, ctx, depth);
  if (led) return led;
  const mapped = mapsTo.has(name) || ctx.language.maps?.includes(name) ? mappedTo(args, receiver, scope, ctx, depth) : undefined;
  if (mapped) return mapped;
  const root = receiver && trace(receiver, scope, ctx, depth + 1);
  // `body.get("errors")`, `json.path("code").asText()`, `dig("errors", 0, "code")`: texts that are names continue the path.
  const keys = args.map((arg) => literalOf(unwrap(arg)));
  if (root && (reads.test(name) || ctx.language.reads?.includes(name)) && keys.length > 0 && keys[0]) {
    const steps = keys.flatMap((k) =>
      k === undefined ? [] : k.type === "string" && isName(k.value) ? [k.value] : k.type === "number" ? ["[]"] : [],
    );
    if (steps.length > 0) return steps.reduce(continued, root);
  }
  // `codes(error)(0)`: what a call gives is called, or taken one of.
  const called = child(part, "call.callee");
  const made = name === "" && called && unwrap(called).kind === "call" ? trace(called, scope, ctx, depth + 1) : undefined;
  if (made) return continued(made, "[]");
  const result = receiver && !scope.self.includes(nameOf(receiver) ?? "") ? undefined : resultOf(name, callee, part.span, scope, ctx, depth);
  if (result) return result;
  if (root) return continued(root, `${name}()`);
  const read = args[0] && ctx.language.reads?.includes(name) ? trace(args[0], scope, ctx, depth + 1) : undefined;
  const field = keys.at(-1);
  if (read && field?.type === "string") return field.value.split(".").filter(isName).reduce(continued, read);
  // What a command prints is not called as the command is.
  return name && !ctx.language.shell ? { names: [`${name}()`], origin: "free" } : undefined;
}

/**
 * `gjson.Get(body, "errors.0.code")`, `node.at("/errors/0/code")`, `R.path(["errors", 0, "code"], e)`: the way to a field, said in an argument.
 * One name is a way where it is told a function that reads: `_.get(e, "code")`.
 */
function ledThrough({ name, receiver, args }: Callee, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const owner = receiver && nameOf(receiver);
  const whose = owner !== undefined && ctx.language.spaces?.includes(owner) ? undefined : receiver;
  for (const [i, arg] of args.entries()) {
    const steps = stepsOfArgument(arg) ?? (!whose && reads.test(name) ? stepOfArgument(arg) : undefined);
    if (!steps) continue;
    // What is read stands before the way, or goes without saying; a function that is told the way first is given it behind.
    const from = args[i - 1] ?? whose ?? args[i + 1];
    const root = (from && trace(from, scope, ctx, depth + 1)) ?? { names: ["()"], origin: "free" };
    return steps.reduce(continued, root);
  }
  return undefined;
}

/** `type.split("-")`, `re.search(pattern, type)`: what is taken out of a text is still asked about that text. */
function pieceOf({ name, dotted, receiver, args }: Callee, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const { pieces } = ctx.language;
  const operand = pieces && (Object.hasOwn(pieces, dotted) ? pieces[dotted] : Object.hasOwn(pieces, name) ? pieces[name] : undefined);
  const text = operand === undefined ? undefined : operand === "receiver" ? receiver : operand === "rest" ? undefined : args[operand];
  const draft = text && trace(text, scope, ctx, depth + 1);
  return draft && { piece: true, ...draft };
}

/**
 * `private long Peek(r) => r.Body?.ErrCode ?? 0`: what a function gives that only reads is called as what it reads of what it is given, where its own name
 * says less. Its type may have changed on the way.
 */
function resultOf(name: string, { args }: Pick<Callee, "args">, at: Span, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  if (name === "" || (!ctx.language.shell && /code|err/i.test(name))) return undefined;
  const binding = scope.lookup(name, at.start) ?? scope.owner()?.member(name);
  if (binding?.kind !== "function" || !binding.value || binding.scope.bindings.get(name)?.length !== 1) return undefined;
  // Of a function and a method that are called alike it depends on the language which is meant.
  if (binding.scope !== scope.file() && scope.file().bindings.has(name)) return undefined;
  const fn = unwrap(binding.value);
  const value = fn.kind === "function" ? onlyValueOf(fn, ctx) : undefined;
  const draft = value && trace(value, ctx.scopeOf(fn, binding.scope), ctx, depth + 1);
  if (!draft) return undefined;
  const place =
    draft.origin === "param" ? children(fn, "function.param").findIndex((p) => nameOf(child(unwrap(p), "param.name") ?? p) === draft.names[0]) : -1;
  if (draft.origin === "param" && place < 0) return undefined;
  const given = place < 0 ? undefined : args[place] && trace(args[place] as Part, scope, ctx, depth + 1);
  if (place >= 0 && !given) return undefined;
  return { names: given ? [...given.names, ...draft.names.slice(1)] : draft.names, origin: "free", convert: "other" };
}

/** What a function gives that does nothing but give it; one of a shell prints it. */
function onlyValueOf(fn: Part, { language }: Context): Part | undefined {
  const all = children(fn, "function.body").flatMap(statements);
  const only = all.length === 1 ? all[0] : undefined;
  return child(fn, "function.value") ?? (only?.kind === "return" ? only.parts[0] : language.shell ? only : undefined);
}

const mapsTo = new Set(["map", "flatMap", "mapNotNull", "Select", "mapToObj", "mapToInt", "compactMap"]);

/** `errors.map((e) => e.code)`, `map { it.code }`, `map(ApiError::getCode)`: what the callback makes of each element. */
function mappedTo(args: readonly Part[], receiver: Part | undefined, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const arg = args.find((a) => unwrap(a).kind === "function") ?? args[0];
  const fn = arg && unwrap(arg);
  if (!fn) return undefined;
  const last = children(fn, "function.body").flatMap(statements).at(-1);
  const value = fn.kind === "function" ? (child(fn, "function.value") ?? (last?.kind === "return" ? last.parts[0] : last)) : fn;
  const made = value && trace(value, fn.kind === "function" ? ctx.scopeOf(fn, scope) : scope, ctx, depth + 1);
  const gone = receiver ?? args.find((a) => a !== arg);
  const source = gone && trace(gone, scope, ctx, depth + 1);
  if (!made || !source) return made;
  if (made.origin === "free" && ctx.language.implicit?.includes(made.names[0] as string)) {
    return { ...made, origin: source.origin, names: [...source.names, "[]", ...made.names.slice(1)] };
  }
  const method = fn.kind === "member" ? nameOf(fn) : undefined;
  return method ? continued(continued(source, "[]"), method) : made;
}

function traceOp(part: Part, scope: Scope, ctx: Context, depth: number): Draft | undefined {
  const left = child(part, "op.left");
  const right = child(part, "op.right");
  const sign = child(part, "op.sign")?.text ?? "";
  const meaning = ctx.language.operators[sign];
  if (!left || !right) return undefined;
  // `error?.code ?? error?.errorCode`, `code || ""`: the first that is a path.
  if (meaning === "or" || meaning === "coalesce") return trace(left, scope, ctx, depth + 1) ?? trace(right, scope, ctx, depth + 1);
  if (meaning === "and") return trace(right, scope, ctx, depth + 1);
  if (sign === "+" || sign === ".") {
    const text = [left, right].find((p) => literalOf(unwrap(p))?.value === "" || p.text === '""' || p.text === "''");
    if (text) return withConversion(trace(text === left ? right : left, scope, ctx, depth + 1), "string");
  }
  return undefined;
}

function withConversion(draft: Draft | undefined, convert: "number" | "string" | "other"): Draft | undefined {
  return draft && { ...draft, convert };
}

function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$.-]*$/.test(text);
}

/** Whether two paths are the same value, as far as names tell. */
export function samePath(a: Path, b: Path): boolean {
  return pathKey(a) === pathKey(b);
}

export function pathKey(path: Path): string {
  return path.piece ? `${path.names.join(".")}~` : path.names.join(".");
}

/** The last name that says something: `getCode()` is `code`, subscripts are passed over. */
export function lastName(names: readonly string[]): string {
  for (let i = names.length - 1; i >= 0; i--) {
    const name = plainName(names[i] as string);
    if (name !== "" && name !== "[]") return name;
  }
  return "";
}

/** `getErrorCode()` is `errorCode`, `@code` is `code`. */
export function plainName(name: string): string {
  const bare = name.replace(/\(\)$|^r#|`/g, "").replace(/^[@$_]+/, "");
  const got = /^(?:get|Get|fetch|read|extract|parse)_?([A-Z_].*)$/.exec(bare)?.[1] ?? bare;
  return got.replace(/^_+/, "");
}

/** A dotted name as written, for looking definitions up. */
export function namesOf(part: Part): readonly string[] | undefined {
  return dotted(part);
}
