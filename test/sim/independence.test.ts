/**
 * One thing changed changes nothing else: whoever draws has a stream of his own, so a fault, a client or a draw more
 * moves no latency, no operation and no draw anywhere else.
 */
import { describe, expect, it } from 'vitest';
import {
  clients,
  nemesis,
  simulate,
  stateMachine,
  type Fault,
  type Program,
  type Run,
  type TraceRecord,
} from 'seedstorm';
import { answers, run, tiny, valuesOf, type TinySystem } from './tiny-system.js';

interface Chatter {
  message: number;
  timer: 'talk';
  durable: { n: number };
  token: number;
}

/** Talks to everyone and draws, every 10 ms; node `a` draws as often as asked. */
const chatter = (drawsOfA = 1): Program =>
  stateMachine<Chatter>({
    start: (node) => node.setTimer('talk', 10),
    onMessage: () => undefined,
    onTimer(_state, timer, node) {
      const count = node.id === 'a' ? drawsOfA : 1;
      for (let left = count; left > 0; left--) node.effect({ f: 'drew', number: node.random.float() });
      node.effect({ f: 'buggified', yes: node.buggify('somewhere') });
      node.broadcast(1);
      node.disk.write('n', 1);
      node.disk.sync(1);
      node.setTimer(timer, 10);
    },
    onSync: (_state, _token, node, ok) => node.effect({ f: 'synced', ok }),
  });

const system: TinySystem = {
  nodes: ['a', 'b', 'c'],
  program: chatter(),
  network: { latency: { kind: 'exponential', meanMs: 2 } },
  disk: {
    readLatency: { kind: 'exponential', meanMs: 1 },
    writeLatency: { kind: 'exponential', meanMs: 1 },
    syncLatency: { kind: 'exponential', meanMs: 1 },
  },
  durationMs: 500,
};

/** The messages of each link: the latency of each, or why it was lost. */
async function links(run: Run): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const note = (record: TraceRecord): void => {
    if (record.type !== 'send' && record.type !== 'drop') return;
    const what =
      record.type === 'drop' ? String(record.why) : (Number(record.arrivesAtMs) - record.atMs).toFixed(3);
    (found[`${record.from}>${record.to}`] ??= []).push(what);
  };
  await run.trace(note);
  return found;
}

const drawsOf = (run: Run, node: string) => valuesOf(run, 'drew', 'number', node);

/** Everything but one key. */
function without<T>(record: Record<string, T>, ...keys: string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

describe('one fault more', () => {
  const loss = (from: string, to: string): Fault => ({
    kind: 'loss',
    atMs: 0,
    probability: 0.5,
    from: [from],
    to: [to],
  });

  it('leaves other links, other faults and all nodes alone', async () => {
    const one = await run(system, [loss('a', 'b')]);
    const two = await run(system, [loss('c', 'a'), loss('a', 'b')]);
    const [before, after] = [await links(one), await links(two)];
    expect(before['a>b']).toContain('loss');
    expect(after['c>a']).toContain('loss');
    expect(without(after, 'c>a')).toEqual(without(before, 'c>a'));
    for (const node of ['a', 'b', 'c']) expect(drawsOf(two, node)).toEqual(drawsOf(one, node));
  });

  it('of another kind on the same link leaves which messages are lost', async () => {
    const slow: Fault = { kind: 'latency', atMs: 0, addMs: 1, jitterMs: 5 };
    const [alone, together] = [
      await links(await run(system, [loss('a', 'b')])),
      await links(await run(system, [loss('a', 'b'), slow])),
    ];
    const lost = (link: string[] = []) => link.map((what) => what === 'loss');
    expect(lost(together['a>b'])).toEqual(lost(alone['a>b']));
    expect(together['b>a']).not.toEqual(alone['b>a']);
  });

  it('on a disk leaves other disk faults and other code points alone', async () => {
    const failing: Fault = { kind: 'fsync-failure', atMs: 0, node: 'a', probability: 0.3 };
    const maybe: Fault = { kind: 'buggify', atMs: 0, site: 'somewhere', probability: 0.5 };
    const error: Fault = {
      kind: 'disk-error',
      atMs: 0,
      node: 'a',
      probability: 0.001,
      operations: ['read', 'write'],
    };
    const elsewhere: Fault = { kind: 'buggify', atMs: 0, site: 'elsewhere', probability: 0.5 };
    const one = await run(system, [failing, maybe]);
    const two = await run(system, [elsewhere, error, failing, maybe]);
    for (const [f, field] of [
      ['synced', 'ok'],
      ['buggified', 'yes'],
    ] as const) {
      expect(new Set(valuesOf(one, f, field, 'a'))).toEqual(new Set([true, false]));
      expect(valuesOf(two, f, field)).toEqual(valuesOf(one, f, field));
    }
  });

  it('on a disk leaves the time it takes to sync alone', async () => {
    const times = (of: Run) =>
      of.history
        .filter(({ input }) => (input as { f: string }).f === 'synced')
        .map(({ invokedAtMs }) => invokedAtMs);
    const plain = await run(system);
    const faulty = await run(system, [{ kind: 'fsync-failure', atMs: 0, node: 'a', probability: 0.3 }]);
    expect(times(faulty)).toEqual(times(plain));
  });

  it('drawn by a nemesis leaves the faults of other kinds alone', async () => {
    const drawn = async (options: Parameters<typeof nemesis>[0]) => {
      const { plan } = await simulate(tiny({ ...system, durationMs: 10_000 }), {
        faults: nemesis(options, { kindProbability: 1 }),
      });
      return plan.faults.filter(({ kind }) => kind === 'partition');
    };
    const partitions = await drawn({ partition: true });
    expect(partitions.length).toBeGreaterThan(0);
    expect(await drawn({ crash: true, partition: true, clockJump: true })).toEqual(partitions);
  });
});

it('a node that draws more leaves the draws of others, and all latencies, alone', async () => {
  const once = await run(system);
  const thrice = await run({ ...system, program: chatter(3) });
  expect(drawsOf(thrice, 'a').length).toBe(3 * drawsOf(once, 'a').length);
  for (const node of ['b', 'c']) expect(drawsOf(thrice, node)).toEqual(drawsOf(once, node));
  expect(await links(thrice)).toEqual(await links(once));
});

it('a node more leaves the draws of others, and the latencies between them, alone', async () => {
  const three = await run(system);
  const four = await run({ ...system, nodes: ['a', 'x', 'b', 'c'] });
  for (const node of ['a', 'b', 'c']) expect(drawsOf(four, node)).toEqual(drawsOf(three, node));
  const ofThree = Object.fromEntries(
    Object.entries(await links(four)).filter(([link]) => !link.includes('x')),
  );
  expect(ofThree).toEqual(await links(three));
});

describe('clients', () => {
  const world = { seed: 7, nodes: ['n1', 'n2', 'n3'], untilMs: 2000 };
  const operationsOf = (count: number, name: string) =>
    clients(
      count,
      { read: 1, write: 1 },
      { keys: ['x', 'y'], input: (_f, random) => ({ value: random.int(1, 100) }) },
    )
      .operations(world)
      .filter(({ process }) => process === name);

  it('one more changes the operations of no other', () => {
    expect(operationsOf(3, 'c2').length).toBeGreaterThan(10);
    for (const name of ['c1', 'c2', 'c3']) expect(operationsOf(4, name)).toEqual(operationsOf(3, name));
  });

  it('one that draws more changes the operations of no other', () => {
    const greedy = (who: number) =>
      clients(
        3,
        { read: 1, write: 1 },
        {
          input(_f, random, { client }) {
            if (client === who) random.float();
            return { value: random.int(1, 100) };
          },
        },
      ).operations(world);
    const of = (name: string, operations: ReturnType<typeof greedy>) =>
      operations.filter(({ process }) => process === name);
    const [plain, changed] = [greedy(-1), greedy(1)];
    expect(of('c2', changed)).not.toEqual(of('c2', plain));
    for (const name of ['c1', 'c3']) expect(of(name, changed)).toEqual(of(name, plain));
  });

  it('one more changes no latency, no draw, and not whom the others ask', async () => {
    const asks = Array.from({ length: 30 }, (_, index) => ({ atMs: 5 + 10 * index, f: 'who' }));
    const program = stateMachine<Chatter & { request: { f: string }; reply: string }>({
      start: (node) => node.setTimer('talk', 10),
      onTimer(_state, timer, node) {
        node.effect({ f: 'drew', number: node.random.float() });
        node.broadcast(1);
        node.setTimer(timer, 10);
      },
      onMessage: () => undefined,
      onRequest: (_state, _request, node) => node.reply(node.id),
    });
    const one = await run({ ...system, program, asks });
    const two = await run({
      ...system,
      program,
      asks: [...asks.map((ask) => ({ ...ask, client: 'other' })), ...asks],
    });
    expect(new Set(answers(one))).toEqual(new Set(['a', 'b', 'c']));
    expect(answers(two)).toEqual(answers(one));
    const newcomer = ['other>a', 'other>b', 'other>c', 'a>other', 'b>other', 'c>other'];
    expect(without(await links(two), ...newcomer)).toEqual(await links(one));
    for (const node of ['a', 'b', 'c']) expect(drawsOf(two, node)).toEqual(drawsOf(one, node));
  });
});
