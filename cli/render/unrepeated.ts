/** A run that did not repeat, for people and as JSON. */
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import { unrepeatedLines, type EndedRun, type Unrepeated } from '../../explore/unrepeated.js';
import type { Arguments } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

export function unrepeatedBlock(unrepeated: Unrepeated, { colours, unicode }: Terminal): string[] {
  const { scenario, seed, bug } = unrepeated.found;
  const what = `${scenario}${bug === undefined ? '' : ` with bug ${bug}`} does not repeat: seed ${String(seed)} gave two different runs`;
  return [colours.red(`${unicode ? '✗' : 'x'} ${what}`), ...unrepeatedLines(unrepeated)];
}

export function unrepeatedJson({ found, again, divergence }: Unrepeated): {
  readonly scenario: string;
  readonly bug: string | null;
  readonly seed: string | number;
  readonly [more: string]: unknown;
} {
  const { scenario, bug = null, seed } = found;
  return { scenario, bug, seed, found: ended(found), again: ended(again), divergence: divergence ?? null };
}

function ended(run: EndedRun): Record<string, unknown> {
  const failed = failedCheck(run);
  return {
    verdict: run.verdict,
    check: failed?.name ?? null,
    reason: failed?.reason ?? null,
    fingerprint: run.fingerprint,
  };
}

/** Tells that what a capsule holds does not repeat. @returns the exit code */
export function tellUnrepeated(
  unrepeated: Unrepeated,
  note: string,
  args: Arguments,
  terminal: Terminal,
): ExitCode {
  if (args.on('json')) {
    const told = { ...unrepeatedJson(unrepeated), verdict: 'nondeterministic', reproduced: false, note };
    terminal.out(`${JSON.stringify(told)}\n`);
  } else terminal.out(`${unrepeatedBlock(unrepeated, terminal).join('\n')}\n`);
  terminal.note(`${note}\n`);
  return EXIT.nondeterminism;
}
