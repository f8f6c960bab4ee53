/** Of neighbours so much text is kept in mind, in UTF-16 units: what is known of it takes a hundred times as much memory. */
export const mostText = 600_000;

/** What was used last, up to a sum of weights: what is thrown away can be made again. */
export class Recent<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly weight: number }>();
  readonly #most: number;
  #sum = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, weight: number): void {
    this.delete(key);
    this.#entries.set(key, { value, weight });
    this.#sum += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#sum <= this.#most || oldest === key) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#sum -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#sum = 0;
  }

  *[Symbol.iterator](): Generator<readonly [string, V], void, undefined> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }
}
