import type { Embedding } from "./embedded/view.ts";
import type { Kind } from "./part.ts";

/** What a sign means. Comparison signs that a language has in a strict and a loose form keep them apart. */
export type SignMeaning =
  | "equal"
  | "notEqual"
  | "looseEqual"
  | "looseNotEqual"
  | "in"
  | "notIn"
  | "is"
  | "isA"
  | "isNotA"
  | "through"
  | "until"
  | "pair"
  | "key"
  | "and"
  | "or"
  | "not"
  | "less"
  | "lessOrEqual"
  | "greater"
  | "greaterOrEqual"
  | "intersect"
  | "accepts"
  | "holds"
  | "holdsNot"
  | "like"
  | "notLike"
  | "pipe"
  | "match"
  | "notMatch"
  | "coalesce";

/** Where a call keeps an operand: its receiver, an argument by its place, or all arguments behind the first. */
export type Operand = "receiver" | "rest" | number;

/** Where a membership test keeps its operands, and how they meet. */
export interface Membership {
  readonly collection: Operand;
  readonly value: Operand;
  /** Both are collections, and one common element is enough. */
  readonly any?: boolean;
  readonly negated?: boolean;
  /** Numbers and texts may equal each other. */
  readonly loose?: boolean;
  /** The argument that, where it is true, forbids that. */
  readonly strictBy?: number;
}

/** What a queue runs, and the fields of which a class needs one so that it is run again; none where all are. */
export interface JobClass {
  readonly run: string;
  readonly needs?: readonly string[];
}

/**
 * A language as data: `server/languages/<id>/language.json`. Names in the lexicons are last names of callees (`includes`), or dotted where
 * the last name alone is too common (`Object.is`).
 */
export interface LanguageData {
  readonly id: string;
  readonly name: string;
  /** Language ids editors use for it. */
  readonly editorIds: readonly string[];
  readonly extensions: readonly string[];
  /** File names without a telling ending. */
  readonly fileNames?: readonly string[];
  /** First lines of scripts without an ending: `python3`, `bash`. */
  readonly shebangs?: readonly string[];
  readonly grammar: string;
  /** Query files, relative to `server/languages/`; patterns add up. */
  readonly queries: readonly string[];
  /** Another language's folder whose lexicons are taken over where this one is silent. */
  readonly inherits?: string;
  readonly operators: Readonly<Record<string, SignMeaning>>;
  /** `list.includes(x)`: which operand is the collection, which the value. */
  readonly membership: Readonly<Record<string, Membership>>;
  /** `table.get(x)`. */
  readonly lookup: Readonly<Record<string, { readonly collection: Operand; readonly value: Operand }>>;
  /** `text.startsWith("6")`. */
  readonly prefix: Readonly<Record<string, { readonly value: Operand; readonly prefix: Operand }>>;
  /** `/^60[12]$/.test(x)`. */
  readonly regex: Readonly<Record<string, { readonly value: Operand; readonly pattern: Operand }>>;
  /** `"602".equals(code)`; with `records`, the right operand may be a record that holds the code. */
  readonly equals: Readonly<
    Record<string, { readonly left: Operand; readonly right: Operand; readonly loose?: boolean; readonly records?: boolean }>
  >;
  /** Conversions: the value they keep is the receiver when called without arguments, else the first argument. */
  readonly convert: Readonly<Record<string, "number" | "string" | "same" | "other">>;
  /** Callees that give a piece of a text, and which operand the text is: `split`, `re.search`. */
  readonly pieces?: Readonly<Record<string, Operand>>;
  /** Callees that cut a text into a list of words, and which operand the text is: `split`. */
  readonly splits?: Readonly<Record<string, Operand>>;
  /** Callees that make all numbers from their first argument to their second, with that one (`through`) or without it (`until`): `range`. */
  readonly ranges?: Readonly<Record<string, "through" | "until">>;
  /** Callees whose truth is that of what they are given, or with `false` the opposite: `isset`, `empty`. A count is as good as a truth. */
  readonly asks?: Readonly<Record<string, boolean>>;
  /** What a look-up or a search gives that finds nothing, by its last name: `null`, `end`, `npos`. */
  readonly misses?: readonly string[];
  /** Commands that look for a pattern in what is piped to them, or in what stands behind the pattern: `grep`. */
  readonly searches?: readonly string[];
  /** Membership tests that give a place, so that 0 says that a text begins with another: `indexOf`. */
  readonly begins?: readonly string[];
  /** Callees whose outcome is 0 where the answer is yes: `strcmp`. */
  readonly zero?: readonly string[];
  /** Names before a function that are no values: `std`. */
  readonly spaces?: readonly string[];
  /** Declared types that hold one value, so that brackets around what it begins with make no list: `std::string code{"606"}`. */
  readonly scalars?: readonly string[];
  /**
   * Callees that read the fields named by their further arguments from the first: `array_column`. One that converts as well (`value`) does so
   * only without arguments.
   */
  readonly reads?: readonly string[];
  /** Callees that give a name to a value: which arguments hold the two. */
  readonly defines?: Readonly<Record<string, { readonly name: number; readonly value: number }>>;
  /** The grammar reads operators from left to right, whatever binds more tightly. */
  readonly flatOperators?: boolean;
  /** How tightly signs bind, the loosest first, where the grammar nests them as it likes. */
  readonly precedence?: readonly (readonly string[])[];
  /** Several conditions may stand side by side, names with their values and patterns among them: `if let code = e.code, code == "606"`. */
  readonly conditionLists?: boolean;
  /** Named arguments are written as assignments are. */
  readonly namedArguments?: boolean;
  /**
   * Callees that make a collection of their arguments: `Set`, `List.of`; `pairs` where it takes keys with values, `alternating` where these come in
   * turn, `keys` where it takes keys that all get the same value.
   */
  readonly collections: Readonly<Record<string, "items" | "pairs" | "alternating" | "keys">>;
  /** Methods that put something into their receiver: values (`add`), a key with its value (`put`), or either by the number of arguments. */
  readonly adds?: Readonly<Record<string, "items" | "pairs" | "either">>;
  /** Methods whose callback decides for each element: `some`, `any`, `filter`, `find`. */
  readonly each: readonly string[];
  /** Further callees that make something of each element: `array_map`. */
  readonly maps?: readonly string[];
  /** Callees that hand each element to their callback, whatever it makes of it: `each`. */
  readonly goes?: readonly string[];
  /** Commands in a loop's condition that fetch the next thing for each round: `read`. */
  readonly feeds?: readonly string[];
  /** Callees that run their callback again and again: `loop`, `times`. */
  readonly loops?: readonly string[];
  /** Callees that give back the function they are given: `lambda`, `proc`. */
  readonly wrappers?: readonly string[];
  /** A name that stands as a statement calls what is named so. */
  readonly bareCalls?: boolean;
  /** Callees that ask whether their first argument is like the pattern in their second: `matches!`. */
  readonly matchers?: readonly string[];
  /** Words of notes that say how a member is written where it is sent: `rename`. */
  readonly renames?: readonly string[];
  /**
   * Conditions, outcomes and jumps are commands: `&&` decides between them, `return 0` says yes, labels are globs; and the grammar doesn't know
   * that comparisons bind closer than what joins them.
   */
  readonly shell?: boolean;
  /** Commands with an argument that is a program which prints a field of what it reads: `python3 -c '…["code"]'`. */
  readonly programs?: readonly string[];
  /** Commands with an argument that is a path into what they read: `jq .errors[0].code`. */
  readonly paths?: readonly string[];
  /** What a callback calls its argument without declaring it: `it`, `_`. */
  readonly implicit?: readonly string[];
  /** How the class of a value is asked. */
  readonly kinds?: {
    /** Callees that ask it: `isinstance`, `is_a?`. */
    readonly asks?: Readonly<Record<string, { readonly value: Operand; readonly type: Operand }>>;
    /** What leads from a value to its class or to the name of it: `constructor`, `getClass`. */
    readonly of?: readonly string[];
    /** Callees that give the value back where it is of the class, else nothing: `as?`. */
    readonly casts?: readonly string[];
    /** What stands for such a nothing: `null`. */
    readonly nothing?: readonly string[];
    /** Members by which a class's name is the class itself: `RateLimited.class`. */
    readonly itself?: readonly string[];
    /** Callees that give back a class, or a row of classes, that they are given: `typeof`, `tuple`. */
    readonly rows?: readonly string[];
  };
  /** Callees that throw: `raise`, `panic`. */
  readonly throws: readonly string[];
  /** Words that, with nothing behind them, throw on what was caught: `raise`. */
  readonly rethrows?: readonly string[];
  /** Callees that make a client try again by itself after statuses, the first and the last of these: `retryOnServerErrors`. */
  readonly statusRetriers?: Readonly<Record<string, readonly [number, number]>>;
  /** How a job of a queue, which tries again what fails, says that it is over for good. */
  readonly jobs?: {
    /** Classes that end it where they are thrown: `AirflowFailException`. */
    readonly ends?: readonly string[];
    /** The method that a queue runs, and the calls of which it makes all where it tells errors apart: `fail` and `release` in `handle`. */
    readonly tells?: { readonly run: string; readonly calls: readonly string[] };
    /** Classes that make a job of what comes from them or brings them in, dotted, with the method that is run: `QueueWorkerBase`, `Sidekiq.Job`. */
    readonly made?: Readonly<Record<string, JobClass>>;
    /** Notes that make one of a function: `KafkaListener`. */
    readonly noted?: readonly string[];
    /** Fields in which a function is given the messages of a queue, and what it calls that which has them: `event.Records`. */
    readonly messages?: { readonly fields: readonly string[]; readonly of: readonly string[] };
  };
  /** Constructors of errors that are returned rather than thrown. */
  readonly errors: readonly string[];
  /** Calls that bring in the file they name, each with what stands before the name in truth: `require_relative` is `./`. */
  readonly imports?: Readonly<Record<string, string>>;
  /** What stands between the steps of an imported name; a dot where nothing is said. */
  readonly importSteps?: string;
  /** Functions whose outcome is a module: `require`. */
  readonly importCalls?: readonly string[];
  /** A pattern that every text which brings in names of other files has in it; absent where such names come without a word. */
  readonly bringing?: string;
  /** Names of the object itself. */
  readonly self: readonly string[];
  /** Words that the grammar takes for names, and what they are: `true` a `bool`. */
  readonly words?: Readonly<Record<string, Kind>>;
  /** Signs before a name that are no part of it, longer ones first: `$` of nobody (empty text), `@` of the object that is named here. */
  readonly sigils?: Readonly<Record<string, string>>;
  /** Whether numbers and texts never equal each other: under `equal`, under `looseEqual`, in a switch, in a membership test. */
  readonly strict: {
    readonly equal?: boolean;
    readonly looseEqual?: boolean;
    readonly switch?: boolean;
    readonly membership?: boolean;
    /** Under a subscript of a table; as in a membership test where nothing is said. */
    readonly index?: boolean;
    /** Declared types that leave the value open, so that the comparison may still be judged: `any`, `unknown`. */
    readonly open?: readonly string[];
    /** Only where nothing is declared at all: a dynamic language. */
    readonly dynamic?: boolean;
  };
  /** How texts are written: the quote a new literal gets. */
  readonly quote: string;
  /** Line comment, for directives and suppressions. */
  readonly comment: string;
  /** A pattern of lines that stand above everything else, comments about the whole file among them: an opening tag, the package's name. */
  readonly head?: string;
  /** Closing text by which a half-typed construct is made whole for completion, tried in order. */
  readonly repair: readonly string[];
  /** Signs in capitals are the same signs. */
  readonly caseless?: boolean;
  /** Every case that fits runs, until one leaves the switch. */
  readonly everyCase?: boolean;
  /** What a case without `break` does. */
  readonly caseFalls?: boolean;
  /** Where scripts of other languages stand in a file of this one, which then has neither grammar nor queries. */
  readonly embedded?: Embedding;
  /** Named strategies: how imports are found on disk, what a module is. */
  readonly strategies?: { readonly imports?: string };
  /** Function names and path patterns (lower case, substrings of a path segment) that mark tests. */
  readonly tests?: { readonly paths?: readonly string[]; readonly calls?: readonly string[] };
}
