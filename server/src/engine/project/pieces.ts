/** How far a piece of work is: files done, and files in all. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Does something with each path, and yields whenever the costs have come to a sum. */
export function* inPieces(
  paths: readonly string[],
  atOnce: number,
  work: (path: string, done: number) => Progress & { readonly cost: number },
): Generator<Progress, void, undefined> {
  let since = 0;
  for (const [done, path] of paths.entries()) {
    const progress = work(path, done);
    since += progress.cost;
    if (since < atOnce) continue;
    since = 0;
    yield { done: progress.done, total: progress.total };
  }
}

/** Adds to the list under a key. */
export function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
