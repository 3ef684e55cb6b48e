/** A run that took its worker along: what can be told of it from outside. */
import { coverageOf } from '../../coverage/campaign-coverage.js';
import { emptyTally, countRun } from '../tally.js';
import type { ToldRun } from '../told-run.js';
import type { Seed } from '../../kernel/random.js';
import type { Batch, Drawn } from './task.js';
import type { Loss } from './worker.js';

/** Kinds of anomaly that have no run to show: the program ended it from within. */
const KINDS: Readonly<Record<Loss['kind'], string>> = {
  hung: 'hung',
  memory: 'out-of-memory',
  exit: 'process-exit',
  crash: 'thread-crashed',
  stopped: 'stopped',
};

/** Whether an anomaly is of that sort. Such a run has no fingerprint and cannot be shrunk. */
export function isHostile(anomaly: string | undefined): boolean {
  return anomaly !== undefined && Object.values(KINDS).includes(anomaly);
}

/** The run that was lost: a violation by the program under test, found by the built-in check `runtime`. */
export function hostileRun(scenario: string, seed: Seed, drawn: Drawn, loss: Loss): ToldRun {
  const message = reasonOf(loss);
  return {
    ...drawn,
    scenario,
    seed,
    verdict: 'invalid',
    fingerprint: '',
    events: 0,
    virtualMs: 0,
    operations: { ok: 0, fail: 0, info: 0 },
    faults: drawn.plan.faults.filter(({ when }) => when === undefined).length,
    triggered: [],
    checks: [
      {
        name: 'runtime',
        verdict: 'invalid',
        reason: message,
        anomalies: [{ kind: KINDS[loss.kind], message }],
      },
    ],
  };
}

export function hostileBatch(run: ToldRun): Batch {
  const tally = emptyTally();
  countRun(tally, run);
  return { tally, coverage: coverageOf([]), failure: run };
}

/** Why the run was lost, as a clause. */
export function reasonOf(loss: Loss): string {
  switch (loss.kind) {
    case 'hung':
      return `the run did not end within ${loss.afterMs / 1000} s of real time, so its thread was stopped (a loop without an end in a handler?)`;
    case 'memory':
      return `the run wanted more than ${loss.limitMb} MB of memory, so its thread was stopped`;
    case 'exit':
      return `the run ended its own thread with exit code ${loss.code} (process.exit in a handler?)`;
    case 'crash':
      return `the run brought its thread down: ${loss.message}`;
    case 'stopped':
      return 'the run was stopped from outside';
  }
}
