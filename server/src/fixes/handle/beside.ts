import type { FixData } from "../data.ts";
import type { FixContext } from "../model.ts";

/** Files of a folder that are looked at, and how long one may be, in characters: who has more of them finds a clash by compiling. */
const mostFiles = 400;
const longest = 1_000_000;

/** The files that share their outermost names with one: a Go package is a folder, a PHP namespace mostly is. */
export class Beside {
  readonly #ctx: Pick<FixContext, "path" | "text" | "host">;
  readonly #form: FixData["beside"];
  #texts: readonly string[] | undefined;

  constructor(ctx: Pick<FixContext, "path" | "text" | "host">, { beside }: FixData) {
    this.#ctx = ctx;
    this.#form = beside;
  }

  /** Whether one of them declares a name. */
  declares(name: string): boolean {
    const form = this.#form;
    if (!form) return false;
    const pattern = new RegExp(form.declares.replaceAll("{name}", name.replace(/\W/g, "\\$&")), "m");
    return this.#all().some((text) => pattern.test(text));
  }

  /** Whether one of them has the very lines, and whoever is in its company may use them. */
  has(lines: readonly string[]): boolean {
    if (!this.#form?.reach || lines.length === 0) return false;
    const wanted = bare(lines.join(""));
    return this.#all().some((text) => bare(text).includes(wanted));
  }

  #all(): readonly string[] {
    this.#texts ??= this.#read();
    return this.#texts;
  }

  #read(): readonly string[] {
    const form = this.#form;
    const { path, text, host } = this.#ctx;
    const same = form && new RegExp(form.same, "m");
    const own = same?.exec(text)?.[1];
    if (!form || !same || own === undefined) return [];
    const end = path.lastIndexOf("/");
    const [folder, file] = [path.slice(0, end), path.slice(end + 1)];
    const names = host.list(folder).filter((n) => n !== file && n.endsWith(form.extension));
    return names.slice(0, mostFiles).flatMap((n) => {
      const other = host.readText(`${folder}/${n}`);
      return other !== undefined && other.length <= longest && same.exec(other)?.[1] === own ? [other] : [];
    });
  }
}

function bare(source: string): string {
  return source.replace(/\s+/g, "");
}
