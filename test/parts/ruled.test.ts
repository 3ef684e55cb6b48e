/** The table of rules and bugs: what it gives, what it refuses, and what its types know. */
import { asyncProgram, clients, defineScenario, simulate, z } from 'seedstorm';
import { cast, ruled, type RulesOf } from 'seedstorm/parts';
import { describe, expect, expectTypeOf, it } from 'vitest';

const rules = ruled(
  { acknowledge: 'after-sync', takeOnce: true, attempts: 4, pauseMs: 10 },
  {
    'acknowledge-before-sync': {
      summary: 'A power cut takes back what was acknowledged',
      rules: { acknowledge: 'at-once' },
      params: { nodes: 3 },
      faults: 'rough',
      shows: { check: 'kept', anomaly: 'lost', within: 3 },
    },
    impatient: { summary: 'Never pauses', rules: { pauseMs: 'never', takeOnce: false } },
    lonely: { summary: 'Runs alone', params: { nodes: 1 } },
  },
);

describe('ruled', () => {
  it('lays the change of a bug over what is given, and that over the sound rules', () => {
    expect(rules.with(undefined)).toEqual(rules.sound);
    expect(rules.with('impatient')).toEqual({
      acknowledge: 'after-sync',
      takeOnce: false,
      attempts: 4,
      pauseMs: 'never',
    });
    expect(rules.with('impatient', { takeOnce: true, attempts: 9, quorum: 2 })).toMatchObject({
      takeOnce: false,
      attempts: 9,
      quorum: 2,
    });
    // Parameters and nothing else.
    expect(rules.with('lonely')).toEqual(rules.sound);
  });

  it('gives a scenario its bugs without their rules', () => {
    expect(rules.bugs['acknowledge-before-sync']).toEqual({
      summary: 'A power cut takes back what was acknowledged',
      params: { nodes: 3 },
      faults: 'rough',
      shows: { check: 'kept', anomaly: 'lost', within: 3 },
    });
    // Parameters and nothing else: the sound runs beside it are those without them.
    expect(rules.bugs.lonely).toEqual({ summary: 'Runs alone', params: { nodes: 1 }, twin: 'plain' });
    expect(Object.keys(rules.bugs)).toEqual(['acknowledge-before-sync', 'impatient', 'lonely']);
  });

  it.each([
    ['a rule that is not there', { rules: { tries: 1 } }, "changes the rule 'tries'; there are attempts"],
    ['the sound value', { rules: { attempts: 4 } }, "gives the rule 'attempts' its sound value"],
    ['nothing', {}, 'changes nothing'],
    ['no rules', { rules: {} }, 'changes nothing'],
  ])('refuses a bug that changes to %s', (_what, change, sentence) => {
    expect(() => ruled({ attempts: 4 }, { odd: { summary: 'Odd', ...(change as object) } })).toThrow(
      sentence,
    );
  });

  it('refuses a bug that is not in the table', () => {
    const asked: string = 'impatent';
    expect(() => rules.with(asked)).toThrow(
      "there is no bug 'impatent'; there are acknowledge-before-sync, ",
    );
    expect(() => rules.with('constructor' as string)).toThrow('there is no bug');
  });

  it('knows the types of its rules without a cast', () => {
    expectTypeOf<RulesOf<typeof rules>>().toEqualTypeOf<{
      readonly acknowledge: 'after-sync' | 'at-once';
      readonly takeOnce: boolean;
      readonly attempts: number;
      readonly pauseMs: number | 'never';
    }>();
    expectTypeOf<ReturnType<typeof rules.with>>().toEqualTypeOf<RulesOf<typeof rules>>();
    const bug = 'lonely' as string | undefined;
    expectTypeOf(rules.with(bug, { quorum: 2 }).quorum).toEqualTypeOf<number>();
    expectTypeOf(rules.with(bug, { acknowledge: 'at-once' as const }).acknowledge).toEqualTypeOf<
      'after-sync' | 'at-once'
    >();
  });

  it('makes mistakes errors of types', () => {
    // @ts-expect-error -- no bug has that name
    expect(() => rules.with('impatent')).toThrow();
    // @ts-expect-error -- no rule has that name
    expect(() => ruled({ a: 1 }, { odd: { summary: 'Odd', rules: { b: 2 } } })).toThrow();
    // @ts-expect-error -- a bug says what it is
    expect(ruled({ a: 1 }, { odd: { rules: { a: 2 } } }).sound).toEqual({ a: 1 });
    // @ts-expect-error -- a bug has no such field
    expect(ruled({ a: 1 }, { odd: { summary: 'Odd', rules: { a: 2 }, show: {} } }).sound).toEqual({ a: 1 });
  });
});

interface Echo {
  request: { f: 'ask' };
  reply: string;
  message: { f: 'tell' };
  answer: string;
}

describe('cast', () => {
  const teller = (word: string) => asyncProgram<Echo>((node) => node.onMessage(() => word));
  const asker = asyncProgram<Echo>((node) => {
    node.onRequest(async () => await node.call('t2', { f: 'tell' }, { timeoutMs: 20 }));
  });
  const words = ruled({ word: 'hello' }, { rude: { summary: 'Does not greet', rules: { word: 'what?' } } });

  const scenario = defineScenario({
    name: 'test/cast',
    summary: 'Askers and tellers',
    params: z.object({ tellers: z.int().default(2) }),
    nodes: ({ tellers }) => ['a', ...Array.from({ length: tellers }, (_, index) => `t${index + 1}`)],
    protocol: ({ tellers }, { bug }) =>
      cast({
        asker: [['a'], asker],
        teller: [
          Array.from({ length: tellers }, (_, index) => `t${index + 1}`),
          (node) => teller(`${words.with(bug).word} from ${node}`),
        ],
      }),
    workload: () => clients(1, { ask: 1 }, { everyMs: 10, to: () => 'a' }),
    faults: 'none',
    durationMs: 500,
    check: {},
    bugs: words.bugs,
  });

  it('gives each node the program of its role, with the rules of the bug', async () => {
    const answers = async (bug?: string) =>
      new Set(
        (await simulate(scenario, { seed: 1, ...(bug !== undefined && { bug }) })).history.map(
          ({ output }) => output,
        ),
      );
    expect(await answers()).toEqual(new Set(['hello from t2']));
    expect(await answers('rude')).toEqual(new Set(['what? from t2']));
  });

  it('refuses two roles for one node', () => {
    expect(() => cast({ asker: [['a'], asker], teller: [['t', 'a'], teller('x')] })).toThrow(
      "node 'a' is both 'asker' and 'teller'",
    );
  });
});
