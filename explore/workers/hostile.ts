/** A run that took its worker along: what can be told of it from outside. */
import { coverageOf } from '../campaign-coverage.js';
import { emptyTally, countRun } from '../tally.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import type { Seed } from '../../sim/kernel/random.js';
import type { Batch, Drawn } from './task.js';
import type { Loss } from './worker.js';

/** Kinds of anomaly of a run that its program ended from within. */
const KINDS: Readonly<Record<Loss['kind'], string>> = {
  hung: 'hung',
  memory: 'out-of-memory',
  exit: 'process-exit',
  crash: 'thread-crashed',
  load: 'not-loaded',
  stopped: 'stopped',
};

/** Whether a failure left nothing to compare others with, so that it cannot be shrunk: there was no run to its end. */
export function leftNoRun({ fingerprint }: Pick<ToldRun, 'fingerprint'>): boolean {
  return fingerprint === '';
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
    leftOut: {},
    outside: [],
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

/** Why a thread was lost before its first run, as a clause. */
export function whyNotLoaded(loss: Loss): string {
  switch (loss.kind) {
    case 'hung':
      return `a worker had not loaded it after ${loss.afterMs / 1000} s`;
    case 'memory':
      return `a worker wanted more than ${loss.limitMb} MB of memory to load it`;
    case 'exit':
      return `it ended a worker with exit code ${loss.code} while it was loaded`;
    case 'crash':
      return `it brought a worker down while it was loaded: ${loss.message}`;
    case 'load':
      return `in a worker, ${loss.message}`;
    case 'stopped':
      return 'a worker was stopped while it loaded it';
  }
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
    case 'load':
      return `the run was not begun: ${whyNotLoaded(loss)}`;
    case 'stopped':
      return 'the run was stopped from outside';
  }
}
