import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Catalog } from "../catalogs/catalog.ts";
import type { Logger } from "../host/host.ts";
import type { NodeHost } from "../host/node.ts";
import { type FileLook, looker, recognised } from "./look.ts";
import { restNowAndThen } from "./progress.ts";
import type { Given } from "./survey-worker.ts";
import { Claims, type Done, mostTasks, pack, type Task, unpack } from "./tasks.ts";

/** So few files are looked at sooner than a thread has started. */
const worthThreads = 600;
const filesAtOnce = 256;
const mostThreads = 2;

export interface SurveyOptions {
  readonly host: NodeHost;
  readonly catalogs: readonly Catalog[];
  /** The program of a thread; none: all files are looked at here. */
  readonly thread?: string | undefined;
  readonly log: Logger;
  /** Whether a file holds texts within texts. */
  readonly isWrapped: (path: string) => boolean;
}

/**
 * Looks at the bytes of many files, in the thread that names them and up to two beside it: they begin with the first files while it still looks
 * for names, and it comes towards them from the last. A thread that breaks down is said in one line; what it leaves is looked at here.
 */
export class Survey {
  readonly #options: SurveyOptions;
  readonly #looks = new Map<string, FileLook>();
  #waiting: string[] = [];
  readonly #sent = new Map<number, Task>();
  #threads: Worker[] = [];
  #number = 0;
  #isBroken = false;
  readonly #claims = new Claims();
  #done: (() => void) | undefined;

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  get(path: string): FileLook | undefined {
    return this.#looks.get(path);
  }

  get size(): number {
    return this.#looks.size;
  }

  entries(): IterableIterator<[string, FileLook]> {
    return this.#looks.entries();
  }

  /** What is known already needs no look. */
  know(path: string, look: FileLook): void {
    this.#looks.set(path, look);
  }

  /** A file to look at, some time before `finish` is done. */
  add(path: string): void {
    this.#waiting.push(path);
    if (this.#threads.length === 0 ? this.#waiting.length >= worthThreads && this.#start() : this.#waiting.length >= filesAtOnce) this.#send();
  }

  async finish(): Promise<void> {
    if (this.#threads.length > 0) {
      this.#send();
      const all = new Promise<void>((resolve) => {
        this.#done = resolve;
      });
      await this.#help();
      if (this.#sent.size > 0) await all;
      for (const thread of this.#threads) void thread.terminate();
      this.#threads = [];
    }
    await this.#lookHere();
  }

  /** Does what no thread has begun with. Each has something to do in any case: it shows whether it does anything. */
  async #help(): Promise<void> {
    const tasks = [...this.#sent.values()].filter((task) => task.number >= this.#threads.length).reverse();
    if (tasks.length === 0) return;
    const look = this.#looker();
    for (const task of tasks) {
      // A thread that was lost has left everything to `#lookHere`.
      if (this.#threads.length === 0) return;
      if (!this.#claims.take(task.number)) continue;
      this.#take(pack(task, look));
      await setImmediate();
    }
  }

  #looker(): ReturnType<typeof looker> {
    return looker(this.#options.host, recognised(this.#options.catalogs));
  }

  async #lookHere(): Promise<void> {
    const { isWrapped } = this.#options;
    const rest = restNowAndThen();
    const paths = this.#waiting.filter((path) => !this.#looks.has(path));
    this.#waiting = [];
    if (paths.length === 0) return;
    const look = this.#looker();
    for (const path of paths) {
      this.#looks.set(path, look(path, isWrapped(path)));
      await rest();
    }
  }

  #start(): boolean {
    const { thread: program, catalogs } = this.#options;
    if (program === undefined || this.#isBroken) return false;
    const count = Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
    const given: Given = { catalogs: recognised(catalogs), claims: this.#claims.shared };
    for (let i = 0; i < count; i++) {
      const thread = new Worker(program, { workerData: given });
      thread.on("message", (done: Done) => this.#take(done));
      thread.on("error", (error) => this.#lose(thread, error.message));
      thread.on("exit", (code) => {
        if (code !== 0 && this.#threads.includes(thread) && this.#done !== undefined && this.#sent.size > 0) this.#lose(thread, `status ${code}`);
      });
      this.#threads.push(thread);
    }
    return true;
  }

  #send(): void {
    const { isWrapped } = this.#options;
    while (this.#waiting.length > 0 && this.#number < mostTasks) {
      const paths = this.#waiting.splice(0, filesAtOnce);
      const task: Task = { number: this.#number++, paths, wrapped: paths.flatMap((path, i) => (isWrapped(path) ? [i] : [])) };
      this.#sent.set(task.number, task);
      this.#threads[task.number % this.#threads.length]?.postMessage(task);
    }
  }

  #take(done: Done): void {
    const task = this.#sent.get(done.number);
    if (!task) return;
    this.#sent.delete(done.number);
    unpack(done, task.paths, (path, look) => this.#looks.set(path, look));
    if (this.#sent.size === 0) this.#done?.();
  }

  /** What was sent to a thread that broke down is looked at by this one, and so is everything else. */
  #lose(thread: Worker, why: string): void {
    if (!this.#threads.includes(thread)) return;
    this.#options.log.warn(`a thread that looked at files ended early (${why}): they are looked at without it`);
    for (const task of this.#sent.values()) this.#waiting.push(...task.paths);
    this.#sent.clear();
    for (const other of this.#threads) void other.terminate();
    this.#threads = [];
    this.#isBroken = true;
    this.#done?.();
  }
}
