/** How far two short texts are apart, for "did you mean". */

/**
 * Edits (insert, delete, replace, swap two neighbours) that turn `a` into `b`: the Damerau-Levenshtein distance in its
 * restricted form, where no piece is edited twice. Anything above `limit` is returned as `limit + 1`.
 * Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = cell(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const removed = cell(last, column) + 1;
      const inserted = cell(next, column - 1) + 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] ? cell(older, column - 2) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, removed, inserted, swapped));
    }
    if (Math.min(...next) > limit && Math.min(...last) > limit) return limit + 1;
    older = last;
    last = next;
  }
  return Math.min(cell(last, b.length), limit + 1);
}

/** The known word that is nearest to another, whatever is in capitals: one edit away from a word of up to five letters, two from a longer one. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const limit = word.length < 6 ? 1 : 2;
  const ranked = known.map((it) => ({ it, distance: editDistance(word.toLowerCase(), it.toLowerCase(), limit) }));
  return ranked.filter((it) => it.distance <= limit).sort((a, b) => a.distance - b.distance)[0]?.it;
}

/** Whether `a` and `b` differ in nothing but two neighbouring characters that changed places. */
export function isTransposition(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
