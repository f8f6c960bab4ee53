import type { Dirent } from "node:fs";
import type { NodeHost } from "./node.ts";

/**
 * What walks have seen, so that nothing is listed twice: a host that answers from them as long as a run lasts, and asks the disk about the rest.
 */
export class Walked {
  /** What lies in a folder, and how many files had been given when it was entered. */
  readonly #folders = new Map<string, { readonly names: readonly string[]; readonly from: number }>();
  readonly #files: string[] = [];
  readonly #starts: string[] = [];
  /** Told of every file as soon as the walk has found it. */
  onFile: (path: string) => void = () => {};

  /** A folder that a walk has entered. Where a link may be a folder the disk is asked. */
  enter(folder: string, entries: readonly Dirent[]): void {
    if (entries.some((it) => it.isSymbolicLink())) return;
    this.#folders.set(folder, { names: entries.map((it) => (it.isDirectory() ? `${it.name}/` : it.name)), from: this.#files.length });
  }

  /** A file that a walk gave, in its order. */
  add(path: string): void {
    this.#files.push(path);
    this.onFile(path);
  }

  /** All that a walk from this folder gives has been added. */
  end(start: string): void {
    this.#starts.push(start);
  }

  /** Whether what lies in a folder is known without asking. */
  has(folder: string): boolean {
    return this.#folders.has(folder);
  }

  *folders(): Generator<readonly [folder: string, names: readonly string[]], void, undefined> {
    for (const [folder, { names }] of this.#folders) yield [folder, names];
  }

  over(host: NodeHost): NodeHost {
    return {
      ...host,
      list: (folder) => this.#folders.get(folder)?.names ?? host.list(folder),
      walk: (folder, wanted) => this.#below(folder)?.filter(wanted) ?? host.walk?.(folder, wanted) ?? [],
    };
  }

  /** The files below a folder that a walk has come through: they stand together, in the order in which a walk of its own would give them. */
  #below(folder: string): readonly string[] | undefined {
    const known = this.#folders.get(folder);
    if (!known || !this.#starts.some((start) => folder === start || folder.startsWith(`${start}/`))) return undefined;
    const prefix = `${folder}/`;
    let end = known.from;
    while (this.#files[end]?.startsWith(prefix)) end++;
    return this.#files.slice(known.from, end);
  }
}
