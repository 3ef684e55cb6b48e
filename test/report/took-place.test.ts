/** A run that fails early is over before all of its plan took place: nothing tells of the rest as if it had. */
import { describe, expect, it } from 'vitest';
import { simulate, stateMachine, type Fault, type Invariant, type Plan, type Scenario } from 'seedstorm';
import { failureBlock, renderRun } from '../../cli/render/run-account.js';
import { runJson } from '../../cli/render/run-json.js';
import { recordRun } from '../../report/data/record-run.js';
import { storyOfFailure } from '../../report/story/tell.js';
import { countRun, emptyTally } from '../../explore/tally.js';
import { toldRun } from '../../sim/run/capsule/told-run.js';
import { tookPlace } from '../../sim/faults/timeline.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { tiny } from '../sim/tiny-system.js';

const counter = stateMachine<{
  state: { count: number };
  request: { f: 'add' };
  reply: number;
}>({
  start: () => ({ count: 0 }),
  onRequest(state, _request, node) {
    state.count++;
    node.reply(state.count);
  },
});

const few: Invariant = (nodes) =>
  nodes.some(({ state }) => ((state as { count: number } | undefined)?.count ?? 0) > 1)
    ? 'more than one'
    : undefined;

const plan: Plan = {
  schema: 1,
  operations: [
    { process: 'c', atMs: 5, to: 'a', input: { f: 'add' } },
    { process: 'c', atMs: 10, to: 'a', input: { f: 'add' } },
  ],
  faults: [
    { kind: 'restart', node: 'b', atMs: 40 },
    { kind: 'pause', node: 'b', atMs: 3, durationMs: 50 },
  ],
  healAtMs: 60,
};

const scenario = tiny({
  program: counter,
  asks: [{ f: 'add', atMs: 5, to: 'a', client: 'c' }],
  invariants: { few },
});

describe('a run that is over at 11 ms', async () => {
  const run = await simulate(scenario, { plan });
  const terminal = fakeTerminal();

  it('is told with what took place, and with nothing that did not', async () => {
    expect(run.virtualMs).toBe(11);
    const { faults } = await recordRun(scenario as Scenario, run);
    expect(faults.map(({ what }) => what)).toEqual(['pause b']);
    const told = await storyOfFailure(scenario as Scenario, run);
    const story = (told?.lines ?? []).map(({ text }) => text);
    expect(story).toContain('pause b');
    for (const text of [
      story.join('\n'),
      renderRun(run, scenario.summary, 'replay', terminal),
      failureBlock(run, 'replay', terminal).join('\n'),
    ])
      expect(text).not.toMatch(/healed|restart|over:/);
    expect(renderRun(run, scenario.summary, 'replay', terminal)).toContain(
      '1 more planned for later: the run was over at 11 ms',
    );
  });

  it('counts only the faults that began', () => {
    const tally = emptyTally();
    countRun(tally, run);
    expect(tally.faults).toEqual({ pause: 1 });
  });
});

it('a fault planned for after heal-all never begins', () => {
  expect(tookPlace({ ...plan, healAtMs: 30 }, 100, [])).toEqual({
    faults: [plan.faults[1]],
    healedAtMs: 30,
    notBegun: 1,
    stillWaiting: 0,
  });
  expect(tookPlace(plan, 100, []).faults.map(({ atMs }) => atMs)).toEqual([3, 40]);
});

describe('a fault that waits for something', () => {
  const terminal = fakeTerminal();
  const waits = (moment: 'before' | 'after', nth: number): Fault => ({
    kind: 'pause',
    atMs: 0,
    durationMs: 2,
    node: 'a',
    when: { site: 'receive', moment, nth },
  });

  it('is told with the time at which it began, and counted, only if it did', async () => {
    const two = { ...plan, faults: [waits('before', 1), waits('after', 100)] };
    const waited = await simulate(scenario, { plan: two });
    const [{ atMs = 0 } = {}] = waited.triggered;
    expect(atMs).toBeGreaterThan(0);
    expect((await storyOfFailure(scenario as Scenario, waited))?.lines).toContainEqual(
      expect.objectContaining({ is: 'fault', atMs, text: 'pause a before its next incoming message' }),
    );
    const account = renderRun(waited, scenario.summary, 'replay', terminal);
    expect(account).toContain('pause a before its next incoming message');
    expect(account).not.toContain('100th');
    expect(account).toContain('1 more waited for something that did not happen');
    const tally = emptyTally();
    countRun(tally, waited);
    expect(tally.faults).toEqual({ pause: 1 });
    expect(waited.faults).toBe(1);
    expect(runJson(toldRun(waited), 'replay')['timeline']).toEqual([
      { atMs, fault: 'pause a before its next incoming message', began: true },
      { atMs: 0, fault: 'pause a after its 100th incoming message', began: false },
    ]);
  });
});
