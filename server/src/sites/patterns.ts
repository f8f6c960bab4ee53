import type { Part } from "../syntax/part.ts";
import { patternElsewhere, test } from "./asked.ts";
import { caseValues, valuesOf } from "./collections.ts";
import { type Context, depthLimit } from "./context.ts";
import { coverOfPattern, coverOfRange, globTests, labelsOfPattern } from "./covers.ts";
import { define, keyText } from "./definitions.ts";
import { askedOf } from "./dressed.ts";
import { literalLabel, literalOf } from "./literals.ts";
import type { Cover, Path } from "./model.ts";
import { calleeOf, child, children, has, nameOf, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";
import type { Test } from "./tests.ts";

/** What a pattern asks of a value: `is "601" or "602"`, `is >= 600 and < 700`, `is not "606"`, `is { Code: "606" }`. */
export function patternTests(path: Path, given: Part, scope: Scope, ctx: Context, negated: boolean, depth = 0): readonly Test[] {
  if (depth > depthLimit) return [];
  const pattern = unwrap(given);
  const values = caseValues(pattern, path.declared, scope, ctx);
  if (values && values.labels.length > 0) {
    const labels = values.labels.map((l) => ({ ...l, role: "comparison" as const }));
    const via = values.name === undefined ? [] : [values.name];
    return [{ ...test(path, labels, [], pattern, negated, values.single ? "equal" : "membership"), via }];
  }
  const cover = coverOfRange(pattern, ctx) ?? (pattern.kind === "regex" ? coverOfPattern(pattern) : undefined);
  const words = pattern.kind === "regex" ? labelsOfPattern(pattern, "member") : undefined;
  if (words) return [test(askedOf(path, words), words.labels, words.covers, pattern, negated, "membership")];
  if (cover) return [test(path, [], [cover], pattern, negated, "membership")];
  // A name for a pattern: `when EXPIRED`, where that is `/^60[12]$/`.
  const named = pattern.kind === "name" || pattern.kind === "member" ? define(pattern, scope, ctx) : undefined;
  if (named?.kind === "part" && (named.part.kind === "regex" || named.part.kind === "op"))
    return patternTests(path, named.part, named.scope, ctx, negated, depth + 1);
  if (pattern.kind === "table") return fieldTests(path, pattern, scope, ctx, negated, depth);
  const elsewhere = named?.kind === "foreign" ? patternElsewhere(named, pattern.span) : undefined;
  if (elsewhere) return [test(askedOf(path, elsewhere), elsewhere.labels, elsewhere.covers, pattern, negated, "membership")];
  // `"601" | "602" => code`, `606 as code`: what is asked stands beside the name.
  if (pattern.kind === "assign") {
    const asked = pattern.parts.filter((p) => p.role !== "assign.target" && p.role !== "assign.type");
    return asked.flatMap((p) => patternTests(path, p, scope, ctx, negated, depth + 1));
  }
  // `Err(Failure { code: "606", .. })`: what stands in it is asked of what is taken out.
  if (pattern.kind === "call" && has(pattern, "pattern")) {
    const names = componentsOf(calleeOf(pattern)?.name ?? "", ctx);
    return children(pattern, "call.arg").flatMap((p, i) => {
      const key = p.kind === "pair" ? child(p, "pair.key") : undefined;
      const value = (key && child(p, "pair.value")) ?? p;
      // `ApiError(code="606")` names a field; in `Some(e @ ApiError("606", _))` the name is one for what is found there.
      const name = key && !has(key, "value") ? keyText(key) : names[i];
      return patternTests(name === undefined ? path : fieldOf(path, name), value, scope, ctx, negated, depth + 1);
    });
  }
  const glob = ctx.language.shell ? globTests(pattern) : undefined;
  if (glob) return [test(askedOf(path, glob), glob.labels, glob.covers, pattern, negated, "equal")];
  if (pattern.kind === "list") return pattern.parts.flatMap((p) => patternTests(path, p, scope, ctx, negated, depth + 1));
  if (pattern.kind !== "op") return [];
  const sign = child(pattern, "op.sign")?.text ?? "";
  const meaning = Object.hasOwn(ctx.language.operators, sign) ? ctx.language.operators[sign] : undefined;
  const operands = pattern.parts.filter((p) => p.role !== "op.sign");
  if (meaning === "not") return operands.flatMap((p) => patternTests(path, p, scope, ctx, !negated, depth + 1));
  if (meaning === "and" || meaning === "or") return operands.flatMap((p) => patternTests(path, p, scope, ctx, negated, depth + 1));
  if ((meaning === "in" || meaning === "notIn") && operands.length === 1)
    return memberTests(path, operands[0] as Part, scope, ctx, negated !== (meaning === "notIn"));
  const half = operands.length === 1 ? halfRange(pattern, operands[0] as Part, meaning) : undefined;
  return half ? [test(path, [], [half], pattern, negated, "equal")] : [];
}

/** What a class of this file is made of, in the order in which a pattern takes it apart. */
function componentsOf(name: string, ctx: Context): readonly (string | undefined)[] {
  const owner = ctx.classes.get(name)?.part;
  return owner ? children(owner, "class.param").map((p) => nameOf(child(unwrap(p), "param.name") ?? p)) : [];
}

function fieldTests(path: Path, table: Part, scope: Scope, ctx: Context, negated: boolean, depth: number): readonly Test[] {
  const found = table.parts.flatMap((pair) => {
    const name = keyText(child(pair, "pair.key"));
    const value = child(pair, "pair.value");
    if (name === undefined || !value) return [];
    return patternTests(fieldOf(path, name), value, scope, ctx, negated, depth + 1);
  });
  const asked = children(table, "pair.key").length + table.parts.filter((p) => p.kind === "pair").length;
  return asked > 1 ? found.map((t) => ({ ...t, guarded: true })) : found;
}

/** `in RETRYABLE`, `in 600..699`, where the subject goes without saying. */
function memberTests(path: Path, collection: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const range = coverOfRange(collection, ctx);
  if (range) return [test(path, [], [range], collection, negated, "equal")];
  const values = valuesOf(collection, scope, ctx, "member");
  return values
    ? [{ ...test(path, values.labels, values.covers ?? [], collection, negated, "membership"), via: values.name ? [values.name] : [] }]
    : [];
}

/** A field of a value; what was said of the value's type doesn't hold for it. */
function fieldOf({ names, origin, span, declared }: Path, name: string): Path {
  return { names: [...names, ...name.split(".")], origin, span, ...(declared ? { rootDeclared: declared } : {}) };
}

function halfRange(pattern: Part, bound: Part, meaning: string | undefined): Cover | undefined {
  const at = unwrap(bound);
  const literal = literalOf(at);
  const n = Number(literal?.value ?? Number.NaN);
  if (!literal || !Number.isInteger(n) || !meaning || !/^(?:less|greater)/.test(meaning)) return undefined;
  const off = meaning.endsWith("Equal") ? 0 : 1;
  const bounds = off === 0 ? { bounds: [literalLabel(literal, at.span, "comparison")] } : {};
  return { form: "range", text: "", span: pattern.span, ...bounds, ...(meaning.startsWith("less") ? { max: n - off } : { min: n + off }) };
}
