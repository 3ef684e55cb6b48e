/** A verdict as text for people. */
import type { History, Operation, Verdict } from '../../checkers/history.js';
import type { Terminal } from '../terminal.js';
import { drawOperations } from './diagram.js';

export interface Judged {
  readonly name: string;
  readonly verdict: Verdict;
  readonly history: History;
  readonly ms: number;
  print(operation: Operation): string;
}

const MARKS = { valid: ['✓', 'ok'], invalid: ['✗', 'x'], unknown: ['?', '?'] } as const;

export function renderVerdict(judged: Judged, terminal: Terminal): string {
  const { name, verdict, history, ms } = judged;
  const { colours, unicode } = terminal;
  const colour = { valid: colours.green, invalid: colours.red, unknown: colours.yellow }[verdict.verdict];
  const mark = MARKS[verdict.verdict][unicode ? 0 : 1];
  const lines = [`${colour(`${mark} ${name} ${verdict.verdict}`)}: ${verdict.reason}`];
  if (verdict.verdict === 'invalid' && verdict.core) lines.push('', ...core(verdict.core, judged, terminal));
  lines.push(
    '',
    colours.dim(`${history.length} operations, judged in ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`),
  );
  return `${lines.join('\n')}\n`;
}

function core(operations: readonly Operation[], { print }: Judged, terminal: Terminal): string[] {
  const drawing = drawOperations(operations, {
    columns: terminal.columns,
    unicode: terminal.unicode,
    label: print,
    highlight: terminal.colours.red,
  });
  return [
    'These operations alone cannot be put in order:',
    '',
    ...(drawing ?? operations.map((operation) => `  ${operation.process}  ${print(operation)}`)),
  ];
}
