/** Runs and claims with nothing to judge are undecided, with the reason: nobody looked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate, stateMachine, type NodeView, type Run, type RunFailed } from 'seedstorm';
import { linearizable, nothingToJudge, registerModel, type Checker } from 'seedstorm/checkers';
import { runPlan } from 'seedstorm/property';
import { run, tiny, type TinySystem } from './tiny-system.js';

const answers = stateMachine<{ state: { n: number }; request: { f: string }; reply: number }>({
  start: () => ({ n: 0 }),
  onRequest(state, _request, node) {
    node.reply(++state.n);
  },
});
const refuses = stateMachine<{ request: { f: string } }>({
  start: () => undefined,
  onRequest: (_state, _request, node) => node.reject('no'),
});
/** Hears what it is asked, and never answers. */
const silent = stateMachine<object>({ start: () => undefined, onRequest: () => undefined });
const tells = stateMachine<object>({ start: (node) => node.effect({ f: 'started' }) });

const asks = [10, 20].map((atMs) => ({ atMs, to: 'a', f: 'count' }));
const content: Checker = { name: 'content', check: () => ({ verdict: 'valid', reason: 'all is well' }) };
const holds = { holds: ([a]: readonly NodeView[]) => (a?.incarnation === 9 ? 'nine lives' : undefined) };

const told = (run: Run): string[] =>
  run.checks.filter(({ verdict }) => verdict !== 'valid').map(({ name, reason }) => `${name}: ${reason}`);

describe('operations', () => {
  it.each([
    [
      'refused',
      refuses,
      'operations: none of 2 operations asked ended ok: 2 refused, 0 with unknown outcome',
    ],
    [
      'left open',
      silent,
      'operations: none of 2 operations asked ended ok: 0 refused, 2 with unknown outcome',
    ],
  ])('all %s leave a run undecided', async (_how, program, reason) => {
    const result = await run({
      ...{ nodes: ['a'], program, asks, clientTimeoutMs: 5 },
      ...{ check: { content }, invariants: holds },
    });
    expect(result.verdict).toBe('unknown');
    expect(told(result)).toEqual([reason]);
    expect(result.checks[1]).toMatchObject({ name: 'operations', nothingToJudge: true });
  });

  it('decide nothing where one of them ended ok, or something else went wrong', async () => {
    const twice = stateMachine<{ state: { n: number }; request: { f: string }; reply: number }>({
      start: () => ({ n: 0 }),
      onRequest: (state, _request, node) => (state.n++ === 0 ? node.reply(1) : node.reject('no')),
    });
    expect(told(await run({ nodes: ['a'], program: twice, asks }))).toEqual([]);
    const throws = stateMachine<{ request: { f: string } }>({
      start: () => undefined,
      onRequest() {
        throw new Error('mine');
      },
    });
    const failed = await run({ nodes: ['a'], program: throws, asks });
    expect(failed.verdict).toBe('invalid');
    expect(failed.checks.map(({ name }) => name)).toEqual(['runtime']);
  });

  it('are none, and nothing else was looked at: undecided', async () => {
    const result = await run({ nodes: ['a'], program: answers });
    expect(result.verdict).toBe('unknown');
    expect(told(result)).toEqual([
      'operations: nothing was looked at: no operation was asked, no node recorded an effect, and there is no invariant',
    ]);
  });

  it.each<[string, Partial<TinySystem>]>([
    ['invariants', { program: answers, invariants: holds }],
    ['effects that a check judges', { program: tells, check: { content } }],
    ['places declared unreachable', { program: answers, coverage: { unreachable: ['never'] } }],
  ])('are none, and %s were looked at: valid', async (_what, system) => {
    expect((await run({ nodes: ['a'], program: answers, ...system })).verdict).toBe('valid');
  });
});

describe('a check', () => {
  it('of a history without any operation is undecided, whatever it says but a violation', async () => {
    const system = { nodes: ['a'], program: answers, invariants: holds };
    const claims = { content, linearizable: linearizable(registerModel()) };
    const result = await run({ ...system, check: claims });
    expect(result.checks.filter(({ nothingToJudge: nothing }) => nothing)).toHaveLength(2);
    expect(told(result)).toEqual([
      'content: no operation was asked, and no node recorded an effect',
      'linearizable: nothing to judge: the history is empty',
    ]);
    const must: Checker = {
      name: 'must',
      check: () => ({ verdict: 'invalid', reason: 'nobody came', anomalies: [] }),
    };
    expect((await run({ ...system, check: { must } })).verdict).toBe('invalid');
  });

  it('says itself that it found nothing it understands', async () => {
    const puzzled: Checker = { name: 'puzzled', check: () => nothingToJudge('nothing was ever sent') };
    const result = await run({ nodes: ['a'], program: answers, asks, check: { puzzled } });
    expect(result.verdict).toBe('unknown');
    expect(result.checks.at(-1)).toMatchObject({ reason: 'nothing was ever sent', nothingToJudge: true });
  });
});

describe('liveness', () => {
  const system: TinySystem = { nodes: ['a'], program: answers, asks, settleMs: 60, liveWithinMs: 10 };
  const livenessOf = async (more: Partial<TinySystem>) =>
    (await simulate(tiny({ ...system, ...more }))).checks.at(-1);

  it('is undecided where nothing was asked once everything was healed', async () => {
    expect(await livenessOf({})).toMatchObject({
      verdict: 'unknown',
      reason: 'no client asked for anything from 50 ms on, when answers are claimed',
      nothingToJudge: true,
    });
    const late = [...asks, { atMs: 60, to: 'a', f: 'count' }];
    expect(await livenessOf({ asks: late })).toMatchObject({ name: 'liveness', verdict: 'valid' });
    expect(await livenessOf({ asks: late, program: refuses })).toMatchObject({ verdict: 'invalid' });
  });

  it('is undecided, and not left out, where the scenario never heals anything', async () => {
    expect(await livenessOf({ settleMs: 0 })).toMatchObject({
      name: 'liveness',
      verdict: 'unknown',
      reason: 'settleMs is 0: nothing is ever healed, and answers are claimed from then on',
    });
  });

  it('is no claim of a plan that somebody wrote without healing', async () => {
    const operations = [{ process: 'client', atMs: 10, to: 'a', input: { f: 'count' } }];
    const result = await simulate(tiny(system), { plan: { schema: 1, faults: [], operations } });
    expect(result.checks.map(({ name }) => name)).toEqual(['runtime']);
    expect(result.verdict).toBe('valid');
  });
});

describe('expectValid', () => {
  it('fails for what was not looked at, and leaves no capsule', async () => {
    const result = await run({ nodes: ['a'], program: silent, asks });
    expect(() => result.expectValid()).toThrow(
      /is unknown with seed 1: operations: the one operation asked did not/,
    );
    try {
      result.expectValid();
    } catch (error) {
      expect((error as RunFailed).capsule).toBeUndefined();
    }
  });

  it('is outside of a fast-check property there: no failure shrinks to a run of nothing', async () => {
    const scenario = tiny({ nodes: ['a'], program: answers, asks: [...asks, ...asks, ...asks] });
    const often: Checker = {
      name: 'often',
      check: (history) =>
        history.length > 3
          ? { verdict: 'invalid', reason: 'too often', anomalies: [] }
          : { verdict: 'valid', reason: 'seldom' },
    };
    const busy = { ...scenario, check: { often } };
    const found = await fc.check(
      fc.asyncProperty(runPlan(busy), async (planned) => {
        (await simulate(busy, planned)).expectValid();
      }),
      { seed: 3, numRuns: 5 },
    );
    expect(found.failed).toBe(true);
    expect(found.counterexample?.[0].plan.operations).toHaveLength(4);
    const idle = tiny({ nodes: ['a'], program: silent, asks });
    const nothing = await fc.check(
      fc.asyncProperty(runPlan(idle), async (planned) => {
        (await simulate(idle, planned)).expectValid();
      }),
      { seed: 3, numRuns: 5 },
    );
    expect(nothing).toMatchObject({ failed: true, counterexample: null });
    expect(nothing.numSkips).toBeGreaterThan(0);
  });
});
