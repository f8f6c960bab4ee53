import type { Span } from "../text/span.ts";

/**
 * The vocabulary of the analysis: what a source file says about codes before any catalog is asked. Plain readonly data in offsets of the
 * file, so that every stage can be printed, cached and sent to a worker.
 */

export type WireType = "string" | "number";

/** How a literal stands in the source. `mention` never carries a finding. */
export type SiteRole = "case" | "comparison" | "member" | "key" | "constant" | "field" | "mention";

/** A literal, or the use of a constant that stands for one. */
export interface Label {
  /** The value without quotes, separators and suffixes: `606`, `not-found`. */
  readonly value: string;
  readonly type: WireType;
  /** Of the literal, or of the name that was used. */
  readonly span: Span;
  readonly role: SiteRole;
  /** The constant by which the literal is named here. */
  readonly via?: { readonly name: string; readonly definition: Span; readonly file?: string };
  /** The list or table it comes from. */
  readonly group?: string;
}

/** The expression decided on, traced through locals, destructuring, conversions and parameters of the file. */
export interface Path {
  /** From the root to the last name: `["response", "errors", "[]", "code"]`. A subscript is `[]`, a call is `name()`. */
  readonly names: readonly string[];
  /** A conversion on the way: `Number(code)`, `str(code)`, `.toString()`. */
  readonly convert?: WireType | "other";
  /** A type the source declares for the value, in its own words: `number`, `int`, `String`. */
  readonly declared?: string;
  /** A type declared for the value that the path begins with: `any`, `MarketoError`. */
  readonly rootDeclared?: string;
  /** Only a piece of the value is looked at: `type.split("-")[1]`. What it isn't equal to says nothing about the whole. */
  readonly piece?: true;
  /** What is said around the piece that is looked for: `error_code` of `"error_code: 606"`. */
  readonly field?: string;
  /** Where the value comes from, as far as the file shows. */
  readonly origin: "param" | "local" | "import" | "free";
  /** The last local name on the way, as the text writes it. */
  readonly local?: string;
  readonly span: Span;
}

/** A test that takes more than single values. */
export interface Cover {
  readonly form: "prefix" | "range" | "regex";
  /** A prefix or a regular expression, as written without its delimiters. */
  readonly text: string;
  /** Of a range, inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** The literals that are the first and the last of a range themselves: `30005..30015`. */
  readonly bounds?: readonly Label[];
  readonly span: Span;
}

export type Action = "retry" | "renew" | "fail" | "value" | "message" | "empty" | "other";

export type Repeat = "loop" | "recursion" | "call";

/** What an arm does, as far as retrying goes. */
export interface Body {
  readonly action: Action;
  readonly span: Span;
  /** Last names of what it calls or constructs. */
  readonly calls: readonly string[];
  readonly waits: boolean;
  /** It stands in a loop that a `continue` would repeat. */
  readonly inLoop: boolean;
  /** That loop has no end of its own: `while (true)`. */
  readonly endless: boolean;
  /**
   * How it makes the request again before our eyes: by the loop around it, by calling the function it stands in, or by a call that was made
   * before. Empty where it leaves that to others.
   */
  readonly repeats: readonly Repeat[];
  /** Control doesn't go on behind it. */
  readonly exits: boolean;
  /** Classes or constructors that it throws. */
  readonly throws: readonly string[];
  /** It throws on what was caught, without naming it: `raise`. */
  readonly rethrows?: true;
  /** The value that it returns or is, when that is a truth value or a plain word. */
  readonly value?: string;
}

export interface Arm {
  readonly labels: readonly Label[];
  readonly covers: readonly Cover[];
  readonly body?: Body;
  /** `==` where the language also has `===`. */
  readonly loose: boolean;
  /** The value is converted, or cut, before it is compared here. */
  readonly converted?: true;
  /** The labels are looked for in what arrives: `"606" in codes`. */
  readonly reversed: boolean;
  /** How values meet here, which decides whether a number can equal a text. */
  readonly meets: "equal" | "looseEqual" | "membership" | "call" | "switch";
  /** The arm is taken when the value is none of the labels. */
  readonly negated: boolean;
  /** Further conditions stand beside the test: what it takes, it takes only sometimes. */
  readonly guarded: boolean;
  /** The names of predicates or sets through which the labels came. */
  readonly via: readonly string[];
  readonly span: Span;
  /** The condition or label list alone. */
  readonly head: Span;
}

export type BranchKind = "switch" | "chain" | "test" | "membership" | "lookup" | "catch";

/** A construct that decides on a value. */
export interface Branch {
  readonly kind: BranchKind;
  readonly subject: Path;
  /** What a finding underlines: the subject of a switch, the first condition of a chain. */
  readonly head: Span;
  readonly span: Span;
  readonly arms: readonly Arm[];
  readonly fallback?: { readonly form: "else" | "default" | "follows"; readonly body: Body };
  /** What no arm takes comes to the end of a round of the loop around, which tries it again; so does what an arm doesn't leave with. */
  readonly round?: boolean;
  /** Every arm that fits runs, until one leaves the whole. */
  readonly every?: boolean;
  /** It stands in a catch of its function: what it throws, that function catches no more. */
  readonly caught?: true;
  /** Index into `FileFacts.functions`; -1 at the top level. */
  readonly function: number;
}

/** A function, method or lambda; nested ones name their parent. */
export interface FunctionFact {
  readonly name: string;
  readonly owner?: string;
  readonly span: Span;
  readonly nameSpan?: Span;
  readonly params: readonly string[];
  /** Last names of everything it calls. */
  readonly calls: readonly string[];
  /** Those that it calls on nothing but what is surely another object than its own. */
  readonly abroad?: readonly string[];
  readonly decorators: readonly string[];
  readonly parent: number;
  readonly loops: boolean;
  readonly async: boolean;
  /** It is given to a call as an argument: the names of that call, e.g. `pRetry`. */
  readonly passedTo?: string;
  /** What that call is made on, by its last name: `retry` of `retry.Do(…)`, `Failsafe.with` of `Failsafe.with(policy).get(…)`. */
  readonly passedOn?: string;
  /** It is a job, or a part of one, that says in the words of its queue that it is over for good: by these classes, or by what it calls. */
  readonly ends?: readonly string[];
  /** It makes a client that tries again by itself after these statuses, the first and the last of them. */
  readonly triedStatuses?: readonly [number, number];
  /** A queue gives it what there is to do, by a note of its own, and gives it again where it fails. */
  readonly queued?: true;
  /** Functions that it gives to a retrier by their names: `backoff.Retry(operation, policy)`. */
  readonly gives?: readonly string[];
  /** It is the value of a record under this key, e.g. `retryCondition`. */
  readonly under?: string;
  /** Names thrown in it, and names caught in it. */
  readonly throws: readonly string[];
  readonly catches: readonly string[];
  /** Errors that it makes and gives back, by their classes: whoever calls it throws them. */
  readonly makes?: readonly string[];
  /** What is caught in it and tried again. */
  readonly retried: readonly Kinds[];
  /** Of which classes what it is given is, when it says yes. */
  readonly tells?: Kinds;
}

/**
 * A set of classes by their last names: all of `types` and what comes from them, but `except` and what comes from these. `*` is any. A name may
 * stand for a list of classes, and one with `()` for a function that tells.
 */
export interface Kinds {
  readonly types: readonly string[];
  readonly except: readonly string[];
}

export interface ClassFact {
  readonly name: string;
  readonly span: Span;
  readonly base?: string;
  /** The method that a queue runs, which runs it again where it fails. */
  readonly runs?: string;
}

/** A named list of classes: `RETRYABLE = (RateLimited, Expired)`. */
export interface Family {
  readonly name: string;
  readonly types: readonly string[];
}

/** What is given by its name to what tries again: a function that says whether to, or a class of errors. */
export interface Condition {
  readonly name: string;
  /** It is a class, or a list of classes. */
  readonly kind?: true;
  /** The callee that takes it, or the key under which it stands: `retry_if_exception`, `retryCondition`, `giveup`. */
  readonly of: string;
}

/** A named collection of values: a list or set, a table keyed by them, a block of constants or an enum, a regular expression. */
export interface Group {
  readonly name: string;
  readonly owner?: string;
  readonly form: "list" | "table" | "constants" | "records" | "pattern";
  readonly labels: readonly Label[];
  /** What a pattern takes that lists no words, and whether a piece of the value is enough for it. Of a list, its ranges. */
  readonly covers?: readonly Cover[];
  readonly piece?: true;
  /** What the values of a table are: functions, texts, exception classes, policies, truth values. */
  readonly values?: "function" | "text" | "class" | "policy" | "flag" | "other";
  /** Per label, the word that its value holds, e.g. `retry`, `refresh`, or, for a truth value that says so, `retry` and `no`; parallel to `labels`. */
  readonly words?: readonly string[];
  /** Of an enum with such words, what the member says that stands for all other codes. */
  readonly rest?: "retry" | "no";
  readonly span: Span;
  readonly nameSpan: Span;
  readonly exported: boolean;
  readonly function: number;
}

/** What a predicate asks of one value. */
export interface Question {
  /** As the predicate's parameter leads there; absent where it asks something else. */
  readonly subject?: Path;
  /** Which of the parameters that is, from 0. */
  readonly place?: number;
  readonly labels: readonly Label[];
  readonly covers: readonly Cover[];
}

/** A function whose truth says that a code is one of these. */
export interface Predicate {
  readonly name: string;
  readonly owner?: string;
  /** What it asks of a status stands by itself. */
  readonly asks: readonly Question[];
  /** Of all that it asks. */
  readonly labels: readonly Label[];
  readonly covers: readonly Cover[];
  readonly negated: boolean;
  readonly span: Span;
  readonly function: number;
}

export interface Constant {
  readonly name: string;
  readonly owner?: string;
  readonly label: Label;
  /** What is said of it besides: `retry` or `no`, where it is constructed with a truth value that says whether to try it again. */
  readonly word?: string;
  /** The type it is declared with: `ErrorCode`. */
  readonly declared?: string;
  readonly nameSpan: Span;
  readonly exported: boolean;
}

/** The use of a name that stands for a literal, for hovers. */
export interface Use {
  readonly span: Span;
  readonly label: Label;
}

export interface Import {
  /** As written: `./errors`, `requests`, `github.com/cenkalti/backoff/v4`. */
  readonly source: string;
  readonly names: readonly { readonly name: string; readonly local: string }[];
  readonly span: Span;
}

/** A literal given to a field by name in a record: `{ code: "601" }`, `Reason{Code: "601"}`. */
export interface Field {
  readonly key: string;
  readonly label: Label;
  /** What the record is for: kept under a name, or made on the way to a throw, a return or a call. */
  readonly context: "definition" | "thrown" | "returned" | "argument" | "other";
  /** The name it is kept under. */
  readonly name?: string;
  readonly nameSpan?: Span;
  readonly exported: boolean;
  /** How the record itself is called, where the language says: `Reason`. */
  readonly record?: string;
  readonly function: number;
}

/** A literal in no deciding position: comments, messages, arguments. Kept only where it may be a code. */
export interface Mention {
  readonly value: string;
  readonly type: WireType;
  readonly span: Span;
  /** The name that the literal is given to or compared with, where there is one. */
  readonly near?: string;
}

/** Everything the file says. All offsets are the file's. */
export interface FileFacts {
  readonly functions: readonly FunctionFact[];
  readonly branches: readonly Branch[];
  readonly groups: readonly Group[];
  readonly predicates: readonly Predicate[];
  readonly constants: readonly Constant[];
  readonly fields: readonly Field[];
  readonly uses: readonly Use[];
  readonly imports: readonly Import[];
  readonly mentions: readonly Mention[];
  readonly classes: readonly ClassFact[];
  readonly families: readonly Family[];
  readonly conditions: readonly Condition[];
  /** Spans where the parser found no sense. */
  readonly broken: readonly Span[];
}
