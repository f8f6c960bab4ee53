import type { Part } from "../syntax/part.ts";
import { test } from "./asked.ts";
import { labelOf, valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { type Definition, define } from "./definitions.ts";
import { codeField } from "./entries.ts";
import type { Label, Path } from "./model.ts";
import { type Callee, child, children, descend, nameOf } from "./parts.ts";
import { pathOf } from "./paths.ts";
import { predicateOf } from "./predicates.ts";
import type { Scope } from "./scopes.ts";
import type { Test } from "./tests.ts";

/** `isRetryable(code)`: the predicate's labels are asked here, through its name. */
export function predicateCall(
  part: Part,
  callee: Pick<Callee, "name" | "dotted" | "args"> & { receiver?: Part },
  scope: Scope,
  ctx: Context,
  negated: boolean,
): readonly Test[] {
  const byName = part.kind === "call" ? codeQuestion(part, callee, scope, ctx, negated) : [];
  if (byName.length > 0) return byName;
  const target = part.kind === "call" ? child(part, "call.callee") : part;
  const definition = target && defineCallee(target, callee, scope, ctx);
  const predicate =
    definition?.kind === "part" && definition.part.kind === "function"
      ? predicateOf(definition.part, definition.scope, ctx)
      : definition?.kind === "foreign" && definition.foreign.kind === "predicate"
        ? definition.foreign.predicate
        : undefined;
  if (!predicate) return [];
  const { name } = predicate;
  const isForeign = definition?.kind === "foreign";
  const file = isForeign ? { file: definition.foreign.file } : {};
  return predicate.asks.map(({ subject: asked, place = 0, labels, covers }): Test => {
    const operand = callee.args[place] ?? callee.args[0] ?? callee.receiver;
    const given = operand && pathOf(operand, scope, ctx);
    const base: Path = given ?? { names: [`${predicate.name}()`], origin: "free", span: part.span };
    const subject: Path = { ...base, names: [...base.names, ...(asked?.names.slice(1) ?? [])], span: part.span };
    const used = labels.map((l): Label => ({ via: { name, definition: l.span, ...file }, ...l, span: part.span }));
    // What another file covers stands in that file.
    const covered = isForeign ? covers.map(({ bounds: _, ...c }) => ({ ...c, span: part.span })) : covers;
    return { ...test(subject, used, covered, part, negated !== predicate.negated, "call"), via: [name] };
  });
}

const asksCode = /^(?:has|is|contains?|match(?:es)?|equals?|check|includes?|_?was)(?=[A-Z_])\w*(?:code|error|err|reason)s?$/i;

/** `error.is(CODES.EXPIRED)`: said so shortly, the constants have to say that codes are meant. */
const plainly = /^is$/i;

const asksSeveral = /^(?:is|has)(?:_?(?:any|one))?(?:_?of)?$|^(?:any|one)_?of$/i;

const ofError = /^(?:e|ex|exc|err|p|f)$|err(?:or)?s?$|exception$|problems?$|faults?$|failures?$|reasons?$|(?:err(?:or)?|result|ret|status)_?codes?$/i;

/** `problem.has("606", "615")`: of what is asked for several values at once each may be it. */
export function severalAsked(part: Part, { name, args, receiver }: Callee, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  if (!receiver || args.length < 2 || !asksSeveral.test(name)) return [];
  const values = args.map((a) => valuesOf(a, scope, ctx, "comparison"));
  const labels = values.flatMap((v) => (v?.single ? v.labels : []));
  const path = labels.length === args.length ? pathOf(receiver, scope, ctx) : undefined;
  const isNamed = labels.every((l) => l.via);
  // Whatever has two of something may be asked so: what is asked must be called an error, or the constants after codes.
  if (!path || !(isNamed || ofError.test(nameOf(receiver) ?? ""))) return [];
  const field = isNamed ? ["error", "code"] : ["code"];
  return [test({ ...path, names: [...path.names, ...field], span: part.span }, labels, [], part, negated, "call")];
}

/** `hasErrorCode(err, CODES.EXPIRED)`, `HasCode(err, "1457", "1458")`: a question by name, with the codes as arguments. */
function codeQuestion(
  part: Part,
  callee: Pick<Callee, "name" | "args"> & { receiver?: Part },
  scope: Scope,
  ctx: Context,
  negated: boolean,
): readonly Test[] {
  const isPlain = callee.receiver !== undefined && plainly.test(callee.name);
  if (!isPlain && !asksCode.test(callee.name)) return [];
  const values = callee.args.map((a) => valuesOf(a, scope, ctx, "comparison"));
  const labels = values.flatMap((v) => v?.labels ?? []);
  if (labels.length === 0 || (isPlain && !labels.every((l) => l.via))) return [];
  const about = callee.args.find((_, i) => !values[i]) ?? callee.receiver;
  const path = about && pathOf(about, scope, ctx);
  const base: Path = path ?? { names: [], origin: "free", span: part.span };
  const field = /code/i.test(callee.name) || takesCode(part, callee, values.indexOf(values.find((v) => v)), scope, ctx) ? "code" : "error";
  return [test({ ...base, names: [...base.names, "error", field], span: part.span }, labels, [], part, negated, "call")];
}

/** `bool HasError(string code)`: whether the function calls what it is given there a code. */
function takesCode(part: Part, callee: Pick<Callee, "name"> & { receiver?: Part }, place: number, scope: Scope, ctx: Context): boolean {
  const target = child(part, "call.callee");
  const found = target && defineCallee(target, callee, scope, ctx);
  if (found?.kind !== "part" || found.part.kind !== "function") return false;
  const param = children(found.part, "function.param")[place];
  return param !== undefined && descend(param).some((p) => p.kind === "name" && /code$/i.test(p.text ?? ""));
}

/** `errors.Is(err, ErrRateLimit)`: the value is compared with a record that stands for its code. */
export function recordTests(value: Part, record: Part, whole: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const definition = define(record, scope, ctx);
  const path = definition && pathOf(value, scope, ctx);
  const known = definition && knownCode(definition, ctx);
  if (!path || !known) return [];
  const { key, label, file } = known;
  const via = { name: definition.name, definition: label.span, ...(file === undefined ? {} : { file }) };
  const used: Label = { value: label.value, type: label.type, span: record.span, role: "comparison", via };
  return [test({ ...path, names: [...path.names, key] }, [used], [], whole, negated, "call")];
}

function knownCode(definition: Definition, ctx: Context): { readonly key: string; readonly label: Label; readonly file?: string } | undefined {
  if (definition.kind === "foreign") return definition.foreign.kind === "record" ? definition.foreign : undefined;
  const field = codeField(definition.part);
  const label = field && labelOf(field.value, definition.scope, ctx, "field");
  return label && { key: field.key, label };
}

function defineCallee(target: Part, callee: { readonly name: string; readonly receiver?: Part }, scope: Scope, ctx: Context) {
  const { name, receiver } = callee;
  const owner = receiver && nameOf(receiver);
  const apart = receiver !== undefined && target.kind === "name";
  // Languages that keep receiver and name apart: the bare name says nothing about whose method it is.
  const found = apart && !scope.self.includes(owner ?? "") ? undefined : define(target, scope, ctx);
  // A local may have the name of the method that gave it its value.
  if (found && (found.kind === "foreign" || found.part.kind === "function" || !receiver)) return found;
  if (owner !== undefined && /^(?:super|base|parent)$/.test(owner)) return undefined;
  if (owner === undefined) return methodOf(name, ctx);
  const known = scope.self.includes(owner) ? scope.owner() : ctx.classes.get(owner);
  if (known) return functionIn(known, name);
  const foreign = ctx.foreign([owner, name]);
  return foreign ? { kind: "foreign" as const, name, foreign } : (methodOf(name, ctx) ?? functionIn(scope.file(), name));
}

/** A method of an object whose class the file doesn't say: the only one of that name. */
function methodOf(name: string, ctx: Context) {
  const found = [...ctx.classes.values()].flatMap((c) => functionIn(c, name) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function functionIn(owner: Scope, name: string) {
  const binding = owner.bindings.get(name)?.[0];
  if (!binding?.value || binding.kind !== "function") return undefined;
  return { kind: "part" as const, name, part: binding.value, scope: binding.scope };
}
