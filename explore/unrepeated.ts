/** A run that another one of the same seed does not repeat: no verdict on it counts. */
import type { Divergence } from '../sim/record/divergence.js';
import { divergenceLines } from '../sim/record/divergence-text.js';
import { failedCheck } from '../sim/run/capsule/failed-check.js';
import type { ToldRun } from '../sim/run/capsule/told-run.js';

/** What of a run is told where it did not repeat. */
export type EndedRun = Pick<ToldRun, 'scenario' | 'seed' | 'bug' | 'verdict' | 'fingerprint' | 'checks'>;

export interface Unrepeated {
  readonly found: EndedRun;
  readonly again: EndedRun;
  /** Where the two part; absent: in what led to it, they are the same. */
  readonly divergence?: Divergence;
}

/** How both ended, one below the other, then where they part. */
export function unrepeatedLines({ found, again, divergence }: Unrepeated): string[] {
  return [
    `  found      ${ending(found)}`,
    `  run again  ${ending(again)}`,
    ...(divergence === undefined
      ? []
      : divergenceLines(divergence).map((line) => (line.startsWith(' ') ? line : `  ${line}`))),
  ];
}

function ending(run: EndedRun): string {
  const failed = failedCheck(run);
  return failed === undefined ? run.verdict : `${failed.name} is ${failed.verdict}: ${failed.reason}`;
}
