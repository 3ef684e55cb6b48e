/** What nodes measure: weighed by time, kept across crashes, carried by forks, and without any effect on the run. */
import {
  asyncProgram,
  createWorld,
  defineScenario,
  simulate,
  stateMachine,
  z,
  type Program,
  type Run,
} from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import { describe, expect, it } from 'vitest';

const anything = defineChecker({
  name: 'anything',
  looksFor: 'operations',
  scan: (history) => ({ judged: history.length, reason: 'whatever happens' }),
});

interface Works {
  state: { waiting: number };
  request: { f: string };
  reply: string;
  timer: 'done';
}

const machine = (measures: boolean) =>
  stateMachine<Works>({
    start(node) {
      if (measures) node.gauge('waiting', 0);
      return { waiting: 0 };
    },
    onRequest(state, _request, node) {
      state.waiting++;
      if (measures) {
        node.count('requests');
        node.count('bytes', 100);
        node.gauge('waiting', state.waiting);
        node.timing('service', 10 * state.waiting);
      }
      node.setTimer('done', 50);
      node.reply('ok');
    },
    onTimer(state, _timer, node) {
      state.waiting = 0;
      if (measures) node.gauge('waiting', 0);
    },
  });

const program = asyncProgram<{ request: { f: string }; reply: string }>((node) => {
  let waiting = 0;
  node.gauge('waiting', 0);
  node.onRequest(async () => {
    node.count('requests');
    node.gauge('waiting', ++waiting);
    await node.sleep(50);
    node.gauge('waiting', (waiting = 0));
    node.timing('service', 50);
    return 'ok';
  });
});

const scenarioOf = (protocol: Program) =>
  defineScenario({
    name: 'test/figures',
    summary: 'A node measures itself',
    params: z.object({}),
    nodes: () => ['server'],
    protocol,
    workload: () => ({ clients: ['c1'], operations: () => [] }),
    network: { latency: { kind: 'constant', ms: 1 } },
    faults: 'none',
    durationMs: 1_200,
    quietMs: 100,
    clientTimeoutMs: 200,
    restartAfterMs: 100,
    final: () => [{ to: 'server', input: { f: 'look' } }],
    check: { anything },
  });

const ask = (atMs: number) => ({ process: 'c1', atMs, to: 'server', input: { f: 'work' } });
const runOf = (protocol: Program, faults: readonly object[] = []): Promise<Run> =>
  simulate(scenarioOf(protocol), {
    seed: 1,
    plan: { schema: 1, faults, operations: [ask(100), ask(300), ask(600)] } as never,
  });
const gaugeOf = (run: Run) => run.figures().gauges[0];

describe('figures', () => {
  it('count, weigh by time and have percentiles', async () => {
    const { counts, gauges, timings, slotMs } = (await runOf(machine(true))).figures();
    expect(slotMs).toBe(20);
    expect(counts.map(({ name, total }) => [name, total])).toEqual([
      ['requests', 4],
      ['bytes', 400],
    ]);
    expect(counts[0]?.series.slice(0, 16)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    // Three times 50 ms, and 1 ms after the last request.
    expect(gauges[0]).toMatchObject({ node: 'server', name: 'waiting', least: 0, most: 1, last: 1 });
    expect(gauges[0]?.mean).toBeCloseTo(151 / 1_202, 6);
    expect(gauges[0]?.series.mean.slice(4, 9)).toEqual([
      0,
      expect.closeTo(0.95, 6),
      1,
      expect.closeTo(0.55, 6),
      0,
    ]);
    expect(timings[0]).toMatchObject({
      name: 'service',
      count: 4,
      meanMs: 10,
      p50Ms: 10,
      p99Ms: 10,
      mostMs: 10,
    });
  });

  it('are there for async programs, too', async () => {
    const { counts, gauges, timings } = (await runOf(program)).figures();
    expect(counts[0]?.total).toBe(4);
    expect(gauges[0]?.mean).toBeCloseTo(0.16, 2);
    expect(timings[0]).toMatchObject({ count: 4, p999Ms: 50 });
  });

  it('tell of what clients asked without anybody’s doing', async () => {
    const { functions } = (await runOf(program)).figures();
    expect(functions).toHaveLength(1);
    expect(functions[0]).toMatchObject({
      f: 'work',
      asked: 3,
      ok: 3,
      fail: 0,
      info: 0,
      latency: { count: 3 },
    });
    expect(functions[0]?.latency.p50Ms).toBeCloseTo(52, 0);
    expect(functions[0]?.goodput).toBeCloseTo(3 / 1.252, 1);
    expect(functions[0]?.series.p99Ms[7]).toBeCloseTo(52, 0);
  });

  it('outlive a crash; a gauge is unknown until the next process says it', async () => {
    const crash = [{ kind: 'crash', atMs: 320, node: 'server', durationMs: 200, unsynced: 'lost' }];
    const gauge = gaugeOf(await runOf(machine(true), crash));
    expect(gauge?.series.mean[20]).toBeNull();
    // The work of the second request is cut off after 19 ms; the 200 ms without a process do not count.
    expect(gauge?.mean).toBeCloseTo(120 / 1_002, 3);
    expect((await runOf(machine(true), crash)).figures().counts[0]?.total).toBe(4);
  });

  it('do not change a run', async () => {
    const [measured, plain] = [await runOf(machine(true)), await runOf(machine(false))];
    expect(measured.fingerprint).toBe(plain.fingerprint);
    expect(plain.figures()).toMatchObject({ counts: [], gauges: [], timings: [] });
  });

  it('go where a fork goes', async () => {
    const plan = { schema: 1, faults: [], operations: [ask(100), ask(300), ask(600)] } as never;
    const world = await createWorld(scenarioOf(machine(true)), { seed: 1, plan });
    await world.runUntil(320);
    const saved = world.snapshot();
    const twin = world.fork();
    await world.runUntil(5_000);
    await twin.runUntil(5_000);
    const figures = world.judge().figures();
    expect(twin.judge().figures()).toEqual(figures);
    world.restore(saved);
    expect(world.judge().figures().counts[0]?.total).toBe(2);
    await world.runUntil(5_000);
    expect(world.judge().figures()).toEqual(figures);
  });

  it('refuse what is no number', async () => {
    const wrong = stateMachine<Works>({
      start: () => ({ waiting: 0 }),
      onRequest: (_state, _request, node) => node.gauge('waiting', NaN),
    });
    const { checks } = await runOf(wrong);
    expect(checks[0]?.reason).toContain('node.gauge: waiting: expected a finite number, got NaN');
  });
});
