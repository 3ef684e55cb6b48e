/** Schedules are shrunk with the rest of the plan. */
import { expect, it } from 'vitest';
import { defineScenario, shrink, simulate, stateMachine, z, type Delay } from 'seedstorm';

/** Goes wrong where a timer of 20 ms comes after a message that is sent after 30 ms. */
const race = (delays: readonly Delay[]) => ({
  scenario: defineScenario({
    name: 'test/race',
    summary: 'A timer and a message',
    params: z.object({}),
    nodes: () => ['a', 'b'],
    protocol: stateMachine<{ state: { told: boolean }; message: string; timer: 'look' | 'tell' }>({
      start(node) {
        if (node.id === 'a') node.setTimer('look', 20);
        else node.setTimer('tell', 30);
        return { told: false };
      },
      onTimer(state, timer, node) {
        if (timer === 'tell') node.send('a', 'hello');
        else if (state.told) node.unreachable('looked too late');
      },
      onMessage(state) {
        state.told = true;
      },
    }),
    workload: () => ({ clients: [], operations: () => [] }),
    network: { latency: { kind: 'uniform', minMs: 1, maxMs: 4 } },
    faults: 'none',
    durationMs: 200,
    check: {},
  }),
  plan: {
    ...{ schema: 1, faults: [], operations: [] },
    schedule: { strategy: 'delay-bounded' as const, delays },
  },
});

it('delays that do not matter go, and those that do stay', async () => {
  const delays = [
    { atMs: 0, nth: 1, delayMs: 40 },
    { atMs: 0, nth: 1, delayMs: 3 },
    { atMs: 25, nth: 1, delayMs: 2 },
  ];
  const { scenario, plan } = race(delays);
  const run = await simulate(scenario, { plan });
  expect(run.checks.find(({ verdict }) => verdict === 'invalid')?.name).toBe('unreachable');
  const shrunk = await shrink(scenario, run);
  expect(shrunk?.run.verdict).toBe('invalid');
  expect(shrunk?.plan.schedule).toEqual({ strategy: 'delay-bounded', delays: [delays[0]] });
});

it('a schedule that decides nothing goes', async () => {
  const { scenario, plan } = race([]);
  const broken = defineScenario({
    ...scenario,
    check: () => ({
      never: {
        name: 'never',
        check: () => ({
          ...{ verdict: 'invalid' as const, reason: 'never' },
          anomalies: [{ kind: 'never', message: 'never', operations: [] }],
        }),
      },
    }),
  });
  const shrunk = await shrink(broken, await simulate(broken, { plan }));
  expect(shrunk?.run.verdict).toBe('invalid');
  expect(shrunk?.plan).not.toHaveProperty('schedule');
});
