import type { FileFacts, Label, Path } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import type { Resolved } from "./resolved.ts";

/** A file around another one, as that one's labels name it. */
export interface NamedFile {
  readonly relative: string;
  readonly resolved: Pick<Resolved, "constants" | "groups" | "fields" | "verdicts" | "facts">;
}

/** What the files around one surely hold as codes: a name that is brought in from there stands for a code of the same API. */
export class Elsewhere {
  readonly #codes = new Set<string>();
  readonly #classes = new Set<string>();
  readonly #errors = new Set<string>();

  constructor(files: readonly NamedFile[]) {
    for (const { relative, resolved } of files) {
      for (const { confidence, catalog, labels } of [...resolved.constants, ...resolved.groups, ...resolved.fields])
        if (confidence === "certain") for (const { label, found } of labels) if (found) this.#codes.add(key(catalog.id, relative, label.span.start));
      for (const { api, certain, borrowed } of resolved.verdicts)
        if (certain && !borrowed) {
          for (const { name } of resolved.facts.classes) this.#classes.add(`${api} ${name}`);
          for (const name of errorsIn(resolved.facts)) this.#errors.add(`${api} ${name}`);
        }
    }
  }

  holds({ via }: Label, api: string): boolean {
    return via?.file !== undefined && this.#codes.has(key(api, via.file, via.definition.start));
  }

  /**
   * `$api = new MarketoApi(); … $api->last_code`: whether a code is asked of an object of a class that the API's own client defines. What such an error
   * carries may lie deeper: `e.args[0][0]["code"]`.
   */
  isOf({ names, rootDeclared }: Path, api: string): boolean {
    const made = /^(\w+)\(\)$/.exec(names[0] ?? "")?.[1] ?? rootDeclared;
    if (made === undefined || !this.#classes.has(`${api} ${made}`)) return false;
    const last = wordsOf((names.at(-1) ?? "").replace(/\(\)$/, ""));
    if (names.length === 2 && last.some((w) => spoken.test(w))) return true;
    const isWithin = names.slice(1, -1).every((name) => within.test(name));
    return names.length > 1 && isWithin && this.#errors.has(`${api} ${made}`) && /^(?:code|num|number)$/.test(last.at(-1) ?? "");
  }
}

/** The classes of errors that a file defines. */
export function errorsIn({ classes }: Pick<FileFacts, "classes">): readonly string[] {
  return classes.flatMap(({ name, base }) => (isError.test(name) || isError.test(base ?? "") ? [name] : []));
}

/**
 * `this.number` within `FlowServiceError`, and `e.number` of one that was caught: what an error that the API's own client defines is told apart by.
 * `errors` are those of the file, `owner` the class that it is asked in.
 */
export function isOfOwnError({ names, rootDeclared }: Path, owner: string | undefined, errors: readonly string[]): boolean {
  const [root = "", ...rest] = names;
  const isCaught = rootDeclared !== undefined && rest.length === 1 && errors.includes(rootDeclared);
  const isWithin = owner !== undefined && isError.test(owner);
  const own = isCaught || (isWithin && /^(?:this|self|\$this)$/.test(root)) ? rest : isWithin ? names : [];
  return own.length === 1 && /^(?:err(?:or)?_?)?(?:num|number)$/i.test(own[0] ?? "");
}

const spoken = /^(?:err(?:or)?)?codes?$|^err(?:or)?(?:no|num)?s?$|^reasons?$/;
/** What leads from an error to what the API said. */
const within = /^(?:\[\]|args|errors?|problem|body|response|data|cause|details?)$/i;
const isError = /(?:Error|Exception|Err|Failure|Problem)$/;

function key(api: string, file: string, start: number): string {
  return `${api} ${start} ${file}`;
}
