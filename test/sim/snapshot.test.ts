/**
 * A world of state machines can be saved, put back and forked at any event, whatever is going on: what follows is
 * what would have followed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  createWorld,
  simulate,
  stateMachine,
  type Fault,
  type RunOptions,
  type SimWorld,
} from 'seedstorm';
import type { History } from 'seedstorm/checkers';
import { examples } from '../../examples/protocols/all.js';
import { tiny } from './tiny-system.js';

interface Busy {
  state: { n: number; stream: number; heard: Record<string, number>; sizes: Map<string, number> };
  request: { f: 'work' };
  reply: { n: number };
  message: { n: number } | { stream: number };
  answer: number;
  timer: 'talk' | 'write' | 'ask';
  token: { n: number };
  durable: { log: number[]; last: { n: number } };
}

/** Does everything a node can do: datagrams, calls, deferred answers, connections, timers, files, syncs, draws. */
const busy = stateMachine<Busy>({
  start(node) {
    for (const timer of ['talk', 'write', 'ask'] as const)
      node.setTimer(timer, node.random.int(1, 9), { n: 0 });
    const [peer] = node.peers;
    return { n: 0, stream: peer === undefined ? -1 : node.connect(peer), heard: {}, sizes: new Map() };
  },
  onRequest(state, _request, node) {
    state.n++;
    node.disk.write('last', { n: state.n });
    node.reply({ n: state.n }, { after: 'sync' });
  },
  onMessage(state, message, node, from) {
    state.heard[from] = (state.heard[from] ?? 0) + 1;
    if ('n' in message && message.n % 2 === 1 && state.n % 3 !== 0)
      node.send(from, { n: message.n + 1 }, { after: 'sync' });
  },
  onTimer(state, timer, node, payload) {
    const { n } = payload ?? { n: 0 };
    state.sizes.set(timer, n);
    if (timer === 'write') {
      node.disk.append('log', n);
      if (n % 3 === 0) node.disk.sync({ n });
      if (n % 5 === 0) node.disk.truncate('log', 2);
    }
    if (timer === 'talk') {
      node.broadcast({ n: n * 2 + 1 });
      if (!node.buggify('mute') && state.stream >= 0) node.sendStream(state.stream, { stream: n });
    }
    if (timer === 'ask')
      for (const peer of node.peers) node.call(peer, { n: 2 }, { timeoutMs: 4, token: { n } });
    node.setTimer(timer, 1 + node.random.float() * 8, { n: n + 1 });
  },
  onReply(state, { kind, token }) {
    state.n += kind === 'answer' ? token.n : 0;
  },
  onSync: (state, token, node, ok) => (ok ? node.effect({ f: 'saved', n: token.n }) : void (state.n = -1)),
  onStream(state, event, node) {
    if (event.kind === 'closed')
      state.stream = event.stream === state.stream ? node.connect(event.peer) : state.stream;
    if (event.kind === 'data') state.heard[event.peer] = -1;
  },
});

/** Something of everything, so that most moments lie in the middle of something. */
const faults: readonly Fault[] = [
  { kind: 'pause', atMs: 10, durationMs: 15, node: 'a' },
  { kind: 'slow-node', atMs: 15, durationMs: 40, node: 'b', delayMs: 2 },
  { kind: 'partition', atMs: 20, durationMs: 30, flapMs: 8, groups: [['a'], ['b', 'c']] },
  { kind: 'buggify', atMs: 5, site: 'mute', probability: 0.3 },
  { kind: 'loss', atMs: 0, probability: 0.1 },
  { kind: 'duplication', atMs: 0, durationMs: 50, probability: 0.2 },
  { kind: 'latency', atMs: 30, durationMs: 20, addMs: 2, jitterMs: 4 },
  { kind: 'slow-link', atMs: 40, durationMs: 20, bytesPerSecond: 50_000 },
  { kind: 'crash', atMs: 45, durationMs: 10, node: 'c', unsynced: 'random' },
  { kind: 'kill', atMs: 60, durationMs: 5, node: 'a' },
  { kind: 'connection-reset', atMs: 35, from: ['a'], to: ['b', 'c'] },
  { kind: 'clock-drift', atMs: 12, durationMs: 40, node: 'b', ppm: 50_000 },
  { kind: 'clock-freeze', atMs: 30, durationMs: 10, node: 'c' },
  { kind: 'disk-slow', atMs: 50, durationMs: 20, node: 'b', factor: 4 },
  { kind: 'disk-error', atMs: 20, durationMs: 10, node: 'c', probability: 0.05 },
  { kind: 'lost-writes', atMs: 25, durationMs: 30, node: 'c' },
  { kind: 'join', atMs: 30, node: 's' },
  { kind: 'upgrade', atMs: 55, node: 'b', version: 'v2' },
];
const busyScenario = tiny({
  nodes: ['a', 'b', 'c'],
  spares: ['s'],
  program: busy,
  v2: busy,
  asks: Array.from({ length: 20 }, (_, index) => ({
    atMs: 4 * index,
    f: 'work',
    client: index % 2 === 0 ? 'x' : 'y',
  })),
  network: { latency: { kind: 'exponential', meanMs: 2 } },
  clientTimeoutMs: 20,
  settleMs: 20,
});

/** How it all ended. */
function ended(world: SimWorld) {
  void world.runToEnd();
  const { fingerprint, history, events, nowMs, nodes } = world;
  return {
    fingerprint,
    history,
    events,
    nowMs,
    nodes,
    hash: world.stateHash(),
    verdict: world.judge().verdict,
  };
}

const moments = fc.record({ seed: fc.nat(1_000_000), at: fc.nat(900), later: fc.nat(200) });

async function atMoment(options: RunOptions, at: number): Promise<SimWorld> {
  const world = await createWorld(busyScenario, options);
  world.step(at);
  return world;
}

describe('at any event', () => {
  it('a fork goes on as the world does, and neither disturbs the other', () =>
    fc.assert(
      fc.asyncProperty(moments, async ({ seed, at, later }) => {
        const world = await atMoment({ seed, faults }, at);
        const fork = world.fork();
        expect(fork.stateHash()).toBe(world.stateHash());
        fork.step(later);
        const forkOfFork = fork.fork();
        const end = ended(world);
        expect(ended(fork)).toEqual(end);
        expect(ended(forkOfFork)).toEqual(end);
      }),
      { numRuns: 60 },
    ));

  it('a world put back goes on as it did, twice', () =>
    fc.assert(
      fc.asyncProperty(moments, async ({ seed, at, later }) => {
        const world = await atMoment({ seed, faults }, at);
        const saved = world.snapshot();
        const hash = world.stateHash();
        const end = ended(world);
        world.restore(saved);
        expect(world.stateHash()).toBe(hash);
        world.step(later);
        world.restore(saved);
        expect(world.stateHash()).toBe(hash);
        expect(ended(world)).toEqual(end);
        world.restore(saved);
        expect(ended(world)).toEqual(end);
      }),
      { numRuns: 60 },
    ));

  it('a snapshot can be put into another world made from the same options', () =>
    fc.assert(
      fc.asyncProperty(moments, async ({ seed, at, later }) => {
        const world = await atMoment({ seed, faults }, at);
        const other = await atMoment({ seed, faults }, later);
        other.restore(world.snapshot());
        expect(other.stateHash()).toBe(world.stateHash());
        expect(ended(other)).toEqual(ended(world));
      }),
      { numRuns: 40 },
    ));

  it('what is saved is what simulate does', async () => {
    const world = await atMoment({ seed: 5, faults }, 300);
    const { fingerprint, history } = await simulate(busyScenario, { seed: 5, faults });
    expect(world.done).toBe(false);
    expect(ended(world.fork())).toMatchObject({ fingerprint, history });
  });
});

describe('the examples', () => {
  it.each(examples.filter(({ style }) => style === 'state-machine'))(
    '$name',
    async ({ scenario, params }) => {
      for (let seed = 1; seed <= 5; seed++) {
        const world = await createWorld(scenario, { seed, params });
        world.step(seed * 150);
        const saved = world.snapshot();
        const fork = world.fork();
        const end = ended(world);
        expect(ended(fork)).toEqual(end);
        world.restore(saved);
        expect(ended(world)).toEqual(end);
      }
    },
  );
});

describe('the hash of a state', () => {
  it('differs from one event to the next', async () => {
    const world = await createWorld(busyScenario, { seed: 3, faults });
    const hashes = new Set<string>();
    let events = 0;
    for (let more = true; more && events < 400; events++) {
      hashes.add(world.stateHash());
      more = world.step();
    }
    expect(events).toBe(400);
    expect(hashes.size).toBe(400);
  });

  it('is not changed by looking at it', async () => {
    const world = await atMoment({ seed: 3, faults }, 200);
    const hash = world.stateHash();
    void world.snapshot();
    void world.fork().runToEnd();
    expect(world.stateHash()).toBe(hash);
  });

  /** Two nodes of which one does something at 10 ms; the hash right after. */
  async function hashAfter(act: string, faults: readonly Fault[] = []): Promise<string> {
    const program = stateMachine<{
      state: { n: number };
      timer: string;
      message: number;
      answer: number;
      token: number;
      durable: Record<string, number>;
    }>({
      start(node) {
        if (node.id === 'a') node.setTimer('act', 10, 0);
        return { n: 0 };
      },
      onTimer(state, _timer, node) {
        if (act === 'state') state.n = 1;
        if (act === 'write') node.disk.write('x', 1);
        if (act === 'write another') node.disk.write('x', 2);
        if (act === 'timer') node.setTimer('later', 10, 1);
        if (act === 'another timer') node.setTimer('late', 10, 1);
        if (act === 'payload') node.setTimer('later', 10, 2);
        if (act === 'send') node.send('b', 1);
        if (act === 'send another') node.send('b', 2);
        if (act === 'call') node.call('b', 1, { timeoutMs: 20, token: 1 });
        if (act === 'token') node.call('b', 1, { timeoutMs: 20, token: 2 });
        if (act === 'draw') node.random.float();
        if (act === 'connect') node.connect('b');
      },
      onMessage: () => undefined,
      onReply: () => undefined,
      onStream: () => undefined,
    });
    const world = await createWorld(tiny({ program, v2: program }), { faults });
    await world.runUntil(10);
    return world.stateHash();
  }

  it('differs by whatever differs', async () => {
    const acts = [
      'nothing',
      'state',
      'write',
      'write another',
      'timer',
      'another timer',
      'payload',
      'send',
      'send another',
      'call',
      'token',
      'draw',
      'connect',
    ];
    const hashes = await Promise.all(acts.map((act) => hashAfter(act)));
    const faulty = await Promise.all(
      (
        [
          { kind: 'pause', atMs: 5, node: 'b' },
          { kind: 'pause', atMs: 5, node: 'a' },
          { kind: 'slow-node', atMs: 5, node: 'b', delayMs: 1 },
          { kind: 'clock-jump', atMs: 5, node: 'b', byMs: 1 },
          { kind: 'partition', atMs: 5, groups: [['a'], ['b']] },
          { kind: 'loss', atMs: 5, probability: 0.5 },
          { kind: 'disk-full', atMs: 5, node: 'b' },
          { kind: 'torn-write', atMs: 5, node: 'b' },
          { kind: 'message', atMs: 5, action: 'drop', from: 'a', to: 'b', nth: 9 },
          { kind: 'upgrade', atMs: 5, node: 'b', version: 'v2' },
        ] as const satisfies readonly Fault[]
      ).map((fault) => hashAfter('nothing', [fault])),
    );
    const all = [...hashes, ...faulty];
    expect(new Set(all).size).toBe(all.length);
  });

  it('is the same for two ways to one state', async () => {
    // The history of a client that asked for nothing is another; what happens next is not.
    const silent = stateMachine<{ request: { f: string }; reply: null }>({
      start: () => undefined,
      onRequest: (_state, { f }, node) => (f === 'log' ? node.log('asked') : node.effect({ f })),
    });
    const after = async (f: string) => {
      const world = await createWorld(
        tiny({ program: silent, asks: [{ atMs: 5, to: 'a', f }], clientTimeoutMs: 10 }),
      );
      await world.runUntil(50);
      return world.stateHash();
    };
    expect(await after('log')).toBe(await after('effect'));
  });
});

describe('afterwards', () => {
  it('the last events are those since the world was put back', async () => {
    const world = await atMoment({ seed: 1, faults }, 200);
    const fork = world.fork();
    fork.step(10);
    const last = fork.judge().lastEvents();
    expect(last.map(({ event }) => event)).toEqual([201, 202, 203, 204, 205, 206, 207, 208, 209, 210]);
    const saved = world.snapshot();
    world.step(400);
    expect(world.judge().lastEvents().length).toBe(600);
    world.restore(saved);
    world.step(10);
    expect(world.judge().lastEvents()).toEqual(last);
  });
});

describe('the history', () => {
  it('as it was read stays as it was, whatever the world does next', async () => {
    const world = await createWorld(busyScenario, { seed: 3 });
    const read: [History, History][] = [];
    do {
      const { history } = world;
      read.push([history, structuredClone(history)]);
    } while (world.step(7));
    for (const [history, then] of read) expect(history).toEqual(then);
    expect(new Set(read.map(([history]) => history.length)).size).toBeGreaterThan(3);
    expect(read.some(([history]) => history.some(({ type }) => type === 'info'))).toBe(true);
  });
});

describe('async programs', () => {
  const sleeper = asyncProgram<object>(async (node) => {
    for (;;) await node.sleep(1);
  });
  const idler = stateMachine<object>({ start: () => undefined });

  it('cannot be saved, nor stepped without awaiting', async () => {
    const world = await createWorld(tiny({ program: { a: idler, b: sleeper } }));
    await world.runUntil(5);
    expect(() => world.snapshot()).toThrow(
      'snapshot: b runs an async program; only worlds of state machines',
    );
    expect(() => world.step()).toThrow('step: nodes run async programs, which need awaiting');
  });

  it('are refused by name where one turns up later, in an upgrade', async () => {
    const world = await createWorld(tiny({ program: idler, v2: sleeper }), {
      faults: [{ kind: 'upgrade', atMs: 10, node: 'b', version: 'v2' }],
    });
    expect(() => world.snapshot()).not.toThrow();
    await world.runUntil(20);
    expect(() => world.snapshot()).toThrow(
      'snapshot: b runs an async program; only worlds of state machines can be saved',
    );
    expect(() => world.fork()).toThrow('only worlds of state machines can be saved');
  });
});
