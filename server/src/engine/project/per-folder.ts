/**
 * What is the same for all files of a folder. Files of one folder are asked about one after the other: then it is neither worked out nor looked up
 * again, and no name of a folder is cut out of a path.
 */
export class PerFolder<T> {
  readonly #find: (path: string) => T;
  #path = "";
  /** Where the name begins in the path that was asked about last; less than none where nothing is known. */
  #end = -1;
  #found: T | undefined;

  constructor(find: (path: string) => T) {
    this.#find = find;
  }

  of(path: string): T {
    const end = path.lastIndexOf("/") + 1;
    if (end === this.#end && path.startsWith(this.#path.slice(0, end))) return this.#found as T;
    this.#found = this.#find(path);
    this.#path = path;
    this.#end = end;
    return this.#found;
  }

  forget(): void {
    this.#end = -1;
  }
}
