/** Clients that react to what they hear, beside drawn operations: followed, retried, shrunk, forked, refused. */
import { describe, expect, it } from 'vitest';
import { defineChecker } from '../../../checkers/index.js';
import {
  clients,
  createWorld,
  reacting,
  shrink,
  simulate,
  stateMachine,
  verify,
  type ClientProgram,
  type PlannedOperation,
  type Workload,
} from 'seedstorm';
import { tiny } from '../tiny-system.js';

interface Register {
  state: { value: number };
  request: { f: 'read' } | { f: 'cas'; from: number; to: number } | { f: 'write'; value: number };
  reply: number | string;
}

/** Only `b` answers; the others say who does. */
const leader = stateMachine<Register>({
  start: () => ({ value: 0 }),
  onRequest(state, request, node) {
    if (node.id !== 'b') return node.reject('not leader: b');
    if (request.f === 'read') return node.reply(state.value);
    if (request.f === 'cas' && request.from !== state.value) return node.reject('another value');
    state.value = request.f === 'cas' ? request.to : request.value;
    node.reply('done');
  },
});

const asks = (...operations: readonly PlannedOperation[]): Workload => ({
  clients: ['c1'],
  operations: () => [...operations],
});
const ask = (atMs: number, f: string, more: object = {}): PlannedOperation => ({
  process: 'c1',
  atMs,
  to: 'a',
  input: { f, ...more },
});
const system = (workload: Workload, more: object = {}) => ({
  ...tiny({ program: leader, nodes: ['a', 'b'], clientTimeoutMs: 20, ...more }),
  workload: () => workload,
});
const told = async (workload: Workload) =>
  (await simulate(system(workload), {})).history.map(
    ({ process, input, type, output, error, to, invokedAtMs }) =>
      [process, (input as { f: string }).f, to, type, output ?? error, `@${invokedAtMs}`].join(' '),
  );

const follow: ClientProgram<{ leader?: string; read?: number }> = {
  memory: () => ({}),
  begins({ input }, { memory }) {
    const to = memory.leader === undefined ? {} : { to: memory.leader };
    return input.f === 'cas' ? { input: { ...input, from: memory.read }, ...to } : to;
  },
  ended({ input, type, output, error, attempt }, { memory }) {
    if (input.f === 'read' && type === 'ok') memory.read = output as number;
    const [, known] = /^not leader: (.*)/.exec(error ?? '') ?? [];
    if (known === undefined || attempt > 2) return undefined;
    memory.leader = known;
    return { input, to: known, afterMs: 3 };
  },
};

it('follows the leader, remembers it, and swaps what it read', async () => {
  const workload = asks(ask(10, 'read'), ask(20, 'cas', { to: 7 }), ask(30, 'read'));
  expect(await told(workload)).toEqual([
    'c1 read a fail not leader: b @10',
    'c1 cas a fail not leader: b @20',
    'c1 read a fail not leader: b @30',
  ]);
  expect(await told(reacting(workload, follow))).toEqual([
    'c1 read a fail not leader: b @10',
    'c1 read b ok 0 @15',
    'c1 cas b ok done @20',
    'c1 read b ok 7 @30',
  ]);
});

it('asks what follows before the next of the plan, under a new name where nobody knows how it ended', async () => {
  const again: ClientProgram = {
    ended: ({ input, type, attempt }) =>
      type === 'info' && attempt < 2 ? { input, to: 'b', afterMs: 1 } : undefined,
  };
  const silent = stateMachine<Register>({
    start: () => ({ value: 0 }),
    onRequest: (_state, _request, node) => (node.id === 'b' ? node.reply('heard') : undefined),
  });
  const workload = reacting(asks(ask(10, 'read'), ask(11, 'read', { second: true })), again);
  const run = await simulate(system(workload, { program: silent }), {});
  expect(run.history.map(({ process, to, type, invokedAtMs }) => [process, to, type, invokedAtMs])).toEqual([
    ['c1', 'a', 'info', 10],
    ['c1.1', 'b', 'ok', 31],
    ['c1.1', 'a', 'info', 33],
    ['c1.2', 'b', 'ok', 54],
  ]);
});

it('draws of one operation do not move with another', async () => {
  const drawing: ClientProgram = {
    ended: ({ input, attempt }, { random }) =>
      attempt === 0 ? { input, afterMs: random.int(1, 1000) / 1000 } : undefined,
  };
  const times = async (...operations: PlannedOperation[]) =>
    (await simulate(system(reacting(asks(...operations), drawing)), {})).history.map(
      ({ invokedAtMs }) => invokedAtMs,
    );
  const [, , , second] = await times(ask(10, 'read'), ask(30, 'read'));
  expect((await times(ask(30, 'read')))[1]).toBe(second);
});

it.each([
  ['a field nobody calls', { end: () => undefined }, /reacting: no field is called 'end'/],
  ['what is no function', { ended: 3 }, /reacting: ended: expected a function/],
])('refuses %s', (_what, program, sentence) => {
  expect(() => reacting(asks(), program as unknown as ClientProgram)).toThrow(sentence);
});

it.each([
  [
    'an input without f',
    { ended: () => ({ input: {} }) },
    /workload\.ended.*input: expected an object with f/,
  ],
  ['a node there is not', { ended: () => ({ input: { f: 'read' }, to: 'd' }) }, /workload\.ended.*'d'/],
  ['a time before now', { ended: () => ({ input: { f: 'read' }, afterMs: -1 }) }, /afterMs: expected a time/],
  [
    'what it throws',
    {
      begins: () => {
        throw new Error('lost');
      },
    },
    /workload\.begins.*throws Error: lost/,
  ],
])('tells of %s as a failure of the scenario', async (_what, program, sentence) => {
  const run = await simulate(
    system(reacting(asks(ask(10, 'read')), program as unknown as ClientProgram)),
    {},
  );
  expect(run.checks[0]).toMatchObject({ name: 'runtime', verdict: 'invalid' });
  expect(run.checks[0]?.reason).toMatch(sentence);
});

it('is saved and forked with what it remembers and is about to ask', async () => {
  const scenario = system(
    reacting(asks(ask(10, 'read'), ask(20, 'cas', { to: 7 }), ask(30, 'read')), follow),
  );
  const straight = await simulate(scenario, {});
  const world = await createWorld(scenario);
  for (let more = true; more; more = world.step()) {
    const twin = world.fork();
    await twin.runToEnd();
    expect(twin.fingerprint).toBe(straight.fingerprint);
    world.restore(world.snapshot());
  }
});

it('phases change mix and pace', () => {
  const workload = clients(
    2,
    { write: 1 },
    {
      everyMs: 100,
      phases: [
        { fromMs: 1000, mix: { read: 1 }, everyMs: 10 },
        { fromMs: 1200, mix: { write: 1, read: 1 } },
      ],
    },
  );
  const operations = workload.operations({ seed: 1, nodes: ['a'], untilMs: 2000 });
  const within = (fromMs: number, untilMs: number) =>
    operations
      .filter(({ atMs }) => atMs >= fromMs && atMs < untilMs)
      .map(({ input }) => (input as { f: string }).f);
  expect(new Set(within(0, 1000))).toEqual(new Set(['write']));
  expect(new Set(within(1000, 1200))).toEqual(new Set(['read']));
  expect(new Set(within(1200, 2000))).toEqual(new Set(['read', 'write']));
  expect(within(1000, 1200).length).toBeGreaterThan(within(0, 1000).length);
  expect(workload.functions).toEqual(['write', 'read']);
  expect(() => clients(1, { read: 1 }, { phases: [{ fromMs: 2 }, { fromMs: 1 }] })).toThrow(
    /in order of time/,
  );
});

describe('a bug that shows only where clients ask again', () => {
  interface Till {
    state: { paid: number[] };
    request: { f: 'pay'; id: number };
    reply: string;
  }
  /** Answers late now and then; whoever is impatient pays twice, unless the till knows the payment. */
  const till = (knows: boolean) =>
    stateMachine<Till>({
      start: () => ({ paid: [] }),
      onRequest(state, { id }, node) {
        if (!knows || !state.paid.includes(id)) node.effect({ f: 'paid', id });
        state.paid.push(id);
        node.reply('thanks');
      },
    });
  const onceEach = defineChecker({
    name: 'once-each',
    looksFor: 'payments (function paid)',
    scan(history, found) {
      const paid = new Map<unknown, (typeof history)[number]>();
      for (const one of history) {
        const { f, id } = one.input as { f: string; id?: number };
        if (f !== 'paid') continue;
        const before = paid.get(id);
        if (before !== undefined)
          found.anomaly('paid-twice', `payment ${String(id)} is made twice`, before, one);
        paid.set(id, one);
      }
      return { judged: paid.size, reason: `${paid.size} payments, each made once` };
    },
  });
  const impatient: ClientProgram = {
    ended: ({ input, type, attempt }) => (type === 'info' && attempt < 2 ? { input, afterMs: 2 } : undefined),
  };
  const scenario = (knows: boolean, retries: boolean) => {
    const drawn = clients(
      3,
      { pay: 1 },
      { input: (_f, _random, { client, index }) => ({ id: client + 3 * index }) },
    );
    return {
      ...tiny({
        program: till(knows),
        nodes: ['a'],
        durationMs: 1000,
        clientTimeoutMs: 20,
        check: { onceEach },
      }),
      faults: 'lossy' as const,
      nodes: () => ['a'],
      workload: () => (retries ? reacting(drawn, impatient) : drawn),
    };
  };
  const failing = async (knows: boolean, retries: boolean) => {
    for (let seed = 1; seed <= 4; seed++) {
      const faults = [
        { kind: 'loss', atMs: 100, durationMs: 600, probability: 0.3, from: ['a'], to: ['c1', 'c2', 'c3'] },
      ];
      const run = await simulate(scenario(knows, retries), { seed, faults: faults as never });
      if (run.verdict === 'invalid') return run;
    }
    return undefined;
  };

  it('is found with retries, not without, and not in the sound twin', async () => {
    expect((await failing(false, true))?.checks.find(({ name }) => name === 'onceEach')?.verdict).toBe(
      'invalid',
    );
    expect(await failing(false, false)).toBeUndefined();
    expect(await failing(true, true)).toBeUndefined();
  });

  it('shrinks to the one operation that is asked again, and repeats', async () => {
    const run = await failing(false, true);
    const shrunk = await shrink(scenario(false, true), run as NonNullable<typeof run>, { runs: 200 });
    expect(shrunk?.plan.operations).toHaveLength(1);
    expect(
      shrunk?.run.history.filter(({ process }) => String(process).startsWith('c')).length,
    ).toBeGreaterThan(1);
    expect(await verify(scenario(false, true), { seed: 2, fresh: false })).toBeUndefined();
  });
});
