import type { Operand } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { test } from "./asked.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { dressed } from "./dressed.ts";
import { listedValues } from "./listed.ts";
import { literalOf } from "./literals.ts";
import type { Cover } from "./model.ts";
import { calleeOf, unwrap } from "./parts.ts";
import { pathOf } from "./paths.ts";
import type { Scope } from "./scopes.ts";
import { own, type Test } from "./tests.ts";

/** `code.startsWith("FLOW-1102")`. */
export function prefixed(text: Part | undefined, start: Part | undefined, part: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const path = text && pathOf(text, scope, ctx);
  const within = start && dressed(start, "comparison");
  const labels = within ? within.labels : start && (valuesOf(start, scope, ctx, "comparison") ?? listedValues(start, scope, ctx))?.labels;
  if (!path || !labels) return [];
  const covers = labels.map((l): Cover => ({ form: "prefix", text: l.value, span: l.span }));
  return [test(path, [], covers, part, negated, "membership")];
}

/** `code.indexOf("FLOW-1102") === 0`: the text is looked for at its beginning. */
export function beginning(left: Part, right: Part, part: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const { begins, membership } = ctx.language;
  if (!begins) return [];
  const search = [left, right].find((p, i) => unwrap(p).kind === "call" && literalOf(unwrap(i === 0 ? right : left))?.value === "0");
  const callee = search && calleeOf(unwrap(search));
  const name = callee && [callee.dotted, callee.name].find((n) => begins.includes(n));
  const how = name === undefined ? undefined : own(membership, name);
  if (!callee || !how) return [];
  const pick = (operand: Operand): Part | undefined => (operand === "receiver" ? callee.receiver : callee.args[operand as number]);
  return prefixed(pick(how.collection), pick(how.value), part, scope, ctx, negated);
}
