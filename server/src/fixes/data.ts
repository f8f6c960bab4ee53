import type { AgainForm, ClientForm, FailureForm, FinalForm, FlagForm, LibraryForm, ManifestForm, RetrierForm } from "./library-data.ts";

/**
 * What a language's folder says about fixes: `server/languages/<id>/fixes.json`. Templates have holes (`{name}`); a leading tab is one step
 * of the file's own indentation. Where a sentence is missing, the fixes that would need it are not offered.
 */
export interface FixData {
  /** Another language's folder whose sentences are taken over where this one is silent. */
  readonly inherits?: string;
  /** One step of indentation where the file shows none. */
  readonly indent: string;
  /** How conditions are joined. */
  readonly or: string;
  readonly and: string;
  /** A line that is too long goes on in the next one, so many steps further in, with the joint in front or at its end; else its bracket opens. */
  readonly breaks?: { readonly joint: "first" | "last"; readonly steps: number; readonly width: number };
  /** `{subject} === {code}`: asked where no sibling shows how. */
  readonly equal?: string;
  /** A test for several codes at once, from so many on; where types are strict, only for subjects declared so. */
  readonly membership?: { readonly from: number; readonly text: string; readonly declared?: readonly string[] };
  /** A pattern on the text before a list, whose first group is the number of its elements. */
  readonly listLength?: string;
  /** The language's formatter sets the values of a table that has one row a line in one column. */
  readonly aligned?: boolean;
  /** How the arms of a switch look; the first whose `when` (a pattern on the text behind an arm's last label) fits. */
  readonly arms?: readonly ArmForm[];
  /** A pattern that takes every value under a name of its own. */
  readonly catchAll?: string;
  /** Conditions stand in brackets of their own, which joined ones share; or, `alone`, each has its own. */
  readonly brackets?: readonly { readonly open: string; readonly close: string; readonly alone?: boolean }[];
  /** Keeps conditions together that are joined by `or`, where a bracket would do something else. */
  readonly group?: string;
  /** A pattern on files of a dialect that doesn't know what else is written here: nothing but labels is added there. */
  readonly dialect?: string;
  /** A condition of its own, `{condition}` and, on a line by itself, `{body}`. */
  readonly if?: readonly string[];
  /** The same for a body of one line, where the language sets that behind it: `{body} if {condition}`. */
  readonly ifOne?: string;
  /** A further condition of a chain. */
  readonly elseIf?: readonly string[];
  /** Whether `elseIf` begins on the line where the block before it ends. */
  readonly elseIfJoins?: boolean;
  /** Patterns. On the head of a function: it may wait without blocking. */
  readonly async?: string;
  /** On what a function without a name is given to: it may wait so, or it may where the function around it may. */
  readonly asyncIn?: { readonly always: string; readonly alike: string };
  /** Ends a statement: `;`. */
  readonly end: string;
  /** It may be left out. */
  readonly endOptional?: boolean;
  /** Waits for a value: `await {value}`. */
  readonly await?: string;
  /** How a call of a function is marked that may throw, by the function's head. */
  readonly throwing?: { readonly head: string; readonly value: string };
  readonly continue?: string;
  /** `continue` where a switch stands between it and its loop, when that differs. */
  readonly continueInSwitch?: string;
  /** A pattern on the text before a switch from within which no jump leads out. */
  readonly closedSwitch?: string;
  /** `continue` where nothing follows in the round, when that differs. */
  readonly continueAtEnd?: string;
  readonly return?: string;
  /** `return` where the decision is the last of its function, when that differs. */
  readonly returnAtEnd?: string;
  /** A call of an asynchronous function is waited for before its outcome is returned. */
  readonly returnAwaits?: boolean;
  /** Leaves a switch. */
  readonly leave?: string;
  readonly flag?: FlagForm;
  readonly counter?: { readonly declare: string; readonly up: string; readonly below: string; readonly reached: string };
  /** A loop that the statements of a function are put into, where none makes the request again. */
  readonly loop?: LoopForm;
  /** Arguments go under a label: a pattern on the parameter, whose first group it is; `_` is none. */
  readonly labels?: string;
  /** A function without parameters has no brackets. */
  readonly bareParams?: boolean;
  /** What every variable's name begins with. */
  readonly sigil?: string;
  /** A named number at the top of the file, or of the class. */
  readonly cap?: string;
  /** How a constant of the class is named in its methods. */
  readonly ownConstant?: string;
  /** Its name where the file has none: `MAX_ATTEMPTS`. */
  readonly capName?: string;
  /** Statements stand outside of functions, too: a pattern on what declarations begin with in functions alone. */
  readonly script?: string;
  /** A parameter with a default, and how a call gives it. */
  /** Names are parted by underscores. */
  readonly snake?: boolean;
  readonly param?: ParamForm;
  /** Parameters can't be given a new value: how a variable takes a parameter's name and value; empty where none can. */
  readonly fixedParams?: string;
  /** A parameter that must not be followed by another, and one that stays behind new ones. */
  readonly lastParam?: string;
  readonly keepLast?: string;
  /** A parameter behind which arguments go by their names. */
  readonly byName?: string;
  /** A parameter whose argument goes by its name. */
  readonly keyword?: string;
  /** A call without arguments stands without brackets. */
  readonly bareCall?: boolean;
  /** Arguments stand behind a call's name without brackets, too, and functions name no parameters: a pattern on the use of one. */
  readonly positional?: string;
  /** How a function of the same class is called, and one of the file. */
  readonly own?: string;
  /** How a method's head names the object itself: a pattern, whose first group is the name, and whose second the type. */
  readonly receiver?: string;
  /** How a renewal that may fail is called: by the head of the function that renews. `target`: where what it gives is kept. */
  readonly renewals?: readonly RenewalForm[];
  /** How a function's name carries its type parameters on to a call: a pattern on the text behind the name. */
  readonly generic?: string;
  /** Callees that wait, beside those that the language's names tell. `needs`: a pattern on the head of the function that may call it. */
  readonly waits?: Readonly<Record<string, { readonly argument: number; readonly unit: Unit; readonly needs?: string }>>;
  /** The unit of a wait that says nothing else. */
  readonly unit: Unit;
  /** The first that the function around has what it needs for. */
  readonly wait?: { readonly sync?: OneOrMore<WaitForm>; readonly async?: OneOrMore<WaitForm> };
  /** A fixed time. `{ms}` with thousands set apart, `{s}`. */
  readonly fixed?: Readonly<Partial<Record<Unit, string>>>;
  /** An answer whose headers are at hand: what a local's name, and how the function reads it, must look like. */
  readonly answer?: { readonly name: string; readonly uses: string };
  readonly helpers: Readonly<Record<string, HelperForm>>;
  readonly imports?: Readonly<Record<string, string>>;
  /** On an import's line: a pattern whose first group is the name that it brings in, whatever else is brought in beside it. */
  readonly importName?: string;
  /** A pattern on what stands in front of an import on its line, where the tree's import begins behind that: `use `. */
  readonly importHead?: string;
  /** A pattern on the lines that stand in front of all other imports. */
  readonly importsFirst?: string;
  /** A pattern on the line behind which the first import goes: `package client`. */
  readonly importsBehind?: string;
  /** How a block begins in which several imports stand, each a line. */
  readonly importBlock?: string;
  /** Modules of the language itself, whose imports stand in a block of their own. */
  readonly standard?: string;
  /** Where helpers go: above the outermost construct around the decision, behind the function around it, at the end of the file. */
  readonly place?: "above" | "member" | "end";
  /** Which files of a folder share their outermost names with one. */
  readonly beside?: BesideForm;
  /** Blank lines around a helper. */
  readonly blank?: number;
  /** Where a project says which libraries it has. */
  readonly manifests?: readonly ManifestForm[];
  /** Retry libraries, the preferred first; of one library, what is for newer versions first. */
  readonly libraries?: readonly LibraryForm[];
  /** Libraries that are told where a client is made; asked before those that are put around functions. */
  readonly clients?: readonly ClientForm[];
  /** Clients that try again by themselves: nothing is put on top of that. */
  readonly retriers?: readonly RetrierForm[];
  /** How giving up is written, tried in turn: see `FailureForm`. */
  readonly failures?: readonly FailureForm[];
  /** How a failure is written that a library tries again. */
  readonly again?: AgainForm;
  /** Where failures are values: see `FinalForm`. */
  readonly finals?: FinalForm;
  /** A field whose value has its name is written once: `{ signal }`. */
  readonly shorthand?: boolean;
  /** A value that no other request has, for APIs that know a repeated write by it. */
  readonly unique?: UniqueForm;
}

export type Unit = "ms" | "s" | "us";

export interface ArmForm {
  readonly when?: string;
  /** A pattern on the text that such an arm begins with, where a language has two kinds of switch. */
  readonly begins?: string;
  /** One head for each code (`case "606":`), sharing the body of the last. */
  readonly each?: boolean;
  /** What stands between the codes of one head. */
  readonly separator?: string;
  /** Of a new arm: `{codes}`, or `{code}` with `each`; `{guard}` where a guard may stand. */
  readonly head: string;
  readonly guard?: string;
  /** Closes what the head opens. */
  readonly close?: string;
  /** The body stands on the same level as the head. */
  readonly flat?: boolean;
  /** Stands behind the last statement, on a line of its own: `;;`. */
  readonly end?: string;
  /** A pattern on the head of the arm that takes every value, where it isn't told by a colon, an arrow or a word. */
  readonly default?: string;
}

export interface LoopForm {
  readonly head: readonly string[];
  /** With a count of its rounds, `{name}`; where it is missing, the count is kept by `counter`. */
  readonly counted?: readonly string[];
  readonly close: string;
  /** Around the expression whose value is the function's, where that ends with one. */
  readonly tail?: { readonly before: string; readonly after: string /** So does any other statement. */; readonly any?: boolean };
  /** A pattern on the function that forbids it: what can be read only once, results that have names. */
  readonly unless?: string;
  /** A pattern on lines that must not run twice: they stay in front of the loop, or there is none. */
  readonly once?: string;
  /** A pattern on the first lines, which stay in front of the loop: declarations. */
  readonly ahead?: string;
  /** A pattern on a line; its first group runs before another round begins. */
  readonly release?: string;
}

export interface ParamForm {
  readonly counter: string;
  readonly flag: string;
  /** How a call gives it. */
  readonly pass: string;
  /** A function that renews the credential, which the caller may leave out. `{type}`: what it gives, `nothing` where it keeps that to itself. */
  readonly renew?: string;
  readonly renewAsync?: string;
  readonly nothing?: string;
  /** How that function is called: `{name}()`. */
  readonly invoke?: string;
  /** A pattern on the head of a function whose parameters are not its own to add to. */
  readonly unless?: string;
}

export interface RenewalForm {
  readonly head: string;
  readonly lines: readonly string[];
  readonly target?: boolean;
  /** A line of the function around that gives up: a pattern, whose first group fills `{failure}`. */
  readonly failure?: string;
  /** On the head of the function around. */
  readonly needs?: string;
  /** On both heads: what its first group lists for the renewal, names parted by commas, must stand in the list of the function around. */
  readonly same?: string;
  /** A name that stands for all others in that list. */
  readonly wide?: string;
}

export type OneOrMore<T> = T | readonly T[];

export interface WaitForm {
  /** A pattern on the file. */
  readonly file?: string;
  /** On the head of the function that may use it: a pattern, whose first group fills `{given}`. */
  readonly needs?: string;
  /** A line of the function around that gives up: a pattern, whose first group fills `{failure}`. */
  readonly failure?: string;
  /** For functions whose caller may cancel them, by what fills `{signal}`. */
  readonly signal?: boolean;
  /** `{duration}`, `{callee}`. */
  readonly text: OneOrMore<string>;
  readonly callee: string;
  readonly unit: Unit;
  /** Among several arguments an operator stands without spaces. */
  readonly tight?: boolean;
  /** The helper that `callee` names. */
  readonly helper?: string;
  readonly imports?: readonly string[];
}

export interface UniqueForm {
  readonly name: string;
  /** A variable that holds one, and a parameter that makes one where a call gives none. */
  readonly declare: string;
  readonly param?: string;
  /** Where a default is made once for all calls: makes one at the function's beginning, unless the caller gave it. */
  readonly ensure?: string;
  /** `{header}` and `{name}` in a table of headers. */
  readonly pair: string;
  readonly imports?: readonly string[];
}

export interface HelperForm {
  readonly name: string;
  /** Its name where that one stands for something else. */
  readonly other?: string;
  /** None where `call` says it all by itself. */
  readonly lines: readonly string[];
  /** How it is called: `{name}({attempt})`. */
  readonly call?: string;
  readonly tight?: boolean;
  readonly unit?: Unit;
  readonly imports?: readonly string[];
}

export interface BesideForm {
  /** What their names end with: `.go`. */
  readonly extension: string;
  /** A pattern whose first group is the same in all of them: the name of the package. */
  readonly same: string;
  /** A pattern in which `{name}` stands for the name that is declared. */
  readonly declares: string;
  /** What one of them declares the others may use: they are always built together. */
  readonly reach?: boolean;
}
