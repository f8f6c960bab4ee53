/** How many things two lists have in common, the very same ones, at their beginnings and then at their ends: an edit leaves most of both. */
export function alike(a: readonly unknown[], b: readonly unknown[]): readonly [head: number, tail: number] {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (head + tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [head, tail];
}
