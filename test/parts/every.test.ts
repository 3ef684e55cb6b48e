/** Periodic work, and waiting until empty: as numbers, and in a world whose node restarts before its work is due. */
import { asyncProgram, clients, defineScenario, simulate, stateMachine, z, type ReplyTo } from 'seedstorm';
import type { Checker } from 'seedstorm/checkers';
import {
  answerAll,
  answerWhenEmpty,
  every,
  everyAgain,
  firstPause,
  nextPause,
  ruled,
  startEvery,
  underWay,
  type Period,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

describe('pauses', () => {
  const half = { float: () => 0.5 };

  it('begin with a part of the period, the whole, none, or what is left of it', () => {
    expect(firstPause({ everyMs: 40 }, half)).toBe(20);
    expect(firstPause({ everyMs: 40, first: 'whole' }, half)).toBe(40);
    expect(firstPause({ everyMs: 40, first: 'none' }, half)).toBe(0);
    expect(firstPause({ everyMs: 40 }, half, { doneMs: 100, nowMs: 130 })).toBe(10);
    expect(firstPause({ everyMs: 40 }, half, { doneMs: 100, nowMs: 999 })).toBe(0);
    // The clock jumped back.
    expect(firstPause({ everyMs: 40 }, half, { doneMs: 100_000, nowMs: 5 })).toBe(40);
  });

  it('go on with the period, less the jitter', () => {
    expect(nextPause({ everyMs: 40 }, half)).toBe(40);
    expect(nextPause({ everyMs: 40, jitter: 0.5 }, half)).toBe(30);
  });
});

interface Shop {
  state: { open: number; sold: number; readers: ReplyTo[] };
  request: { f: 'order' } | { f: 'sold' };
  reply: number | string;
  timer: 'sweep' | 'over' | 'done';
}

const rules = ruled(
  { due: 'kept', count: 'when-empty' },
  {
    'due-forgotten': { summary: 'A restart begins the period anew', rules: { due: 'forgotten' } },
    'counts-too-soon': { summary: 'What is under way is left out', rules: { count: 'at-once' } },
  },
);
type Rules = typeof rules.sound;

const periodOf = ({ due }: Rules): Period => ({
  everyMs: 150,
  first: 'whole',
  ...(due === 'kept' && { keptIn: 'swept' }),
});

const machine = (own: Rules) =>
  stateMachine<Shop>({
    start(node) {
      startEvery('sweep', periodOf(own), node);
      node.disk.sync();
      return { open: 0, sold: 0, readers: [] };
    },
    onRequest(state, { f }, node) {
      if (f === 'sold') {
        const empty = own.count === 'at-once' || state.open === 0;
        const when = { empty, timer: 'over', atMostMs: 500 };
        return answerWhenEmpty(state.readers, when, () => state.sold, node);
      }
      state.open++;
      node.setTimer('done', 60);
      node.reply('soon');
    },
    onTimer(state, timer, node) {
      if (timer === 'sweep') {
        node.effect({ f: 'sweep' });
        everyAgain('sweep', periodOf(own), node);
        return node.disk.sync();
      }
      if (timer === 'done') [state.sold, state.open] = [state.sold + state.open, 0];
      if (state.open === 0 || timer === 'over') answerAll(state.readers, () => state.sold, node);
    },
    onSync: () => undefined,
  });

const async = (own: Rules) =>
  asyncProgram<Shop>(async (node) => {
    const orders = underWay(node);
    let sold = 0;
    node.onRequest(async ({ f }) => {
      if (f === 'order') {
        void orders.during(async () => {
          await node.sleep(60);
          sold++;
        });
        return 'soon';
      }
      if (own.count === 'when-empty') await orders.empty(500);
      return sold;
    });
    await every(node, periodOf(own), () => node.effect({ f: 'sweep' }));
  });

const swept: Checker = {
  name: 'swept',
  check: (history) =>
    history.some(({ input }) => (input as { f: string }).f === 'sweep')
      ? { verdict: 'valid', reason: 'it was swept' }
      : { verdict: 'invalid', reason: 'nobody ever swept', anomalies: [] },
};

const counted: Checker = {
  name: 'counted',
  check(history) {
    const answered = history.filter(
      ({ input, type }) => (input as { f: string }).f === 'order' && type === 'ok',
    );
    const read = history.findLast(({ input }) => (input as { f: string }).f === 'sold');
    return read?.output === answered.length
      ? { verdict: 'valid', reason: 'all were counted' }
      : {
          verdict: 'invalid',
          reason: `${String(read?.output)} of ${answered.length} were counted`,
          anomalies: [],
        };
  },
};

const world = (what: 'swept' | 'counted') =>
  defineScenario({
    name: `test/${what}`,
    summary: 'A shop that is swept now and then, and counts what it sold at the end',
    params: z.object({ style: z.enum(['machine', 'async']) }),
    nodes: () => ['shop'],
    protocol: ({ style }, { bug }) => (style === 'machine' ? machine : async)(rules.with(bug)),
    workload: () => clients(1, { order: 1 }, { everyMs: 20, to: () => 'shop' }),
    faults: 'none',
    durationMs: 400,
    restartAfterMs: 1,
    final: () => [{ to: 'shop', input: { f: 'sold' } }],
    check: what === 'swept' ? { swept } : { counted },
    bugs: rules.bugs,
  });

/** It restarts every 50 ms, three times as often as it is due to be swept. */
const restarts = Array.from({ length: 7 }, (_, n) => ({
  kind: 'restart' as const,
  node: 'shop',
  atMs: 50 * (n + 1),
}));

const operations = Array.from({ length: 12 }, (_, n) => ({
  process: 'c1',
  atMs: 33 * n,
  to: 'shop',
  input: { f: 'order' },
}));

describe.each(['machine', 'async'] as const)('style %s', (style) => {
  const verdict = async (what: 'swept' | 'counted', seed: number, bug?: string) => {
    const faults = what === 'swept' ? restarts : [];
    const options = { seed, params: { style }, plan: { schema: 1 as const, faults, operations } };
    return (await simulate(world(what), { ...options, ...(bug !== undefined && { bug }) })).verdict;
  };

  it('works when it is due and counts all, in 20 seeds', async () => {
    for (let seed = 1; seed <= 20; seed++)
      for (const what of ['swept', 'counted'] as const)
        expect(await verdict(what, seed), `${what}, seed ${seed}`).toBe('valid');
  });

  it('is found where it forgets when it is due, or counts too soon', async () => {
    expect(await verdict('swept', 1, 'due-forgotten')).toBe('invalid');
    expect(await verdict('counted', 1, 'counts-too-soon')).toBe('invalid');
  });
});
