/** Faults that wait for a state or a message, and hit whoever that is: in both styles, drawn, forked, shrunk, told. */
import { describe, expect, it } from 'vitest';
import { defineChecker } from '../../../checkers/index.js';
import {
  asyncProgram,
  createWorld,
  describeFault,
  nemesis,
  shrink,
  simulate,
  stateMachine,
  verify,
  type Fault,
  type Program,
} from 'seedstorm';
import { run, tiny, valuesOf } from '../tiny-system.js';

interface Turns {
  state: { leads: boolean; heard: string[] };
  request: { f: 'ask'; value: number };
  reply: string;
  message: { type: 'prepare' | 'hum'; by: string };
  timer: 'rise' | 'fall' | 'prepare';
}

/** `b` leads from 20 to 40 ms and from 60 to 80 ms; it says so at 30 and 70 ms. */
const machine = stateMachine<Turns>({
  start(node) {
    node.effect({ f: 'start' });
    if (node.id === 'b') node.setTimer('rise', 20 - (node.nowMs() % 20));
    return { leads: false, heard: [] };
  },
  onTimer(state, timer, node) {
    if (timer === 'prepare') return node.broadcast({ type: 'prepare', by: node.id });
    state.leads = timer === 'rise';
    node.setTimer(timer === 'rise' ? 'fall' : 'rise', 20);
    if (timer === 'rise') node.setTimer('prepare', 10);
    node.broadcast({ type: 'hum', by: node.id });
  },
  onMessage(state, { type, by }, node) {
    state.heard.push(type);
    node.effect({ f: type, by });
  },
  onRequest: (_state, _request, node) => node.reply('yes'),
});

const program = asyncProgram<Turns>(async (node) => {
  node.effect({ f: 'start' });
  node.onMessage(({ type, by }) => node.effect({ f: type, by }));
  node.onRequest(() => 'yes');
  node.show({ leads: false, heard: [] });
  if (node.id !== 'b') return;
  await node.sleep(20 - (node.nowMs() % 20));
  for (let leads = true; ; leads = !leads) {
    node.show({ leads, heard: [] });
    node.broadcast({ type: 'hum', by: node.id });
    await node.sleep(10);
    if (leads) node.broadcast({ type: 'prepare', by: node.id });
    await node.sleep(10);
  }
});

const watch = {
  leader: (state: Turns['state']) => state.leads,
  follower: { state: { leads: false } },
  prepare: { message: { type: 'prepare' } },
  request: { message: (sent: unknown) => (sent as { f?: string }).f === 'ask' },
};
const system = (style: Program, more: object = {}) => ({
  program: style,
  nodes: ['a', 'b', 'c'],
  watch,
  ...more,
});
const when = (waits: object) => ({ when: { nth: 1, ...waits } }) as { when: NonNullable<Fault['when']> };
const kill = { kind: 'kill', atMs: 0, durationMs: 5, node: '@whoever' } as const;
const drop = { kind: 'message', action: 'drop', atMs: 0, from: '@whoever', to: '@peer', nth: 1 } as const;

describe.each([
  ['state machine', machine],
  ['async program', program],
])('%s', (_style, style) => {
  const began = async (...faults: Fault[]) =>
    (await run(system(style), faults)).triggered.map(({ atMs, as }) => [atMs, as && describeFault(as)]);

  it.each([
    [{ state: 'leader' }, 20, 'kill b as soon as it is "leader"'],
    [{ state: 'leader', afterMs: 5 }, 25, 'kill b 5 ms after it is "leader"'],
    [{ state: 'leader', nth: 2 }, 60, 'kill b as soon as it is "leader" for the 2nd time'],
    [{ state: { leads: true } }, 20, 'kill b as soon as it is {"leads":true}'],
    [{ state: 'follower', node: 'b', nth: 2 }, 40, 'kill b as soon as it is "follower" for the 2nd time'],
    [{ message: 'prepare', moment: 'before' }, 30, 'kill b before the next "prepare" b → a'],
    [
      { message: { type: 'prepare' }, moment: 'after', to: 'c', nth: 2, afterMs: 1 },
      71,
      'kill b 1 ms after the 2nd {"type":"prepare"} b → c',
    ],
    [
      { message: 'prepare', moment: 'before', at: 'receive', nth: 2 },
      31,
      'kill c before the 2nd "prepare" b → c that is received',
    ],
    [{ site: 'send', moment: 'before', peer: 'c', nth: 2 }, 30, 'kill b before its 2nd send to c'],
  ])('kills whoever is meant by %o', async (waits, atMs, words) => {
    expect(await began({ ...kill, ...when(waits) })).toEqual([[atMs, words]]);
  });

  it('counts whoever is in a state already when the waiting begins, at its next event', async () => {
    expect(await began({ ...kill, atMs: 25, ...when({ state: 'leader' }) })).toEqual([
      [style === machine ? 30 : 30, 'kill b as soon as it is "leader"'],
    ]);
  });

  it('drops the very message it waits for, of a node or of a client', async () => {
    const second = { ...drop, ...when({ message: 'prepare', moment: 'before', nth: 2 }) };
    const result = await run(system(style), [second]);
    expect(valuesOf(result, 'prepare', 'node')).toEqual(['a', 'a', 'c']);
    expect(describeFault(result.triggered[0]?.as as Fault)).toBe('drop the 2nd "prepare" b → c');
    const asks = [{ atMs: 50, f: 'ask', to: 'a' }];
    const asked = await run(system(style, { asks, clientTimeoutMs: 9 }), [
      { ...drop, ...when({ message: 'request', moment: 'before' }) },
    ]);
    expect(asked.operations).toEqual({ ok: 0, fail: 0, info: 1 });
    expect(asked.triggered[0]?.as).toMatchObject({ from: 'client', to: 'a' });
  });

  it('cuts off whoever leads from all others', async () => {
    const alone = {
      kind: 'partition',
      atMs: 0,
      durationMs: 45,
      groups: [['@whoever'], ['@others']],
    } as const;
    const result = await run(system(style), [{ ...alone, ...when({ state: 'leader' }) }]);
    expect(result.triggered[0]?.as).toMatchObject({ groups: [['b'], ['a', 'c']] });
    expect(valuesOf(result, 'prepare', 'atMs')).toEqual([71, 71]);
  });

  it('never takes a client for a node, nor one that is spared', async () => {
    const asks = [{ atMs: 50, f: 'ask', to: 'a' }];
    const faults = [{ ...kill, ...when({ message: 'request', moment: 'before' }) }];
    expect((await run(system(style, { asks }), faults)).triggered).toEqual([]);
    expect(await began({ ...kill, ...when({ state: 'leader', except: ['b'] }) })).toEqual([]);
  });

  it('is the same run each time', async () => {
    const faults = nemesis({ crashAtState: 'hell', watchedMessage: 'hell', crashAtMessage: 'hell' });
    const hard = tiny(system(style, { faults, durationMs: 400 }));
    expect(await verify(hard, { seed: 3, faults, fresh: false })).toBeUndefined();
    expect((await simulate(hard, { seed: 3, faults })).triggered.length).toBeGreaterThan(0);
  });
});

it('a world that waits for a state or a message can be saved and forked', async () => {
  const faults = [
    { ...kill, ...when({ state: 'leader', nth: 2, afterMs: 3 }) },
    { ...drop, ...when({ message: 'prepare', moment: 'before', nth: 2 }) },
  ];
  const straight = await simulate(tiny(system(machine)), { faults });
  expect(straight.triggered).toHaveLength(2);
  const world = await createWorld(tiny(system(machine)), { faults });
  for (let more = true; more; more = world.step()) {
    const twin = world.fork();
    await twin.runToEnd();
    expect(twin.fingerprint).toBe(straight.fingerprint);
    expect(twin.judge().triggered).toEqual(straight.triggered);
    world.restore(world.snapshot());
  }
});

it('a test of the scenario that fails, or answers nothing, is told', async () => {
  const sick = (test: () => unknown) =>
    run({ ...system(machine), watch: { sick: test as () => boolean } }, [
      { ...kill, ...when({ state: 'sick' }) },
    ]);
  const told = async (test: () => unknown) => (await sick(test)).checks[0]?.reason;
  expect(await told(() => undefined)).toMatch(/watch\.sick: expected true or false, got nothing/);
  expect(
    await told(() => {
      throw new Error('blind');
    }),
  ).toMatch(/watch\.sick: throws Error: blind/);
});

describe('a bug in the two milliseconds after somebody came to lead', () => {
  interface Epochs {
    state: { leads: boolean; knows: boolean; epoch: number };
    message: { f: 'ask' } | { f: 'epoch' | 'seen'; epoch: number } | { f: 'hum' };
    timer: 'slot' | 'tell' | 'hum';
  }
  /** Every 100 ms another node takes the next epoch. It may use it once another has heard of it, and the bug does at once. */
  const epochs = (usesAtOnce: boolean) =>
    stateMachine<Epochs>({
      start(node) {
        node.setTimer('slot', 100 - (node.nowMs() % 100));
        node.setTimer('hum', 20);
        node.broadcast({ f: 'ask' });
        return { leads: false, knows: false, epoch: 0 };
      },
      onTimer(state, timer, node) {
        if (timer === 'hum') {
          node.broadcast({ f: 'hum' });
          return node.setTimer('hum', 20);
        }
        if (timer === 'tell') return node.broadcast({ f: 'epoch', epoch: state.epoch });
        node.setTimer('slot', 100);
        const turn = Math.round(node.nowMs() / 100) * 3;
        state.leads = state.knows && node.members[turn % node.members.length] === node.id;
        if (!state.leads) return;
        state.epoch++;
        if (usesAtOnce) node.effect({ f: 'use', epoch: state.epoch });
        node.setTimer('tell', 2);
      },
      onMessage(state, message, node, from) {
        if (message.f === 'hum') return;
        if (message.f === 'ask') return node.send(from, { f: 'seen', epoch: -state.epoch });
        state.knows = true;
        if (message.f === 'epoch') {
          state.epoch = Math.max(state.epoch, message.epoch);
          return node.send(from, { f: 'seen', epoch: state.epoch });
        }
        if (message.epoch <= 0) state.epoch = Math.max(state.epoch, -message.epoch);
        else if (state.leads && message.epoch === state.epoch) {
          state.leads = false;
          if (!usesAtOnce) node.effect({ f: 'use', epoch: state.epoch });
        }
      },
    });
  const onceEach = defineChecker({
    name: 'once-each',
    looksFor: 'epochs in use (function use)',
    scan(history, found) {
      const used = new Map<unknown, (typeof history)[number]>();
      for (const one of history) {
        const { f, epoch } = one.input as { f: string; epoch?: number };
        if (f !== 'use') continue;
        const before = used.get(epoch);
        if (before !== undefined)
          found.anomaly('used-twice', `epoch ${String(epoch)} is used twice`, before, one);
        used.set(epoch, one);
      }
      return { judged: used.size, reason: `${used.size} epochs, each used once` };
    },
  });
  const scenario = (usesAtOnce: boolean) =>
    tiny({
      nodes: ['a', 'b', 'c', 'd', 'e'],
      program: epochs(usesAtOnce),
      durationMs: 1500,
      settleMs: 200,
      watch: { leader: (state: Epochs['state']) => state.leads },
      budget: { maxDown: 1 },
      check: { onceEach },
    });
  const failing = async (usesAtOnce: boolean, faults: string, seeds: number): Promise<number[]> => {
    const found: number[] = [];
    for (let seed = 1; seed <= seeds; seed++)
      if ((await simulate(scenario(usesAtOnce), { seed, faults })).verdict === 'invalid') found.push(seed);
    return found;
  };

  it('is found by faults that wait for a leader, in few seeds, and by no crash at a drawn time', async () => {
    expect(await failing(true, 'watched', 3)).not.toEqual([]);
    expect(await failing(true, 'crashes', 10)).toEqual([]);
  });

  it('is not there in the sound twin', async () => {
    expect(await failing(false, 'watched', 6)).toEqual([]);
  });

  it('shrinks to one fault that hits whoever leads', async () => {
    const [seed = 0] = await failing(true, 'watched', 3);
    const found = await simulate(scenario(true), { seed, faults: 'watched' });
    const shrunk = await shrink(scenario(true), found, { runs: 150 });
    expect(shrunk?.run.verdict).toBe('invalid');
    expect(shrunk?.plan.faults).toHaveLength(1);
    expect(shrunk?.plan.faults[0]).toMatchObject({ node: '@whoever', when: { state: 'leader' } });
  });
});
