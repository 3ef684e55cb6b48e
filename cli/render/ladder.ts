/** The ladder of consistency as a table: one level a line, strongest first, with why a broken one is broken. */
import type { Ladder } from '../../checkers/orders/ladder.js';
import type { Terminal } from '../terminal.js';
import { counted } from '../../checkers/counted.js';
import { clipEnd, duration } from './text.js';

export function renderLadder(
  { rungs, strongestKept, weakestBroken }: Ladder,
  operations: number,
  ms: number,
  terminal: Terminal,
): string {
  const { colours, unicode, columns } = terminal;
  const marks = {
    valid: colours.green(unicode ? '✓' : '+'),
    invalid: colours.red(unicode ? '✗' : 'x'),
    unknown: colours.yellow('?'),
  };
  const words = { valid: 'kept', invalid: 'broken', unknown: 'undecided' };
  const width = Math.max(...rungs.map(({ level }) => level.length));
  const lines = rungs.map(({ level, verdict, reason }) => {
    const why =
      verdict === 'valid' ? '' : `  ${clipEnd(reason, Math.max(20, columns - width - 15), unicode)}`;
    return `${marks[verdict]} ${level.padEnd(width)}  ${words[verdict].padEnd(9)}${colours.dim(why)}`.trimEnd();
  });
  const none = unicode ? '–' : '-';
  return [
    ...lines,
    '',
    `strongest kept   ${strongestKept.join(', ') || none}`,
    `weakest broken   ${weakestBroken.join(', ') || none}`,
    '',
    colours.dim(`${counted(operations, 'operation')}, judged in ${duration(ms)}`),
    '',
  ].join('\n');
}
