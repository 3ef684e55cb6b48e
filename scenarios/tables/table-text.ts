/** A measured table as lines of text: columns of figures stand to the right, all others to the left. */
import type { MeasuredTable, TradeOffTable } from './table.js';

/**
 * The rows in columns, one line each below a line of heads. Marks at the end tell which claims held.
 * @param marks for a claim that held, and for one that did not
 */
export function tableText<Setting, Figures>(
  { columns }: TradeOffTable<Setting, Figures>,
  { rows }: MeasuredTable<Setting, Figures>,
  { gap = '  ', marks: [yes, no] = ['✓', '✗'] }: { gap?: string; marks?: readonly [string, string] } = {},
): string {
  const filled = columns.map(({ head, cell }) => {
    const cells = rows.map((row) => cell(row));
    const width = Math.max(head.length, ...cells.map(({ length }) => length));
    const isRight = cells.every((text) => /^[-−+\d.,/% ]*$/.test(text));
    return [head, ...cells].map((text) => (isRight ? text.padStart(width) : text.padEnd(width)));
  });
  const claims = ['claims', ...rows.map((row) => row.claims.map(({ held }) => (held ? yes : no)).join(''))];
  return claims
    .map((marks, index) => [...filled.map((texts) => texts[index]), marks].join(gap).trimEnd())
    .join('\n');
}
