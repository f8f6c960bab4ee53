/**
 * What a language's folder says about retry libraries, in `fixes.json`. The engine fills these templates and knows no library: another one is
 * another entry. Holes in templates: `{body}` (on a line by itself) what the function did before, `{error}` the class of failures that are
 * tried again, `{attempts}` and `{retries}` how often (the first attempt counted, or not), `{signal}` the parameter that cancels (a line with
 * it is left out where there is none), `{policy}` a name that `file` declares, `{function}` the function's name, and each name of `names` as
 * the file calls it. A leading tab is one step of indentation.
 */

/** A file that names a project's libraries. */
export interface ManifestForm {
  /** Its name, relative to a folder around the source: `package.json`, `*.csproj`; `{package}` may stand in it. */
  readonly file: string;
  /**
   * A pattern in which `{package}` stands for the library's name, `{dotted}` for the same with points between its words; its first group is the
   * version, or a range that begins with one.
   */
  readonly find: string;
  /** It tells which version is there, and nothing about who asks for it. Lockfiles are asked once a manifest names the library. */
  readonly lock?: boolean;
}

/** A retry library, as its own documentation says to use it. */
export interface LibraryForm {
  /** As manifests spell it; several where they bring the same, and `{package}` in the import's line is the one that is there. */
  readonly package: string | readonly string[];
  /** The versions this is for: `>=6.2 <7`. A project that doesn't say its version has the newest. */
  readonly versions?: string;
  /** What imports call it, or what the names of its modules begin with, where that isn't the package's name. */
  readonly source?: string;
  /** The line that imports it: the first whose patterns fit the file's text. None fits: the library can't be used there. */
  readonly imports: readonly { readonly when?: string; readonly unless?: string; readonly line: string }[];
  /** What the templates use of it: a hole, and the name that the library exports; `default`, or `*` for the library itself. */
  readonly names: Readonly<Record<string, string>>;
  /** Ways to use it: the first that fits the function. */
  readonly uses: readonly LibraryUse[];
  /** Where failures are values, what hands on one that shall not be tried again: `{failure}` in it. Whatever isn't handed on so is tried again. */
  readonly final?: string;
  /** A pattern on a function's source that shows the library at work there; its named groups fill holes. */
  readonly there?: string;
}

/** A client that makes requests again by itself, whoever calls it. */
export interface RetrierForm {
  /** A pattern on the file's text. */
  readonly when: string;
  /** The HTTP statuses after which it does so. */
  readonly statuses: readonly number[];
}

/**
 * A library that makes a client try again by itself: it is told where the client is made, and functions stay as they are. Behind the client, or,
 * `inside`, in the expression that makes it, which may fill a field, a constant or a local, or be what a method gives.
 */
export interface ClientForm {
  /** What brings it: the first that the project has. */
  readonly packages: readonly ClientPackage[];
  readonly imports?: LibraryForm["imports"];
  readonly names?: LibraryForm["names"];
  /** Names that its lines use and that are imported one by one, by their holes. */
  readonly brings?: Readonly<Record<string, BroughtName>>;
  /** A pattern on the file's path. */
  readonly path?: string;
  /** A class that clients are made of, as an import names it. */
  readonly makes?: string;
  /** A pattern on the expression that makes a client; `{class}`: what the file calls the class. */
  readonly created: string;
  /**
   * A pattern on the file, with `{client}` in it, and `{bare}`, its last name: somebody has told the client already, changes its answers, or
   * hands it on to other files.
   */
  readonly unless: string;
  /** Patterns on an expression that is a request's answer, with the groups `client`, `method`, and `rest`, what is read of it at once. */
  readonly answers: readonly string[];
  /** Patterns on what is read as a whole: a text as JSON, a number as a text. Their group `inner` is what it is read from, `rest` as above. */
  readonly wraps?: readonly string[];
  /** A pattern on what is read of a failure that a request gave: the `name` that its catch has for it, and `rest`. */
  readonly caught?: string;
  /** It is for answers that are thrown alone. */
  readonly thrown?: boolean;
  /** A pattern on a call of the file's own that gives an answer: its `name`, the request's `method` where that is said, and `rest`. */
  readonly through?: string;
  /** A pattern on an expression that reads of a variable: its name, and the rest. */
  readonly name: string;
  /** A pattern on the target of an assignment that is `{name}` and nothing else. */
  readonly plain: string;
  /** A pattern on a target that takes `{name}` out of a value; its group `field` is what that is called there, where it is called otherwise. */
  readonly picks?: string;
  /** How one step into a value is read, a pattern, and how it is written where the value may be missing, or, `first`, is the answer. */
  readonly steps: readonly { readonly read: string; readonly written: string; readonly first?: string }[];
  /** A pattern on methods that change nothing: `{unsure}` is for codes after which any other may have been carried out. */
  readonly safe: string;
  /** Names that the lines give, the preferred first, by their holes. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  /** How the lines call the code that they look at, where it isn't `code`. */
  readonly subject?: string;
  /** `{client}`, `{codes}`, `{path}` from an answer to its code, `{retries}`, `{backoff}`, `{unsure}`, `{windows}` and `{longest}`, of these. */
  readonly lines: readonly string[];
  /** Where clients are kept, and what is written into the expression that makes one; without it the lines stand behind the client. */
  readonly inside?: InsideForm;
  /** Keeps out other methods for those of the codes that are asked by `{condition}`. */
  readonly unsure: readonly string[];
  /** The same where that are all codes. */
  readonly unsureAll?: readonly string[];
  /** For those with a window: `{condition}`, or `{code}` for each, and how many seconds that is, `{s}`. */
  readonly window: string;
  /** What has to stand in front of what asks for windows: the hole `{windowed}`. */
  readonly windowed?: readonly string[];
  /** A wait without a window, in seconds, is no longer than that: `{longest}` is at least this. */
  readonly longest?: number;
}

export interface ClientPackage {
  readonly package: string;
  readonly versions?: string;
  /** Where the language's manifests would not tell the versions apart: what they say of this library. */
  readonly manifests?: readonly ManifestForm[];
  /** What the lines need of it, as `imports` of the language names it. */
  readonly needs?: readonly string[];
}

export interface BroughtName {
  /** As an import names it. */
  readonly source: string;
  readonly line: string;
  /** How it is written where its last name stands for something else in the file. */
  readonly whole: string;
}

export interface InsideForm {
  /** A pattern on clients that a class or a file holds; any other is a local. Its group `field`: how a class names it where it is declared. */
  readonly held: string;
  /** A pattern on a call, or a name, of a method that gives the client; its group is the method's `name`. */
  readonly method: string;
  /** Patterns on the source of such a method, with `{made}` for the expression: it gives the one client, which it may keep. */
  readonly gives: readonly string[];
  /** `{name}` is no method but a name for a field of the class: a pattern on the class, and how the field is called. */
  readonly reader?: { readonly find: string; readonly field: string };
  /** The lines go behind the function, where that is one of a class; `{ofClass}` in front of what they declare, and `{self}` of what they name. */
  readonly ofClass?: { readonly declared: string; readonly named: string };
  /**
   * The first whose pattern fits the expression: its group `before` is what stays in front of `put`, and `cut`, behind that, what `put` replaces.
   * `where`: a pattern on the function around. Other groups fill holes; `{lead}` is the indentation of the line.
   */
  readonly edits: readonly { readonly form: string; readonly where?: string; readonly put: readonly string[] }[];
}

export interface LibraryUse {
  /** For decisions that hand on the failure that they caught, as `caught` of `again` says; all other uses are for those that don't. */
  readonly caught?: boolean;
  /** For functions that wait without blocking, or only for those that block; both where it isn't said. */
  readonly async?: boolean;
  /** A pattern on the file's path. */
  readonly path?: string;
  /** A pattern on the source of the function: this use is not for such ones. */
  readonly unless?: string;
  /** Patterns on the head of the function, which must all fit; their named groups fill holes. */
  readonly needs?: readonly string[];
  /** What its lines need beside the library, as `imports` of the language names it. */
  readonly imports?: readonly string[];
  /** What `{mark}` is called: the first that nothing in the function is called. */
  readonly mark?: readonly string[];
  /** Names that its lines give, where the function must have none of them. */
  readonly declares?: readonly string[];
  /** What the body becomes can't give a variable around it a value: not for functions that give a parameter another one. */
  readonly closed?: boolean;
  /** How it is remembered that the credential was renewed, where a plain variable can't be given a value from within. */
  readonly flag?: FlagForm;
  /** Lines right above the function: they wrap it as it is. They keep nothing from attempt to attempt, so no renewal fits. */
  readonly above?: readonly string[];
  /** The function's new body. */
  readonly around?: readonly string[];
  /** Where `around` makes the body a function of its own: how it reaches the variables around it, `{names}`, on the line `{state}`. */
  readonly state?: string;
  /** Declared once in the file, behind the class of failures. */
  readonly file?: readonly string[];
}

export interface FlagForm {
  readonly declare: string;
  readonly raise: string;
  readonly not: string;
  readonly is: string;
  readonly true: string;
  readonly imports?: readonly string[];
}

/**
 * How a function gives up: `form` is a pattern on the whole statement, with the groups `class` (may be missing) and `given`, its arguments;
 * `lead` is put before these, where something stands between them that is no part of the failure.
 */
export interface FailureForm {
  readonly form: string;
  /** The class where the statement names none. */
  readonly class?: string;
  /** How it is written anywhere else in the function, where it is said in another way at the function's end: `{given}`. */
  readonly written?: string;
}

/** What a library is told by, where it tries some failures again and not others. */
export interface AgainForm {
  /** A class of failures of its own, below the one that the function gives up with, so that callers see no other: its names, the preferred first. */
  readonly names?: readonly string[];
  /** `{error}`, `{base}`. */
  readonly lines?: readonly string[];
  /** Gives up for this attempt: `{error}`, `{given}`, and what fills the holes of the library's use. */
  readonly throw: string | readonly string[];
  /** Names are found from the inside out: the class may stand in the module that holds the function's own class. */
  readonly nested?: boolean;
  /** The class stands in the function's own class, behind the function. */
  readonly member?: boolean;
  /** A pattern on what the failure is made of: other classes can't be put below in this way. */
  readonly given?: string;
  /** Which classes the new one can be put below. */
  readonly below?: BelowForm;
  readonly caught?: CaughtForm;
  /** How often, by a named number: `{name} - 1`; and a pattern on the line that names such a number. */
  readonly retries?: string;
  readonly counts?: string;
}

/**
 * Where a decision hands on the very failure that it caught, callers go on to see that one, and no class of our own: it is marked as one that is
 * tried again, and the library asks for the mark.
 */
export interface CaughtForm {
  /** A pattern on the whole statement that hands it on; its group `given`, where it has one, is the name of what was caught. */
  readonly form: string;
  /** What marks them, once in the file, and the names that it gives, the preferred first, by their holes. */
  readonly lines: readonly string[];
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Gives up for this attempt: those names, `{given}`, and `{statement}` as the function writes it. */
  readonly throw: readonly string[];
}

export interface BelowForm {
  /** A pattern on the declaration in the file, `{base}` in it; its named groups fill holes. */
  readonly declared: string;
  /** A pattern on the name of one from elsewhere. */
  readonly named: string;
  /** What fills the holes there. */
  readonly values?: Readonly<Record<string, string>>;
  /** What the declaration must have to be built upon, a pattern on what stands before the class's name, and what is put in front where it has not. */
  readonly open?: { readonly has: string; readonly text: string };
}

/** Where failures are values: the statements that leave a function, by which it is told what is final. */
export interface FinalForm {
  /** A pattern on a whole statement, with the groups `before` and `failure`. */
  readonly form: string;
  /** On the failure: it says that there is none. */
  readonly none: string;
  /** It surely is one. */
  readonly sure: string;
  /** So is it under a condition: a pattern with `{failure}`. */
  readonly under: string;
}
