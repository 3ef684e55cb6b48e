import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { simulate, verify, type Run } from 'seedstorm';
import type { History } from 'seedstorm/checkers';
import { libraries } from '../../../scenarios/real/circuit-breaker/libraries.js';
import {
  answersMatch,
  circuitBreakerScenario,
  failsFast,
  refusedStayAway,
} from '../../../scenarios/real/circuit-breaker/scenario.js';
import { lateAnswersTable } from '../../../scenarios/tables/late-answers.js';

function failed(run: Run): string[] {
  return run.checks.filter(({ verdict }) => verdict !== 'valid').map(({ name }) => name);
}

/** What the breaker announced, in order. */
function announced({ history }: Run): unknown[] {
  return history.flatMap(({ input }) => {
    const { f, is } = input as { readonly f: string; readonly is?: string };
    return f === 'breaker' ? [is] : [];
  });
}

/** Long enough for calls to time out, several at once. */
const outage = [{ kind: 'pause', node: 'backend', atMs: 500, durationMs: 600 }] as const;

test.each([
  [{ version: '4.2.1' }, 40],
  [{ version: 'newest' }, 40],
  [{ library: 'cockatiel' }, 20],
  [{ library: 'mollitia' }, 20],
])('%o keeps its promises under rough faults', async (params, seeds) => {
  let openings = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const run = await simulate(circuitBreakerScenario, { seed, params });
    openings += announced(run).filter((state) => state === 'open').length;
    run.expectValid();
  }
  expect(openings).toBeGreaterThan(seeds / 5);
});

test('version 4.2.0 never recovers in some runs', async () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 50; seed++) {
    const run = await simulate(circuitBreakerScenario, { seed, bug: 'opossum-4.2.0' });
    found.push(...failed(run));
  }
  expect(new Set(found)).toEqual(new Set(['liveness']));
  expect(found.length).toBeGreaterThan(2);
});

test('one outage tells the versions apart: 4.2.0 stays open, the others try again and close', async () => {
  const run = (version: string) =>
    simulate(circuitBreakerScenario, { seed: 1, params: { version }, faults: outage });
  const bad = await run('4.2.0');
  expect(failed(bad)).toEqual(['liveness']);
  expect(bad.checks.at(-1)?.reason).toContain('was refused (Breaker is open), though everything was healed');
  expect(announced(bad)).toEqual(['closed', 'open']);
  for (const version of ['4.2.1', 'newest']) {
    const good = await run(version);
    expect(failed(good)).toEqual([]);
    expect(announced(good).slice(0, 3)).toEqual(['closed', 'open', 'half-open']);
    expect(announced(good).at(-1)).toBe('closed');
  }
});

test('calls around the breaker are seen by both safety checks', async () => {
  const run = await simulate(circuitBreakerScenario, {
    seed: 1,
    bug: 'calls-around-the-breaker',
    faults: [{ kind: 'partition', atMs: 500, durationMs: 300, groups: [['gateway'], ['backend']] }],
  });
  expect(failed(run)).toEqual(['fails-fast', 'refused-stay-away']);
});

test('two runs of a seed do not differ anywhere, whichever the breaker', async () => {
  const all = [
    ...['4.2.0', '4.2.1', 'newest'].map((version) => ({ version })),
    ...libraries.map((library) => ({ library })),
  ];
  for (const [index, params] of all.entries())
    expect(await verify(circuitBreakerScenario, { seed: 1 + index, params })).toBeUndefined();
});

test('late answers: the table of the chapter is what is measured', async () => {
  const text = readFileSync(
    new URL('../../../scenarios/real/circuit-breaker/README.md', import.meta.url),
    'utf8',
  );
  const [, section = ''] = text.split('## Late answers');
  const chapter = [...section.split('\n## ')[0]!.matchAll(/^\| `.*$/gm)].map(([line]) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
  const { rows } = await lateAnswersTable.measure({ seed: 1, runs: 1 });
  const measured = rows.map((row) => lateAnswersTable.columns.map(({ cell }) => cell(row)));
  expect(measured).toEqual(chapter);
});

/** A history of effects, or of answers. */
function history(
  ...inputs: readonly { readonly f: string; readonly output?: number; [field: string]: unknown }[]
): History {
  return inputs.map(({ output, ...input }, index) => {
    return { process: 'p', input, output, type: 'ok', invoke: 2 * index, complete: 2 * index + 1 };
  });
}

const [closed, open, halfOpen] = ['closed', 'open', 'half-open'].map((is) => ({ f: 'breaker', is }));
const call = (id: string) => ({ f: 'call', call: id });
const refused = (id: string) => ({ f: 'refused', call: id });

test.each([
  [
    'an ordinary life',
    [closed!, call('a'), open!, refused('b'), halfOpen!, call('c'), refused('d'), closed!, call('e')],
    [],
  ],
  [
    'a trial that fails',
    [closed!, open!, halfOpen!, call('a'), open!, refused('b'), halfOpen!, call('c')],
    [],
  ],
  ['a call while open', [closed!, open!, call('a')], ['call-while-open']],
  ['two trials', [closed!, open!, halfOpen!, call('a'), call('b')], ['second-trial']],
  [
    'a refusal while closed',
    [closed!, open!, halfOpen!, call('a'), closed!, refused('b')],
    ['refused-while-closed'],
  ],
  ['a restart', [closed!, open!, { ...closed!, starts: true }, call('a')], []],
  ['an open circuit that nobody tried', [closed!, open!, closed!, call('a')], ['closed-untried']],
])('fails-fast: %s', (_, effects, kinds) => {
  const verdict = failsFast.check(history(...effects));
  expect(verdict.verdict === 'invalid' ? verdict.anomalies.map(({ kind }) => kind) : []).toEqual(kinds);
  expect(verdict.verdict).toBe(kinds.length === 0 ? 'valid' : 'invalid');
});

test('refused-stay-away: a refused call that the backend serves, even before the refusal', () => {
  const served = { f: 'served', call: 'a' };
  expect(refusedStayAway.check(history(call('a'), served, refused('b'))).verdict).toBe('valid');
  expect(refusedStayAway.check(history(served, refused('a'))).verdict).toBe('invalid');
});

test('answers-match: an answer to another question', () => {
  expect(answersMatch.check(history({ f: 'ask', question: 3, output: 7 })).verdict).toBe('valid');
  expect(answersMatch.check(history({ f: 'ask', question: 3, output: 9 })).verdict).toBe('invalid');
});
