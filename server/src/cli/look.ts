import type { Catalog } from "../catalogs/catalog.ts";
import type { Look } from "../engine/model.ts";
import { generatedWord, isGeneratedBytes } from "../host/left-out.ts";
import { type FileMark, isSettled } from "../host/marks.ts";
import { decode, type NodeHost } from "../host/node.ts";
import { needlesOf } from "../resolve/needles.ts";
import { Sieve } from "../resolve/sieve.ts";

/** What a look at a file gave, or in a few words why it could not be read (see `FileRead`). */
export type FileLook =
  | (Look & {
      /** A program wrote it. */
      readonly generated: boolean;
      /** Absent for a file that may still have been written to when it was read. */
      readonly mark?: FileMark;
    })
  | { readonly problem: string; readonly refused: boolean };

/** What of the catalogs a look needs: it can be sent to another thread. */
export type Recognised = Pick<Catalog, "id" | "recognition" | "wireForms" | "index">;

export function recognised(catalogs: readonly Catalog[]): readonly Recognised[] {
  return catalogs.map(({ id, recognition, wireForms, index }) => ({ id, recognition, index, ...(wireForms ? { wireForms } : {}) }));
}

/** Looks at files one after the other. `wrapped`: the file holds texts within texts (see `Sieve.look`). */
export function looker(host: NodeHost, catalogs: readonly Recognised[]): (path: string, wrapped: boolean) => FileLook {
  const sieve = new Sieve(needlesOf(catalogs), catalogs, [generatedWord]);
  return (path, wrapped) => {
    const read = host.bytes(path);
    if ("problem" in read) return read;
    const { bytes, length } = read;
    const { ino, size, mtimeMs, ctimeMs } = read.mark;
    const mark = { ino, size, mtimeMs, ctimeMs };
    let isSaid = false;
    const spots = sieve.look(bytes, length, wrapped, () => {
      isSaid = true;
    });
    // Of texts within texts only those count: whoever reads them sees.
    const generated = !wrapped && isGeneratedBytes(bytes, length, isSaid, (count) => decode(bytes.subarray(0, count)));
    return {
      spots,
      length,
      known: true,
      generated,
      ...(isSettled(mark) ? { mark } : {}),
    };
  };
}
