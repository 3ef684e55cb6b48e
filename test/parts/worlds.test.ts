/** Networks, disks and workloads with a name: what they give, and bugs that only show where messages are late, or many. */
import {
  clients,
  defineScenario,
  lan,
  simulate,
  stateMachine,
  tokyoOsaka,
  z,
  type NetworkConfig,
  type Workload,
} from 'seedstorm';
import { bankModel, defineChecker, linearizable } from 'seedstorm/checkers';
import {
  busyDisk,
  heavyTailedLan,
  keyNames,
  lossyLan,
  messageWorkload,
  openWorkload,
  regions,
  registerWorkload,
  slowDisk,
  transferWorkload,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

describe('networks and disks', () => {
  it('may be changed in parts', () => {
    expect(heavyTailedLan().latency).toEqual({ kind: 'heavy-tailed', minMs: 1, alpha: 0.7, maxMs: 60 });
    expect(heavyTailedLan({ alpha: 1 }, { lossProbability: 0.1 })).toEqual({
      latency: { kind: 'heavy-tailed', minMs: 1, alpha: 1, maxMs: 60 },
      lossProbability: 0.1,
    });
    expect(lossyLan(0.2)).toMatchObject({ lossProbability: 0.2, duplicationProbability: 0.2 });
    const syncLatency = { kind: 'constant', ms: 3 } as const;
    expect([busyDisk({ syncLatency }).syncLatency, slowDisk({ syncLatency }).syncLatency]).toEqual([
      syncLatency,
      syncLatency,
    ]);
  });

  it('of regions have a latency for each way, in both directions', () => {
    const { links = [], latency } = regions(
      { us: ['a'], tokyo: ['b', 'c'], osaka: ['d'] },
      { 'tokyo/osaka': tokyoOsaka },
    );
    const of = (from: string, to: string) =>
      links.find((link) => link.from === from && link.to === to)?.latency;
    expect(links).toHaveLength(12);
    expect([of('b', 'd'), of('d', 'c'), of('a', 'd')]).toEqual([tokyoOsaka, tokyoOsaka, latency]);
    expect(of('b', 'c')).not.toEqual(latency);
    expect(() => regions({ us: ['a'], eu: ['a'] })).toThrow("'a' is in 'us' and in 'eu'");
    expect(() => regions({ us: ['a'] }, { 'us/eu': tokyoOsaka })).toThrow(
      "'us/eu': expected two of us, as 'a/b'",
    );
  });
});

/** A node that takes what it hears last for the newest, told by another in the order of time. */
const latest = (network: NetworkConfig) =>
  defineScenario({
    name: 'test/latest',
    summary: 'Whoever is told last knows the newest',
    params: z.object({}),
    nodes: () => ['teller', 'listener'],
    protocol: stateMachine<{
      state: { value: number };
      requests: { write: (of: { value: number }) => void; read: () => number };
      messages: { tell: (of: { value: number }) => void };
    }>({
      start: () => ({ value: 0 }),
      onRequest: {
        write(state, { value }, node) {
          state.value = value;
          node.send('listener', { f: 'tell', value });
          node.reply();
        },
        read: ({ value }, _read, node) => node.reply(value),
      },
      onMessage: { tell: (state, { value }) => void (state.value = value) },
    }),
    workload: () => clients(1, { write: 1 }, { everyMs: 4, to: () => 'teller' }),
    network,
    faults: 'none',
    durationMs: 400,
    clientTimeoutMs: 100,
    final: () => ['teller', 'listener'].map((to) => ({ to, input: { f: 'read' } })),
    check: {
      newest: defineChecker({
        name: 'newest',
        looksFor: 'reads',
        scan(history, found) {
          const reads = history.filter(({ input }) => (input as { f: string }).f === 'read');
          if (reads[0]?.output !== reads[1]?.output)
            found.anomaly('overtaken', 'an older word came last', ...reads);
          return { judged: reads.length, reason: 'the newest came last' };
        },
      }),
    },
  });

it('a bug of order shows under a tail, and not in a quick network', async () => {
  const verdicts = { tail: new Set<string>(), quick: new Set<string>() };
  for (let seed = 1; seed <= 12; seed++) {
    verdicts.tail.add((await simulate(latest(heavyTailedLan()), { seed })).verdict);
    verdicts.quick.add((await simulate(latest(lan()), { seed })).verdict);
  }
  expect([...verdicts.tail]).toContain('invalid');
  expect([...verdicts.quick]).toEqual(['valid']);
});

describe('workloads', () => {
  const drawn = (workload: Workload, untilMs = 2_000) =>
    workload.operations({ seed: 7, nodes: ['n1', 'n2'], untilMs });
  const inputs = (workload: Workload) => drawn(workload).map(({ input }) => input as Record<string, unknown>);

  it('have distinct values', () => {
    const writes = inputs(registerWorkload({ clients: 3, keys: 2, everyMs: 20 })).filter(
      ({ f }) => f === 'write',
    );
    expect(new Set(writes.map(({ value }) => value)).size).toBe(writes.length);
    expect(new Set(writes.map(({ key }) => key))).toEqual(new Set(['a', 'b']));
    const puts = inputs(registerWorkload({ clients: 3, mix: { get: 0.6, put: 0.4 } }));
    expect(new Set(puts.map(({ f, value }) => `${String(f)} ${typeof value}`))).toEqual(
      new Set(['get undefined', 'put number']),
    );
    const sends = inputs(messageWorkload({ clients: 3, everyMs: 20 }));
    expect(new Set(sends.map(({ value }) => value)).size).toBe(sends.length);
    expect(keyNames(28).slice(25)).toEqual(['z', 'a1', 'b1']);
  });

  it.each([[true, { c1: ['n1'], c2: ['n2'], c3: ['n1'] }] as const, [false, {}] as const])(
    'of registers may keep each client to a node: %s',
    (sticky, homes) => {
      const { operations } = registerWorkload({ clients: 3, everyMs: 20, sticky });
      const asked: Record<string, string[]> = {};
      for (const { process, to } of operations({ seed: 1, nodes: ['n1', 'n2'], untilMs: 500 }))
        if (to !== undefined) asked[process] = [...new Set([...(asked[process] ?? []), to])];
      expect(asked).toEqual(homes);
    },
  );

  it('of transfers fit the model of a bank, which finds money that is taken twice', async () => {
    const accounts = ['x', 'y', 'z'];
    const initial = { x: 60, y: 60, z: 60 };
    const bank = (twice: boolean) =>
      defineScenario({
        name: 'test/bank',
        summary: 'Money is moved',
        params: z.object({}),
        nodes: () => ['bank'],
        protocol: stateMachine<{
          state: Record<string, number>;
          requests: {
            read: () => Record<string, number>;
            transfer: (of: { from: string; to: string; amount: number }) => boolean;
          };
        }>({
          start: () => ({ ...initial }),
          onRequest: {
            read: (state, _read, node) => node.reply(state),
            transfer(state, { from, to, amount }, node) {
              const enough = (state[from] ?? 0) >= amount;
              if (enough) state[from] = (state[from] ?? 0) - amount * (twice ? 2 : 1);
              if (enough) state[to] = (state[to] ?? 0) + amount;
              node.reply(enough);
            },
          },
        }),
        workload: () => transferWorkload({ clients: 3, accounts, everyMs: 10 }),
        faults: 'none',
        durationMs: 400,
        clientTimeoutMs: 100,
        check: { linearizable: linearizable(bankModel({ initial })) },
      });
    (await simulate(bank(false), { seed: 1 })).expectValid();
    expect((await simulate(bank(true), { seed: 1 })).verdict).toBe('invalid');
    expect(() => transferWorkload({ clients: 1, accounts: ['x'] })).toThrow('at least two accounts, got 1');
  });

  it('open ones come at their rate, by chance, whoever is slow', () => {
    const open = openWorkload({ perSecond: 500, input: (_random, value) => ({ f: 'send', value }) });
    const times = drawn(open, 20_000).map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThan(9_700);
    expect(times.length).toBeLessThan(10_300);
    const pauses = times.slice(1).map((at, place) => at - (times[place] as number));
    // Of exponential pauses a share of 1 - 1/e is below the mean, and 1/e^3 above three of it.
    const share = (is: (pause: number) => boolean) => pauses.filter(is).length / pauses.length;
    expect(share((pause) => pause < 2)).toBeCloseTo(0.632, 1);
    expect(share((pause) => pause > 6)).toBeCloseTo(0.0498, 2);
    expect(() => openWorkload({ perSecond: 0, input: () => ({ f: 'send' }) })).toThrow(
      'openWorkload: perSecond: expected a rate above 0, in requests a second, got 0',
    );
  });
});

/** A server that works on one request after another, 10 ms each, and drops none. */
const overloaded = (workload: Workload) =>
  defineScenario({
    name: 'test/overloaded',
    summary: 'Every request is answered in time',
    params: z.object({}),
    nodes: () => ['server'],
    protocol: stateMachine<{
      state: { free: number; due: { from: string; id: number }[] };
      request: { f: string };
      reply: string;
      timer: `done/${number}`;
    }>({
      start: () => ({ free: 0, due: [] }),
      onRequest(state, _request, node) {
        state.free = Math.max(state.free, node.monotonicMs()) + 10;
        state.due.push(node.defer());
        node.setTimer(`done/${Math.round(state.free)}`, state.free - node.monotonicMs());
      },
      onTimer(state, _done, node) {
        const to = state.due.shift();
        if (to !== undefined) node.replyTo(to, 'done');
      },
    }),
    workload: () => workload,
    faults: 'none',
    durationMs: 1_500,
    clientTimeoutMs: 200,
    check: {
      answered: defineChecker({
        name: 'answered',
        looksFor: 'requests',
        scan(history, found) {
          for (const one of history)
            if (one.type !== 'ok') found.anomaly('late', 'not answered in time', one);
          return { judged: history.length, reason: 'all were answered' };
        },
      }),
    },
  });

it('a queue without a limit shows where requests come at a rate, and not where clients wait', async () => {
  const input = () => ({ f: 'work' });
  const open = openWorkload({ perSecond: 130, input });
  const closed = clients(3, { work: 1 }, { everyMs: 10, input: () => ({}) });
  expect((await simulate(overloaded(open), { seed: 1 })).verdict).toBe('invalid');
  expect((await simulate(overloaded(closed), { seed: 1 })).verdict).toBe('valid');
  const within = openWorkload({ perSecond: 50, input });
  expect((await simulate(overloaded(within), { seed: 1 })).verdict).toBe('valid');
});
