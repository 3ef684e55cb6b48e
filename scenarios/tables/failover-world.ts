/** Two balancers for one address: the active one dies, or is on the wrong side of a cut with one of the two switches. */
import { simulate, type Fault, type Plan, type Run, type Seed } from 'seedstorm';
import { balanceFailoverScenario } from '../balance/failover/scenario.js';

export interface FailoverSetting {
  readonly mode: 'active-passive' | 'active-active';
  /** How the active one is found, and for how long. */
  readonly by: 'lease' | 'silence' | 'both';
  readonly leaseMs: number;
  readonly sessions: 'in the store' | 'in memory';
}

export const DEATH_MS = 600;
const BACK_MS = 1_500;

/** Many clients who ask seldom: those who wait for an answer keep few of the others from asking. */
const LOAD = { clients: 50, everyMs: 150 };

/** The same requests three times: in peace, with the death of whoever is active, and with that one cut off. */
export interface FailoverSeen {
  readonly death: Run;
  readonly cut: Run;
}

const bugOf = ({ mode, by, sessions }: FailoverSetting): string | undefined => {
  if (by === 'silence') return 'split-brain';
  if (sessions === 'in memory') return mode === 'active-passive' ? 'sessions-in-memory' : 'sessions-of-each';
  return undefined;
};

/** Who acted last before something happens. */
function activeIn({ history }: Run): string {
  const acted = history.findLast(
    ({ input, invokedAtMs = 0 }) => (input as { f: string }).f === 'acted' && invokedAtMs < DEATH_MS,
  );
  return String(acted?.process ?? 'lb1');
}

export async function failoverRun(setting: FailoverSetting, seed: Seed): Promise<FailoverSeen> {
  const { mode, leaseMs } = setting;
  const bug = bugOf(setting);
  const options = { seed, params: { mode, leaseMs, ...LOAD }, ...(bug !== undefined && { bug }) };
  const peace = await simulate(balanceFailoverScenario, { ...options, faults: 'none' });
  const active = activeIn(peace);
  const other = active === 'lb1' ? 'lb2' : 'lb1';
  const planWith = (fault: Fault): Plan => ({ ...peace.plan, faults: [fault] });
  const time = { atMs: DEATH_MS, durationMs: BACK_MS - DEATH_MS };
  const kill: Fault = { kind: 'crash', node: active, unsynced: 'kept', ...time };
  const cut: Fault = {
    kind: 'partition',
    groups: [
      [active, 'sw1'],
      [other, 'witness', 'sw2'],
    ],
    ...time,
  };
  return {
    death: await simulate(balanceFailoverScenario, { ...options, plan: planWith(kill) }),
    cut: await simulate(balanceFailoverScenario, { ...options, plan: planWith(cut) }),
  };
}
