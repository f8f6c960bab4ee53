import type { Part } from "../syntax/part.ts";
import { inLatin } from "../text/scripts.ts";
import { drops, isPaused, isSleep, queues, reads, throwsAway } from "./callees.ts";
import type { Context } from "./context.ts";
import { spanOf } from "./context.ts";
import { literalOf, requestOf } from "./literals.ts";
import type { Action, Body, Repeat } from "./model.ts";
import { type Callee, calleeOf, child, children, descend, has, madeOf, nameOf, statements, unwrap } from "./parts.ts";
import { isAbroad } from "./receivers.ts";
import type { Scope } from "./scopes.ts";

/** Where a body stands, as far as retrying depends on it. */
export interface Surroundings {
  /** Where names are looked up. */
  readonly scope?: Scope;
  /** Names of the functions around, innermost first. */
  readonly functions: readonly string[];
  readonly loops: number;
  /** The innermost of these loops has no end of its own. */
  readonly endless: boolean;
  /** Calls made before, in the function around, as `requestOf` names them: making one again is a second try. */
  readonly made: ReadonlySet<string>;
}

const renews =
  /(?:refresh|renew|reauth|re_auth|relogin|re_login|(?<!un)authenticat|(?<!un)authoriz(?!ation)|log_?in$|sign_?in|acquire|regenerat|rotate)|(?:get|fetch|obtain|request|invalidate|reset|clear|update|new|ensure|generate|create|drop|forget|expire).*(?:token|credential|auth|session)|(?:token|credential|auth|session).*(?:refresh|renew|reset|clear|invalidate|expire)/i;
const retries =
  /(?:^|[^a-z])(?:re_?try|re_?run|re_?do|re_?send|re_?submit|re_?queue|re_?schedule|back_?off|again)|[a-z](?:Retry|Again|Backoff|Requeue|Reschedule|Resend)|^(?:enqueue|reschedule|requeue|resubmit|resend|repeat)/;
const asks = /^(?:is|should|can|may|will|has|must|no|not|never|do_?not|max|count|num|log|warn)[A-Z_]|\?$/;
const waits =
  /^(?:.*[^a-z])?(?:sleep|delay|wait|pause|usleep|nanosleep|settimeout|after|backoff)|(?:Sleep|Delay|Wait|Pause)(?:For|Until|Async|ForSeconds|Seconds|Ms)?$/;
/** Names of calls that call what they are given after a while. */
const defers = /^(?:set_?timeout|call_?later|run_?later|defer|delay|schedule|after|post_?delayed)$/i;
/** Names of calls that ask for something. */
export const sends = /request|fetch|send|exec|invoke|post|query|perform|dispatch|submit|curl|wget|(?:^|\.)(?:call|do|get|put|patch|api|http)$/i;
const says =
  /^(?:log|warn|warning|info|error|debug|print|println|printf|puts|echo|write|fatal|critical|trace|severe|fmt|notify|report|message|console)/i;
const errorNames = /^(?:e|err|error)$|^[Ee]rr[A-Z]\w*$|\w(?:Err|Error)$/;
/** What a code may be sorted into, for others to try it again. */
const triesAgain =
  /^(?:(?:RE_?TRY|re_?try|Re_?try)(?:_?(?:[nN]ow|NOW|[lL]ater|LATER|[sS]oon|SOON|[oO]nce|ONCE))?|backoff|BACKOFF|wait|WAIT|throttle|THROTTLED?|TRANSIENT|[tT]ransient|TEMPORARY|[tT]emporary|AGAIN|[aA]gain|retryable|RETRYABLE)$/;
const softErrors = /Retry|Retr[iy]able|Throttl|RateLimit|Rate_Limit|TooMany|Transient|Temporar|Backoff|Again|Recoverable/;
const hardErrors = /Exceeded|Exhausted|No[nt]?_?Re(?:tr|cov)|Un_?[rR]e(?:tr|cov)|Permanent|Max(?:Retr|Attempt)/;
/** What gives an error by its name may do something first: `return this.renewOnAuthError(id)`. */
const acts = /^(?:re_?(?:new|fresh|auth|login)|log_?in|sign_?in)/i;

/** What the statements do. Functions defined in them count only as far as they are what a call is given. */
export function bodyOf(parts: readonly Part[], around: Surroundings, ctx: Context): Body | undefined {
  if (parts.length === 0) return undefined;
  const seen = new Gatherer(around, ctx);
  for (const part of parts) seen.take(part, 0);
  const span = spanOf(parts);
  const own = parts.flatMap(statements);
  const last = own[own.length - 1];
  const value = seen.values[0];
  return {
    action: seen.action(own),
    span,
    calls: [...new Set(seen.calls)],
    waits: seen.waits,
    inLoop: around.loops > 0,
    endless: around.loops > 0 && around.endless,
    repeats: [...seen.repeats],
    exits: last !== undefined && exits(last, ctx),
    throws: [...new Set(seen.throws)],
    ...(last && isRethrow(last, ctx) ? { rethrows: true } : {}),
    ...(value === undefined ? {} : { value }),
  };
}

/** `verdict = again`, `state = "retry"`: what is kept there says what comes next. A label of a button says nothing. */
function saysNext(target: string, given: Part): boolean {
  const value = unwrap(given);
  const named = value.kind === "name" || value.kind === "member";
  const word = named ? nameOf(value) : value.kind === "string" ? literalOf(value)?.value : undefined;
  if (word === undefined || !/^(?:re_?try(?:able|_?(?:now|later|soon|once))?|(?:try_?)?again)$/i.test(word)) return false;
  return /verdict|action|decision|outcome|disposition|strateg|state|status|result|kind|next|step/i.test(target) || (named && target.length <= 2);
}

/** `raise`, `throw;`: with nothing behind it. */
function isRethrow(given: Part, ctx: Context): boolean {
  const { rethrows } = ctx.language;
  const part = unwrap(given);
  if (part.kind === "if") return [child(part, "if.then"), child(part, "if.else")].every((p) => p && statements(p).some((it) => isRethrow(it, ctx)));
  if (rethrows === undefined || !["throw", "call", "name"].includes(part.kind)) return false;
  const callee = part.kind === "call" ? calleeOf(part) : undefined;
  if (callee) return callee.args.length === 0 && rethrows.includes(callee.dotted);
  return rethrows.includes((part.text ?? "").replace(/\s*;$/, ""));
}

function exits(given: Part, ctx: Context): boolean {
  const part = unwrap(given);
  if (part.kind === "return" || part.kind === "throw" || part.kind === "continue" || part.kind === "break") return true;
  if (part.kind === "block") {
    const inner = statements(part);
    const last = inner[inner.length - 1];
    return last !== undefined && last !== part && exits(last, ctx);
  }
  if (part.kind === "call") return ctx.language.throws.includes(calleeOf(part)?.name ?? "");
  if (part.kind === "if") {
    const then = child(part, "if.then");
    const otherwise = child(part, "if.else");
    return then !== undefined && otherwise !== undefined && exits(then, ctx) && exits(otherwise, ctx);
  }
  return false;
}

/** Whether what is asked is compared with the status of a failed request. */
function asksStatus(part: Part): boolean {
  const condition = child(part, "if.condition");
  return (
    condition !== undefined && !child(part, "if.else") && [...descend(condition)].some((p) => p.kind === "number" && /^[45]\d\d$/.test(p.text ?? ""))
  );
}

/**
 * A function whose yes is another try: called so, the one method of a class that is called so (`RetryDecider.__invoke`), or one that is told
 * first how often it was asked and isn't called after the end of it.
 */
function saysWhether({ functions: [name], scope }: Surroundings): boolean {
  if (name === undefined) return false;
  if (/retr(?:y|ies|iable)|transient|recover|again/i.test(name)) return true;
  const owner = scope?.owner()?.className;
  if (owner !== undefined && /retr(?:y|iable)/i.test(owner) && /^(?:__)?(?:invoke|call|apply|test|decide|matches)(?:__)?$/i.test(name)) return true;
  if (/fatal|permanent|give_?up|stop|abort|exhaust|done|fail/i.test(name)) return false;
  const first = scope?.part && children(scope.part, "function.param")[0];
  const told = first && (nameOf(child(unwrap(first), "param.name") ?? first) ?? first.text);
  return told !== undefined && /^\$?(?:retries|retry_?(?:count|num|number)|attempts?|tries)$/i.test(told);
}

class Gatherer {
  readonly calls: string[] = [];
  readonly throws: string[] = [];
  readonly values: string[] = [];
  readonly repeats = new Set<Repeat>();
  waits = false;
  /** It waits in a promise's way. */
  #sleeps = false;
  #renews = false;
  #retries = false;
  /** By what it throws; and by what it throws for a status alone. */
  #soft = false;
  #softOfStatus = false;
  #fails = false;
  #returns = false;
  #says = false;
  #jumps = false;
  /** Calls that make what is thrown: `Err(api(code))` asks nobody again. */
  readonly #errors = new Set<Part>();
  readonly #around: Surroundings;
  readonly #ctx: Context;

  constructor(around: Surroundings, ctx: Context) {
    this.#around = around;
    this.#ctx = ctx;
  }

  take(given: Part, loops: number): void {
    const part = given;
    if (has(part, "pattern")) return;
    switch (part.kind) {
      case "call":
        this.#call(part);
        break;
      case "if":
        if (!asksStatus(part)) break;
        this.#ofStatus(part, loops);
        return;
      case "continue":
        if (loops === 0 && this.#around.loops > 0) this.#again("loop");
        break;
      case "break":
        this.#jumps = true;
        break;
      case "throw":
        this.#throw(part);
        break;
      case "return":
        this.#return(part);
        break;
      case "assign":
        this.#assign(part);
        break;
      case "function":
        // A function that is only defined here does nothing here; one that is handed to a timer or a retrier does.
        if (part.role !== "call.arg" && part.role !== "arm.body" && part.role !== "pair.value") return;
        break;
      case "name":
        if (part.role === undefined || part.role === "arm.body" || part.role === "if.then" || part.role === "if.else") {
          this.#word(part.text ?? "");
          // `renew_token` as a statement.
          if (this.#ctx.language.bareCalls) this.#called({ name: part.text ?? "", dotted: part.text ?? "", args: [] });
        }
        return;
      case "member":
        // `10022 -> Policy.RENEW`
        if (part.role !== undefined && /^(?:arm\.body|if\.then|if\.else)$/.test(part.role)) this.#word(nameOf(part) ?? "");
        break;
      case "bool":
      case "string":
      case "number":
        if (part.role === undefined || /^(?:arm\.body|if\.then|if\.else|function\.value)$/.test(part.role)) this.#value(part);
        return;
      default:
    }
    for (const p of part.parts) this.take(p, loops + (part.kind === "loop" ? 1 : 0));
  }

  /** `raise TemporaryError if res.status == 429`: of the status alone, where the statements end in another error. */
  #ofStatus(part: Part, loops: number): void {
    const before = this.#retries;
    for (const p of part.parts) this.take(p, loops);
    if (before || !this.#retries || this.repeats.size > 0 || !this.#soft) return;
    this.#retries = false;
    this.#softOfStatus = true;
  }

  #call(part: Part): void {
    const callee = calleeOf(part);
    if (callee) this.#called(callee, this.#errors.has(part));
  }

  #called(callee: Callee, isError = false): void {
    const written = callee.name;
    const name = inLatin(written);
    const { language } = this.#ctx;
    // `raise`: nothing is called, the error goes on.
    if (callee.args.length === 0 && language.rethrows?.includes(written)) {
      this.#fails = true;
      return;
    }
    if (written) this.calls.push(written);
    if (language.throws.includes(name) || language.throws.includes(callee.dotted)) {
      this.#fails = true;
      for (const arg of callee.args) this.#thrown(arg);
      return;
    }
    const again = !isError && this.#around.made.has(requestOf(callee, this.#ctx.language)) && sends.test(callee.dotted) && !reads(callee);
    if ((renews.test(name) && (!isError || acts.test(name))) || drops(callee) || throwsAway(callee)) this.#renews = true;
    else if (again) this.#again("call");
    else if (this.#around.functions.includes(written) && !this.#isAbroad(callee)) {
      this.#retries = true;
      if (this.#isOwn(callee)) this.repeats.add("recursion");
    } else if (defers.test(name) && callee.args.some((a) => this.#isAround(a))) {
      this.#again("recursion");
      this.waits = true;
    } else if ((retries.test(name) && !asks.test(name)) || queues(callee)) this.#retries = true;
    if (isSleep(name, callee)) this.#sleeps = true;
    // `queue.pause()` stops something until it is told to go on.
    if (waits.test(name) && !isPaused(name, callee)) this.waits = true;
    if (says.test(name) || says.test(callee.dotted)) this.#says = true;
  }

  /** `setTimeout(attempt, delay)`: the function around is to be called again. */
  #isAround(given: Part): boolean {
    const at = unwrap(given);
    const object = at.kind === "member" ? child(at, "member.object") : undefined;
    if (at.kind !== "name" && !(object && this.#ctx.language.self.includes(nameOf(object) ?? ""))) return false;
    return this.#around.functions.includes(nameOf(at) ?? "");
  }

  #isAbroad(callee: Callee): boolean {
    const { scope } = this.#around;
    return scope !== undefined && isAbroad(callee, scope, this.#ctx);
  }

  #again(how: Repeat): void {
    this.#retries = true;
    this.repeats.add(how);
  }

  /** `this.request()`, not `axios.request()` in a method of that name. */
  #isOwn({ receiver }: Callee): boolean {
    if (!receiver) return true;
    const { self } = this.#ctx.language;
    const at = unwrap(receiver);
    return at.kind === "name" && (self.length === 0 || self.includes(at.text ?? ""));
  }

  #throw(part: Part): void {
    this.#fails = true;
    for (const p of part.parts) this.#thrown(p);
  }

  #thrown(given: Part): void {
    const part = unwrap(given);
    if (part.kind === "call") this.#errors.add(part);
    const name = part.kind === "call" ? madeOf(part) : nameOf(part);
    if (!name) return;
    this.throws.push(name);
    if (softErrors.test(name) && !hardErrors.test(name)) {
      this.#retries = true;
      this.#soft = true;
    }
  }

  #return(part: Part): void {
    this.#returns = true;
    const { errors, shell } = this.#ctx.language;
    // Of a function that asks for something itself, a no is a failure.
    if (shell && part.parts.some((p) => p.kind === "bool" && p.text === "false") && [...this.#around.made].some((m) => sends.test(m)))
      this.#fails = true;
    for (const p of part.parts) {
      const at = unwrap(p);
      // `return nil, err` fails; what is given back beside another value may be nothing.
      const alone = errors.length > 0 && part.parts.every((q) => q === p || !["name", "member", "index", "call"].includes(unwrap(q).kind));
      if (alone && errorNames.test(nameOf(at) ?? "")) {
        this.#fails = true;
        this.#thrown(at);
      } else if (at.kind === "bool" || at.kind === "string" || at.kind === "number") this.#value(at);
      else if (at.kind === "name" || at.kind === "member") this.#word(nameOf(at) ?? "");
      else if (at.kind === "call") {
        const callee = calleeOf(at);
        const name = callee?.name ?? "";
        // `return ctx.Err()`: whoever asked wants it no more, and nothing has failed.
        if (name === "Err" && callee?.receiver && /^(?:ctx|context)$/i.test(nameOf(callee.receiver) ?? "")) continue;
        if (errors.includes(name) || errors.includes(callee?.dotted ?? "")) {
          this.#fails = true;
          this.#thrown(at);
        } else if (/(?:Error|Exception|Err)$/.test(name) || /^(?:new|New)?[A-Z]?\w*Error(?:f|s)?$/.test(name)) {
          this.#fails = true;
          // Whoever is given it throws it.
          this.#thrown(at);
        }
        if (softErrors.test(name) && !hardErrors.test(name) && !asks.test(name)) this.#retries = true;
      }
    }
  }

  /** `this.token = null` asks for a new one next time. */
  #assign(part: Part): void {
    const target = child(part, "assign.target");
    const name = target && nameOf(target);
    const value = child(part, "assign.value");
    // `TryGetValue(id, out var session)`: a name among arguments is given something, and takes nothing away.
    if (!name || (!value && part.role === "call.arg")) return;
    const word = value ? (value.text ?? "") : "";
    if (/token|credential|session|auth/i.test(name) && (value === undefined || value.kind !== "op") && !/^\d+$/.test(word)) this.#renews = true;
    else if (value && saysNext(name, value)) this.#retries = true;
    else if (/retry|again|transient/i.test(name) && !/count|attempt|max|num|no_?retry/i.test(name) && /^(?:true|1)$/i.test(word))
      this.#retries = true;
  }

  #value(part: Part): void {
    const text = literalOf(part)?.value ?? part.text ?? "";
    this.values.push(part.kind === "bool" ? text.replace(/^\$/, "").toLowerCase() : text);
    if (part.kind === "string") this.#word(text);
  }

  #word(text: string): void {
    if (triesAgain.test(text)) this.#retries = true;
    else if (/^(?:re_?fresh|Re_?[fF]resh|RE_?FRESH|[rR]enew|RENEW|[rR]eauth|REAUTH)/.test(text)) this.#renews = true;
    else if (/(?:^|[a-z_])(?:Retry|RETRY|_retry)(?:able|ABLE)?$/.test(text) && !asks.test(text)) this.#retries = true;
    if (!this.values.length && /^\w+$/.test(text)) this.values.push(text);
  }

  action(own: readonly Part[]): Action {
    // A truth returned by a function that says whether to retry is the retry itself.
    const truth = this.values[0] === "true" && saysWhether(this.#around);
    if (this.#renews) return "renew";
    const pauses = this.waits || this.#sleeps;
    const last = own.at(-1);
    const isSoft = this.#softOfStatus && !(last && unwrap(last).kind !== "if" && exits(last, this.#ctx));
    if (this.#retries || isSoft || truth || (pauses && this.#around.loops > 0 && !this.#fails && !this.#jumps)) return "retry";
    if (this.waits && !this.#fails && !this.#returns) return "retry";
    if (this.#fails) return "fail";
    if (own.length === 0 || own.every((p) => p.kind === "comment" || p.kind === "break" || (p.kind === "block" && p.parts.length === 0)))
      return "empty";
    if (own.length === 1 && own[0]?.kind === "other" && own[0].parts.length === 0 && /^(?:pass|\{\s*\}|;|\.\.\.)$/.test(own[0].text ?? ""))
      return "empty";
    if (this.#says && !this.#returns) return "message";
    if (this.#returns || this.values.length > 0) return "value";
    return "other";
  }
}
