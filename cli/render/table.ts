/** A measured table for people: one line per setting, and below it what did not come out as claimed. */
import { tableText } from '../../scenarios/tables/table-text.js';
import type { JudgedClaim, MeasuredRow, MeasuredTable, TradeOffTable } from '../../scenarios/tables/table.js';
import type { Terminal } from '../terminal.js';
import { wrap } from './text.js';

export function renderTable(table: TradeOffTable, measured: MeasuredTable, terminal: Terminal): string {
  const { colours } = terminal;
  const { name, seed, runs, rows, comparisons } = measured;
  const { yes, no } = marks(terminal);
  const [roomy, close] = ['  ', ' '].map((gap) => tableText(table, measured, { gap, marks: [yes, no] }));
  const fits = (text: string): boolean => text.split('\n').every(({ length }) => length <= terminal.columns);
  const [head, ...lines] = (roomy && fits(roomy) ? roomy : (close ?? '')).split('\n');
  return [
    colours.bold(
      `${name}: ${rows.length} settings, ${runs} ${runs === 1 ? 'seed' : 'seeds'} each from ${String(seed)}`,
    ),
    '',
    colours.dim(head ?? ''),
    ...lines,
    '',
    ...summary(rows, comparisons, terminal),
    '',
  ].join('\n');
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
  const lines = ['What is claimed, and in how many settings it was confirmed:'];
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
