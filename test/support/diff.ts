/** The lines of both texts, `-` before those of the first alone and `+` before those of the second alone. */
export function diff(expected: readonly string[], found: readonly string[]): string {
  const common = lengths(expected, found);
  const out: string[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < found.length) {
    if (i < expected.length && j < found.length && expected[i] === found[j]) {
      out.push(`  ${expected[i]}`);
      i++;
      j++;
    } else if (j >= found.length || (i < expected.length && at(common, i + 1, j) >= at(common, i, j + 1))) out.push(`- ${expected[i++]}`);
    else out.push(`+ ${found[j++]}`);
  }
  return out.join("\n");
}

/** Per pair of places, how many lines the rests have in common. */
function lengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      (table[i] as number[])[j] = a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
