import type { Part } from "../syntax/part.ts";
import { type Values, valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { bare, calleeOf, children } from "./parts.ts";
import { goneThrough, isEach } from "./paths.ts";
import type { Binding, Scope } from "./scopes.ts";

/** `for (const c of RETRYABLE)`, `RETRYABLE.some((c) => …)`: the values that an element stands for, one after the other. */
export function listedValues(element: Part, scope: Scope, ctx: Context): Values | undefined {
  const at = bare(element);
  if (at.kind !== "name" || !at.text) return undefined;
  const binding = scope.lookup(at.text, at.span.start);
  if (binding?.keys) return undefined;
  if (binding?.kind === "each") return binding.value && several(binding.value, binding.scope, ctx);
  const fn = binding ? givenTo(binding) : ctx.language.implicit?.includes(at.text) ? scope.part : undefined;
  const given = fn && ctx.callbacks.get(fn);
  const callee = given && calleeOf(given.call);
  if (!callee || !isEach(callee.name, ctx)) return undefined;
  const list = goneThrough(callee, ctx, fn);
  return list && several(list, given.scope, ctx);
}

/** The callback whose first parameter it is. */
function givenTo({ kind, scope, span }: Binding): Part | undefined {
  const first = kind === "param" && scope.part ? children(scope.part, "function.param")[0] : undefined;
  return first && span.start >= first.span.start && span.end <= first.span.end ? scope.part : undefined;
}

function several(list: Part, scope: Scope, ctx: Context): Values | undefined {
  const values = valuesOf(list, scope, ctx, "member");
  return values && !values.single && values.labels.length > 0 ? values : undefined;
}
