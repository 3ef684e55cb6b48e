/** Whether two runs came to the same end in the same way. */
import { failedCheck } from '../sim/run/capsule/failed-check.js';
import type { ToldRun } from '../sim/run/capsule/told-run.js';

type Ended = Pick<ToldRun, 'fingerprint' | 'verdict' | 'checks'>;

export function isSameRun(a: Ended, b: Ended): boolean {
  const [one, other] = [failedCheck(a), failedCheck(b)];
  return (
    a.fingerprint === b.fingerprint &&
    a.verdict === b.verdict &&
    one?.name === other?.name &&
    one?.anomalies[0]?.kind === other?.anomalies[0]?.kind
  );
}
