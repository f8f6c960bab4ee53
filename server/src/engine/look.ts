import type { Host } from "../host/host.ts";
import { needlesInPath } from "../resolve/evidence.ts";
import type { Spots } from "../resolve/sieve.ts";
import type { Look } from "./model.ts";
import type { Frame } from "./pipeline.ts";

/** Looks at a file's bytes; undefined where it can't be read. `wrapped`: it holds texts within texts (see `Sieve.look`). */
export function lookAt(path: string, wrapped: boolean, host: Host, { sieve }: Frame): Look | undefined {
  const read = bytesOf(path, host);
  return read && { spots: sieve.look(read.bytes, read.length, wrapped), length: read.length };
}

/** Whether a file's bytes and its path may be enough to make it an API's, or the settings say so. */
export function speaks(path: string, relative: string, spots: Spots, host: Host, { inPaths, globs, needles, sieve }: Frame): boolean {
  if (spots.speaks || globs.evidence(relative) !== undefined) return true;
  const names = inPaths.test(relative) ? needlesInPath(relative, needles) : [];
  const read = names.length > 0 ? bytesOf(path, host) : undefined;
  return read !== undefined && sieve.isEnough([...spots.needles, ...names], read.bytes, read.length);
}

function bytesOf(path: string, host: Host): { readonly bytes: Uint8Array; readonly length: number } | undefined {
  if (host.readBytes) return host.readBytes(path);
  const text = host.readText(path);
  if (text === undefined) return undefined;
  const bytes = new TextEncoder().encode(text);
  return { bytes, length: bytes.length };
}
