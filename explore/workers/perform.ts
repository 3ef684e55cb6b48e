/** Does a task, in whichever thread: the one place where a campaign meets the engine. */
import { performance } from 'node:perf_hooks';
import { coverageOf } from '../campaign-coverage.js';
import type { RunCoverage } from '../../sim/coverage/recorder.js';
import { prepare } from '../../sim/run/prepare.js';
import { builtinsAreSpoilt } from '../../sim/node/ambient/builtins.js';
import { differsAt, onlyAt } from '../../sim/record/divergence.js';
import type { RunRecord } from '../../sim/record/run-record.js';
import { load, recordRun, simulate } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { campaign } from '../campaign.js';
import { asShrunk } from '../shrink/calm.js';
import { shrink } from '../shrink/shrink.js';
import { shrunkPartOf } from '../../sim/run/capsule/shrunk-part.js';
import { countRun, emptyTally } from '../tally.js';
import { toldRun } from '../../sim/run/capsule/told-run.js';
import { NOTHING_REACHED, orUnprepared } from '../unprepared.js';
import type { Batch, Pulse, Storyteller, Task, ToldRecord } from './task.js';

/** Often enough for a progress line, seldom enough to cost nothing. */
const ANSWER_EVERY_MS = 50;

const NOBODY_TELLS: Storyteller = () => Promise.resolve(undefined);

/**
 * @param tellStory called for failures whose story is wanted
 * @throws InputError as `simulate` does
 */
export async function perform(
  scenario: Scenario,
  task: Task,
  pulse: Pulse,
  tellStory: Storyteller = NOBODY_TELLS,
): Promise<void> {
  switch (task.kind) {
    case 'seeds':
      return runSeeds(scenario, task, pulse);
    case 'run': {
      pulse.beat(0);
      const on = asShrunk(scenario, task.calm);
      const run = await orUnprepared(on, task.options, () => simulate(on, task.options));
      if ('unprepared' in run)
        return pulse.answer({ kind: 'told', run: run.unprepared, coverage: NOTHING_REACHED });
      const story = task.withStory === true ? await tellStory(on, run) : undefined;
      const told = { run: toldRun(run), coverage: run.coverage };
      return pulse.answer({ kind: 'told', ...told, ...(story === undefined ? {} : { story }) });
    }
    case 'record':
      return recordRuns(scenario, task, pulse);
    case 'draw': {
      pulse.beat(0);
      const { params, bug, profile, setup } = prepare(scenario, task.options, await load(scenario));
      return pulse.answer({ kind: 'drawn', drawn: { params, bug, profile, plan: setup.plan } });
    }
    case 'shrink':
      return shrinkOne(scenario, task, pulse, tellStory);
  }
}

async function recordRuns(
  scenario: Scenario,
  { options, calm, times, against }: Extract<Task, { kind: 'record' }>,
  pulse: Pulse,
): Promise<void> {
  const runs: ToldRecord[] = [];
  const goesOn = (): boolean => !pulse.stopped() && !builtinsAreSpoilt();
  for (let number = 0; number < times && (number === 0 || goesOn()); number++) {
    pulse.beat(number);
    const { run, record } = await recordRun(asShrunk(scenario, calm), options);
    runs.push({ run: toldRun(run), record: against === undefined ? record : wherever(record, against) });
  }
  pulse.answer({ kind: 'recorded', runs });
}

function wherever(record: RunRecord, against: Int32Array): RunRecord {
  return onlyAt(record, differsAt(against, record.words) ?? Infinity);
}

async function runSeeds(
  scenario: Scenario,
  { options, seeds, keepGoing }: Extract<Task, { kind: 'seeds' }>,
  pulse: Pulse,
): Promise<void> {
  let tally = emptyTally();
  let reached: RunCoverage[] = [];
  let answeredAt = performance.now();
  let failed = false;
  const answer = (failure: Pick<Batch, 'failure'>): void => {
    pulse.answer({ kind: 'batch', tally, coverage: coverageOf(reached), ...failure });
    tally = emptyTally();
    reached = [];
    answeredAt = performance.now();
  };
  await campaign(scenario, options, seeds, {
    goesOn(index) {
      // One run at least: a campaign that ran nothing has shown nothing.
      // After a run that spoilt its thread the others had better run in another.
      if ((failed && !keepGoing) || (index > 0 && (pulse.stopped() || builtinsAreSpoilt()))) return false;
      pulse.beat(index);
      return true;
    },
    ran(run, coverage) {
      countRun(tally, run);
      reached.push(coverage);
      failed = run.verdict === 'invalid';
      if (failed) answer({ failure: toldRun(run) });
      else if (performance.now() - answeredAt >= ANSWER_EVERY_MS) answer({});
    },
  });
  if (tally.runs > 0) answer({});
}

async function shrinkOne(
  scenario: Scenario,
  { failure, untilMs, runs: most }: Extract<Task, { kind: 'shrink' }>,
  pulse: Pulse,
  tellStory: Storyteller,
): Promise<void> {
  const endsAt = performance.now() + untilMs;
  let runs = 0;
  const shrunk = await shrink(scenario, failure, {
    goesOn() {
      pulse.beat(runs++);
      return !pulse.stopped() && performance.now() < endsAt;
    },
    ...(most === undefined ? {} : { runs: most }),
    onProgress: (progress) => pulse.answer({ kind: 'progress', progress }),
  });
  if (shrunk === undefined) return;
  pulse.beat(runs++);
  const { run, runs: made } = shrunk;
  const part = shrunkPartOf(shrunk);
  const story = await tellStory(asShrunk(scenario, part), run);
  const told = { run: toldRun(run), part, runs: made };
  pulse.answer({ kind: 'shrunk', shrunk: { ...told, ...(story === undefined ? {} : { story }) } });
}
