/** Logical clocks: what they tell of causes, and in a system of skewed clocks what goes wrong without them. */
import {
  compareHybrid,
  compareLamport,
  compareVectors,
  countOf,
  covers,
  hybridAfter,
  hybridZero,
  lamportAfter,
  lamportZero,
  mergeVectors,
  siblings,
  tickVector,
  tooFarAhead,
  totalOf,
  type HybridTime,
  type LamportTime,
  type VectorClock,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

describe('vector clocks', () => {
  it('count nothing of who was never heard of', () => {
    expect(countOf({ a: 2 }, 'a')).toBe(2);
    expect(countOf({ a: 2 }, 'b')).toBe(0);
    expect(countOf({}, 'constructor')).toBe(0);
  });

  it.each([
    [{ a: 1, b: 2 }, { b: 2 }, 'after'],
    [{ b: 2 }, { a: 1, b: 2 }, 'before'],
    [{ a: 1 }, { b: 1 }, 'concurrent'],
    [{}, { a: 0 }, 'equal'],
  ] as const)('%j and %j: %s', (a, b, order) => {
    expect(compareVectors(a, b)).toBe(order);
    expect(covers(a, b)).toBe(order === 'after' || order === 'equal');
  });

  it('count, merge, and have a total that grows with what they cover', () => {
    expect(tickVector(tickVector({ b: 1 }, 'a'), 'a')).toEqual({ a: 2, b: 1 });
    expect(mergeVectors({ a: 1, b: 2 }, { b: 1, c: 3 })).toEqual({ a: 1, b: 2, c: 3 });
    expect(totalOf({})).toBe(0);
    expect(totalOf({ a: 1, b: 2 })).toBe(3);
  });

  it('leave the versions that none other replaces', () => {
    const versions = [
      { version: { a: 1 }, value: 'old' },
      { version: { a: 2 }, value: 'mine' },
      { version: { a: 1, b: 1 }, value: 'yours' },
      { version: { a: 2 }, value: 'mine' },
    ];
    expect(siblings(versions).map(({ value }) => value)).toEqual(['mine', 'yours']);
  });
});

describe('times', () => {
  it('of Lamport come after all that were seen, and all differ', () => {
    expect(lamportAfter('b')).toEqual({ time: 1, node: 'b' });
    expect(lamportAfter('b', { time: 4, node: 'a' }, { time: 2, node: 'b' })).toEqual({ time: 5, node: 'b' });
    expect(compareLamport({ time: 5, node: 'a' }, { time: 5, node: 'b' })).toBe('before');
    expect(compareLamport(lamportZero, lamportZero)).toBe('equal');
  });

  it('of hybrid clocks keep to the wall clock, and count where it stands still or is behind', () => {
    const first = hybridAfter(hybridZero, 100.9, 'a');
    expect(first).toEqual({ ms: 100, count: 0, node: 'a' });
    expect(hybridAfter(first, 100, 'a')).toEqual({ ms: 100, count: 1, node: 'a' });
    expect(hybridAfter(first, 90, 'a', { ms: 120, count: 7, node: 'b' })).toEqual({
      ms: 120,
      count: 8,
      node: 'a',
    });
    expect(hybridAfter(first, 130, 'a', { ms: 120, count: 7, node: 'b' }).count).toBe(0);
    expect(compareHybrid({ ms: 9, count: 1, node: 'a' }, { ms: 9, count: 0, node: 'b' })).toBe('after');
    expect(tooFarAhead({ ms: 601, count: 0, node: 'b' }, 100, 500)).toBe(true);
    expect(tooFarAhead({ ms: 600, count: 0, node: 'b' }, 100, 500)).toBe(false);
  });
});

/** An event with all its clocks, and the events it knows of. */
interface Happened {
  readonly knows: ReadonlySet<number>;
  readonly vector: VectorClock;
  readonly lamport: LamportTime;
  readonly hybrid: HybridTime;
}

/** Nodes whose clocks differ by up to 50 ms tell each other of their events. `merge: false` is the planted bug. */
function happenings(seed: number, merge: boolean): Happened[] {
  let drawn = seed;
  const draw = (below: number) => (drawn = (drawn * 48_271) % 2_147_483_647) % below;
  const nodes = ['a', 'b', 'c'].map((name) => ({
    name,
    ahead: draw(50),
    last: undefined as Happened | undefined,
  }));
  const events: Happened[] = [];
  for (let now = 0; events.length < 60; now += draw(4)) {
    const node = nodes[draw(3)] as (typeof nodes)[number];
    const told = draw(2) === 0 ? events[draw(Math.max(1, events.length))] : undefined;
    const known = [node.last, told].filter((event) => event !== undefined);
    const seen = merge ? known : known.slice(0, node.last === undefined ? 0 : 1);
    node.last = {
      knows: new Set([events.length, ...known.flatMap(({ knows }) => [...knows])]),
      vector: tickVector(mergeVectors(...seen.map(({ vector }) => vector)), node.name),
      lamport: lamportAfter(node.name, ...seen.map(({ lamport }) => lamport)),
      hybrid: hybridAfter(hybridZero, now + node.ahead, node.name, ...seen.map(({ hybrid }) => hybrid)),
    };
    events.push(node.last);
  }
  return events;
}

/** Pairs that a clock puts in another order than cause and effect. */
function wrongPairs(events: readonly Happened[]): Set<string> {
  const wrong = new Set<string>();
  events.forEach((effect, later) =>
    events.slice(0, later).forEach((cause, earlier) => {
      const isCause = effect.knows.has(earlier);
      if (compareVectors(cause.vector, effect.vector) !== (isCause ? 'before' : 'concurrent'))
        wrong.add('vector');
      if (isCause && compareLamport(cause.lamport, effect.lamport) !== 'before') wrong.add('lamport');
      if (isCause && compareHybrid(cause.hybrid, effect.hybrid) !== 'before') wrong.add('hybrid');
    }),
  );
  return wrong;
}

describe('clocks among nodes that disagree on the time', () => {
  it('follow cause and effect, in 25 seeds; vectors tell what is concurrent', () => {
    for (let seed = 1; seed <= 25; seed++)
      expect(wrongPairs(happenings(seed, true)), `seed ${seed}`).toEqual(new Set());
  });

  it('do not where a node forgets to merge what it is told', () => {
    expect(wrongPairs(happenings(1, false))).toEqual(new Set(['vector', 'lamport', 'hybrid']));
  });
});
