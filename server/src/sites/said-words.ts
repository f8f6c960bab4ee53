import type { Part } from "../syntax/part.ts";
import { literalOf } from "./literals.ts";
import { calleeOf, child, nameOf, unwrap } from "./parts.ts";

/** What says by its name whether something is tried again: `retryable`, `shouldRetry`, `transient`. */
const asksAgain = /^_?(?:is_?|should_?|can_?|do_?|will_?)?(?:retr(?:y|ies|iable|yable)|transient|temporary|recoverable)$/i;

/** The word that is said of a code: `retry` and `no` where a truth value under a name says whether to try it again. */
export function wordOf(value: Part | undefined): string {
  if (!value) return "";
  const at = unwrap(value);
  const callee = at.kind === "call" ? calleeOf(at) : undefined;
  if (at.kind === "table" || callee) {
    const said = (callee?.args ?? at.parts).flatMap((p) => wordUnder(p) ?? []);
    if (said.length > 0) return said[0] as string;
  }
  return (callee ? callee.name : (literalOf(at)?.value ?? nameOf(at) ?? at.text)) ?? "";
}

/** `retry: true`, `retryable = false` */
function wordUnder(given: Part): string | undefined {
  const pair = unwrap(given);
  const key = pair.kind === "pair" ? child(pair, "pair.key") : undefined;
  return key && truthOf(nameOf(key) ?? literalOf(unwrap(key))?.value, child(pair, "pair.value"));
}

/** What the arguments beside a code say of it, by the names of the parameters that they are given for: `RATE_LIMIT("606", true)`. */
export function wordBeside(args: readonly Part[], params: readonly string[]): string | undefined {
  for (const [i, arg] of args.entries()) {
    const word = wordUnder(arg) ?? truthOf(params[i], arg);
    if (word !== undefined) return word;
  }
  return undefined;
}

function truthOf(name: string | undefined, value: Part | undefined): string | undefined {
  if (name === undefined || !value || !asksAgain.test(name)) return undefined;
  const at = unwrap(value);
  if (at.kind !== "bool") return undefined;
  return /true$/i.test(at.text ?? "") ? "retry" : "no";
}
