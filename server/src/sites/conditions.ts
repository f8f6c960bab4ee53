import type { Part } from "../syntax/part.ts";
import { keyText } from "./definitions.ts";
import type { Condition } from "./model.ts";
import { calleeOf, child, nameOf, unwrap } from "./parts.ts";

/** What takes a function that says whether to try again. */
export const asksWhether = /^(?:on_predicate|(?:Add)?[rR]etry(?:_?(?:on|if|when|condition)(?:_?\w+)?|(?:On|If|When|Condition)\w*))$/i;

/** Under which name it stands among the settings of a retrier. */
export const saysWhether = /^(?:should_?retry|is_?retr(?:y|i)able|retry_?(?:able|condition|if|when|on\w*|decider)|error_?filter)$/i;

/** The same of what says that it is over. */
export const saysOver = /^give_?up$/i;

/** Calls that are given such a function and no other one: `retryOnError(send)` is given what it tries. */
const takesCondition = /^(?:on_predicate|retry_?(?:if|when|condition)(?:_?\w+)?|retry_?on_?(?:exception|result)(?:_?predicate)?)$/i;

/** Settings that hold whether to try again where they hold a function, else how often. */
export const mayWhether = /^retry$/i;

/** Functions that are given by their names to what tries again: `{ retryCondition: isTransient }`, `retry_if_exception(is_transient)`. */
export function conditionsIn(part: Part): readonly Condition[] {
  if (part.kind === "pair") {
    const under = keyText(child(part, "pair.key"));
    const value = child(part, "pair.value");
    return under !== undefined && value && (saysWhether.test(under) || saysOver.test(under) || mayWhether.test(under)) ? named(value, under) : [];
  }
  const { name = "", args = [] } = calleeOf(part) ?? {};
  return takesCondition.test(name) ? args.flatMap((arg) => named(arg, name)) : [];
}

function named(given: Part, of: string): readonly Condition[] {
  const part = unwrap(given);
  const name = part.kind === "name" || part.kind === "member" ? nameOf(part) : undefined;
  return name === undefined ? [] : [{ name, of, span: part.span }];
}
