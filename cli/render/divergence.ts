/** Two runs of one seed that differ, for people. */
import type { Divergence } from '../../sim/record/verify.js';
import type { Terminal } from '../terminal.js';

export function renderDivergence(
  { event, first, second, differs }: Divergence,
  { colours, unicode }: Terminal,
): string {
  const what =
    differs === 'content'
      ? 'the same thing happened, but with another payload, state or disk'
      : 'another thing happened';
  return [
    colours.red(`${unicode ? '✗' : 'x'} not deterministic: at event ${event} ${what}`),
    `  first run   ${first ?? 'was over'}`,
    `  second run  ${second ?? 'was over'}`,
    '  Look for what the seed does not decide: module-level variables that outlive a run, real time, real randomness,',
    '  the order of a Set or Map filled from outside.',
    '',
  ].join('\n');
}
