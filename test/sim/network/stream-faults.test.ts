/** How each fault ends a connection, or does not. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sim/faults/fault.js';
import { segment } from '../../../sim/network/segment.js';
import { StreamWorld, upTo, type Act } from './stream-world.js';

/** `a` and `b` are connected from 13 ms on; at 1000 ms `a` sends, if it `talks`. */
function pair(faults: readonly Fault[], talks: 'talking' | 'idle' = 'talking', more: readonly Act[] = []) {
  let id = 0;
  const acts: Act[] = [{ atMs: 10, node: 'a', run: (streams) => (id = streams.connect(1)) }, ...more];
  if (talks === 'talking') acts.push({ atMs: 1000, node: 'a', run: (streams) => streams.send(id, 'hello') });
  const test = new StreamWorld({ acts, faults });
  return { test, id: () => id };
}

describe('the process of the other end is gone', () => {
  it('and the machine runs: the next segment is answered by a reset', () => {
    const { test } = pair([{ kind: 'kill', atMs: 500, node: 'b' }]);
    test.run(600);
    expect([test.streams('b').save(), test.pendingTimers()]).toEqual([[], 1]);
    expect(test.run().end('a')).toEqual({ atMs: 1002, reason: 'reset' });
    expect(test.end('b')).toBeUndefined();
  });

  it('and was started again: the new process does not know the connection', () => {
    const { test } = pair([{ kind: 'restart', atMs: 500, node: 'b' }]);
    expect(test.run().end('a')).toEqual({ atMs: 1002, reason: 'reset' });
    expect(test.events('b').map(({ kind }) => kind)).toEqual(['accepted']);
  });

  it('and the machine is off: nothing is acknowledged', () => {
    const { test } = pair([{ kind: 'crash', atMs: 500, node: 'b', unsynced: 'lost' }]);
    // 100 + 200 + 400 + 800 + 3 × 1000 ms
    expect(test.run().end('a')).toEqual({ atMs: 5500, reason: 'timeout' });
  });

  it('and nobody says anything: a probe finds out, from either end', () => {
    const gone = pair([{ kind: 'restart', atMs: 500, node: 'b' }], 'idle')
      .test.run()
      .end('a');
    expect(gone).toMatchObject({ reason: 'reset' });
    expect(gone?.atMs).toBeLessThan(2020);
    const dark = pair([{ kind: 'crash', atMs: 500, node: 'a', unsynced: 'lost' }], 'idle')
      .test.run()
      .end('b');
    expect(dark).toMatchObject({ reason: 'timeout' });
    expect(dark?.atMs).toBeLessThan(2020 + 5500);
  });

  it('by its own will, while it reads: the rest is not delivered to anybody', () => {
    let id = 0;
    const test = new StreamWorld({
      acts: [
        { atMs: 10, node: 'a', run: (streams) => (id = streams.connect(1)) },
        { atMs: 20, node: 'a', run: (streams) => upTo(5).forEach((n) => streams.send(id, n)) },
      ],
      react: (node, event) => {
        if (event.kind === 'data' && event.data === 2) node.exit('enough');
      },
    }).run();
    expect(test.received('b', id)).toEqual([1, 2]);
    expect(test.end('a')).toEqual({ atMs: 22, reason: 'reset' });
    expect(test.streams('b').open()).toEqual([]);
    expect(test.pendingTimers()).toBe(0);
  });
});

describe('the way is cut', () => {
  const cut = (durationMs?: number): Fault => ({
    kind: 'partition',
    atMs: 500,
    groups: [['a'], ['b', 'c']],
    ...(durationMs === undefined ? {} : { durationMs }),
  });

  it('for good: both ends give up, the idle one too', () => {
    const { test } = pair([cut()]);
    test.run();
    expect(test.end('a')).toEqual({ atMs: 5500, reason: 'timeout' });
    expect(test.end('b')).toMatchObject({ reason: 'timeout' });
    expect(test.end('b')?.atMs).toBeLessThan(9000);
  });

  it('for a while: nothing is lost', () => {
    const { test, id } = pair([cut(3000)]);
    test.run();
    expect(test.received('b', id())).toEqual(['hello']);
    expect([test.end('a'), test.end('b')]).toEqual([undefined, undefined]);
  });

  it('in one direction: both ends give up', () => {
    const { test } = pair([{ kind: 'one-way-cut', atMs: 500, from: ['a'], to: ['b'] }]);
    test.run();
    expect([test.end('a')?.reason, test.end('b')?.reason]).toEqual(['timeout', 'timeout']);
  });

  it('after one end gave up and the cut healed, the other is reset', () => {
    // b is idle: a gives up at 5500 ms, while b still probes.
    const { test } = pair([cut(5200)]);
    test.run();
    expect(test.end('a')).toEqual({ atMs: 5500, reason: 'timeout' });
    expect(test.end('b')?.reason).toBe('reset');
  });
});

describe('a connection-reset fault', () => {
  const reset: Fault = { kind: 'connection-reset', atMs: 500, from: ['a'], to: ['b'] };
  const both = [
    { atMs: 500, reason: 'reset' },
    { atMs: 500, reason: 'reset' },
  ];

  it('breaks both ends at that moment, and no other connection', () => {
    const others: Act[] = [{ atMs: 20, node: 'c', run: (streams) => streams.connect(0) }];
    const { test } = pair([reset], 'idle', others);
    test.run(1000);
    expect([test.end('a'), test.end('b')]).toEqual(both);
    expect(test.streams('a').open()).toMatchObject([{ peer: 'c', state: 'open' }]);
    expect(test.streams('c').open()).toMatchObject([{ peer: 'a', state: 'open' }]);
  });

  it('works across a partition', () => {
    const { test } = pair([reset, { kind: 'partition', atMs: 400, groups: [['a'], ['b']] }], 'idle');
    test.run();
    expect([test.end('a'), test.end('b')]).toEqual(both);
  });

  it('reaches a paused program when it goes on', () => {
    const { test } = pair([reset, { kind: 'pause', atMs: 400, node: 'b', durationMs: 300 }], 'idle');
    test.run();
    expect([test.end('a')?.atMs, test.end('b')?.atMs]).toEqual([500, 700]);
  });
});

describe('a node that is late', () => {
  it('because it was paused, loses nothing', () => {
    const talk = upTo(20).map((n): Act => ({
      atMs: 100 * n + 5,
      node: 'a',
      run: (streams) => streams.send(1, n),
    }));
    for (const node of ['a', 'b']) {
      const { test, id } = pair([{ kind: 'pause', atMs: 500, node, durationMs: 3000 }], 'idle', talk);
      test.run();
      expect(test.received('b', id())).toEqual(upTo(20));
      expect([test.end('a'), test.end('b')]).toEqual([undefined, undefined]);
    }
  });

  it('because it was paused longer than the other waits, finds the connection gone', () => {
    const { test } = pair([{ kind: 'pause', atMs: 500, node: 'b', durationMs: 20_000 }]);
    test.run();
    expect(test.end('a')).toEqual({ atMs: 5500, reason: 'timeout' });
    expect(test.end('b')).toMatchObject({ reason: 'reset' });
    expect(test.end('b')?.atMs).toBeGreaterThanOrEqual(20_500);
  });

  it('because each event costs it time, loses nothing', () => {
    const talk = upTo(20).map((n): Act => ({
      atMs: 100 * n + 5,
      node: 'a',
      run: (streams) => streams.send(1, n),
    }));
    const { test, id } = pair([{ kind: 'slow-node', atMs: 50, node: 'b', delayMs: 30 }], 'idle', talk);
    test.run();
    expect(test.received('b', id())).toEqual(upTo(20));
    expect([test.end('a'), test.end('b')]).toEqual([undefined, undefined]);
  });

  it('because its clock is slow, counts its own time', () => {
    const faults: Fault[] = [
      { kind: 'clock-drift', atMs: 400, node: 'a', ppm: -200_000 },
      { kind: 'crash', atMs: 500, node: 'b', unsynced: 'lost' },
    ];
    // 4500 ms of its own time, each of which takes 1.25.
    const { test } = pair(faults, 'idle', [
      { atMs: 600, node: 'a', run: (streams) => streams.send(1, 'hello') },
    ]);
    expect(test.run().end('a')).toEqual({ atMs: 600 + 4500 / 0.8, reason: 'timeout' });
  });
});

describe('what is left over from a connection that is over', () => {
  it('does not bring it back to life', () => {
    let id = 0;
    let key = 0;
    const test = new StreamWorld({
      acts: [
        { atMs: 10, node: 'a', run: (streams) => (id = streams.connect(1)) },
        { atMs: 20, node: 'a', run: (streams) => streams.send(id, 'once') },
        { atMs: 25, node: 'b', run: (streams) => (key = streams.save()[0]?.key ?? 0) },
        { atMs: 30, node: 'a', run: (streams) => streams.close(id) },
      ],
    }).run(10_000);
    expect(test.received('b', id)).toEqual(['once']);
    const before = test.told.length;
    const { streams } = test.world.node('b');
    expect([streams.save(), key > 0]).toEqual([[], true]);
    // Old duplicates of all that a sent: the request makes b agree anew, but nothing else fits the new key.
    streams.receive(0, segment(id, 'open', 0, 0, 0, undefined));
    streams.receive(0, segment(id, 'ack', key, 0, 0, undefined));
    streams.receive(0, segment(id, 'data', key, 1, 0, 'once'));
    expect(streams.save()).toMatchObject([{ id, phase: 'accepting' }]);
    test.run();
    expect(test.told).toHaveLength(before);
    expect(streams.save()).toEqual([]);
  });

  it('does not break one that stands', () => {
    const { test, id } = pair([]);
    test.run(100);
    const { streams } = test.world.node('a');
    const key = streams.save()[0]?.key ?? 0;
    streams.receive(1, segment(id(), 'reset', key + 1, 0, 0, undefined));
    expect(test.end('a')).toBeUndefined();
    streams.receive(1, segment(id(), 'reset', key, 0, 0, undefined));
    expect(test.end('a')?.reason).toBe('reset');
  });
});
