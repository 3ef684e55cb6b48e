/** Asking again: the pauses, when it ends, and in a world a server that must not do things twice. */
import { asyncProgram, CallFailed, clients, defineScenario, nemesis, simulate, z } from 'seedstorm';
import {
  cast,
  copyOf,
  forgetOld,
  insist,
  nothingTaken,
  orFailed,
  orUndefined,
  pauseAfter,
  remember,
  retry,
  retryBudget,
  ruled,
  settle,
  takeNew,
  takeRules,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

describe('retry', () => {
  it('pauses longer and longer, up to a limit', () => {
    const policy = { pauseMs: 25, factor: 2, maxPauseMs: 300 };
    expect([1, 2, 3, 4, 5, 99].map((attempts) => pauseAfter(policy, attempts))).toEqual([
      25, 50, 100, 200, 300, 300,
    ]);
    expect(pauseAfter({}, 1_000_000)).toBe(20);
  });

  it('gives up after so many attempts, or where the next would begin too late', () => {
    expect(retry({ attempts: 3 }, { attempts: 2, sinceMs: 0 })).toEqual({ kind: 'again', afterMs: 20 });
    expect(retry({ attempts: 3 }, { attempts: 3, sinceMs: 0 })).toEqual({ kind: 'give-up', why: 'attempts' });
    expect(retry({ deadlineMs: 100 }, { attempts: 1, sinceMs: 80 }).kind).toBe('again');
    expect(retry({ deadlineMs: 100 }, { attempts: 1, sinceMs: 81 })).toEqual({
      kind: 'give-up',
      why: 'deadline',
    });
  });

  it('draws its pauses, and says what it needs for that', () => {
    const drawn = retry({ jitter: 'full', pauseMs: 40 }, { attempts: 1, sinceMs: 0 }, { float: () => 0.25 });
    expect(drawn).toEqual({ kind: 'again', afterMs: 10 });
    expect(() => retry({ jitter: 'full' }, { attempts: 1, sinceMs: 0 })).toThrow('needs random');
  });

  it('stops asking while most calls fail, and begins again once they succeed', () => {
    const budget = retryBudget(4, 0.5);
    const decide = () => retry({}, { attempts: 1, sinceMs: 0 }, undefined, budget).kind;
    settle(budget, 'failed');
    expect(decide()).toBe('again');
    settle(budget, 'failed');
    expect(decide()).toBe('give-up');
    settle(budget, 'ok');
    expect(decide()).toBe('again');
    for (let n = 0; n < 99; n++) settle(budget, 'ok');
    expect(budget.tokens).toBe(4);
  });
});

describe('taking once', () => {
  it('tells new requests from copies and from older ones, each client for itself', () => {
    const memory = nothingTaken<string>();
    expect(copyOf(memory, 'c1', 3, 0)).toEqual({ kind: 'new' });
    remember(memory, 'c1', 3, 0, 'done');
    expect(copyOf(memory, 'c1', 3, 9)).toEqual({ kind: 'again', taken: { id: 3, atMs: 0, answer: 'done' } });
    expect(copyOf(memory, 'c1', 2, 9)).toEqual({ kind: 'older' });
    expect(copyOf(memory, 'c1', 4, 9)).toEqual({ kind: 'new' });
    expect(copyOf(memory, 'c2', 1, 9)).toEqual({ kind: 'new' });
    // Read from the disk in any order.
    remember(memory, 'c1', 1, 0);
    expect(copyOf(memory, 'c1', 2, 9).kind).toBe('older');
    expect(copyOf(memory, '__proto__', 1, 9).kind).toBe('new');
  });

  it('takes what is new and remembers it, in one step', () => {
    const memory = nothingTaken();
    const ask = (id: number, nowMs?: number, rules = takeRules) =>
      takeNew(memory, { from: 'c1', id }, nowMs, rules);
    expect([ask(2), ask(2), ask(1), ask(3)]).toEqual([true, false, false, true]);
    expect(ask(3, 50, { ...takeRules, forgetAfterMs: 100 })).toBe(false);
    expect(ask(3, 100, { ...takeRules, forgetAfterMs: 100 })).toBe(true);
    expect(ask(3, 100, { ...takeRules, copies: 'taken' })).toBe(true);
  });

  it('forgets at an age; a clock that jumps back forgets nothing', () => {
    const rules = { ...takeRules, forgetAfterMs: 100 };
    const memory = nothingTaken();
    remember(memory, 'c1', 1, 50);
    expect(copyOf(memory, 'c1', 1, 149, rules).kind).toBe('again');
    expect(copyOf(memory, 'c1', 1, 150, rules).kind).toBe('new');
    expect(copyOf(memory, 'c1', 1, -1_000, rules).kind).toBe('again');
    forgetOld(memory, 149, rules);
    expect(Object.keys(memory.last)).toEqual(['c1']);
    forgetOld(memory, 150, rules);
    expect(memory.last).toEqual({});
  });
});

interface Shop {
  /** The number of the payment goes along: a copy of the request, too, asks for the same payment. */
  request: { f: 'pay'; value: string; id: number };
  reply: string | undefined;
  message: { client: string; id: number; value: string };
  answer: string;
}

const rules = ruled(
  { copies: 'recognised', forgetAfterMs: 'never', attempts: 5 },
  {
    'copies-taken': { summary: 'A retried payment is made again', rules: { copies: 'taken' } },
    'forgets-too-soon': {
      summary: 'The memory of requests is shorter than a retry takes',
      rules: { forgetAfterMs: 1 },
    },
  },
);

const world = defineScenario({
  name: 'test/retry',
  summary: 'A till insists on payments, the bank makes each of them once',
  params: z.object({}),
  nodes: () => ['till', 'bank'],
  protocol: (_params, { bug }) => {
    const own = rules.with(bug);
    return cast({
      till: [
        ['till'],
        asyncProgram<Shop>((node) => {
          node.onRequest(async ({ value, id }) => {
            const message = { client: 'till', id, value };
            return insist(node, () => node.call('bank', message, { timeoutMs: 20 }), {
              attempts: own.attempts,
            });
          });
        }),
      ],
      bank: [
        ['bank'],
        asyncProgram<Shop>((node) => {
          const taken = nothingTaken<string>();
          node.onMessage(({ client, id, value }) => {
            const copy = copyOf(taken, client, id, node.monotonicMs(), own);
            if (copy.kind === 'new') {
              node.effect({ f: 'process', value });
              remember(taken, client, id, node.monotonicMs(), value);
            }
            return copy.kind === 'again' ? (copy.taken.answer ?? '') : value;
          });
        }),
      ],
    });
  },
  workload: () =>
    clients(
      1,
      { pay: 1 },
      { everyMs: 2, to: () => 'till', input: (_f, _r, { index }) => ({ value: `p${index}`, id: index + 1 }) },
    ),
  faults: nemesis({ loss: 'hell', duplication: 'hell' }, { kindProbability: 1 }),
  durationMs: 1_500,
  check: {
    once: {
      name: 'once',
      check(history) {
        const made = history.flatMap(({ input }) => {
          const { f, value } = input as { f: string; value: string };
          return f === 'process' ? [value] : [];
        });
        const twice = made.find((value, place) => made.indexOf(value) < place);
        return twice === undefined
          ? { verdict: 'valid', reason: 'each once' }
          : {
              verdict: 'invalid',
              reason: `${twice} was paid twice`,
              anomalies: [{ kind: 'duplicate', message: `${twice} was paid twice`, operations: [] }],
            };
      },
    },
  },
  bugs: rules.bugs,
});

describe('a bank behind a network that loses and doubles', () => {
  it('makes each payment once, in 20 seeds', async () => {
    for (let seed = 1; seed <= 20; seed++) (await simulate(world, { seed })).expectValid();
  });

  it.each(Object.keys(rules.bugs))('%s is found', async (bug) => {
    let found = 0;
    for (let seed = 1; seed <= 10; seed++)
      if ((await simulate(world, { seed, bug })).verdict === 'invalid') found++;
    expect(found).toBeGreaterThan(0);
  });
});

it('a call that failed becomes a value, and nothing else does', async () => {
  const failed = new CallFailed('n2', 'timeout', 'no answer', false);
  expect(await Promise.reject(failed).catch(orFailed)).toBe(failed);
  expect(await Promise.reject(failed).catch(orUndefined)).toBe(undefined);
  for (const orElse of [orFailed, orUndefined])
    await expect(Promise.reject(new TypeError('a mistake')).catch(orElse)).rejects.toThrow('a mistake');
});
