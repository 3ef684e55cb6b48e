/** What a failover costs: requests that were not answered, for how long, sessions, and whether there were two. */
import type { Run } from 'seedstorm';
import { meanInterval, type Interval } from 'seedstorm/parts';
import { DEATH_MS, type FailoverSeen } from './failover-world.js';
import { summing } from './sums.js';

type Sureness = Pick<Interval, 'mean' | 'half'>;

export interface FailoverFigures {
  /** Requests that were not answered, of those that came in the time of a failover of half a second, in percent. */
  readonly failed: Sureness;
  /** From the death to the last request that was not answered for it, in ms. */
  readonly downMs: Sureness;
  /** Runs in which a session was lost, and in which two were active, in percent. */
  readonly lost: number;
  readonly two: number;
  /** The share of the work of the one that does less, in percent of all, in peace. */
  readonly idle: Sureness;
}

const SOON_MS = 500;

function fallsOf({ history }: Run, failed: boolean) {
  return history.filter(
    ({ input, type, invokedAtMs = 0 }) =>
      ['read', 'write'].includes((input as { f: string }).f) &&
      invokedAtMs >= DEATH_MS &&
      invokedAtMs < DEATH_MS + SOON_MS &&
      (!failed || type !== 'ok'),
  );
}

const isBroken = ({ checks }: Run, name: string): boolean =>
  checks.some((check) => check.name === name && check.verdict === 'invalid');

/** Two acted under the same token, or one under an older one; where all may act nobody claims anything. */
const hadTwo = (run: Run): boolean => isBroken(run, 'one-active');

function sampleOf({ death, cut }: FailoverSeen) {
  const failed = fallsOf(death, true);
  const last = failed.at(-1);
  const before = death.history.filter(
    ({ input, invokedAtMs = 0 }) => (input as { f: string }).f === 'acted' && invokedAtMs < DEATH_MS,
  );
  const byFirst = before.filter(({ process }) => process === 'lb1').length;
  return {
    runs: 1,
    failed: [(100 * failed.length) / Math.max(1, fallsOf(death, false).length)],
    downMs: [last === undefined ? 0 : (last.invokedAtMs ?? 0) - DEATH_MS],
    lost: Number(isBroken(death, 'sessions')),
    two: Number(hadTwo(cut)),
    idle: [(100 * Math.min(byFirst, before.length - byFirst)) / Math.max(1, before.length)],
  };
}

function intervalOf(values: readonly number[]): Sureness {
  if (values.length >= 10) return meanInterval(values, 0.99);
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, half: Infinity };
}

export const failoverAccount = () =>
  summing(
    { runs: 0, failed: [] as number[], downMs: [] as number[], lost: 0, two: 0, idle: [] as number[] },
    sampleOf,
    ({ runs, failed, downMs, lost, two, idle }): FailoverFigures => ({
      failed: intervalOf(failed),
      downMs: intervalOf(downMs),
      lost: (100 * lost) / runs,
      two: (100 * two) / runs,
      idle: intervalOf(idle),
    }),
  );
