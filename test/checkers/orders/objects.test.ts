/** Sequential consistency of other objects, the ladder, convergence of replicas, staleness by the clock. */
import { describe, expect, it, test } from 'vitest';
import type { History, Operation } from '../../../checkers/history.js';
import { oneOf } from '../../../checkers/model.js';
import { queueModel } from '../../../checkers/models/queue.js';
import { casRegisterModel } from '../../../checkers/models/register.js';
import * as orders from '../../../checkers/orders/index.js';
import { expectInvalid, expectValid } from '../judging.js';
import { written } from '../written-history.js';

describe('sequential consistency of a model', () => {
  const queue = orders.sequential({ model: queueModel() });
  it('a queue that is late for everybody', () => {
    expectValid(queue, written('a enqueue 1', 'b dequeue -> nil', 'b dequeue -> 1'));
  });
  it('a queue out of order', () => {
    expectInvalid(
      queue,
      written('a enqueue 1', 'a enqueue 2', 'b dequeue -> 2', 'b dequeue -> 1'),
      'not-sequential',
    );
  });
  it('is not compositional: each queue is fine, both together are not (Herlihy & Wing 1990)', () => {
    const first = ['a enqueue p 1', 'b enqueue p 2', 'a dequeue key=p -> 2'];
    const second = ['b enqueue q 2', 'a enqueue q 1', 'b dequeue key=q -> 1'];
    expectValid(queue, written(...first));
    expectValid(queue, written(...second));
    const both = written(
      'a enqueue p 1',
      'b enqueue q 2',
      'a enqueue q 1',
      'b enqueue p 2',
      'a dequeue key=p -> 2',
      'b dequeue key=q -> 1',
    );
    expectInvalid(queue, both, 'not-sequential');
  });
  it('cas, and one whose outcome is unknown', () => {
    const cas = orders.sequential({ model: casRegisterModel() });
    expectValid(cas, written('a write x 1', 'b cas key=x from=1 to=2 ?', 'c read x -> 1', 'c read x -> 2'));
    expectInvalid(cas, written('a write x 1', 'b cas key=x from=3 to=2'), 'not-sequential');
  });
  it('what never returned may not have happened, but not before what its session did', () => {
    const lock = {
      initial: false,
      step: (held: boolean, { f }: { f: string }) => (held === (f === 'acquire') ? undefined : !held),
    };
    expectValid(
      orders.sequential({ model: lock }),
      written('a acquire ?', 'b acquire', 'b release', 'b acquire'),
    );
    expectInvalid(
      queue,
      written('a enqueue 1', 'a enqueue 2 ?', 'b dequeue -> 2', 'b dequeue -> 1'),
      'not-sequential',
    );
  });
  it('a model with a choice', () => {
    const coin = {
      initial: 0,
      step: (state: number, { f }: { f: string }, output: unknown) =>
        f === 'flip' ? oneOf(0, 1) : output === state ? state : undefined,
    };
    expectValid(orders.sequential({ model: coin }), written('a flip', 'a look -> 1', 'a look -> 1'));
    expectInvalid(
      orders.sequential({ model: coin }),
      written('a flip', 'a look -> 1', 'a look -> 0'),
      'not-sequential',
    );
  });
  it('gives up within its budget', () => {
    const lines = Array.from({ length: 12 }, (_, i) => [
      `p${i} enqueue ${i}`,
      `p${i} dequeue -> ${(i * 7) % 12}`,
    ]).flat();
    expect(queue.check(written(...lines, 'z dequeue -> 99'), { steps: 2000 })).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('2000') as string,
    });
    const little = queue.check(written(...lines, 'z dequeue -> 99'), { searchBytes: 1000, steps: 500_000 });
    expect(little.reason).toMatch(/of memory that the search .*--memory/);
  });
});

describe('ladder', () => {
  const reads = (...lines: string[]) => orders.ladder(written(...lines));
  it('everything', () => {
    const { strongestKept, weakestBroken } = reads('a write x 1', 'b read x -> 1');
    expect({ strongestKept, weakestBroken }).toEqual({ strongestKept: ['linearizable'], weakestBroken: [] });
  });
  it('stale, but in order', () => {
    const { strongestKept, weakestBroken } = reads('a write x 1', 'a write x 2', 'b read x -> 1');
    expect({ strongestKept, weakestBroken }).toEqual({
      strongestKept: ['sequential'],
      weakestBroken: ['safe'],
    });
  });
  it('new, then old, during a write', () => {
    const { strongestKept, weakestBroken } = reads(
      'a write x 1',
      'a write x 2 @2-9',
      'b read x -> 2 @3-4',
      'c read x -> 1 @5-6',
    );
    expect({ strongestKept, weakestBroken }).toEqual({
      strongestKept: ['sequential', 'regular'],
      weakestBroken: ['linearizable'],
    });
  });
  it('several strongest, several weakest', () => {
    const { strongestKept, weakestBroken } = reads(
      'a write q 1',
      'b read q -> 1',
      'b write r 2',
      'c read r -> 2',
      'c read q -> nil',
    );
    expect({ strongestKept, weakestBroken }).toEqual({
      strongestKept: ['pram'],
      weakestBroken: ['writes-follow-reads', 'safe'],
    });
  });
  it('causal convergence without PRAM', () => {
    const { strongestKept } = reads(
      'a write z 1',
      'a write x 1',
      'a write y 1',
      'b write x 2 @0-1',
      'b read z -> nil @2-3',
      'b read y -> 1 @6-7',
      'b read x -> 2 @8-9',
    );
    expect(strongestKept).toContain('causal-convergence');
  });
  it('names all levels, strongest first, with reasons', () => {
    const { rungs } = reads('a write x 1', 'b read x -> nil');
    expect(rungs.map(({ level }) => level)).toEqual(Object.keys(orders.IMPLICATIONS));
    for (const { reason } of rungs) expect(reason.length).toBeGreaterThan(5);
  });
  it('cas: linearizable and what follows; the rest is for reads and writes', () => {
    const good = reads('a write x 1', 'b cas key=x from=1 to=2', 'c read x -> 2');
    expect(good.strongestKept).toEqual(['linearizable']);
    const bad = reads('a write x 1', 'b cas key=x from=3 to=2');
    expect(bad.weakestBroken).toEqual(['sequential']);
    expect(bad.rungs.find(({ level }) => level === 'causal')!.verdict).toBe('unknown');
  });
  it('other objects need a model', () => {
    const history = written('a enqueue 1', 'b dequeue -> 1');
    expect(orders.ladder(history).strongestKept).toEqual([]);
    expect(orders.ladder(history, { model: queueModel() }).strongestKept).toEqual(['linearizable']);
  });
  it('get and put', () => {
    expect(reads('a put x 1', 'b get key=x -> 1').strongestKept).toEqual(['linearizable']);
  });
});

describe('convergence', () => {
  const converges = orders.converges();
  it('accepts equal last states, whatever was before', () => {
    expectValid(converges, written('a write x 1', 'n state 0', 'n state 1', 'm state 1'));
  });
  it('rejects different ones', () => {
    expectInvalid(converges, written('a write x 1', 'n state 1', 'm state 2'), 'divergence');
  });
  it('is undecided while updates go on, or a replica is silent', () => {
    expect(converges.check(written('n state 1', 'a write x 1', 'm state 2')).verdict).toBe('unknown');
    expect(
      orders.converges({ replicas: ['n', 'm', 'k'] }).check(written('n state 1', 'm state 1')).verdict,
    ).toBe('unknown');
    expect(converges.check([]).verdict).toBe('unknown');
  });
  it('what a selector reads states from is no update', () => {
    const state = ({ process, input }: Operation): orders.ReplicaState | undefined => {
      const { f, value } = input as { f: string; value?: unknown };
      return f === 'state' ? { replica: process, value } : undefined;
    };
    const history = written('a write x 1', 'n state 1', 'm state 1');
    expectValid(orders.converges({ state }), history);
    expectInvalid(orders.converges({ state }), written('n state 1', 'm state 2'), 'divergence');
  });
  it('a failed update does not count', () => {
    expectValid(converges, written('n state 1', 'm state 1', 'a write x 1 !'));
  });
  it('reads what somebody was answered who asked replicas in turn', () => {
    const asked = (...outputs: unknown[]): History =>
      outputs.map((output, index) => ({
        ...{ process: 'final', input: { f: 'state' }, output, type: 'ok' as const },
        ...{ invoke: 2 * index, complete: 2 * index + 1 },
      }));
    expectValid(converges, asked({ replica: 'n', value: { a: 1 } }, { replica: 'm', value: { a: 1 } }));
    expectInvalid(converges, asked({ replica: 'n', value: 1 }, { replica: 'm', value: 2 }), 'divergence');
    expectInvalid(converges, asked({ replica: 'n', words: [] }, { replica: 'm', words: [1] }), 'divergence');
    // Several states of one replica are compared with nobody's.
    expect(converges.check(asked({ words: [] }, { words: [1] })).verdict).toBe('unknown');
    const [seen, other] = [
      { value: 3, seen: [1, 2] },
      { value: 4, seen: [2, 1] },
    ];
    const strong = orders.strongConvergence();
    expectInvalid(strong, asked({ replica: 'n', ...seen }, { replica: 'm', ...other }), 'divergence');
  });
  it('strong: the same updates, the same state, at any time', () => {
    const strong = orders.strongConvergence();
    expectValid(
      strong,
      written('n state 1 seen=[1]', 'm state 2 seen=[2]', 'm state 3 seen=[2,1]', 'n state 3 seen=[1,2]'),
    );
    expectInvalid(strong, written('n state 3 seen=[1,2]', 'm state 4 seen=[2,1]'), 'divergence');
    expect(strong.check(written('n state 1 seen=[1]', 'm state 2 seen=[2]')).verdict).toBe('unknown');
  });
});

describe('bounded staleness by the clock', () => {
  const at = (history: History, ...times: [begin: number, end: number][]): History =>
    history.map((operation, i) => ({ ...operation, invokedAtMs: times[i]![0], completedAtMs: times[i]![1] }));
  const lines = ['a write x 1', 'a write x 2', 'b read x -> 1'];
  const within = orders.boundedStaleness({ ms: 100 });
  test('within the bound', () => expectValid(within, at(written(...lines), [0, 10], [20, 30], [130, 140])));
  test('beyond it', () => {
    const verdict = expectInvalid(within, at(written(...lines), [0, 10], [20, 30], [131, 140]), 'stale-read');
    expect(verdict.reason).toContain('101 ms after 2');
  });
  test('without times nothing is said', () =>
    expect(within.check(written(...lines)).verdict).toBe('unknown'));
  test('the first write that superseded it counts, not the last', () => {
    const history = at(
      written('a write x 1', 'a write x 2', 'a write x 3', 'b read x -> 1'),
      [0, 10],
      [20, 30],
      [120, 125],
      [135, 140],
    );
    expectInvalid(within, history, 'stale-read');
  });
  test('both bounds must hold', () => {
    const both = orders.boundedStaleness({ ms: 1000, versions: 0 });
    expectInvalid(both, at(written(...lines), [0, 10], [20, 30], [40, 50]), 'stale-read');
  });
});
