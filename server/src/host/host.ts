/**
 * The machine, as far as analysis may see it: the only way to files. One implementation for Node (`node.ts`), one for a browser's worker.
 * Paths are absolute with forward slashes; resources are relative to the package's root (`catalogs/reactor/catalog.json`).
 */
export interface Host {
  /** A file of the package itself. Throws where there is none: a broken installation. */
  resource(path: string): Promise<Uint8Array>;
  /** Names in a folder of the package itself. */
  resources(folder: string): Promise<readonly string[]>;
  /** The text of a file of the workspace; undefined where it can't be read. Byte order marks stay. */
  readText(path: string): string | undefined;
  /**
   * The same file as it lies on the disk, its length in bytes behind which other bytes may stand; good until the next file is read. Absent where
   * only texts are to be had.
   */
  readBytes?(path: string): { readonly bytes: Uint8Array; readonly length: number } | undefined;
  exists(path: string): boolean;
  /** Names in a folder of the workspace, folders with a trailing slash; empty where it can't be read. */
  list(folder: string): readonly string[];
  /** Whether a path leads out of all these folders through a symbolic link; absent where there are none. */
  leadsOut?(path: string, roots: readonly string[]): boolean;
  /** The files under a folder that are wanted, ignored and foreign ones left out; absent where files can't be walked. */
  walk?(folder: string, wanted: (path: string) => boolean): Iterable<string>;
}

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}
