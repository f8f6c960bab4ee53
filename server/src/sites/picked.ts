import type { Part } from "../syntax/part.ts";
import { calleeOf, nameOf, unwrap } from "./parts.ts";

/** `code, message = error.values_at("code", "message")`: each name takes the field that is named for it. */
export function pickedBy(value: Part, count: number): { readonly from: Part; readonly keys: readonly string[] } | undefined {
  const call = unwrap(value);
  const callee = call.kind === "call" ? calleeOf(call) : undefined;
  if (!callee?.receiver || count < 2 || callee.args.length !== count) return undefined;
  const keys = callee.args.map((a) => (unwrap(a).kind === "string" ? keyName(unwrap(a)) : undefined));
  return keys.every((k) => k !== undefined) ? { from: callee.receiver, keys } : undefined;
}

export function keyName(key: Part): string | undefined {
  return nameOf(key) ?? key.text?.replace(/^["':]+|["':]+$/g, "");
}
