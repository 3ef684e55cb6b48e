/** Spans of time laid out in as few rows as keep them apart. */

/** The row of each span, from 0; spans come in any order, and those that only touch share a row. */
export function rowsOf(spans: readonly (readonly [begin: number, end: number])[]): number[] {
  const rows: number[] = spans.map(() => 0);
  const free: number[] = [];
  const byBegin = [...spans.entries()].sort(([, a], [, b]) => a[0] - b[0]);
  for (const [place, [begin, end]] of byBegin) {
    const found = free.findIndex((until) => until <= begin);
    const row = found < 0 ? free.length : found;
    // A span without length still has a place of its own.
    free[row] = Math.max(end, begin + 1);
    rows[place] = row;
  }
  return rows;
}
