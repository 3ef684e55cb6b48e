/** What a scenario claims nothing under is left out where a profile draws it, and told where a plan names it. */
import { describe, expect, it } from 'vitest';
import { profileNamed, shrink, simulate, stateMachine, type Fault, type Scenario } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { failureBlock, renderRun } from '../../cli/render/run-account.js';
import { runJson } from '../../cli/render/run-json.js';
import { countRun, emptyTally } from '../../explore/tally.js';
import { toldRun } from '../../sim/run/capsule/told-run.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { tiny } from './tiny-system.js';

/** One register in memory: it loses its value with its process, and says that it does. */
const register = stateMachine<{
  state: { value: number | null };
  request: { f: 'read' } | { f: 'write'; value: number };
  reply: number | null;
}>({
  start: () => ({ value: null }),
  onRequest(state, request, node) {
    if (request.f === 'write') state.value = request.value;
    node.reply(state.value);
  },
});

const scenario = tiny({
  nodes: ['a'],
  program: register,
  asks: [
    { atMs: 1, f: 'write', value: 1 },
    { atMs: 50, f: 'read' },
  ],
  check: { linearizable: linearizable(registerModel()) },
  budget: { maxDown: 0, allow: { clockSkewMs: 100 } },
}) as Scenario;
const kill = { kind: 'kill', atMs: 20, durationMs: 5, node: 'a' } as const;
const terminal = fakeTerminal();

describe('a plan beyond the budget', () => {
  const jump: Fault = { kind: 'clock-jump', atMs: 10, node: 'a', byMs: 5 };

  it('is carried out, and what fails is told as outside of what is claimed', async () => {
    const run = await simulate(scenario, { faults: [jump, kill] });
    expect(run.verdict).toBe('invalid');
    expect(run.outside).toEqual([1]);
    const sentence = 'outside what test/tiny claims to survive: kill a';
    expect(failureBlock(toldRun(run), 'replay', terminal).join('\n')).toContain(sentence);
    expect(renderRun(run, scenario.summary, 'replay', terminal)).toContain(sentence);
    expect(runJson(toldRun(run), 'replay')).toMatchObject({ outside: [1], leftOut: {} });
  });

  it('is told so of what it was shrunk to as well', async () => {
    const run = await simulate(scenario, { faults: [jump, kill] });
    const shrunk = await shrink(scenario, run);
    expect(shrunk?.run.plan.faults.map(({ kind }) => kind)).toEqual(['kill']);
    expect(shrunk?.run.outside).toEqual([0]);
  });

  it('a clock that is more wrong than claimed is outside, one that is less wrong is not', async () => {
    const faults: Fault[] = [jump, { ...jump, byMs: 101 }, { ...kill, atMs: 60 }];
    const { outside, verdict } = await simulate(scenario, { faults: [...faults, kill] });
    expect({ outside, verdict }).toEqual({ outside: [1, 2, 3], verdict: 'invalid' });
  });

  it('within the budget nothing is outside, nor where nothing is limited', async () => {
    const unlimited = { ...scenario, budget: {} } as Scenario;
    expect((await simulate(unlimited, { faults: [kill] })).outside).toEqual([]);
    expect((await simulate(scenario, { faults: [jump] })).outside).toEqual([]);
    expect(
      failureBlock(toldRun(await simulate(unlimited, { faults: [kill] })), 'replay', terminal).join(),
    ).not.toContain('outside');
  });
});

describe('a profile beyond the budget', () => {
  it('is fitted, and what was left out is told', async () => {
    const drawn = profileNamed('crashes');
    const run = await simulate(scenario, { faults: drawn ?? 'none', seed: 3 });
    expect(run.plan.faults).toEqual([]);
    const total = Object.values(run.leftOut).reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(0);
    expect(Object.keys(run.leftOut).every((kind) => ['crash', 'kill', 'restart'].includes(kind))).toBe(true);
    const account = renderRun(run, scenario.summary, 'replay', terminal);
    expect(account).toContain('Nothing goes wrong.');
    expect(account).toMatch(/left out, outside what test\/tiny claims to survive: \d+ (crash|kill|restart)/);
  });

  it('is counted by a campaign', async () => {
    const tally = emptyTally();
    const runs = await Promise.all([1, 2, 3].map((seed) => simulate(scenario, { faults: 'crashes', seed })));
    for (const run of runs) countRun(tally, run);
    const counted = Object.values(tally.leftOut).reduce((sum, count) => sum + count, 0);
    const left = runs.flatMap((run) => Object.values(run.leftOut)).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(left);
    expect(tally.faults).toEqual({});
  });
});
