/** Connections between nodes: opening, order, closing, and how each fault ends them. */
import { describe, expect, it, vi } from 'vitest';
import { NotPlainData } from '../../../sim/kernel/copy.js';
import { StreamClosed } from '../../../sim/network/stream-event.js';
import type { Streams } from '../../../sim/network/streams.js';
import { StreamWorld, upTo, type Act, type StreamSetup } from './stream-world.js';

/** `a` connects to `b` at 10 ms; further acts know the stream's number. */
function connected(
  setup: Omit<StreamSetup, 'acts'>,
  later: (stream: () => number) => readonly Act[] = () => [],
) {
  let id = 0;
  const connect: Act = { atMs: 10, node: 'a', run: (streams) => (id = streams.connect(1)) };
  return { test: new StreamWorld({ ...setup, acts: [connect, ...later(() => id)] }), id: () => id };
}

const at = (atMs: number, node: string, run: (streams: Streams) => void): Act => ({ atMs, node, run });

describe('opening', () => {
  it('tells both ends, once the handshake is done', () => {
    const { test, id } = connected({});
    test.run(1000);
    expect(test.told).toEqual([
      { atMs: 12, node: 'a', event: { kind: 'opened', stream: id(), peer: 'b' } },
      { atMs: 13, node: 'b', event: { kind: 'accepted', stream: id(), peer: 'a' } },
    ]);
    expect(test.streams('a').open()).toEqual([{ stream: id(), peer: 'b', state: 'open' }]);
    expect(test.streams('b').open()).toEqual([{ stream: id(), peer: 'a', state: 'open' }]);
  });

  it('gives back the token', () => {
    const test = new StreamWorld({
      acts: [at(0, 'c', (streams) => streams.connect(0, { why: 'sync' }))],
    }).run(100);
    expect(test.events('c')).toMatchObject([{ kind: 'opened', peer: 'a', token: { why: 'sync' } }]);
  });

  it('keeps what is sent at once until the other end is there', () => {
    const { test, id } = connected({}, (stream) => [
      at(10, 'a', (streams) => streams.send(stream(), 'early')),
    ]);
    test.run(1000);
    expect(test.events('b')).toEqual([
      { kind: 'accepted', stream: id(), peer: 'a' },
      { kind: 'data', stream: id(), peer: 'a', data: 'early' },
    ]);
  });

  it('is refused where the process is gone but the machine runs', () => {
    const { test } = connected({ faults: [{ kind: 'kill', atMs: 5, node: 'b', durationMs: 1000 }] });
    expect(test.run(5000).events('a')).toMatchObject([{ kind: 'closed', peer: 'b', reason: 'refused' }]);
    expect(test.end('a')?.atMs).toBe(12);
  });

  it('times out where the machine is off', () => {
    const { test } = connected({ faults: [{ kind: 'crash', atMs: 5, node: 'b', unsynced: 'lost' }] });
    expect(test.run().events('a')).toMatchObject([{ kind: 'closed', peer: 'b', reason: 'timeout' }]);
    // 200 + 400 + 800 + 4 × 1000 ms
    expect(test.end('a')?.atMs).toBe(5410);
    expect(test.pendingTimers()).toBe(0);
  });

  it('to itself is a mistake', () => {
    const test = new StreamWorld({ acts: [] }).run(1);
    expect(() => test.streams('a').connect(0)).toThrow(new RangeError('a cannot open a stream to itself'));
  });

  it('late leaves the patience for the first message whole', () => {
    const { test, id } = connected(
      {
        faults: [
          // Only the last request before giving up, at 4410 ms, gets through; then a's messages are lost for a while.
          { kind: 'partition', atMs: 5, groups: [['a'], ['b']], durationMs: 4400 },
          { kind: 'one-way-cut', atMs: 4412.5, from: ['a'], to: ['b'], durationMs: 3000 },
        ],
      },
      (stream) => [at(10, 'a', (streams) => streams.send(stream(), 'hello'))],
    );
    test.run();
    expect(test.told[0]).toMatchObject({ atMs: 4412, event: { kind: 'opened' } });
    expect(test.received('b', id())).toEqual(['hello']);
    expect(test.end('a')).toBeUndefined();
  });

  it('is not told to a program whose peer never confirms', () => {
    // The request arrives at 11 ms; everything after it is lost.
    const { test, id } = connected({
      faults: [{ kind: 'one-way-cut', atMs: 11.5, from: ['a'], to: ['b'] }],
    });
    test.run(12);
    expect(test.streams('b').save()).toMatchObject([{ id: id(), phase: 'accepting' }]);
    expect(() => test.streams('b').send(id(), 1)).toThrow(StreamClosed);
    test.run();
    expect(test.events('b')).toEqual([]);
    expect(test.events('a')).toMatchObject([{ kind: 'opened' }, { kind: 'closed', reason: 'timeout' }]);
    expect(test.pendingTimers()).toBe(0);
  });
});

describe('data', () => {
  it('goes both ways, in order', () => {
    const { test, id } = connected({}, (stream) => [
      at(20, 'a', (streams) => upTo(5).forEach((n) => streams.send(stream(), n))),
      at(20, 'b', (streams) => upTo(3).forEach((n) => streams.send(stream(), -n))),
    ]);
    test.run(1000);
    expect(test.received('b', id())).toEqual([1, 2, 3, 4, 5]);
    expect(test.received('a', id())).toEqual([-1, -2, -3]);
  });

  it('is copied: neither end can change what the other has', () => {
    const message = { list: [1] };
    const { test, id } = connected(
      {
        // Acknowledgements are lost for a while, so everything is sent again.
        faults: [{ kind: 'one-way-cut', atMs: 15, from: ['b'], to: ['a'], durationMs: 500 }],
        react: (_node, event) => {
          if (event.kind === 'data') (event.data as { list: number[] }).list.push(2);
        },
      },
      (stream) => [
        at(20, 'a', (streams) => {
          streams.send(stream(), message);
          message.list.push(3);
          streams.send(stream(), message);
        }),
      ],
    );
    test.run();
    expect(test.received('b', id())).toEqual([{ list: [1, 2] }, { list: [1, 3, 2] }]);
    expect(message).toEqual({ list: [1, 3] });
    expect(test.end('a')).toBeUndefined();
  });

  it('must be plain', () => {
    const { test, id } = connected({});
    test.run(100);
    expect(() => test.streams('a').send(id(), { call: () => 1 })).toThrow(NotPlainData);
    expect(() => test.streams('a').send(id(), { call: () => 1 })).toThrow(/stream message\.call/);
  });

  it('survives damage: a damaged segment counts as lost', () => {
    const { test, id } = connected({ network: { corruptionProbability: 0.3 } }, (stream) =>
      upTo(100).map((n) => at(20 + n, 'a', (streams) => streams.send(stream(), { n, text: `message ${n}` }))),
    );
    test.run();
    expect(test.received('b', id())).toEqual(upTo(100).map((n) => ({ n, text: `message ${n}` })));
  });

  it('held up by a cut flows soon after it heals, however much it is', () => {
    const { test, id } = connected(
      { faults: [{ kind: 'partition', atMs: 50, groups: [['a'], ['b']], durationMs: 2000 }] },
      (stream) => [at(100, 'a', (streams) => upTo(1000).forEach((n) => streams.send(stream(), n)))],
    );
    test.run();
    expect(test.received('b', id())).toEqual(upTo(1000));
    const last = test.told.filter(({ event }) => event.kind === 'data').at(-1);
    // What was sent again says nothing about the round trip (Karn).
    expect(test.streams('a').save()[0]?.roundTrip.smoothedUs).toBeLessThan(10_000);
    // The next retransmission is at most a second away, then a round trip of 2 ms for every 16 messages.
    expect(last?.atMs).toBeLessThan(2050 + 1000 + 2 * (1000 / 16) + 10);
  });

  it('is sent once where nothing is lost, however far the other end', () => {
    const { test, id } = connected({ network: { latency: { kind: 'constant', ms: 90 } } }, (stream) =>
      upTo(20).map((n) => at(1000 + 10 * n, 'a', (streams) => streams.send(stream(), n))),
    );
    const sent = vi.spyOn(test.world.network, 'send');
    test.run(2000);
    expect(test.received('b', id())).toEqual(upTo(20));
    const kinds = sent.mock.calls.map(([, , , , payload]) => (payload as { kind: string }).kind);
    expect(kinds.filter((kind) => kind === 'data')).toHaveLength(20);
  });
});

describe('a snapshot', () => {
  it('does not change when the node goes on', () => {
    const { test, id } = connected(
      {
        // The first message is late, so the second waits for it.
        faults: [{ kind: 'message', atMs: 0, from: 'a', to: 'b', nth: 3, action: 'delay', delayMs: 10 }],
        react: (_node, event) => {
          if (event.kind === 'data') (event.data as number[]).push(0);
        },
      },
      (stream) => [at(20, 'a', (streams) => [1, 2].forEach((n) => streams.send(stream(), [n])))],
    );
    test.run(25);
    const snapshots = ['a', 'b'].map((node) => test.streams(node).save());
    expect(snapshots).toMatchObject([
      [{ outbox: [{ data: [1] }, { data: [2] }] }],
      [{ received: 0, early: [{ seq: 2, item: { data: [2] } }] }],
    ]);
    const copies = structuredClone(snapshots);
    test.run(1000);
    expect(test.received('b', id())).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(snapshots).toEqual(copies);
  });
});

describe('closing', () => {
  it('delivers what was sent before, then tells both ends', () => {
    const { test, id } = connected({}, (stream) => [
      at(20, 'a', (streams) => {
        streams.send(stream(), 'last');
        streams.close(stream());
        streams.close(stream());
      }),
    ]);
    test.run();
    const closed = (peer: string) => ({ kind: 'closed', stream: id(), peer, reason: 'closed' });
    expect(test.events('b').slice(1)).toEqual([
      { kind: 'data', stream: id(), peer: 'a', data: 'last' },
      closed('a'),
    ]);
    expect(test.events('a').slice(1)).toEqual([closed('b')]);
    expect([test.streams('a').save(), test.streams('b').save()]).toEqual([[], []]);
    expect(test.pendingTimers()).toBe(0);
  });

  it('still brings what the other end sent before it knew', () => {
    const { test, id } = connected({}, (stream) => [
      at(20, 'a', (streams) => streams.close(stream())),
      at(20.5, 'b', (streams) => streams.send(stream(), 'crossing')),
    ]);
    test.run();
    expect(test.events('a').slice(1)).toMatchObject([
      { kind: 'data', data: 'crossing' },
      { kind: 'closed', reason: 'closed' },
    ]);
    expect(test.received('b', id())).toEqual([]);
  });

  it('works from both ends at once, whatever is lost', () => {
    for (const seed of upTo(50)) {
      const { test, id } = connected(
        { seed, faults: [{ kind: 'loss', atMs: 15, probability: 0.25, durationMs: 2000 }] },
        (stream) => [
          at(20, 'a', (streams) => [streams.send(stream(), 1), streams.close(stream())]),
          at(20, 'b', (streams) => [streams.send(stream(), 2), streams.close(stream())]),
        ],
      );
      test.run();
      expect(test.events('a').slice(1)).toMatchObject([
        { kind: 'data', data: 2 },
        { kind: 'closed', reason: 'closed' },
      ]);
      expect(test.events('b').slice(1)).toMatchObject([
        { kind: 'data', data: 1 },
        { kind: 'closed', reason: 'closed' },
      ]);
      expect([test.streams('a').save(), test.streams('b').save()]).toEqual([[], []]);
      expect(id()).toBeGreaterThan(0);
    }
  });

  it('is not told as done to an end whose last words did not arrive', () => {
    const { test, id } = connected(
      {
        faults: [
          { kind: 'one-way-cut', atMs: 15, from: ['a'], to: ['b'] },
          { kind: 'crash', atMs: 1000, node: 'b', unsynced: 'lost' },
        ],
      },
      (stream) => [
        at(20, 'a', (streams) => [streams.send(stream(), 'last words'), streams.close(stream())]),
        at(20, 'b', (streams) => streams.close(stream())),
      ],
    );
    test.run();
    expect(test.received('b', id())).toEqual([]);
    expect(test.end('a')?.reason).toBe('timeout');
  });

  it('before it is open, closes it once it is', () => {
    const { test } = connected({}, (stream) => [at(10, 'a', (streams) => streams.close(stream()))]);
    test.run(1000);
    expect(test.events('a').map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    expect(test.events('b').map(({ kind }) => kind)).toEqual(['accepted', 'closed']);
  });

  it('forbids to send', () => {
    const { test, id } = connected({}, (stream) => [at(20, 'a', (streams) => streams.close(stream()))]);
    test.run(20);
    expect(() => test.streams('a').send(id(), 1)).toThrow(
      new StreamClosed(`a cannot send on stream ${id()}: it was closed here`),
    );
    test.run(1000);
    expect(() => test.streams('b').send(id(), 1)).toThrow(
      new StreamClosed(`b cannot send on stream ${id()}: it is over or never was`),
    );
    expect(() => test.streams('c').send(99, 1)).toThrow(StreamClosed);
    expect(() => test.streams('c').close(99)).not.toThrow();
  });
});
