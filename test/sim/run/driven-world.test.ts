/** A world driven by a test, in both styles: cut, held, stopped, asked, and run until something is so. */
import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  createWorld,
  InputError,
  stateMachine,
  type Program,
  type SimWorld,
  type TraceRecord,
} from 'seedstorm';
import { tiny, type TinySystem } from '../tiny-system.js';

interface Keeper {
  state: { log: number[] };
  request: { f: 'add'; value: number } | { f: 'read' };
  reply: number[] | string;
  message: number;
  timer: 'idle';
  durable: { log: number[] };
}

/** Keeps what it is told on its disk and tells its peers; wakes now and then for nothing. */
const machine = stateMachine<Keeper>({
  start(node) {
    node.setTimer('idle', 7);
    return { log: node.disk.records('log').flatMap((one) => (one.ok ? [one.value] : [])) };
  },
  onTimer: (_state, timer, node) => node.setTimer(timer, 7),
  onRequest(state, request, node) {
    if (request.f === 'read') return node.reply([...state.log]);
    state.log.push(request.value);
    node.disk.append('log', request.value);
    node.broadcast(request.value);
    node.reply('added', { after: 'sync' });
  },
  onMessage(state, value, node) {
    state.log.push(value);
    node.disk.append('log', value);
  },
});

const program = asyncProgram<Keeper>(async (node) => {
  const found = await node.disk.records('log');
  const log = found.flatMap((one) => (one.ok ? [one.value] : []));
  const show = () => node.show({ log });
  show();
  setInterval(() => undefined, 7);
  const keep = async (value: number) => {
    log.push(value);
    show();
    await node.disk.append('log', value);
  };
  node.onMessage(keep);
  node.onRequest(async (request) => {
    if (request.f === 'read') return [...log];
    node.broadcast(request.value);
    await keep(request.value);
    await node.disk.sync();
    return 'added';
  });
});

const silent = { plan: { schema: 1, faults: [], operations: [] } };
const add = (value: number, to = 'a') => ({ to, input: { f: 'add', value } });

describe.each([
  ['state machines', machine],
  ['async programs', program],
] as [string, Program][])('%s', (_style, style) => {
  const system: TinySystem = {
    program: style,
    nodes: ['a', 'b', 'c'],
    asks: [{ atMs: 0, f: 'read', client: 'client' }],
    durationMs: 1000,
    clientTimeoutMs: 50,
    restartAfterMs: 10,
  };
  const begun = async (): Promise<SimWorld> => {
    const world = await createWorld(tiny(system), silent);
    await world.runUntil('quiescent');
    return world;
  };
  const logOf = (world: SimWorld, name: string) =>
    (world.node(name).state as Keeper['state'] | undefined)?.log;

  it('goes on until nothing is under way, a time is over, or a condition holds', async () => {
    const world = await begun();
    expect(world.nodes.map(({ status }) => status)).toEqual(['up', 'up', 'up']);
    const asked = world.ask(add(1));
    expect([asked.done, asked.operation]).toEqual([false, undefined]);
    expect(await world.runUntil(() => asked.done)).toBe(true);
    expect(asked.operation).toMatchObject({ type: 'ok', output: 'added', to: 'a' });
    await world.runUntil('quiescent');
    expect(['a', 'b', 'c'].map((name) => logOf(world, name))).toEqual([[1], [1], [1]]);
    expect(await world.runUntil(200)).toBe(true);
    expect(await world.runFor(0.5)).toBe(true);
    expect(world.nowMs).toBe(200.5);
    expect(await world.runUntil(() => false)).toBe(false);
    expect([world.done, await world.runUntil('quiescent')]).toEqual([true, true]);
  });

  it('parts nodes, and heals them', async () => {
    const world = await begun();
    const cut = world.partition('a', ['b', 'c']);
    world.ask(add(1));
    await world.runUntil('quiescent');
    expect(['a', 'b', 'c'].map((name) => logOf(world, name))).toEqual([[1], [], []]);
    cut.end();
    world.ask(add(2));
    await world.runUntil('quiescent');
    expect(['a', 'b', 'c'].map((name) => logOf(world, name))).toEqual([[1, 2], [2], [2]]);
  });

  it('holds what is under way too, and releases it in order', async () => {
    const world = await begun();
    const first = world.ask(add(1));
    await world.runUntil(() => logOf(world, 'a')?.length === 1);
    world.hold('a', 'b');
    await world.runUntil(() => first.done);
    world.ask(add(2));
    await world.runUntil('quiescent');
    expect([logOf(world, 'b'), logOf(world, 'c')]).toEqual([[], [1, 2]]);
    world.release('b', 'a');
    await world.runUntil('quiescent');
    expect(logOf(world, 'b')).toEqual([1, 2]);
    expect(world.nowMs).toBeLessThan(100);
  });

  it('holds what a client asks', async () => {
    const world = await begun();
    world.hold('client', ['a', 'b', 'c']);
    const asked = world.ask(add(1));
    await world.runFor(49);
    expect(asked.operation).toMatchObject({ type: 'info', completedAtMs: undefined });
    world.release('client', 'a');
    await world.runUntil(() => asked.done);
    expect(logOf(world, 'a')).toEqual([1]);
  });

  it('crashes, kills, pauses and restarts', async () => {
    const world = await begun();
    world.ask(add(1));
    await world.runUntil('quiescent');
    world.crash('c');
    expect(world.node('c').status).toBe('dark');
    await world.runFor(100);
    expect(world.node('c').status).toBe('dark');
    world.restart('c');
    world.kill('a');
    expect(world.node('a').status).toBe('stopped');
    world.heal();
    await world.runUntil('quiescent');
    // What c heard it had not synced; what b heard is still in its memory; a had promised.
    expect(['a', 'b', 'c'].map((name) => logOf(world, name))).toEqual([[1], [1], []]);
    const { end } = world.pause('b');
    expect(world.node('b').status).toBe('paused');
    end();
    world.restart('b');
    await world.runUntil('quiescent');
    expect(world.nodes.map(({ incarnation }) => incarnation)).toEqual([2, 2, 2]);
  });

  it('is judged and traced with what was done to it', async () => {
    const drive = async (): Promise<SimWorld> => {
      const world = await begun();
      world.partition('a', ['b', 'c']);
      await world.runUntil(20);
      world.impose({ kind: 'clock-jump', node: 'b', byMs: 500 });
      world.ask(add(1));
      await world.runUntil('quiescent');
      world.heal();
      await world.runUntil(100);
      return world;
    };
    const [run, again] = [(await drive()).judge(), (await drive()).judge()];
    expect(run.expectValid().fingerprint).toBe(again.fingerprint);
    const early = await begun();
    early.kill('a');
    expect(() => early.judge().expectValid()).toThrow(
      'no capsule was written: what the test did to this world is code; the same test brings it back',
    );
    expect(run.plan.faults.map(({ kind }) => kind)).toEqual(['partition', 'clock-jump']);
    expect(run.plan.faults[1]?.atMs).toBe(20);
    expect(run.faults).toBe(2);
    const records: TraceRecord[] = [];
    await run.trace((record) => records.push(record));
    const notes = records.flatMap((record) => (record.type === 'note' ? [record.text] : []));
    expect(notes.filter((text) => /fault|heal/.test(text))).toEqual([
      'fault-begin',
      'fault-begin',
      'heal-all',
    ]);
    expect(records.filter(({ type }) => type === 'event')).toHaveLength(run.events);
  });

  it.each([
    ['a node', (world: SimWorld) => world.crash('d'), /fault\.node: expected a node \(a, b, c\), got "d"/],
    ['a link', (world: SimWorld) => world.hold('a', 'd'), /link: expected a node or client .* got "d"/],
    [
      'a client',
      (world: SimWorld) => world.ask({ as: 'clint', input: { f: 'read' } }),
      /did you mean "client"/,
    ],
    [
      'a question',
      (world: SimWorld) => world.ask({ input: {} as { f: string } }),
      /ask\.input: expected an object with f/,
    ],
    [
      'a time',
      (world: SimWorld) => world.impose({ kind: 'kill', node: 'a', atMs: 1 } as never),
      /begins now/,
    ],
    ['a restart', (world: SimWorld) => world.restart('d'), /node: expected a node/],
  ])('refuses %s that there is not', async (_what, act, sentence) => {
    const world = await begun();
    expect(() => act(world)).toThrow(InputError);
    expect(() => act(world)).toThrow(sentence);
  });

  it('saves and forks what was done, or says why it cannot', async () => {
    const world = await begun();
    world.hold('a', 'b');
    world.partition('a', ['b', 'c']).end();
    world.ask(add(1));
    world.ask(add(2));
    await world.runUntil(20);
    if (style === program) {
      expect(() => world.fork()).toThrow(/runs an async program/);
      return expect(() => world.step()).toThrow(/use await world\.runUntil/);
    }
    const saved = world.snapshot();
    const twin = world.fork();
    expect(twin.stateHash()).toBe(world.stateHash());
    for (const one of [twin, world]) {
      one.release('a', 'b');
      await one.runUntil(60);
    }
    expect(twin.stateHash()).toBe(world.stateHash());
    expect(logOf(twin, 'b')).toEqual([1, 2]);
    world.restore(saved);
    expect(logOf(world, 'b')).toEqual([]);
    world.release('a', 'b');
    await world.runUntil(60);
    expect(world.fingerprint).toBe(twin.fingerprint);
  });
});
