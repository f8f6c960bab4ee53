import type { Part } from "../syntax/part.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { askedByPattern, coverOfRange, patternText } from "./covers.ts";
import { type Definition, define } from "./definitions.ts";
import { type Asked, askedOf, dressed } from "./dressed.ts";
import { listedValues } from "./listed.ts";
import { literalLabel, literalOf } from "./literals.ts";
import type { Cover, Label, Path } from "./model.ts";
import { unwrap } from "./parts.ts";
import { pathOf } from "./paths.ts";
import type { Scope } from "./scopes.ts";
import type { Test } from "./tests.ts";

/** A value asked of a collection, or a constant of a collection that arrived. */
export function member(
  collection: Part,
  value: Part,
  whole: Part,
  scope: Scope,
  ctx: Context,
  negated: boolean,
  meets: Test["meets"],
): readonly Test[] {
  const path = pathOf(value, scope, ctx);
  const range = path && coverOfRange(collection, ctx);
  if (range) return [test(path, [], [range], whole, negated, "equal")];
  const values = valuesOf(collection, scope, ctx, "member");
  if (values && path && !valuesOf(value, scope, ctx, "member")) {
    return [{ ...test(path, values.labels, values.covers ?? [], whole, negated, meets), via: values.name ? [values.name] : [] }];
  }
  const within = lookedFor(collection, value, whole, scope, ctx, negated, meets);
  if (within) return [within];
  // The constant in what arrived: `"606" in codes`.
  const wanted = valuesOf(value, scope, ctx, "comparison");
  const arrived = wanted && pathOf(collection, scope, ctx);
  if (wanted && arrived) return [{ ...test(arrived, wanted.labels, [], whole, negated, meets), reversed: true }];
  // Each of a list, looked for in a text: `any(c in error.type for c in CONFLICTS)`.
  const listed = wanted ? undefined : listedValues(value, scope, ctx);
  const text = listed && pathOf(collection, scope, ctx);
  if (listed && text)
    return [{ ...test({ ...text, piece: true }, listed.labels, [], whole, negated, meets), reversed: true, via: listed.name ? [listed.name] : [] }];
  // A text that lists the codes, asked with a regular expression's words or a substring test, is no set.
  return [];
}

/** `'"code":"602"' in response.text`: a code and what it stands in, looked for in a text. */
function lookedFor(text: Part, value: Part, whole: Part, scope: Scope, ctx: Context, negated: boolean, meets: Test["meets"]): Test | undefined {
  const found = dressed(value, "comparison");
  const path = found && pathOf(text, scope, ctx);
  if (!path) return undefined;
  return { ...test(askedOf(path, found), found.labels, [], whole, negated, meets), reversed: true };
}

export function intersection(left: Part, right: Part, whole: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  for (const [subject, collection] of [
    [left, right],
    [right, left],
  ] as const) {
    const values = valuesOf(collection, scope, ctx, "member");
    const path = values && !values.single ? pathOf(subject, scope, ctx) : undefined;
    if (values && path)
      return [{ ...test(path, values.labels, [], whole, negated, "membership"), reversed: true, via: values.name ? [values.name] : [] }];
  }
  return [];
}

export function pattern(value: Part, regex: Part, whole: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const path = pathOf(value, scope, ctx);
  const definition = regex.kind === "name" || regex.kind === "member" ? define(regex, scope, ctx) : undefined;
  if (!path) return [];
  const asked = definition?.kind === "foreign" ? patternElsewhere(definition, regex.span) : askedByPattern(patternText(definition?.part ?? regex));
  if (!asked) return [];
  return [{ ...test(askedOf(path, asked), asked.labels, asked.covers, whole, negated, "membership"), via: definition ? [definition.name] : [] }];
}

/** What a pattern of another file asks, where its name stands: one that is kept as such, or a text that is one. */
export function patternElsewhere({ name, foreign }: Extract<Definition, { readonly kind: "foreign" }>, span: Part["span"]): Asked | undefined {
  const known: Asked | undefined =
    foreign.kind === "group" && foreign.group.form === "pattern"
      ? { covers: [], ...foreign.group }
      : foreign.kind === "constant"
        ? askedByPattern({ kind: "string", span: foreign.label.span, parts: [], text: `"${foreign.label.value}"` })
        : undefined;
  if (!known) return undefined;
  const of = (l: Label): Label => ({ ...l, span, group: name, via: { name, definition: l.span, file: foreign.file } });
  const { piece } = known;
  return { labels: known.labels.map(of), covers: known.covers.map((c) => ({ ...c, span })), ...(piece ? { piece } : {}) };
}

export function range(left: Part, right: Part, meaning: string, whole: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const onRight = literalOf(unwrap(right));
  const bound = onRight ?? literalOf(unwrap(left));
  const path = pathOf(onRight ? left : right, scope, ctx);
  if (!bound || !path || !/^\d+$/.test(bound.value)) return [];
  const n = Number(bound.value);
  const upper = meaning.startsWith("less") === (onRight !== undefined);
  const strict = !meaning.endsWith("Equal");
  const label = literalLabel(bound, unwrap(onRight ? right : left).span, "comparison");
  const cover: Cover = {
    form: "range",
    text: whole.text ?? "",
    span: whole.span,
    ...(strict ? {} : { bounds: [label] }),
    ...(upper ? { max: strict ? n - 1 : n } : { min: strict ? n + 1 : n }),
  };
  return [test(path, [], [cover], whole, negated, "equal")];
}

export function test(subject: Path, labels: readonly Label[], covers: readonly Cover[], whole: Part, negated: boolean, meets: Test["meets"]): Test {
  return { subject, labels, covers, negated, loose: meets === "looseEqual", reversed: false, guarded: false, via: [], meets, span: whole.span };
}
