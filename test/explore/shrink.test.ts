import { describe, expect, it } from 'vitest';
import { simulate, stateMachine, type Fault, type Run, type Scenario } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';
import type { Checker, History } from '../../checkers/history.js';
import { fitBudget } from '../../sim/faults/budget.js';
import { asShrunk } from '../../explore/shrink/calm.js';
import { shrink, type Failure, type Shrunk } from '../../explore/shrink/shrink.js';
import { isFailure, signatureOf } from '../../sim/run/capsule/signature.js';
import { tiny } from '../sim/tiny-system.js';

/** A node that remembers the last word it was told, and tells it. */
const parrot = stateMachine<{
  state: { word: string };
  request: { f: string; word?: string };
  reply: string;
}>({
  start: () => ({ word: '' }),
  onRequest(state, { f, word }, node) {
    if (f === 'say') state.word = word ?? '';
    node.reply(state.word);
  },
});

/** Complains, by a kind of anomaly of the test's own, as the history says. */
function complains(why: (history: History) => string | undefined): Checker {
  return {
    name: 'complains',
    check(history) {
      const kind = why(history);
      if (kind === undefined) return { verdict: 'valid', reason: 'nothing to complain about' };
      return { verdict: 'invalid', reason: kind, anomalies: [{ kind, message: kind, operations: [] }] };
    },
  };
}

const words = (history: History): string[] =>
  history.map(({ input }) => (input as { word?: string }).word ?? '');

const saying = (...said: string[]) =>
  said.map((word, index) => ({
    f: 'say',
    word,
    to: 'a',
    atMs: 1 + index * 2,
    client: `client${index % 4}`,
  }));

async function failing(scenario: Scenario<object>, faults: readonly Fault[] = []): Promise<Run> {
  const run = await simulate(scenario, { faults });
  expect(run.verdict).toBe('invalid');
  return run;
}

async function shrunkOf(scenario: Scenario<object>, failure: Failure): Promise<Shrunk> {
  const shrunk = await shrink(scenario, failure);
  if (shrunk === undefined) throw new Error('expected a shrunk failure');
  return shrunk;
}

describe('what is cut', () => {
  it('keeps exactly the operations a failure needs, and no fault it does not', async () => {
    const scenario = tiny({
      program: parrot,
      asks: saying(...'abcdefghijklmnopqrst'),
      check: {
        both: complains((history) =>
          words(history).includes('d') && words(history).includes('q') ? 'd-and-q' : undefined,
        ),
      },
    });
    const run = await failing(scenario, [
      { kind: 'pause', node: 'b', atMs: 5, durationMs: 20 },
      { kind: 'loss', probability: 0.2, atMs: 0, from: ['b'], to: ['a'] },
      { kind: 'clock-jump', node: 'b', byMs: 30, atMs: 7 },
    ]);
    const shrunk = await shrunkOf(scenario, run);
    expect(shrunk.plan.faults).toEqual([]);
    expect(shrunk.plan.operations.map(({ input }) => (input as { word: string }).word).sort()).toEqual([
      'd',
      'q',
    ]);
    expect(shrunk.from).toMatchObject({ faults: 3, operations: 20 });
    expect(shrunk.to).toEqual({ faults: 0, operations: 2, events: shrunk.run.events });
  });

  it('does not slip into another kind of anomaly, however much smaller it is', async () => {
    const scenario = tiny({
      program: parrot,
      asks: saying(...'abcdefgh'),
      check: {
        kinds: complains((history) => (words(history).length >= 5 ? 'five' : 'fewer')),
      },
    });
    const shrunk = await shrunkOf(scenario, await failing(scenario));
    expect(shrunk.plan.operations).toHaveLength(5);
    expect(signatureOf(shrunk.run)).toEqual({ scenario: 'test/tiny', check: 'kinds', anomaly: 'five' });
  });

  it('does not slip into another check that fails as well', async () => {
    const scenario = tiny({
      program: parrot,
      asks: saying(...'abcdefgh'),
      check: {
        three: complains((history) => (history.length >= 3 ? 'three' : undefined)),
        always: complains(() => 'always'),
      },
    });
    expect((await shrunkOf(scenario, await failing(scenario))).plan.operations).toHaveLength(3);
  });

  it('turns a chance of loss into the one message that was lost', async () => {
    const scenario = tiny({
      program: parrot,
      asks: saying(...'abcdefghijklmnop'),
      clientTimeoutMs: 5,
      check: {
        answered: complains((history) => {
          const index = history.findIndex(({ type }) => type === 'info');
          return index < 0 ? undefined : 'no-answer';
        }),
      },
    });
    const run = await failing(scenario, [
      {
        kind: 'loss',
        probability: 0.3,
        atMs: 0,
        from: ['client0', 'client1', 'client2', 'client3'],
        to: ['a'],
      },
    ]);
    const { plan } = await shrunkOf(scenario, run);
    expect(plan.operations).toHaveLength(1);
    const [operation] = plan.operations;
    expect(plan.faults).toEqual([
      {
        kind: 'message',
        action: 'drop',
        from: operation?.process,
        to: 'a',
        nth: 1,
        atMs: Math.floor(operation?.atMs ?? 0),
      },
    ]);
  });

  it('makes windows shorter and times round', async () => {
    const scenario = tiny({
      program: parrot,
      asks: [{ f: 'say', word: 'x', to: 'a', atMs: 51.237 }],
      clientTimeoutMs: 20,
      check: {
        answered: complains((history) =>
          history.some(({ type }) => type !== 'ok') ? 'no-answer' : undefined,
        ),
      },
    });
    const run = await failing(scenario, [{ kind: 'pause', node: 'a', atMs: 3.217, durationMs: 90.501 }]);
    const { plan } = await shrunkOf(scenario, run);
    const [fault] = plan.faults as readonly { readonly atMs: number; readonly durationMs?: number }[];
    expect(fault?.durationMs).toBeLessThan(25);
    // Nothing happens before it: the pause is told as short.
    expect(plan.operations[0]?.atMs).toBe(10);
    for (const ms of [fault?.atMs, fault?.durationMs]) expect(Number.isInteger((ms ?? 0) * 10)).toBe(true);
  });
});

describe('the limits', () => {
  const scenario = tiny({
    program: parrot,
    asks: saying(...'abcdefghijklmnopqrst'),
    check: { many: complains((history) => (history.length >= 9 ? 'many' : undefined)) },
  });

  it('leaves a process that is gone for good gone for good: its plan can be read again', async () => {
    const scenario = tiny({
      program: parrot,
      asks: saying(...'abcdefgh'),
      check: {
        answered: complains((history) => (history.some(({ type }) => type !== 'ok') ? 'silent' : undefined)),
      },
    });
    const run = await failing(scenario, [{ kind: 'kill', node: 'a', atMs: 4, forGood: true }]);
    const { plan } = await shrunkOf(scenario, run);
    expect(plan.faults).toMatchObject([{ kind: 'kill', node: 'a', forGood: true }]);
    expect((await simulate(scenario, { plan })).verdict).toBe('invalid');
  });

  it('is bounded by runs, and what it has by then fails as it should', async () => {
    const run = await failing(scenario);
    const shrunk = await shrink(scenario, run, { runs: 6 });
    // Reproducing, confirming and looking at the end come on top.
    expect(shrunk?.runs).toBeLessThanOrEqual(6 + 8);
    expect(shrunk?.run.plan.operations.length).toBeGreaterThan(9);
    expect(isFailure(shrunk?.run as Run, { scenario: 'test/tiny', check: 'many', anomaly: 'many' })).toBe(
      true,
    );
  });

  it('ends at once when told to, with the failure whole', async () => {
    const shrunk = await shrink(scenario, await failing(scenario), { goesOn: () => false });
    expect(shrunk?.to).toMatchObject({ faults: 0, operations: 20 });
  });

  it('reports as it goes', async () => {
    const seen: number[] = [];
    await shrink(scenario, await failing(scenario), {
      onProgress: ({ operations }) => void seen.push(operations),
    });
    expect(seen.at(-1)).toBe(9);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });

  it('has nothing to shrink in a valid run, nor in one that fails otherwise than it is said to', async () => {
    const run = await failing(scenario);
    const plan = { ...run.plan, operations: run.plan.operations.slice(0, 3) };
    expect(await shrink(scenario, { ...run, plan })).toBeUndefined();
    const { params, seed } = run;
    const failure = { params, seed, plan: run.plan };
    expect(await shrink(scenario, { ...failure, check: 'other' })).toBeUndefined();
    expect(await shrink(scenario, { ...failure, check: 'many', anomaly: 'other' })).toBeUndefined();
    expect(await shrink(scenario, { ...failure, check: 'many', anomaly: 'many' })).toBeDefined();
  });
});

describe('the order that decides', () => {
  it('names the two messages, and the run passes with them the other way round', async () => {
    const scenario = tiny({
      program: parrot,
      asks: [
        { f: 'say', word: 'first', to: 'a', atMs: 10, client: 'x' },
        { f: 'say', word: 'second', to: 'a', atMs: 10.2, client: 'y' },
        { f: 'hear', to: 'a', atMs: 20, client: 'x' },
      ],
      check: {
        first: complains((history) =>
          history.some(({ input, output }) => (input as { f: string }).f === 'hear' && output === 'second')
            ? 'overwritten'
            : undefined,
        ),
      },
    });
    const { criticalPair, matter } = await shrunkOf(scenario, await failing(scenario));
    // One of the two writes goes when only the last word matters: what is left is said before it is heard.
    expect(criticalPair).toEqual({
      node: 'a',
      first: { from: 'y', what: 'say request', atMs: expect.any(Number) as number },
      second: { from: 'x', what: 'hear request', atMs: expect.any(Number) as number },
    });
    // Each operation: it begins, its request arrives, its answer arrives. The last answer is what counts.
    expect(matter).toBeGreaterThanOrEqual(4);
    expect(matter).toBeLessThanOrEqual(7);
  });
});

/** The first seed that shows a bug, within reason. */
async function firstFailure(scenario: Scenario, bug: string): Promise<Run> {
  for (let seed = 1; seed <= 300; seed++) {
    const run = await simulate(scenario, { seed, bug });
    if (run.verdict === 'invalid') return run;
  }
  throw new Error(`${scenario.name}: no seed up to 300 shows ${bug}`);
}

const FAILURES = [
  ['replication/quorum-register', 'wall-clock-versions'],
  ['replication/quorum-register', 'twice-taken-requests'],
  ['saga/order', 'compensation-not-idempotent'],
  ['saga/order', 'late-step-accepted'],
  ['broker/replicated-log', 'sequence-not-checked'],
  ['broker/replicated-log', 'truncate-to-high-watermark'],
  ['real/circuit-breaker', 'calls-around-the-breaker'],
  ['real/yjs', 'acknowledge-before-sync'],
] as const;
const isSecond = (name: string, bug: string): boolean =>
  FAILURES.find(([known]) => known === name)?.[1] !== bug;

describe.each(FAILURES)('%s with %s', (name, bug) => {
  const scenario = scenarios.find((known) => known.name === name) as Scenario;

  it('shrinks to at most 3 faults and 12 operations that fail alike, the same each time', async () => {
    const found = await firstFailure(scenario, bug);
    const shrunk = await shrink(scenario, found);
    if (shrunk === undefined) throw new Error('expected a shrunk failure');
    expect(shrunk.to.faults).toBeLessThanOrEqual(3);
    expect(shrunk.to.operations).toBeLessThanOrEqual(12);
    expect(shrunk.matter).toBeLessThanOrEqual(shrunk.to.events);
    expect(signatureOf(shrunk.run)).toEqual(signatureOf(found));

    // The plan alone brings it back, after a journey through JSON too.
    const on = asShrunk(scenario, shrunk);
    const plan: unknown = JSON.parse(JSON.stringify(shrunk.plan));
    const params = shrunk.params ?? found.params;
    const options = { seed: found.seed, bug, params };
    const again = await simulate(on, { ...options, plan });
    expect(again.fingerprint).toBe(shrunk.run.fingerprint);

    // The bug is what fails: without it the same plan is survived.
    // What little is left to do may leave other claims nothing to judge.
    const survived = await simulate(on, { seed: found.seed, params, plan });
    expect(survived.checks.filter((each) => each.verdict !== 'valid' && !each.nothingToJudge)).toEqual([]);
    const { check } = signatureOf(found) ?? {};
    expect(survived.checks.find(({ name }) => name === check)?.verdict).toBe('valid');

    // Nothing asks for more than the scenario claims to survive.
    const budget = typeof scenario.budget === 'function' ? scenario.budget(params) : scenario.budget;
    const nodes = scenario.nodes?.(params) ?? ['n1', 'n2', 'n3'];
    if (budget !== undefined)
      expect(fitBudget(shrunk.plan.faults, budget, { nodes })).toEqual(shrunk.plan.faults);

    // No fault is idle.
    for (const fault of shrunk.plan.faults) {
      const faults = shrunk.plan.faults.filter((each) => each !== fault);
      const without = await simulate(on, { ...options, plan: { ...shrunk.plan, faults } });
      expect(
        isFailure(without, { ...(signatureOf(found) as NonNullable<ReturnType<typeof signatureOf>>) }),
      ).toBe(false);
    }

    // Of each scenario one is shrunk again: to shrink costs half a minute for all of them.
    if (isSecond(name, bug)) return;
    const twin = await shrink(scenario, found);
    expect(twin?.plan).toEqual(shrunk.plan);
    expect(twin?.runs).toBe(shrunk.runs);
  });
});
