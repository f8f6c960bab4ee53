import type { Part } from "../syntax/part.ts";
import { type Context, depthLimit } from "./context.ts";
import { type Callee, calleeOf, child, dotted, has, nameOf, unwrap } from "./parts.ts";
import type { Binding, Scope } from "./scopes.ts";

/**
 * Whether a call is surely made on something else than what this file defines: on a literal, on what an import brought or made, on a value whose
 * type an import brought, on a collection that is gone through. A name alone would take `matcher.find()` for the client's own `find()`.
 */
export function isAbroad({ name, receiver, args }: Callee, scope: Scope, ctx: Context): boolean {
  if (!receiver) return false;
  const at = unwrap(receiver);
  const only = args.length === 1 ? unwrap(args[0] as Part) : undefined;
  if (only?.kind === "function" && ctx.language.each.includes(name) && !isSelf(at, scope)) return true;
  return comesFromAbroad(at, scope, ctx, 0);
}

function comesFromAbroad(given: Part, scope: Scope, ctx: Context, depth: number): boolean {
  if (depth > depthLimit) return false;
  const part = unwrap(given);
  switch (part.kind) {
    case "string":
    case "number":
    case "regex":
    case "list":
    case "table":
      return true;
    case "name": {
      const name = part.text;
      if (name === undefined || scope.self.includes(name)) return false;
      const binding = scope.lookup(name, part.span.start);
      return binding ? isBindingAbroad(binding, ctx, depth) : ctx.modules.has(name);
    }
    case "member": {
      const object = child(part, "member.object");
      const key = nameOf(part);
      if (!object || key === undefined) return false;
      if (isSelf(unwrap(object), scope)) return isBindingAbroad(scope.owner()?.member(key), ctx, depth);
      return comesFromAbroad(object, scope, ctx, depth + 1);
    }
    case "call": {
      const callee = calleeOf(part);
      // What is given something of ours may call it.
      if (!callee || callee.args.some((a) => speaksOfOurs(a, scope))) return false;
      if (callee.receiver) return comesFromAbroad(callee.receiver, scope, ctx, depth + 1);
      return /^[A-Z]/.test(callee.name) && scope.lookup(callee.name, part.span.start)?.kind === "import";
    }
    default:
      return false;
  }
}

function isBindingAbroad(binding: Binding | undefined, ctx: Context, depth: number): boolean {
  if (!binding) return false;
  if (binding.kind === "import") return true;
  const types = binding.declared?.match(/[A-Za-z_]\w*/g) ?? [];
  const last = types.at(-1);
  if (types.length === 1 && last !== undefined) {
    const type = binding.scope.lookup(last, binding.span.start);
    return type?.kind === "import";
  }
  if (types.length > 1 || binding.kind !== "value" || !binding.value || binding.keys) return false;
  return comesFromAbroad(binding.value, binding.scope, ctx, depth + 1);
}

function isSelf(part: Part, scope: Scope): boolean {
  const names = dotted(part);
  return names?.length === 1 && (scope.self.includes(names[0] as string) || /^(?:super|base|parent)$/.test(names[0] as string));
}

function speaksOfOurs(part: Part, scope: Scope): boolean {
  if (part.kind === "function" || has(part, "new")) return true;
  if (part.kind === "name" && part.text !== undefined) {
    const kind = scope.lookup(part.text, part.span.start)?.kind;
    return scope.self.includes(part.text) || kind === "function" || kind === "class";
  }
  return part.parts.some((p) => speaksOfOurs(p, scope));
}
