import type { Host } from "../host/host.ts";
import { LineMap } from "../text/line-map.ts";
import type { OtherFile } from "./to-protocol.ts";
import { pathToUri } from "./uris.ts";

/** More files than these are read again. */
const MAX_FILES = 200;

/** The lines of files that findings point to and that aren't open, so that not every key press reads them. */
export class ClosedFiles {
  readonly #host: Host;
  readonly #known = new Map<string, LineMap>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Undefined where the file can't be read. */
  get(path: string): OtherFile | undefined {
    const lines = this.#known.get(path) ?? this.#read(path);
    return lines && { uri: pathToUri(path), version: null, lines };
  }

  /** For when files have changed. */
  forget(): void {
    this.#known.clear();
  }

  #read(path: string): LineMap | undefined {
    const text = this.#host.readText(path);
    if (text === undefined) return undefined;
    if (this.#known.size >= MAX_FILES) this.#known.clear();
    const lines = new LineMap(text);
    this.#known.set(path, lines);
    return lines;
  }
}
