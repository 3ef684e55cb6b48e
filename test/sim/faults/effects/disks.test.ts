/** What disk faults do to programs that write, sync and read. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine, type Fault } from 'seedstorm';
import { answers, reported, run, valuesOf } from '../../tiny-system.js';
import { shows } from './shows.js';

interface Store {
  request:
    { f: 'write'; value: number; inPlace?: boolean; checksum?: boolean } | { f: 'read' | 'delete' | 'sync' };
  reply: unknown;
  token: { from: string; id: number };
  durable: { x: number };
}

/** A store of one number, whose clients may do to it what they like, and hear what went wrong. */
const store = stateMachine<Store>({
  start: () => undefined,
  onRequest(_state, request, node) {
    try {
      switch (request.f) {
        case 'write':
          node.disk.write('x', request.value, request);
          return node.reply('written');
        case 'read':
          return node.reply(node.disk.read('x') ?? 'nothing');
        case 'delete':
          node.disk.delete('x');
          return node.reply('deleted');
        case 'sync':
          return node.disk.sync(node.defer());
      }
    } catch (error) {
      node.reject((error as { code?: string }).code ?? String(error));
    }
  },
  onSync: (_state, to, node, ok) => {
    if (ok) node.replyTo(to, 'synced');
    else if (to !== undefined) node.rejectTo(to, 'sync failed');
  },
});

const system = {
  nodes: ['a'],
  program: store,
  asks: [
    { atMs: 10, f: 'write', value: 1 },
    { atMs: 20, f: 'sync' },
    { atMs: 30, f: 'write', value: 2 },
    { atMs: 40, f: 'read' },
    { atMs: 50, f: 'sync' },
    { atMs: 80, f: 'read' },
  ],
};
const fine = ['written', 'synced', 'written', 2, 'synced', 2];
/** Where what was really durable shows. */
const powerLoss: Fault = { kind: 'crash', atMs: 60, durationMs: 1, node: 'a', unsynced: 'lost' };

describe('space', () => {
  shows('disk-full', 'writes fail, reads and syncs work', {
    system,
    fault: { kind: 'disk-full', atMs: 25, durationMs: 50, node: 'a' },
    observe: answers,
    without: fine,
    with: ['written', 'synced', 'fail: ENOSPC', 1, 'synced', 1],
  });

  shows('disk-full', 'there is space again when it ends', {
    system: { ...system, asks: [10, 30, 60].map((atMs) => ({ atMs, f: 'write', value: atMs })) },
    fault: { kind: 'disk-full', atMs: 25, durationMs: 20, node: 'a' },
    observe: answers,
    without: ['written', 'written', 'written'],
    with: ['written', 'fail: ENOSPC', 'written'],
  });

  shows('disk-full', 'a file can still be deleted', {
    system: {
      ...system,
      asks: [
        { atMs: 10, f: 'write', value: 1 },
        { atMs: 30, f: 'delete' },
        { atMs: 40, f: 'read' },
        { atMs: 50, f: 'write', value: 2 },
      ],
    },
    fault: { kind: 'disk-full', atMs: 25, node: 'a' },
    observe: answers,
    without: ['written', 'deleted', 'nothing', 'written'],
    with: ['written', 'deleted', 'nothing', 'fail: ENOSPC'],
  });
});

describe('errors', () => {
  const error = { kind: 'disk-error', atMs: 5, durationMs: 70, node: 'a', probability: 1 } as const;

  shows('disk-error', 'of every sort', {
    system,
    fault: error,
    observe: answers,
    without: fine,
    with: ['fail: EIO', 'fail: sync failed', 'fail: EIO', 'fail: EIO', 'fail: sync failed', 'nothing'],
  });

  shows('disk-error', 'of reads only', {
    system,
    fault: { ...error, operations: ['read'] },
    observe: answers,
    without: fine,
    with: ['written', 'synced', 'written', 'fail: EIO', 'synced', 2],
  });

  shows('disk-error', 'of writes only', {
    system,
    fault: { ...error, operations: ['write'] },
    observe: answers,
    without: fine,
    with: ['fail: EIO', 'synced', 'fail: EIO', 'nothing', 'synced', 'nothing'],
  });

  shows('disk-error', 'of syncs only', {
    system,
    fault: { ...error, operations: ['sync'] },
    observe: answers,
    without: fine,
    with: ['written', 'fail: sync failed', 'written', 2, 'fail: sync failed', 2],
  });

  it('disk-error: some operations fail, by chance', async () => {
    const asks = Array.from({ length: 80 }, (_, index) => ({ atMs: 1 + index, f: 'read' }));
    const ends = answers(await run({ ...system, asks }, [{ ...error, probability: 0.3 }]));
    const failed = ends.filter((end) => end === 'fail: EIO').length;
    expect(failed).toBeGreaterThan(5);
    expect(failed).toBeLessThan(40);
  });

  shows('disk-error', 'uncaught, it ends the process, which starts again', {
    system: { nodes: ['a'], program: carelessReader() },
    fault: { kind: 'disk-error', atMs: 5, durationMs: 20, node: 'a', probability: 1 },
    observe: (run) => [run.verdict, reported(run, 'started').map(({ atMs }) => atMs)],
    without: ['valid', [0]],
    // It reads at 10 and is back at 20, reads at 30, when all is well again.
    with: ['valid', [0, 20]],
  });
});

describe('syncs', () => {
  shows('fsync-failure', 'a sync says that it failed', {
    system,
    fault: { kind: 'fsync-failure', atMs: 45, node: 'a', probability: 1 },
    observe: answers,
    without: fine,
    with: ['written', 'synced', 'written', 2, 'fail: sync failed', 2],
  });

  shows('fsync-failure', 'what it should have saved is lost in a power loss, even if a later sync succeeds', {
    system: {
      ...system,
      asks: [...system.asks.slice(0, 5), { atMs: 55, f: 'sync' }, { atMs: 80, f: 'read' }],
    },
    besides: [powerLoss],
    fault: { kind: 'fsync-failure', atMs: 45, durationMs: 8, node: 'a', probability: 1 },
    observe: answers,
    without: [...fine.slice(0, 5), 'synced', 2],
    with: ['written', 'synced', 'written', 2, 'fail: sync failed', 'synced', 1],
  });

  shows('fsync-failure', 'a program that has no ear for it is ended', {
    system: { nodes: ['a'], program: carelessWriter() },
    fault: { kind: 'fsync-failure', atMs: 0, durationMs: 15, node: 'a', probability: 1 },
    observe: (run) => reported(run, 'started').map(({ atMs }) => atMs),
    without: [0],
    // The write of 10 ms is synced at 11, when the sync fails; restarted 10 ms later.
    with: [0, 21],
  });

  shows('lost-writes', 'a sync claims success and persists nothing', {
    system,
    besides: [powerLoss],
    fault: { kind: 'lost-writes', atMs: 25, node: 'a' },
    observe: answers,
    without: fine,
    with: ['written', 'synced', 'written', 2, 'synced', 1],
  });

  shows('disk-slow', 'every operation takes longer', {
    system: { nodes: ['a'], program: carefulWriter() },
    fault: { kind: 'disk-slow', atMs: 0, node: 'a', factor: 5 },
    observe: (run) => valuesOf(run, 'done', 'after'),
    // Write, sync and read: a millisecond each.
    without: [1, 2, 3],
    with: [5, 10, 15],
  });

  shows('disk-slow', 'state machines feel it in their syncs', {
    system,
    fault: { kind: 'disk-slow', atMs: 15, durationMs: 20, node: 'a', factor: 4 },
    observe: (run) => run.history.map(({ completedAtMs }) => completedAtMs),
    without: [12, 23, 32, 42, 53, 82],
    with: [12, 26, 32, 42, 53, 82],
  });
});

describe('power losses that tear', () => {
  const inPlace = {
    ...system,
    asks: [
      { atMs: 10, f: 'write', value: 1, inPlace: true },
      { atMs: 20, f: 'sync' },
      { atMs: 30, f: 'write', value: 2, inPlace: true },
      { atMs: 80, f: 'read' },
    ],
  };

  shows('torn-write', 'the last unsynced write in place is damaged, whatever the crash says', {
    system: inPlace,
    besides: [{ ...powerLoss, unsynced: 'kept' }],
    fault: { kind: 'torn-write', atMs: 5, node: 'a' },
    observe: answers,
    without: ['written', 'synced', 'written', 2],
    with: ['written', 'synced', 'written', 'fail: CORRUPT'],
  });

  shows('torn-write', 'a file replaced as a whole is the old one', {
    system: { ...inPlace, asks: inPlace.asks.map((ask) => ({ ...ask, inPlace: false })) },
    besides: [{ ...powerLoss, unsynced: 'kept' }],
    fault: { kind: 'torn-write', atMs: 5, node: 'a' },
    observe: answers,
    without: ['written', 'synced', 'written', 2],
    with: ['written', 'synced', 'written', 1],
  });

  shows('torn-write', 'it strikes once', {
    system: inPlace,
    besides: [
      { kind: 'torn-write', atMs: 5, node: 'a' },
      { kind: 'crash', atMs: 6, durationMs: 1, node: 'a', unsynced: 'kept' },
      { ...powerLoss, unsynced: 'kept' },
    ],
    fault: { kind: 'torn-write', atMs: 25, node: 'a' },
    observe: answers,
    without: ['written', 'synced', 'written', 2],
    with: ['written', 'synced', 'written', 'fail: CORRUPT'],
  });
});

describe('decay', () => {
  const durable = (checksum: boolean) => ({
    ...system,
    asks: [
      { atMs: 10, f: 'write', value: 6, checksum },
      { atMs: 20, f: 'sync' },
      { atMs: 80, f: 'read' },
    ],
  });

  shows('bit-rot', 'with a checksum reading fails', {
    system: durable(true),
    fault: { kind: 'bit-rot', atMs: 50, node: 'a', path: 'x' },
    observe: answers,
    without: ['written', 'synced', 6],
    with: ['written', 'synced', 'fail: CORRUPT'],
  });

  shows('bit-rot', 'without one the value silently differs', {
    system: durable(false),
    fault: { kind: 'bit-rot', atMs: 50, node: 'a' },
    observe: answers,
    without: ['written', 'synced', 6],
    with: ['written', 'synced', 7],
  });
});

/** Reads every 10 ms and does not expect errors. */
function carelessReader() {
  return stateMachine<{ timer: 'read'; durable: { x: number } }>({
    start(node) {
      node.effect({ f: 'started' });
      node.setTimer('read', 10);
    },
    onTimer(_state, timer, node) {
      node.disk.read('x');
      node.setTimer(timer, 10);
    },
  });
}

/** Writes and syncs once, after 10 ms, and does not listen to the outcome. */
function carelessWriter() {
  return stateMachine<{ timer: 'write'; durable: { x: number } }>({
    start(node) {
      node.effect({ f: 'started' });
      node.setTimer('write', 10);
    },
    onTimer(_state, _timer, node) {
      node.disk.write('x', 1);
      node.disk.sync();
    },
  });
}

/** Says after how many ms each disk operation was done, from 10 ms on. */
function carefulWriter() {
  return asyncProgram<{ durable: { x: number } }>(async (node) => {
    const steps = [() => node.disk.write('x', 1), () => node.disk.sync(), () => node.disk.read('x')];
    await node.sleep(10);
    for (const step of steps) {
      await step();
      node.effect({ f: 'done', after: node.monotonicMs() - 10 });
    }
  });
}
