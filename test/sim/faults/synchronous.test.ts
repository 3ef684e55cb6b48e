/** Claims of synchronous systems: delays at most D, no process loses its memory; and processes that are gone for good. */
import { expect, it } from 'vitest';
import {
  nemesis,
  simulate,
  stateMachine,
  type Fault,
  type FaultBudget,
  type Invariant,
  type TraceRecord,
} from 'seedstorm';
import { fitBudget, outsideBudget } from '../../../sim/faults/budget.js';
import { tiny } from '../tiny-system.js';

const nodes = ['a', 'b', 'c'];
const fit = (budget: FaultBudget, ...faults: Fault[]) => fitBudget(faults, budget, { nodes });
const within10: FaultBudget = { allow: { addedDelayMs: 10 } };

it.each<[string, Fault[], Fault[]]>([
  [
    'latency and its jitter',
    [{ kind: 'latency', atMs: 0, addMs: 8, jitterMs: 8 }],
    [{ kind: 'latency', atMs: 0, addMs: 8, jitterMs: 2 }],
  ],
  [
    'a pause',
    [{ kind: 'pause', atMs: 5, node: 'a', durationMs: 400 }],
    [{ kind: 'pause', atMs: 5, node: 'a', durationMs: 10 }],
  ],
  [
    'a pause without an end',
    [{ kind: 'pause', atMs: 5, node: 'a' }],
    [{ kind: 'pause', atMs: 5, node: 'a', durationMs: 10 }],
  ],
  [
    'one message',
    [{ kind: 'message', action: 'delay', atMs: 0, from: 'a', to: 'b', nth: 1, delayMs: 99 }],
    [{ kind: 'message', action: 'delay', atMs: 0, from: 'a', to: 'b', nth: 1, delayMs: 10 }],
  ],
  [
    'slow links and slow nodes, which have no bound',
    [
      { kind: 'slow-link', atMs: 0, bytesPerSecond: 10 },
      { kind: 'slow-node', atMs: 0, node: 'a', delayMs: 1 },
    ],
    [],
  ],
  [
    'what may meet one message, together',
    [
      { kind: 'reordering', atMs: 0, durationMs: 50, probability: 1, delayMs: 7 },
      { kind: 'pause', atMs: 55, node: 'a', durationMs: 20 },
      { kind: 'pause', atMs: 500, node: 'a', durationMs: 9 },
    ],
    [
      { kind: 'reordering', atMs: 0, durationMs: 50, probability: 1, delayMs: 7 },
      { kind: 'pause', atMs: 55, node: 'a', durationMs: 3 },
      { kind: 'pause', atMs: 500, node: 'a', durationMs: 9 },
    ],
  ],
])('bounds %s', (_what, faults, fitted) => {
  expect(fit(within10, ...faults)).toEqual(fitted);
  expect(outsideBudget(fitted, within10, { nodes })).toEqual([]);
});

it('lets no process lose its memory, and those go that never come back', () => {
  const faults: Fault[] = [
    { kind: 'kill', atMs: 1, node: 'a', durationMs: 5 },
    { kind: 'restart', atMs: 2, node: 'b' },
    { kind: 'fsync-failure', atMs: 2, node: 'b', probability: 1 },
    { kind: 'kill', atMs: 3, node: 'c', forGood: true },
    { kind: 'pause', atMs: 4, node: 'a', durationMs: 50 },
  ];
  expect(fit({ allow: { memoryLoss: false } }, ...faults)).toEqual(faults.slice(3));
});

/** Says that it is there every 10 ms, and calls dead whoever was silent for 35 ms: sound where delays are at most 15 ms. */
interface Watch {
  state: { heardMs: Record<string, number>; dead: string[] };
  message: 'here';
  timer: 'beat';
}
const watcher = stateMachine<Watch>({
  start(node) {
    node.setTimer('beat', 10);
    return { heardMs: {}, dead: [] };
  },
  onTimer(state, timer, node) {
    node.broadcast('here');
    node.setTimer(timer, 10);
    for (const [name, heardMs] of Object.entries(state.heardMs))
      if (node.monotonicMs() - heardMs > 35 && !state.dead.includes(name)) state.dead.push(name);
  },
  onMessage(state, _here, node, from) {
    state.heardMs[from] = node.monotonicMs();
  },
});
const accurate: Invariant = (views) => {
  for (const { name, state } of views)
    for (const dead of (state as Watch['state'] | undefined)?.dead ?? [])
      if (views.find((view) => view.name === dead)?.status === 'up') return `${name} calls ${dead} dead`;
  return undefined;
};
const detectors = (budget: FaultBudget) =>
  tiny({ nodes, program: watcher, durationMs: 1500, settleMs: 300, budget, invariants: { accurate } });
const wild = nemesis({
  latency: 'hell',
  reordering: 'hell',
  pause: 'hell',
  slowLink: 'hell',
  slowNode: 'hell',
});

it('a detector that relies on a bound is sound within it, and not outside', async () => {
  const verdicts = async (budget: FaultBudget) => {
    const all = [1, 2, 3].map(
      async (seed) => (await simulate(detectors(budget), { seed, faults: wild })).verdict,
    );
    return new Set(await Promise.all(all));
  };
  expect(await verdicts({ allow: { addedDelayMs: 14 } })).toEqual(new Set(['valid']));
  expect(await verdicts({})).toContain('invalid');
});

it('no message takes longer than the network and what is added', async () => {
  const { trace, triggered } = await simulate(detectors(within10), { seed: 2, faults: wild });
  let longestMs = 0;
  await trace((record: TraceRecord) => {
    if (record.type === 'send')
      longestMs = Math.max(longestMs, (record.arrivesAtMs ?? record.atMs) - record.atMs);
  });
  expect(triggered).toEqual([]);
  expect(longestMs).toBeGreaterThan(1);
  expect(longestMs).toBeLessThanOrEqual(11);
});

it('a process that is gone for good stays away when everything is healed', async () => {
  const faults: Fault[] = [
    { kind: 'kill', atMs: 100, node: 'a', forGood: true },
    { kind: 'restart', atMs: 200, node: 'a' },
    { kind: 'kill', atMs: 100, node: 'b' },
  ];
  const starts: Record<string, number> = {};
  const run = await simulate(detectors({}), { faults });
  await run.trace((record) => {
    if (record.type === 'note' && record.text === 'started')
      starts[record.node ?? ''] = (starts[record.node ?? ''] ?? 0) + 1;
  });
  expect(starts).toEqual({ a: 1, b: 2, c: 1 });
});
