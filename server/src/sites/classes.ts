import type { Part } from "../syntax/part.ts";
import type { Context } from "./context.ts";
import { runBy } from "./jobs.ts";
import type { ClassFact } from "./model.ts";
import { child, nameOf } from "./parts.ts";
import type { Scope } from "./scopes.ts";

/** A class by what it is called, by what it comes from, and by who runs it. */
export function classOf(part: Part, scope: Scope, ctx: Context): ClassFact {
  const named = child(part, "class.name");
  const base = child(part, "class.base");
  const baseName = base && (nameOf(base) ?? base.text);
  const runs = runBy(part, scope, ctx);
  return { name: (named && nameOf(named)) ?? "", span: part.span, ...(baseName ? { base: baseName } : {}), ...(runs ? { runs } : {}) };
}
