import type { Engine } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import { messageOf } from "./message-of.ts";

/** A piece of work as the editor shows it. */
export interface Work {
  report(done: number, total: number): void;
  /** The user has had enough of it. */
  readonly cancelled: boolean;
  end(): void;
}

/** What is done sooner than this is not shown: a line that flashes up tells nobody anything. Milliseconds. */
const patience = 500;

/** A document's project to be looked at. */
export interface Wanted {
  readonly engine: Engine;
  readonly file: string;
  /** Whether it still matters: the document may have been closed meanwhile, or the engine replaced. */
  readonly matters: () => boolean;
  /** Something was learned. */
  readonly learned: () => void;
  /** It is over, whatever came of it. */
  readonly ended?: () => void;
}

/**
 * Looks at the projects of open documents, one after the other, between requests. Whoever cancels it has said so for all projects of an engine,
 * until something that it depends on changes.
 */
export class Preparing {
  readonly #begin: () => Work | undefined;
  readonly #log: Logger;
  readonly #declined = new WeakSet<Engine>();
  #queue: Promise<void> = Promise.resolve();

  /** `begin` shows the work in the editor; undefined where it can't. */
  constructor(begin: () => Work | undefined, log: Logger) {
    this.#begin = begin;
    this.#log = log;
  }

  add(wanted: Wanted): void {
    this.#queue = this.#queue.then(() => this.#prepare(wanted)).then(() => wanted.ended?.());
  }

  /** The user may think otherwise by now. */
  reconsider(engine: Engine): void {
    this.#declined.delete(engine);
  }

  async #prepare({ engine, file, matters, learned }: Wanted): Promise<void> {
    if (!matters() || this.#declined.has(engine)) return;
    const began = performance.now();
    let work: Work | undefined;
    let isShown = false;
    const watch = (done: number, total: number): boolean => {
      if (!isShown && performance.now() - began >= patience) {
        isShown = true;
        work = this.#begin();
      }
      work?.report(done, total);
      if (work?.cancelled) this.#declined.add(engine);
      return matters() && !this.#declined.has(engine);
    };
    try {
      if (await engine.prepare(file, watch)) learned();
    } catch (error) {
      this.#log.warn(`the project of ${file} is not looked at: ${messageOf(error)}`);
    } finally {
      work?.end();
    }
  }
}
