import type { Catalog } from "../catalogs/catalog.ts";
import { plainName } from "../sites/paths.ts";
import { fold, wordsOf } from "../text/identifiers.ts";
import type { Level } from "./model.ts";

/**
 * What a name says about the values it holds: `code` an error code of the API's, `http` a status of the transport, `plain` a code of
 * something, `open` nothing either way, `other` something that is surely no error code.
 */
export type Meaning = "code" | "http" | "plain" | "open" | "other";

export interface Position {
  readonly meaning: Meaning;
  /** Levels whose field the name is. */
  readonly levels: readonly Level[];
}

const codeWords = new Set(["code", "codes", "cd", "errcode", "errno", "errorcode", "errorcodes"]);
const errorWords = new Set([
  "err",
  "error",
  "errors",
  "errs",
  "reason",
  "reasons",
  "exception",
  "exc",
  "ex",
  "fault",
  "failure",
  "failures",
  "problem",
  "api",
  "e",
  "cause",
  "fail",
]);

/** What a name begins with that stands for a code or an error: `codeTimeout`, `ErrTimeout`. */
export function isErrorWord(word: string): boolean {
  return codeWords.has(word) || (word.length > 2 && word !== "api" && errorWords.has(word));
}

const httpWords = new Set(["status", "http", "statuscode", "httpstatus"]);
const otherWords = new Set(
  "id ids port size length count num total year month day date time timestamp zip postal postcode version width height limit offset page index timeout ms seconds sec interval delay max min price amount qty quantity exit signal key keycode charcode char country currency language lang area phone state province event category activity campaign list lead program folder asset form user item color close ws socket build mode row column line attempt route attribute class theme style selector tag slug permission access ticket jira".split(
    " ",
  ),
);
/** Owners whose code is one of their own kind: that of a country, of an event, of a colour. */
const owners = new Set(
  "event evt socket ws country currency language locale region province zip postal color colour key coupon promo discount voucher airport station char qr bar product sku dial dialing calling short invite invitation referral verification confirmation activation cost tax naics sic bank branch department dept employee customer vendor supplier store shop warehouse plant course room seat flight carrier gender industry tracking pin otp hex invoice".split(
    " ",
  ),
);
const listWords = new Set([
  "retry",
  "retryable",
  "retriable",
  "retries",
  "retryables",
  "transient",
  "temporary",
  "recoverable",
  "throttle",
  "throttled",
  "throttling",
  "ratelimit",
  "fatal",
  "permanent",
  "auth",
  "token",
  "expired",
  "invalid",
  "unauthorized",
  "backoff",
  "nonretryable",
  "refresh",
  "renewable",
  "limit",
  "limited",
  "quota",
]);
/** What a fault is called, whatever it befell: `PERMISSION_DENIED`, `FIELD_MISSING`. */
const faultWords = new Set(
  "denied failed missing unknown illegal exceeded forbidden duplicate duplicated unsupported unavailable rejected conflict malformed mismatch".split(
    " ",
  ),
);

/** `NO_PERMISSION`, `NOT_FOUND`, `TOO_MANY_REQUESTS` as well. */
function isFault(words: readonly string[]): boolean {
  const has = (...pair: readonly string[]): boolean => words.some((w, i) => pair.every((p, k) => (k === 0 ? w : words[i + k]) === p));
  return words.some((w) => faultWords.has(w)) || (words.length > 1 && words[0] === "no") || has("not", "found") || has("too", "many");
}

/** `width`, `widths`. */
function isOther(word: string): boolean {
  return otherWords.has(word) || (word.endsWith("s") && otherWords.has(word.slice(0, -1)));
}

/** `promoCodes`, `dial_code`: an owner's own, in one name. */
function isOwned(words: readonly string[]): boolean {
  return words.some((w, i) => codeWords.has(w) && owners.has(words[i - 1] ?? ""));
}

/** `retryAfter`, `TOKEN_TTL`, `maxRetries`: how long or how often. */
function isMeasure(words: readonly string[]): boolean {
  const last = words[words.length - 1] ?? "";
  if (/^(?:after|delay|interval|ttl|ms|millis|secs?|seconds|minutes|hours|period|window|lifetime|attempts|tries|backoff)$/.test(last))
    return words.length > 1;
  return /^(?:max|min|num|total)$/.test(words[0] ?? "") && /^(?:retries|retry|attempts|tries)$/.test(last);
}

const countWords = new Set("max min num total default retry retries attempt attempts try tries backoff limit limits count refresh poll".split(" "));

/** `retries = 606`: of a lone number such a name says how many, where of a list it says which. */
export function isCount(name: string): boolean {
  return wordsOf(name).every((w) => countWords.has(w));
}

/** Of these a fault may be told too, but the name of one ends otherwise. */
function isKind(word: string): boolean {
  return /^(?:ids?|ports?|sizes?|counts?|types?|years?|dates?|forms?|lists?|index|length|total|version)$/.test(word);
}

const answerWords = new Set("res resp response reply answer body payload json result data details".split(" "));

/** Whether one of the names speaks of an error, or of what a request gave. */
export function isOfAnswer(names: readonly (string | undefined)[]): boolean {
  return names.some((n) => n !== undefined && wordsOf(plainName(n)).some((w) => errorWords.has(w) || answerWords.has(w)));
}

/** What an error says in words: `e.message`, `err.Error()`, `str(e)`, `res.error.detail`. */
export function isTold(names: readonly string[], more: readonly (string | undefined)[]): boolean {
  const last = names.map(plainName).findLast((n) => n !== "" && n !== "[]") ?? "";
  if (wordsOf(last).some((w) => errorWords.has(w))) return true;
  return messages.test(last) && isOfAnswer([...names, ...more]);
}

/**
 * `problem.number`, `e.num`: the number that an error has counts nothing. What it is declared to be says more than what it is called, and what a call
 * gives is called as the local that holds it.
 */
export function isNumberOfError(names: readonly string[], local: string | undefined, type: string | undefined): boolean {
  const at = names.findLastIndex((n) => n !== "" && n !== "[]");
  if (!/^(?:number|num|no|nr)$/i.test(plainName(names[at] ?? ""))) return false;
  const before = names[at - 1] ?? "";
  const named = type !== undefined && !type.startsWith("{") && at === 1 ? type : before.endsWith("()") ? (local ?? "") : before;
  const words = wordsOf(plainName(named));
  return words.some((w) => w.length > 1 && errorWords.has(w)) && !words.some(isOther);
}

const messages =
  /^(?:full_?|raw_?|detail_?|localized_?|debug_?)?(?:messages?|msg|reasons?|descriptions?|details?|title|what|args|inspect|to_?s|to_?string)$/i;

export function isHttpStatus(value: string): boolean {
  return /^[1-5]\d\d$/.test(value);
}

/** The meaning of an expression's names, from the root to the last. */
export function positionOfPath(names: readonly string[], catalog: Catalog): Position {
  const plain = unconverted(names)
    .map(plainName)
    .filter((n) => n !== "" && n !== "[]");
  const last = plain[plain.length - 1] ?? "";
  const before = plain[plain.length - 2] ?? "";
  const levels = levelsOf(last, before, catalog);
  const words = wordsOf(last);
  const meaning = meaningOf(words, wordsOf(before), last);
  if (levels.named.length > 0 && meaning !== "http" && meaning !== "other") return { meaning: "code", levels: levels.named };
  if (meaning === "http") return { meaning, levels: ["http"] };
  // A common word that is the field all the same: `type` of an answer that this API gives.
  if (meaning === "open" && levels.bare.some((l) => l !== "http")) return { meaning: "plain", levels: levels.bare };
  return { meaning, levels: levels.bare };
}

const conversion =
  /^(?:(?:(?:as|to|get)_?)?(?:u?int(?:eger)?(?:8|16|32|64)?|long|string|text|str|number|(?:int|long)_?value)(?:_?or_?(?:null|default|else|zero)|opt)?|keys|key_?set)\(\)$/i;

/** `reply.Get("err_code").Int()` asks for `err_code`, whatever it is read as. */
function unconverted(names: readonly string[]): readonly string[] {
  return names.length > 1 && conversion.test(names[names.length - 1] as string) ? names.slice(0, -1) : names;
}

const responses = /^(?:res|resp|response|reply)$/i;

/** `response.code() == 413`: of what an HTTP library gives, the number is the status. The body's own codes are not asked for so where they are texts. */
export function isStatusOf(names: readonly string[], local: string | undefined): boolean {
  const [before = "", last = ""] = names.map(plainName).slice(-2);
  if (!/^(?:code|status_?code)$/i.test(last)) return false;
  return (
    [before, names.at(-1)?.endsWith("()") ? (local ?? "") : ""].some((n) => responses.test(n)) || (/^code$/i.test(before) && /^code$/i.test(last))
  );
}

function meaningOf(words: readonly string[], before: readonly string[], name: string): Meaning {
  if (words.some((w) => httpWords.has(w)) && !words.some((w) => errorWords.has(w) && w !== "e")) return "http";
  // What an Android activity is asked for, with what it answers alone, and what a process leaves behind: nobody's error.
  if (/request_?code/i.test(name) || /^return_?code$/i.test(name)) return "other";
  if (/^result_?code$/i.test(name) && before.length === 0) return "other";
  const isCode = words.some((w) => codeWords.has(w)) || /^e?c(?:ode)?$/i.test(name) || /err(?:or)?code/i.test(name);
  if (isCode) {
    if ((words.some(isOther) || isOwned(words)) && !words.some((w) => errorWords.has(w))) return "other";
    if (words.some((w) => errorWords.has(w)) || words.includes("errcode") || words.includes("errorcode")) return "code";
    // `http_response.code` is a status, `status_details.code` is not.
    if (before[0] === "http" || httpWords.has(before[before.length - 1] ?? "")) return "http";
    if (owners.has(before[before.length - 1] ?? "")) return "other";
    return before.some((w) => errorWords.has(w)) ? "code" : "plain";
  }
  return words.some(isOther) ? "other" : "open";
}

interface LevelFields {
  readonly level: Level;
  /** As they are compared, and so without a plural before the last name. */
  readonly fields: ReadonlySet<string>;
  readonly singular: ReadonlySet<string>;
}

const fieldsCache = new WeakMap<Catalog, readonly LevelFields[]>();

/** Follows from the catalog alone. */
function fieldsOf(catalog: Catalog): readonly LevelFields[] {
  let found = fieldsCache.get(catalog);
  if (!found) {
    found = (Object.entries(catalog.levels) as [Level, { readonly fields: readonly string[] }][]).map(([level, data]) => {
      const fields = data.fields.map(fold);
      return { level, fields: new Set(fields), singular: new Set(fields.map((f) => f.replace(/s\./, "."))) };
    });
    fieldsCache.set(catalog, found);
  }
  return found;
}

/** The catalog's own fields: `named` where the last two names, or a telling last one, match; `bare` where only a common last one does. */
function levelsOf(last: string, before: string, catalog: Catalog): { readonly named: readonly Level[]; readonly bare: readonly Level[] } {
  const named: Level[] = [];
  const bare: Level[] = [];
  const one = fold(last);
  const parent = fold(before);
  const two = `${parent}.${one}`;
  const single = two.replace(/s\./, ".");
  for (const { level, fields, singular } of fieldsOf(catalog)) {
    if (fields.has(two) || singular.has(single)) named.push(level);
    else if (!fields.has(one)) continue;
    else if (level === "http") bare.push(level);
    else (wordsOf(last).length > 1 || one.length > 6 ? named : bare).push(level);
  }
  return { named, bare };
}

/** What a table's name says of its keys: `STATUS_BY_CODE` and `codeToStatus` are asked by code. */
export function keysOf(name: string): string {
  const words = wordsOf(name);
  const by = words.findLastIndex((w) => w === "by" || w === "for" || w === "of" || w === "per");
  if (by > 0 && by < words.length - 1) return words.slice(by + 1).join("_");
  const to = words.findIndex((w, i) => i > 0 && (w === "to" || w === "2"));
  return to > 0 && to < words.length - 1 ? words.slice(0, to).join("_") : name;
}

function isOfOneEntry(words: readonly string[], entryWords: ReadonlySet<string>): boolean {
  const shared = words.filter((w) => w.length > 2 && entryWords.has(w));
  return shared.some((a, i) => shared.some((b, k) => k > i && entryWords.has(pairOf(a, b))));
}

/** The same where the first word is one of those. */
function isLedBy(words: readonly string[], entryWords: ReadonlySet<string>): boolean {
  return words.some((w, i) => i > 0 && entryWords.has(w) && entryWords.has(pairOf(words[0] as string, w)));
}

/** What does something, and keeps numbers of all kinds for it. */
const agents =
  /^(?:mapper|handler|filter|client|service|worker|controller|helper|utils?|manager|processor|factory|builder|converter|translator|provider|repository|job|task|view|page|component|interceptor|middleware|reporter|logger)$/;

/** A class that does something keeps constants of all kinds: what it is called says nothing of each. */
export function isAgent(name: string): boolean {
  return agents.test(wordsOf(name).at(-1) ?? "");
}

/** Two words of one entry's name: words of several entries meet by chance, as in `MAX_EXPORT`. */
export function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** `RequestCodes.PICK_PHOTO`, `ExitCode.TIMEOUT`: codes, but of something else. */
function isCodeOfOthers(owner: readonly string[], all: readonly string[]): boolean {
  const [of = "", last = ""] = owner.slice(-2);
  return /^codes?$/.test(last) && (of === "request" || isOther(of)) && !all.some((w) => errorWords.has(w) && w !== "api");
}

/** The meaning of a collection's, an enum's or a constant's name, with that of its owner. */
export function positionOfName(name: string, owner: string | undefined, entryWords: ReadonlySet<string>): Meaning {
  const words = wordsOf(name);
  const around = owner ? wordsOf(owner) : [];
  const all = [...words, ...around];
  if (words.some((w) => httpWords.has(w)) && !words.some((w) => errorWords.has(w))) return "http";
  if (/request_?codes?/i.test(name) || isCodeOfOthers(around, all)) return "other";
  // `MAX_BATCH` of a class of errors is a bound all the same; `MAX_RATE_LIMIT` is what an entry is called.
  if (/^(?:max|min|num|total|default)$/.test(words[0] ?? "") && !words.some((w) => codeWords.has(w)) && !isLedBy(words, entryWords)) return "other";
  const ofOwner = around[around.length - 1] ?? "";
  const telling = all.some((w) => codeWords.has(w)) || all.some((w) => w.length > 1 && errorWords.has(w) && w !== "api");
  // `EventId.Fail` is the id of an event; `EventMapped` of a class that maps problems is none of them.
  if (
    /^(?:ids?|ports?|years?|versions?)$/.test(ofOwner) &&
    !words.some((w) => codeWords.has(w)) &&
    !around.some((w) => codeWords.has(w) || errorWords.has(w))
  )
    return "other";
  if (telling) {
    if (agents.test(ofOwner) && words.some((w) => isOther(w) && !listWords.has(w)) && !words.some((w) => codeWords.has(w) || errorWords.has(w)))
      return "other";
    if ((words.some((w) => isOther(w) && !listWords.has(w)) || isOwned(words)) && !all.some((w) => errorWords.has(w)) && !isFault(words))
      return "other";
    return all.some((w) => errorWords.has(w)) || words.some((w) => listWords.has(w)) || isFault(words) ? "code" : "plain";
  }
  if (isMeasure(words)) return "other";
  if (words.some((w) => listWords.has(w)) || (isFault(words) && !isKind(words[words.length - 1] ?? ""))) return "code";
  // A last word for an id or a size says what the value is, whatever stands before it.
  if (isOther(words[words.length - 1] ?? "")) return "other";
  // `TOKEN_EXPIRED`, `LEAD_NOT_FOUND`: as the catalog itself would name it.
  if (isOfOneEntry(words, entryWords) || (words.length === 1 && name.length > 2 && entryWords.has(words[0] as string))) return "code";
  // The last word of an owner says what its constants are: `enum Port`, `FormIds`.
  if (words.some(isOther) || isOther(around[around.length - 1] ?? "")) return "other";
  return "open";
}

/** Exceptions of HTTP libraries: `HTTPError`, `RequestException`, `HttpClientErrorException`. */
export function isTransport(type: string | undefined): boolean {
  return type !== undefined && /(?:^|[.\\:(])(?:\w*HTTP\w*|Request|Client|Server|BadResponse|ClientResponse|Web)(?:Error\w*|Exception)\b/i.test(type);
}

/** Exceptions of databases, queues, sockets and operating systems, whose codes are their own: `SQLException`, `mysql.connector.Error`. */
export function isPlatform(type: string | undefined): boolean {
  return type !== undefined && platforms.test(type) && /(?:Error\w*|Exception|Errno)\b/.test(type);
}

const platforms =
  /sql|jdbc|odbc|psycopg|postgres|oracle|mongo|redis|kafka|amqp|rabbit|ldap|smtp|grpc|win32|socket|subprocess|\bprocess(?:error|exception)|nserror|errno|\boserror|database|integrity|operational|\bio(?:error|exception)|filesystem/i;
