import type { Part } from "../syntax/part.ts";
import { type Values, valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { bare, calleeOf, children } from "./parts.ts";
import { goneThrough, isEach } from "./paths.ts";
import type { Scope } from "./scopes.ts";

/** `for (const c of RETRYABLE)`, `RETRYABLE.some((c) => …)`: the values that an element stands for, one after the other. */
export function listedValues(element: Part, scope: Scope, ctx: Context): Values | undefined {
  const at = bare(element);
  const binding = at.kind === "name" && at.text ? scope.lookup(at.text, at.span.start) : undefined;
  if (!binding || binding.keys) return undefined;
  if (binding.kind === "each") return binding.value && several(binding.value, binding.scope, ctx);
  const fn = binding.kind === "param" ? binding.scope.part : undefined;
  const given = fn && ctx.callbacks.get(fn);
  const callee = given && calleeOf(given.call);
  const first = fn && children(fn, "function.param")[0];
  if (!callee || !first || !isEach(callee.name, ctx) || binding.span.start < first.span.start || binding.span.end > first.span.end) return undefined;
  const list = goneThrough(callee, ctx, fn);
  return list && several(list, given.scope, ctx);
}

function several(list: Part, scope: Scope, ctx: Context): Values | undefined {
  const values = valuesOf(list, scope, ctx, "member");
  return values && !values.single && values.labels.length > 0 ? values : undefined;
}
