import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { isClass } from "./catches.ts";
import { keyText } from "./definitions.ts";
import { retrier } from "./functions.ts";
import { typesIn } from "./kind-tests.ts";
import { literalOf } from "./literals.ts";
import type { Condition } from "./model.ts";
import { calleeOf, child, nameOf, unwrap } from "./parts.ts";

/** What takes a function that says whether to try again. */
export const asksWhether = /^(?:on_predicate|(?:Add)?[rR]etry(?:_?(?:on|if|when|condition)(?:_?\w+)?|(?:On|If|When|Condition)\w*))$/i;

/** Under which name it stands among the settings of a retrier. */
export const saysWhether = /^(?:should_?retry|is_?retr(?:y|i)able|retry_?(?:able|condition|if|when|on\w*|decider)|error_?filter)$/i;

/** The same of what says that it is over. */
export const saysOver = /^give_?up$/i;

/** Calls that are given such a function by its name; what `retryOnError(send)` and `retryOnce(send)` are given may be what they try. */
const takesCondition = /^(?:on_predicate|retry_?(?:if|when|condition)(?:_?\w+)?|retry_?on(?:_?(?:exception|result)(?:_?predicate)?)?)$/i;

/** Settings that hold whether to try again where they hold a function, else how often. */
export const mayWhether = /^retry$/i;

/** Calls that are given classes of errors: `.retryExceptions(Throttled.class)`, `retry_on Throttled`. */
const takesKinds = /^(?:retry_?(?:exceptions?|on|on_?exceptions?|if_?exception_?type|if_?instance_?of|for)|autoretry_?for)$/i;

/** Under which name a retrier is given them: `f.request :retry, exceptions: [Throttled]`. */
const holdsKinds = /^(?:exceptions?|retry_?(?:on|for|exceptions)|retry(?:able|iable)_?(?:exceptions|errors)|autoretry_?for)$/i;

/**
 * What is given by its name to what tries again: functions that say whether to (`{ retryCondition: isTransient }`, `retry_if_exception(is_transient)`)
 * and classes of errors.
 */
export function conditionsIn(part: Part, language: LanguageData): readonly Condition[] {
  if (part.kind === "pair") {
    const under = keyText(child(part, "pair.key"));
    const value = child(part, "pair.value");
    return under !== undefined && value && (saysWhether.test(under) || saysOver.test(under) || mayWhether.test(under)) ? named(value, under) : [];
  }
  const callee = calleeOf(part);
  if (!callee) return [];
  const { name, dotted, args } = callee;
  const asked = takesCondition.test(name) ? args.flatMap((arg) => named(arg, name)) : [];
  if (takesKinds.test(name)) return [...asked, ...args.flatMap((arg) => kindsNamed(arg, name, language))];
  if (!retrier.test(dotted) && !args.some((arg) => arg.kind === "string" && /^retry$/.test(literalOf(arg)?.value ?? ""))) return asked;
  const settings = args.flatMap((arg) => (arg.kind === "pair" ? [arg] : unwrap(arg).parts.filter((p) => p.kind === "pair")));
  return [
    ...asked,
    ...settings.flatMap((pair) => {
      const under = keyText(child(pair, "pair.key")) ?? "";
      const value = child(pair, "pair.value");
      return value && holdsKinds.test(under) ? kindsNamed(value, under, language) : [];
    }),
  ];
}

/** One class, a list of them, or the name of such a list. */
function kindsNamed(given: Part, of: string, language: LanguageData): readonly Condition[] {
  const part = unwrap(given);
  const items = part.kind === "list" ? part.parts : [part];
  return items.flatMap((item) => {
    const at = unwrap(item);
    const names = isClass(at, language) ? typesIn(at, language) : part === at && /^[A-Z][A-Z\d_]+$/.test(nameOf(at) ?? "") ? [nameOf(at) ?? ""] : [];
    return names.map((name) => ({ name, of, kind: true as const }));
  });
}

function named(given: Part, of: string): readonly Condition[] {
  const part = unwrap(given);
  const name = part.kind === "name" || part.kind === "member" ? nameOf(part) : undefined;
  return name === undefined ? [] : [{ name, of }];
}
