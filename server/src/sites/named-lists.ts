import type { Part } from "../syntax/part.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { keyText } from "./definitions.ts";
import { codeArgument, isCollection, kept } from "./entries.ts";
import { literalOf } from "./literals.ts";
import type { Group } from "./model.ts";
import { calleeOf, child, nameOf, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";

/**
 * A list that is named where it is handed on, not where it is assigned: `{ retryCodes: ["606"] }`, `Client(retry_codes=["606"])`,
 * `builder.retryCodes(List.of("606"))`, `code: "601" | "602"`. `owner` is what the record around it is called.
 */
export function namedList(part: Part, owner: string | undefined, scope: Scope, ctx: Context, fn: number): Group | undefined {
  const found = part.kind === "pair" ? underKey(part, scope, ctx) : part.kind === "call" ? asArgument(part, ctx) : inType(part);
  if (!found) return undefined;
  const { name, nameSpan, list } = found;
  const labels = valuesOf(list, scope, ctx, "member")?.labels ?? [];
  if (labels.length === 0 || labels.some((l) => l.role !== "member")) return undefined;
  return { name, ...(owner ? { owner } : {}), form: "list", labels, span: list.span, nameSpan, exported: false, function: fn };
}

interface NamedList {
  readonly name: string;
  readonly nameSpan: Part["span"];
  readonly list: Part;
}

function underKey(pair: Part, scope: Scope, ctx: Context): NamedList | undefined {
  const key = child(pair, "pair.key");
  const value = child(pair, "pair.value");
  const name = keyText(key);
  const list = value && kept(codeArgument(value, scope) ?? value, ctx);
  return key && name && !/^\d/.test(name) && list && isCollection(list, ctx) ? { name, nameSpan: key.span, list } : undefined;
}

const saysCodes = /(?:^|_)codes$|[a-z]Codes$/;
/** Of one number alone it says how often, how long, or for which status. */
const saysTries = /^retry_?on$/i;

/**
 * The only argument: of several, one would have to know what the others are for. `codes 10_021, 10_022` says of all that they are codes, and so does
 * `@retry_on(601, 606)`.
 */
function asArgument(call: Part, ctx: Context): NamedList | undefined {
  const callee = calleeOf(call);
  if (
    callee &&
    !callee.receiver &&
    (saysCodes.test(callee.name) || (callee.args.length > 1 && saysTries.test(callee.name))) &&
    callee.args.every((a) => literalOf(unwrap(a)))
  ) {
    const [first, last] = [callee.args[0], callee.args.at(-1)];
    const called = child(call, "call.callee");
    const span = first && last && { start: first.span.start, end: last.span.end };
    return called && span && { name: callee.name, nameSpan: called.span, list: { kind: "list", span, parts: callee.args } };
  }
  const only = callee?.args.length === 1 ? callee.args[0] : undefined;
  const list = only && kept(only, ctx);
  // What makes or fills a collection says nothing of what it is for.
  if (!callee || !list || callee.name === "" || isCollection(call, ctx) || !isCollection(list, ctx)) return undefined;
  const called = child(call, "call.callee");
  return called && { name: callee.name, nameSpan: called.span, list };
}

function inType(declaration: Part): NamedList | undefined {
  const target = child(declaration, "assign.target") ?? child(declaration, "param.name");
  const type = child(declaration, "assign.type") ?? child(declaration, "param.type");
  const name = target && nameOf(target);
  const list = type && [unwrap(type), ...type.parts].find((p) => p.kind === "list");
  return target && name && list ? { name, nameSpan: target.span, list } : undefined;
}
