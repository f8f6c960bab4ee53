/** Nobody types as slowly as this, in milliseconds. */
const QUIET_MS = 400;

/** Does for what was touched what was put off, once nothing was touched for a while. */
export class Settling<T> {
  readonly #settle: (it: T) => void;
  readonly #quiet: number;
  readonly #touched = new Set<T>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `quiet`: after so many milliseconds. */
  constructor(settle: (it: T) => void, quiet: number = QUIET_MS) {
    this.#settle = settle;
    this.#quiet = quiet;
  }

  touch(it: T): void {
    this.#touched.add(it);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const touched = [...this.#touched];
      this.#touched.clear();
      for (const one of touched) this.#settle(one);
    }, this.#quiet);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#touched.clear();
  }
}
