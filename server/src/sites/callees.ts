import type { Part } from "../syntax/part.ts";
import { literalOf } from "./literals.ts";
import { type Callee, nameOf, unwrap } from "./parts.ts";

/**
 * `errors().get(0)`, `node.get("code")`, `rows.get(i)`, `answer.get("code", 0)`: an element or a field is read, nothing is asked for. A path may
 * stand in the same place, and what is sent with it in that of what is said where there is none.
 */
export function reads({ args }: Callee): boolean {
  const instead = args.length === 2 ? unwrap(args[1] as Part) : undefined;
  const isRead = args.length === 1 || (instead !== undefined && instead.parts.length === 0 && instead.kind !== "name" && instead.kind !== "call");
  const only = isRead ? unwrap(args[0] as Part) : undefined;
  if (only?.kind === "name" && /^\$?(?:[ijkn]|idx|index|key|pos|row|col)$/.test(only.text ?? "")) return true;
  const literal = only && literalOf(only);
  return literal !== undefined && !literal.value.includes("/");
}

export function isPaused(name: string, { receiver, args }: Callee): boolean {
  return (
    name === "pause" && args.length === 0 && receiver !== undefined && /queue|worker|consumer|stream|processor|job/i.test(nameOf(receiver) ?? "")
  );
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`: what is called after a while goes on with what stands behind it. */
export function isSleep(name: string, { args: [first] }: Callee): boolean {
  const to = first && nameOf(unwrap(first));
  return to !== undefined && /^set_?timeout$/i.test(name) && /^_?(?:\w{1,2}|res|resolve\w*|done|ok|fulfil\w*)$/i.test(to);
}

/** `retryQueue.add(job)`: what is put where others try it again. */
export function queues({ name, receiver }: Callee): boolean {
  const to = receiver && (nameOf(unwrap(receiver)) ?? receiver.text);
  return to !== undefined && /retry|requeue|delayed/i.test(to) && /^(?:add|send|push|enqueue|publish|put|schedule|produce)/i.test(name);
}

/** `Cache::forget("access_token")`: a credential that is thrown away is asked for anew. */
export function drops({ name, args }: Callee): boolean {
  return (
    /^(?:\w+_)?(?:forget|delete|del|remove|clear|invalidate|evict|unset)(?:[A-Z_]\w*)?$/.test(name) &&
    args.some((a) => /token|credential|session/i.test(a.text ?? ""))
  );
}

/** `tokens.Expire()`, `this.credentials.invalidate()` */
export function throwsAway({ name, receiver }: Callee): boolean {
  const of = receiver && (nameOf(unwrap(receiver)) ?? "");
  return (
    of !== undefined &&
    /token|credential|auth(?:$|[A-Z_])/i.test(of) &&
    /^(?:expire|invalidate|reset|renew|refresh|rotate|forget|drop|clear)/i.test(name)
  );
}
