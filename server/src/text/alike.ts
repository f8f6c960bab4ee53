/** How many things two lists have in common, the very same ones, at their beginnings and then at their ends: an edit leaves most of both. */
export function alike(a: readonly unknown[], b: readonly unknown[]): readonly [head: number, tail: number] {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (head + tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [head, tail];
}

/**
 * What was found out about each thing of a list. The next version of a list mostly begins and ends with the very same things, about which nothing
 * is to be found out again, and which needn't be looked at. As long as the same is found, it is the same object.
 */
export class Column<T extends object, V> {
  #list: WeakRef<readonly T[]> | undefined;
  #values: readonly V[] = [];

  of(list: readonly T[], find: (thing: T) => V): readonly V[] {
    const before = this.#list?.deref();
    if (list === before) return this.#values;
    const known = before ? this.#values : [];
    const [head, tail] = alike(before ?? [], list);
    const between: V[] = [];
    for (let i = head; i < list.length - tail; i++) between.push(find(list[i] as T));
    const isSame = known.length === list.length && between.every((value, i) => value === known[head + i]);
    if (!isSame) this.#values = known.slice(0, head).concat(between, known.slice(known.length - tail));
    this.#list = new WeakRef(list);
    return this.#values;
  }
}
