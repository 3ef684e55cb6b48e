/** A measured table for people: one line per setting, and below it what did not come out as the notes say. */
import type { JudgedClaim, MeasuredRow, MeasuredTable, TableColumn } from '../../scenarios/tables/index.js';
import type { Terminal } from '../terminal.js';
import { wrap } from './text.js';

export function renderTable(
  { name, seed, runs, rows, comparisons }: MeasuredTable,
  columns: readonly TableColumn<MeasuredRow>[],
  terminal: Terminal,
): string {
  const { colours } = terminal;
  const { yes, no } = marks(terminal);
  const verdicts: TableColumn<MeasuredRow> = {
    head: 'claims',
    align: 'left',
    cell: ({ claims }) => claims.map(({ held }) => (held ? yes : no)).join(''),
  };
  return [
    colours.bold(
      `${name}: ${rows.length} settings, ${runs} ${runs === 1 ? 'seed' : 'seeds'} each from ${String(seed)}`,
    ),
    '',
    ...grid(rows, [...columns, verdicts], terminal),
    '',
    ...summary(rows, comparisons, terminal),
    '',
  ].join('\n');
}

function grid(
  rows: readonly MeasuredRow[],
  columns: readonly TableColumn<MeasuredRow>[],
  terminal: Terminal,
): string[] {
  const filled = columns.map(({ head, align, cell }) => {
    const texts = [head, ...rows.map((row) => cell(row))];
    const width = Math.max(...texts.map(({ length }) => length));
    return texts.map((text) => (align === 'right' ? text.padStart(width) : text.padEnd(width)));
  });
  const wide = filled.reduce((sum, [head = '']) => sum + head.length + 2, 0);
  const gap = wide <= terminal.columns ? '  ' : ' ';
  const lines = ['', ...rows].map((_, index) =>
    filled
      .map((texts) => texts[index])
      .join(gap)
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? terminal.colours.dim(line) : line));
}

/** Every different claim once, with how many settings confirm it, and the first measurement that refutes it. */
function summary(
  rows: readonly MeasuredRow[],
  comparisons: readonly JudgedClaim[],
  terminal: Terminal,
): string[] {
  const { colours, columns } = terminal;
  const { yes, no } = marks(terminal);
  const width = Math.max(30, columns - 6);
  const groups = new Map<string, JudgedClaim[]>();
  for (const judged of [...rows.flatMap(({ claims }) => claims), ...comparisons])
    groups.set(judged.claim, [...(groups.get(judged.claim) ?? []), judged]);
  const lines = ['What the notes claim, and in how many settings it was confirmed:'];
  for (const [claim, judged] of groups) {
    const refuted = judged.find(({ held }) => !held);
    const count = judged.filter(({ held }) => held).length;
    const mark = refuted === undefined ? colours.green(yes) : colours.red(no);
    const [head = '', ...rest] = wrap(`${count} of ${judged.length}  ${claim}`, width, '    ');
    lines.push(`  ${mark} ${head.trimStart()}`, ...rest);
    const shown = refuted ?? judged.find((single) => comparisons.includes(single));
    if (shown !== undefined)
      lines.push(...wrap(shown.measured, width, '      ').map((line) => colours.dim(line)));
  }
  return lines;
}

function marks({ unicode }: Terminal): { readonly yes: string; readonly no: string } {
  return unicode ? { yes: '✓', no: '✗' } : { yes: '+', no: 'x' };
}
