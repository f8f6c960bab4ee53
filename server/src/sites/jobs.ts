import type { Part } from "../syntax/part.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Context } from "./context.ts";
import { calleeOf, child, children, descend, dotted, nameOf, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";

type Messages = NonNullable<NonNullable<Context["language"]["jobs"]>["messages"]>;

/** How a function ends a job for good, in the words that the language's queues have for it. */
export function endsOf(
  name: string,
  calls: ReadonlySet<string>,
  throws: ReadonlySet<string>,
  { language: { jobs } }: Context,
): readonly string[] | undefined {
  const { ends = [], tells } = jobs ?? {};
  const thrown = ends.filter((it) => throws.has(it));
  const isTold = tells !== undefined && tells.run === name && tells.calls.every((it) => calls.has(it));
  return thrown.length > 0 || isTold ? thrown : undefined;
}

/** Whether a note of a function says that a queue runs it: `@KafkaListener(topics = "leads")`. */
export function isQueued(decorators: readonly string[], { language: { jobs } }: Context): boolean {
  const { noted = [] } = jobs ?? {};
  const called = noted.length > 0 ? decorators.map((text) => /^\W*([\w.:\\]+)/.exec(text)?.[1] ?? "") : [];
  return called.some((name) => noted.some((it) => name === it || name.endsWith(`.${it}`)));
}

/**
 * Whether a function reads a queue's messages from what it is given: `event.Records`. The queue gives it again what it fails for. The rows of a
 * report may have the same name, so what has them must be called as what a queue gives is.
 */
export function readsMessages(member: Part, scope: Scope, { language: { jobs } }: Context): boolean {
  if (jobs?.messages === undefined) return false;
  const [object, field, ...further] = dotted(member) ?? [];
  return (
    object !== undefined &&
    field !== undefined &&
    further.length === 0 &&
    jobs.messages.fields.includes(field) &&
    isEvent(object, scope, jobs.messages)
  );
}

/** The same of a function that takes apart what it is given: `({ Records })`, `const { Records } = event`. */
export function takesMessages(scope: Scope, { language: { jobs } }: Context): boolean {
  if (jobs?.messages === undefined) return false;
  for (const given of scope.bindings.values()) {
    for (const { kind, keys, value, declared } of given) {
      if (keys?.length !== 1 || !jobs.messages.fields.includes(keys[0] as string)) continue;
      const from = value && unwrap(value);
      if (
        (kind === "param" && (declared === undefined || isOfMessages(declared, jobs.messages))) ||
        (from?.kind === "name" && isEvent(from.text ?? "", scope, jobs.messages))
      )
        return true;
    }
  }
  return false;
}

/** `SQSEvent`, `{ Records: SQSRecord[] }`. */
function isOfMessages(type: string, { fields, of }: Messages): boolean {
  return of.includes(wordsOf(type).at(-1) ?? "") || fields.some((field) => type.includes(field));
}

function isEvent(name: string, scope: Scope, { of }: Messages): boolean {
  return of.includes(wordsOf(name).at(-1) ?? "") && scope.bindings.get(name)?.some(({ kind }) => kind === "param") === true;
}

/** The method of a class that a queue runs, again and again where it fails. */
export function runBy(part: Part, scope: Scope, { language: { jobs } }: Context): string | undefined {
  if (jobs?.made === undefined) return undefined;
  const calls = directCalls(part);
  const names = [...children(part, "class.base"), ...calls.flatMap(({ args }) => args)].map((p) =>
    (dotted(unwrap(p))?.join(".") ?? nameOf(p) ?? p.text ?? "").replace(/::|\\/g, "."),
  );
  for (const [name, { run, needs }] of Object.entries(jobs.made)) {
    if (!names.some((n) => n === name || n.endsWith(`.${name}`))) continue;
    if (needs === undefined ? !calls.some(isTurnedOff) : needs.some((field) => isSet(scope, field))) return run;
  }
  return undefined;
}

/** `public $tries = 5;`: one try is no second one. */
function isSet(scope: Scope, field: string): boolean {
  const { value } = scope.member(field) ?? {};
  return scope.bindings.has(field) && !(value && /^[01]$/.test(unwrap(value).text ?? ""));
}

/** What a class calls in itself: `include Sidekiq::Job`. */
function directCalls(part: Part): readonly NonNullable<ReturnType<typeof calleeOf>>[] {
  const found = [];
  for (const p of descend(part, (q) => q === part || (q.kind !== "function" && q.kind !== "class"))) {
    const callee = p.kind === "call" ? calleeOf(p) : undefined;
    if (callee && callee.receiver === undefined) found.push(callee);
  }
  return found;
}

/** `sidekiq_options retry: false` */
function isTurnedOff({ args }: NonNullable<ReturnType<typeof calleeOf>>): boolean {
  const pairs = args.flatMap((arg) => (arg.kind === "pair" ? [arg] : arg.parts.filter((p) => p.kind === "pair")));
  return pairs.some((pair) => {
    const [key, value] = [child(pair, "pair.key"), child(pair, "pair.value")];
    return key !== undefined && /^:?["']?retry["']?$/.test(nameOf(key) ?? key.text ?? "") && /^(?:false|0)$/.test(value?.text ?? "");
  });
}
