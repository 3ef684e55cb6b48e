import { describe, expect, it } from 'vitest';
import {
  createWorld,
  defineScenario,
  simulate,
  stateMachine,
  z,
  type Scenario,
  type Schedule,
} from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';

const register = scenarios.find(({ name }) => name === 'replication/quorum-register') as Scenario;

/** Nodes `a` and `b` each tell `c` something every 10 ms; `c` writes down who it hears. */
const told = defineScenario({
  name: 'test/told',
  summary: 'Who is heard when',
  params: z.object({}),
  nodes: () => ['a', 'b', 'c'],
  protocol: stateMachine<{ state: { sent: number }; message: { n: number }; timer: 'tell' }>({
    start(node) {
      if (node.id !== 'c') node.setTimer('tell', 10);
      return { sent: 0 };
    },
    onTimer(state, timer, node) {
      node.send('c', { n: ++state.sent });
      node.setTimer(timer, 10);
    },
    onMessage(_state, { n }, node, from) {
      node.effect({ f: 'heard', n, from, atMs: node.monotonicMs() });
    },
  }),
  workload: () => ({ clients: [], operations: () => [] }),
  network: { latency: { kind: 'uniform', minMs: 1, maxMs: 3 } },
  faults: 'none',
  durationMs: 400,
  settleMs: 100,
  check: {},
});

interface Heard {
  readonly from: string;
  readonly atMs: number;
  readonly n: number;
}

async function heard(schedule?: Schedule): Promise<Heard[]> {
  const plan = {
    schema: 1,
    faults: [],
    operations: [],
    healAtMs: 300,
    ...(schedule === undefined ? {} : { schedule }),
  };
  const { history } = await simulate(told, { seed: 5, plan });
  return history.map(({ input }) => input as unknown as Heard);
}

const windowOf = ({ atMs }: Heard): number => Math.floor(atMs / 5);
const early = ({ atMs }: Heard): boolean => atMs < 290;

describe('pct', () => {
  const pct = (key: number, changes: { atMs: number; nth: number }[] = []): Schedule => ({
    ...{ strategy: 'pct', key, windowMs: 5, changes },
  });

  it('orders what is due within a window by the priorities of lanes: of two links one is always first', async () => {
    const orders = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(async (key) => {
        const messages = (await heard(pct(key))).filter(early);
        const windows = [...new Set(messages.map(windowOf))];
        const both = windows
          .map((window) => messages.filter((message) => windowOf(message) === window))
          .filter((window) => window.length === 2);
        // The nodes' timers have priorities too: with some keys the two never send within one window.
        if (both.length <= 5) return undefined;
        return new Set(both.map((window) => window.map(({ from }) => from).join()));
      }),
    );
    const seen = orders.filter((order) => order !== undefined);
    expect(seen.length).toBeGreaterThan(3);
    for (const order of seen) expect(order.size).toBe(1);
    expect(new Set(seen.flatMap((order) => [...order]))).toEqual(new Set(['a,b', 'b,a']));
  });

  it('makes nothing earlier, and nothing later than three windows a step', async () => {
    const at = async (schedule?: Schedule) =>
      (await heard(schedule)).filter(({ n }) => n === 1).map(({ atMs }) => atMs);
    const [drawn, scheduled] = [await at(), await at(pct(9, [{ atMs: 0, nth: 1 }]))];
    expect(scheduled).toHaveLength(2);
    expect(Math.min(...scheduled)).toBeGreaterThan(Math.min(...drawn));
    expect(Math.max(...scheduled)).toBeLessThan(Math.max(...drawn) + 2 * 15);
  });

  it('lets the lane at a change fall behind for good', async () => {
    const before = (await heard(pct(1))).filter(early);
    const after = (await heard(pct(1, [{ atMs: 100, nth: 1 }]))).filter(early);
    expect(after.filter(({ atMs }) => atMs < 90)).toEqual(before.filter(({ atMs }) => atMs < 90));
    expect(after).not.toEqual(before);
  });

  it('ends with heal-all', async () => {
    const gaps = (await heard(pct(3))).filter(({ atMs }) => atMs > 330);
    expect(gaps.length).toBeGreaterThan(6);
    expect(gaps.some(({ atMs }) => !Number.isInteger(atMs * 10))).toBe(true);
  });
});

describe('delay-bounded', () => {
  it('gives every message the median latency, and holds back the ones that are named', async () => {
    const steady = (await heard({ strategy: 'delay-bounded', delays: [] })).filter(early);
    expect(steady.every(({ n, atMs }) => atMs === n * 10 + 2)).toBe(true);
    const delays = [{ atMs: 42, nth: 1, delayMs: 7 }];
    const held = (await heard({ strategy: 'delay-bounded', delays })).filter(early);
    const late = held.filter(({ n, atMs }) => atMs !== n * 10 + 2);
    // The first that is put on the calendar after 42 ms: what `a` sends at 50 ms.
    expect(late.map(({ from, n, atMs }) => [from, n, atMs])).toEqual([['a', 5, 59]]);
  });
});

describe('as part of the plan', () => {
  it('is drawn from the seed, replays from the plan, and is absent by default', async () => {
    for (const strategy of ['pct', 'delay-bounded'] as const) {
      const run = await simulate(register, { seed: 3, strategy });
      expect(run.plan.schedule?.strategy).toBe(strategy);
      const again = await simulate(register, {
        seed: 3,
        plan: JSON.parse(JSON.stringify(run.plan)) as unknown,
      });
      expect(again.fingerprint).toBe(run.fingerprint);
      const other = await simulate(register, { seed: 3 });
      expect(other.fingerprint).not.toBe(run.fingerprint);
      expect(other.plan).not.toHaveProperty('schedule');
      expect(other.plan.faults).toEqual(run.plan.faults);
    }
  });

  it('survives a snapshot in the middle', async () => {
    const world = await createWorld(register, { seed: 4, strategy: 'pct' });
    world.step(700);
    const twin = world.fork();
    expect(twin.stateHash()).toBe(world.stateHash());
    await world.runToEnd();
    await twin.runToEnd();
    expect(twin.fingerprint).toBe(world.fingerprint);
  });

  it.each([
    [{ strategy: 'ptc' }, 'schedule.strategy', 'did you mean "pct"?'],
    [{ strategy: 'pct', key: 1, windowMs: 0, changes: [] }, 'schedule.windowMs', 'a window in ms between'],
    [{ strategy: 'pct', key: -1, windowMs: 1, changes: [] }, 'schedule.key', 'a whole number between'],
    [
      { strategy: 'pct', key: 1, windowMs: 1, changes: [{ atMs: 3 }] },
      'schedule.changes[0].nth',
      'got nothing',
    ],
    [
      { strategy: 'delay-bounded', delays: [{ atMs: 3, nth: 0, delayMs: 1 }] },
      'schedule.delays[0].nth',
      'between 1 and',
    ],
    [{ strategy: 'delay-bounded', delay: [] }, 'schedule', 'did you mean "delays"?'],
    [7, 'schedule', 'an object with strategy'],
  ])('%j is refused in one sentence', async (schedule, path, sentence) => {
    const plan = { schema: 1, faults: [], operations: [], schedule };
    const refused = simulate(told, { plan });
    await expect(refused).rejects.toThrow(path);
    await expect(refused).rejects.toThrow(sentence);
  });

  it('an unknown strategy is refused with a guess', async () => {
    await expect(simulate(told, { strategy: 'delaybounded' as 'pct' })).rejects.toThrow(
      /strategy.*did you mean .delay-bounded/,
    );
  });
});
