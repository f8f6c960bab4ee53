import type { Spots } from "../resolve/sieve.ts";
import type { FileLook } from "./look.ts";

/** Files for a thread to look at. */
export interface Task {
  readonly number: number;
  readonly paths: readonly string[];
  /** Those that hold texts within texts, by their place. */
  readonly wrapped: readonly number[];
}

/**
 * What a thread found, in columns: of most files there is nothing to say but numbers, and numbers cost nothing on the way from thread to thread.
 */
export interface Done {
  readonly number: number;
  /** Six numbers a file: its length, its mark (zeros where it has none), and whether a program wrote it. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** For each file with needles: its place, whether it speaks, how many needles, and these. */
  readonly spots: Int32Array<ArrayBuffer>;
  readonly problems: readonly { readonly at: number; readonly problem: string; readonly refused: boolean }[];
}

const columns = 6;
const silent: Spots = { needles: [], speaks: false };

/** More tasks than these are nobody's but the thread's that gives them out. */
export const mostTasks = 65_536;

/** Who has taken which task: shared by all threads, so that each task is done once, by whoever comes first. */
export class Claims {
  readonly shared: SharedArrayBuffer;
  readonly #taken: Int32Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(4 * mostTasks)) {
    this.shared = shared;
    this.#taken = new Int32Array(shared);
  }

  /** Whether the task was nobody's until now. */
  take(number: number): boolean {
    return Atomics.exchange(this.#taken, number, 1) === 0;
  }
}

export function pack({ number, paths, wrapped }: Task, look: (path: string, wrapped: boolean) => FileLook): Done {
  const numbers = new Float64Array(paths.length * columns);
  const spotted: number[] = [];
  const problems: Done["problems"][number][] = [];
  for (let at = 0; at < paths.length; at++) {
    const seen = look(paths[at] as string, wrapped.length > 0 && wrapped.includes(at));
    if ("problem" in seen) {
      problems.push({ at, problem: seen.problem, refused: seen.refused });
      continue;
    }
    const { length, spots, mark, generated } = seen;
    const to = at * columns;
    numbers[to] = length;
    if (mark) {
      numbers[to + 1] = mark.ino;
      numbers[to + 2] = mark.size;
      numbers[to + 3] = mark.mtimeMs;
      numbers[to + 4] = mark.ctimeMs;
    }
    if (generated) numbers[to + 5] = 1;
    if (spots.needles.length > 0 || spots.speaks) spotted.push(at, spots.speaks ? 1 : 0, spots.needles.length, ...spots.needles);
  }
  return { number, numbers, spots: Int32Array.from(spotted), problems };
}

export function unpack({ numbers, spots, problems }: Done, paths: readonly string[], take: (path: string, look: FileLook) => void): void {
  const spotted = new Map<number, Spots>();
  for (let i = 0; i < spots.length; ) {
    const count = spots[i + 2] as number;
    spotted.set(spots[i] as number, { needles: [...spots.subarray(i + 3, i + 3 + count)], speaks: spots[i + 1] === 1 });
    i += 3 + count;
  }
  const unread = new Map(problems.map((it) => [it.at, it]));
  for (let at = 0; at < paths.length; at++) {
    const path = paths[at] as string;
    const problem = unread.get(at);
    if (problem) {
      take(path, { problem: problem.problem, refused: problem.refused });
      continue;
    }
    const from = at * columns;
    const number = (column: number) => numbers[from + column] as number;
    const look = { spots: spotted.get(at) ?? silent, length: number(0), known: true, generated: number(5) === 1 } as const;
    const mark = { ino: number(1), size: number(2), mtimeMs: number(3), ctimeMs: number(4) };
    take(path, mark.mtimeMs > 0 ? { spots: look.spots, length: look.length, known: true, generated: look.generated, mark } : look);
  }
}
