/** Two runs of one seed that differ, for people. */
import type { Divergence } from '../../sim/record/divergence.js';
import { divergenceLines } from '../../sim/record/divergence-text.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import type { Arguments } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

function renderDivergence(divergence: Divergence, { colours, unicode }: Terminal): string {
  const [headline = '', ...rest] = divergenceLines(divergence);
  return [colours.red(`${unicode ? '✗' : 'x'} not deterministic: ${headline}`), ...rest, ''].join('\n');
}

/** Tells of a run that did not repeat, in words or as JSON. @returns the exit code */
export function tellParting(
  { scenario, seed }: Pick<ToldRun, 'scenario' | 'seed'>,
  divergence: Divergence,
  args: Arguments,
  terminal: Terminal,
): ExitCode {
  if (args.on('json'))
    terminal.out(`${JSON.stringify({ scenario, seed, verdict: 'nondeterministic', divergence })}\n`);
  else terminal.out(renderDivergence(divergence, terminal));
  return EXIT.nondeterminism;
}
