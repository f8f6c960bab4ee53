import type { Spots } from "../resolve/sieve.ts";
import type { FileLook } from "./look.ts";

/** Files for a thread to look at. */
export interface Task {
  readonly number: number;
  readonly paths: readonly string[];
  /** Those that hold texts within texts, by their place. */
  readonly wrapped: readonly number[];
}

/** What a thread found, in columns: of most files there is nothing to say but numbers. */
export interface Done {
  readonly number: number;
  /** Five numbers a file: its length, and its mark; zeros where it has none. */
  readonly numbers: Float64Array;
  readonly generated: readonly number[];
  readonly rest: readonly { readonly at: number; readonly spots?: Spots; readonly problem?: string; readonly refused?: boolean }[];
}

const columns = 5;
const silent: Spots = { needles: [], speaks: false };

export function pack({ number, paths, wrapped }: Task, look: (path: string, wrapped: boolean) => FileLook): Done {
  const numbers = new Float64Array(paths.length * columns);
  const generated: number[] = [];
  const rest: Done["rest"][number][] = [];
  for (const [at, path] of paths.entries()) {
    const seen = look(path, wrapped.includes(at));
    if ("problem" in seen) {
      rest.push({ at, problem: seen.problem, refused: seen.refused });
      continue;
    }
    const { length, spots, mark } = seen;
    numbers.set([length, mark?.ino ?? 0, mark?.size ?? 0, mark?.mtimeMs ?? 0, mark?.ctimeMs ?? 0], at * columns);
    if (seen.generated) generated.push(at);
    if (spots.needles.length > 0 || spots.speaks) rest.push({ at, spots });
  }
  return { number, numbers, generated, rest };
}

export function unpack(done: Done, paths: readonly string[], take: (path: string, look: FileLook) => void): void {
  const generated = new Set(done.generated);
  const rest = new Map(done.rest.map((it) => [it.at, it]));
  for (const [at, path] of paths.entries()) {
    const more = rest.get(at);
    if (more?.problem !== undefined) {
      take(path, { problem: more.problem, refused: more.refused ?? false });
      continue;
    }
    const [length = 0, ino = 0, size = 0, mtimeMs = 0, ctimeMs = 0] = done.numbers.subarray(at * columns, (at + 1) * columns);
    const mark = mtimeMs > 0 ? { mark: { ino, size, mtimeMs, ctimeMs } } : {};
    take(path, { spots: more?.spots ?? silent, length, known: true, generated: generated.has(at), ...mark });
  }
}
