import { setImmediate } from "node:timers/promises";
import type { Sink } from "./machine.ts";
import { printable } from "./printable.ts";

/** Quick runs show nothing: a line that flashes up tells nobody anything. Milliseconds. */
const delay = 300;
const interval = 80;

/** How far a run is, on the last line of a terminal; nothing at all elsewhere. */
export class Progress {
  readonly #sink: Sink;
  readonly #now: () => number;
  readonly #began: number;
  #shownAt = 0;

  /** `now` gives milliseconds. */
  constructor(sink: Sink, now: () => number = () => performance.now()) {
    this.#sink = sink;
    this.#now = now;
    this.#began = now();
  }

  show(done: number, total: number, what: string): void {
    if (!this.#sink.isTerminal) return;
    const now = this.#now();
    if (now - this.#began < delay || now - this.#shownAt < interval) return;
    this.#shownAt = now;
    const text = `${done}/${total} ${printable(what)}`;
    this.#sink.write(`\r\u001b[K${text.slice(0, Math.max(10, (this.#sink.columns ?? 80) - 1))}`);
  }

  clear(): void {
    if (this.#shownAt > 0) this.#sink.write("\r\u001b[K");
    this.#shownAt = 0;
  }
}

/** Work between two rests, in milliseconds: Ctrl-C must be heard while synchronous work goes on. */
const stretch = 20;

/** Lets the process hear signals now and then: `await rest()` between pieces of synchronous work. */
export function restNowAndThen(): () => Promise<void> {
  let rested = performance.now();
  return async () => {
    if (performance.now() - rested < stretch) return;
    await setImmediate();
    rested = performance.now();
  };
}
