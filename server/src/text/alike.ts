/** How many things two lists have in common, the very same ones, at their beginnings and then at their ends: an edit leaves most of both. */
export function alike(a: readonly unknown[], b: readonly unknown[]): readonly [head: number, tail: number] {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (head + tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [head, tail];
}

/** So many lists are remembered at once: those of the last versions of what is being edited. A column of an older one begins anew. */
const enough = 64;
const remembered = new Map<Token, readonly object[]>();
const tokens = new WeakMap<readonly object[], Token>();

/** Stands for a list, and doesn't hold it. */
type Token = Readonly<Record<never, never>>;

/** Remembers a list as the one that was asked about last. */
function tokenOf(list: readonly object[]): Token {
  const token = tokens.get(list) ?? {};
  tokens.set(list, token);
  remembered.delete(token);
  remembered.set(token, list);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= enough) break;
    remembered.delete(oldest);
  }
  return token;
}

/**
 * What was found out about each thing of a list. The next version of a list mostly begins and ends with the very same things, about which nothing
 * is to be found out again, and which needn't be looked at. As long as the same is found, it is the same object.
 */
export class Column<T extends object, V> {
  /** Of the list that was asked about last. Held by itself, each of hundreds of columns would keep a version of its own. */
  #token: Token | undefined;
  #values: readonly V[] = [];

  of(list: readonly T[], find: (thing: T) => V): readonly V[] {
    const before = this.#token && remembered.get(this.#token);
    if (list === before) return this.#values;
    const known = before ? this.#values : [];
    const [head, tail] = alike(before ?? [], list);
    const between: V[] = [];
    for (let i = head; i < list.length - tail; i++) between.push(find(list[i] as T));
    const isSame = before?.length === list.length && between.every((value, i) => value === known[head + i]);
    if (!isSame) this.#values = known.slice(0, head).concat(between, known.slice(known.length - tail));
    this.#token = tokenOf(list);
    return this.#values;
  }
}

/**
 * What the things of a list say, taken together. Of the next version only those are asked that have come or gone: what a thing says has to follow
 * from it alone. As long as nothing else is said, it is the same set.
 */
export class Tally<T extends object, V> {
  #token: Token | undefined;
  #counts = new Map<V, number>();
  #all: ReadonlySet<V> = new Set();

  of(list: readonly T[], says: (thing: T) => readonly V[]): ReadonlySet<V> {
    const before = this.#token && (remembered.get(this.#token) as readonly T[] | undefined);
    if (list === before) return this.#all;
    if (!before) this.#counts = new Map();
    const [head, tail] = alike(before ?? [], list);
    let isSame = before !== undefined;
    for (let i = head; i < list.length - tail; i++)
      for (const it of says(list[i] as T)) {
        const count = this.#counts.get(it) ?? 0;
        if (count === 0) isSame = false;
        this.#counts.set(it, count + 1);
      }
    for (let i = head; before && i < before.length - tail; i++)
      for (const it of says(before[i] as T)) {
        const count = (this.#counts.get(it) ?? 0) - 1;
        if (count > 0) this.#counts.set(it, count);
        else {
          this.#counts.delete(it);
          isSame = false;
        }
      }
    if (!isSame) this.#all = new Set(this.#counts.keys());
    this.#token = tokenOf(list);
    return this.#all;
  }
}

/** Where the things of a list stand, by something that each of them has. They are put in order once for all versions in which they have the same. */
export class Index<T extends object, V> {
  readonly #column = new Column<T, V>();
  readonly #places = new WeakMap<readonly V[], ReadonlyMap<V, readonly number[]>>();

  of(list: readonly T[], key: (thing: T) => V): ReadonlyMap<V, readonly number[]> {
    const keys = this.#column.of(list, key);
    const known = this.#places.get(keys);
    if (known) return known;
    const places = new Map<V, number[]>();
    for (let i = 0; i < keys.length; i++) {
      const at = places.get(keys[i] as V);
      if (at) at.push(i);
      else places.set(keys[i] as V, [i]);
    }
    this.#places.set(keys, places);
    return places;
  }
}

/** Of names, the things in a list of which something holds. So many names are remembered at once; then it begins anew. */
export class ByName<T extends object> {
  readonly #columns = new Map<string, Column<T, boolean>>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Their indices, in the order of the list. */
  places(name: string, list: readonly T[], holds: (thing: T) => boolean): readonly number[] {
    let column = this.#columns.get(name);
    if (!column) {
      if (this.#columns.size >= this.#most) this.#columns.clear();
      column = new Column();
      this.#columns.set(name, column);
    }
    return placesOf(true, column.of(list, holds));
  }
}

/** Where a value stands in a list. */
export function placesOf<V>(value: V, list: readonly V[]): readonly number[] {
  const out: number[] = [];
  for (let i = list.indexOf(value); i >= 0; i = list.indexOf(value, i + 1)) out.push(i);
  return out;
}

/** The index of the last thing of which something holds, where it holds of all before it; -1 for none. */
export function lastIndex<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (holds(list[mid] as T)) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}
