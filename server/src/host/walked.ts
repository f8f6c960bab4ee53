import type { Dirent } from "node:fs";
import type { NodeHost } from "./node.ts";

/**
 * What walks have seen, so that nothing is listed twice: a host that answers from them as long as a run lasts, and asks the disk about the rest.
 */
export class Walked {
  /** What lies in a folder, and how many files had been given when it was entered. */
  readonly #folders = new Map<string, { readonly names: readonly string[]; readonly from: number; plain?: ReadonlySet<string> }>();
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
    const unlessMissing =
      <T>(read: (path: string) => T, missing: T): ((path: string) => T) =>
      (path) =>
        this.#holds(path) === false ? missing : read(path);
    const unread = { problem: "ENOENT", refused: false } as const;
    const out = new Map<string, boolean>();
    return {
      ...host,
      read: unlessMissing(host.read, unread),
      bytes: unlessMissing(host.bytes, unread),
      readText: unlessMissing(host.readText, undefined),
      ...(host.readBytes ? { readBytes: unlessMissing(host.readBytes, undefined) } : {}),
      exists: (path) => this.#holds(path) ?? host.exists(path),
      list: (folder) => this.#folders.get(folder)?.names ?? host.list(folder),
      walk: (folder, wanted) => this.#below(folder)?.filter(wanted) ?? host.walk?.(folder, wanted) ?? [],
      leadsOut: (path, roots) => {
        const start = this.#startOf(path);
        if (start === undefined) return host.leadsOut?.(path, roots) ?? false;
        let leads = out.get(start);
        if (leads === undefined) {
          leads = host.leadsOut?.(start, roots) ?? false;
          out.set(start, leads);
        }
        return leads;
      },
    };
  }

  /** Whether there is something of this path, where the names of its folder tell; undefined where the disk must be asked. */
  #holds(path: string): boolean | undefined {
    const end = path.lastIndexOf("/");
    const known = this.#folders.get(path.slice(0, end));
    if (!known) return undefined;
    known.plain ??= new Set(known.names.map((name) => plain(name.endsWith("/") ? name.slice(0, -1) : name)));
    const name = path.slice(end + 1);
    if (!known.plain.has(plain(name))) return false;
    // Whether another spelling is the same name, the file system says.
    return known.names.includes(name) || known.names.includes(`${name}/`) || undefined;
  }

  /** Where the walk began that has come through a path's folder: no link lies between the two. */
  #startOf(path: string): string | undefined {
    if (!this.#folders.has(path) && !this.#folders.has(path.slice(0, path.lastIndexOf("/")))) return undefined;
    return this.#starts.find((start) => path === start || path.startsWith(start === "/" ? start : `${start}/`));
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

/** What file systems may take for the same name has the same plain one. */
function plain(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
