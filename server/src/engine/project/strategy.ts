/** A reference of one file to another, as its text has it. */
export interface Reference {
  /** As written: `./errors`, `..models`, `com.acme.Errors`. */
  readonly source: string;
  /** Names that are brought in under it, as far as the text says. */
  readonly names?: readonly string[];
}

/** What a strategy may ask of the project. Paths are absolute with forward slashes. */
export interface ProjectView {
  readonly root: string;
  exists(path: string): boolean;
  /** The text of a manifest or configuration file; undefined where there is none. */
  text(path: string): string | undefined;
  /** Source files of the project in a folder, once the project was read. */
  inFolder(folder: string): readonly string[];
  /** Source files in a folder and in those below it, once the project was read. */
  below(folder: string): readonly string[];
  /** Source files whose path ends so (`/errors/Codes.java`), once the project was read. */
  endingWith(tail: string): readonly string[];
  /** Source files that declare a namespace or package, once the project was read. */
  declaring(name: string): readonly string[];
  /** What a file declares itself to belong to, once the project was read. */
  declaredBy(path: string): readonly string[];
  /** The folders of all projects that are read together with this one, once they were read; before, its own. */
  roots(): readonly string[];
  /** What was made under a key before, as long as no file has changed. */
  memo<T>(key: string, make: () => T): T;
}

/**
 * How a language's imports are found on disk: a named strategy, picked by `language.json`. `scan` reads references out of the text without
 * parsing it, since whole projects are read so; `resolve` names the files that a reference may mean; `implicit` the files that are in view
 * without any import.
 */
export interface ImportStrategy {
  scan(text: string): readonly Reference[];
  resolve(reference: Reference, from: string, project: ProjectView): readonly string[];
  implicit?(from: string, project: ProjectView): readonly string[];
  /** The namespace or package that a file says it belongs to, where paths needn't follow names. */
  declares?(text: string): readonly string[];
}

/** Joins a folder and a relative path, forward slashes, without leaving the root upward. */
export function join(folder: string, relative: string): string {
  const parts = folder.split("/");
  for (const step of relative.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === "..") {
      if (parts.length > 1) parts.pop();
    } else parts.push(step);
  }
  return parts.join("/");
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** All matches of a pattern with one group. */
export function references(text: string, pattern: RegExp): readonly Reference[] {
  return [...text.matchAll(pattern)].flatMap((m) => {
    const source = m.slice(1).find((g) => g !== undefined);
    return source === undefined ? [] : [{ source }];
  });
}

export function firstExisting(paths: readonly string[], project: ProjectView): readonly string[] {
  const found = paths.find((p) => project.exists(p));
  return found === undefined ? [] : [found];
}

/** Of the projects that are read together, the folder by the name that a manifest gives it: the pattern's first group. */
export function namedProjects(manifest: string, pattern: RegExp, project: ProjectView): ReadonlyMap<string, string> {
  return project.memo(`${manifest} ${pattern.source}`, () => {
    const pairs = project.roots().flatMap((root) => {
      const name = pattern.exec(project.text(`${root}/${manifest}`) ?? "")?.[1];
      return name === undefined ? [] : [[name, root] as const];
    });
    // Of two with one name the first keeps it.
    return new Map(pairs.reverse());
  });
}

/**
 * What a script brings in from a folder that only its run knows (`dirname(__FILE__) . "/lib/a.php"`, `"$HERE/lib/a.sh"`): seen from the file's own
 * folder, else from one around it.
 */
export function broughtFrom(from: string, tail: string, project: ProjectView): readonly string[] {
  for (let folder = folderOf(from); folder.length >= project.root.length; folder = folderOf(folder)) {
    const at = join(folder, tail);
    if (at !== from && project.exists(at)) return [at];
    if (tail.startsWith("..")) break;
  }
  return [];
}
