/**
 * One run, start to verdict. Read this first: a run is a pure function of scenario, parameters, seed and plan.
 */
import { mergeVerdicts, type Budget } from '../../checkers/history.js';
import { givenOf } from './capsule/given.js';
import { keepFailure } from './capsule/keep.js';
import { outsideClaims } from './claims.js';
import { callersError } from '../input/callers-code.js';
import { InputError } from '../input/error.js';
import { toMs } from '../kernel/time.js';
import { runToEnd } from './loop.js';
import { assertUsable, prepare, type Prepared } from './prepare.js';
import type { SimulateOptions } from './options.js';
import { figuresOf } from '../record/figures.js';
import { Tracer } from '../record/trace.js';
import type { Observer } from '../record/observer.js';
import { Recording, type RunRecord } from '../record/run-record.js';
import type { Scenario } from '../scenario/scenario.js';
import { judgements, type CheckResult } from './judgements.js';
import { hadNothingToJudge } from './nothing-to-judge.js';
import type { Run } from './outcome.js';
import { RunFailed } from './run-failed.js';
import { FINAL_CLIENT } from '../workload/client.js';
import { World } from '../world/world.js';

export type { CheckResult, Run, SimulateOptions };

const DEFAULT_BUDGET: Budget = { steps: 20_000_000 };

/**
 * Runs a scenario once.
 * @throws InputError in one sentence when parameters, plan, bug, profile or seed are not right; what goes wrong
 *   inside the run is in the result
 */
export async function simulate<P>(scenario: Scenario<P>, options: SimulateOptions = {}): Promise<Run> {
  return runPrepared(prepare(scenario, options, await load(scenario)));
}

/** A run, and the record of it that another can be compared with. */
export interface RecordedRun {
  readonly run: Run;
  readonly record: RunRecord;
}

/**
 * Runs a scenario once and records it. The run is prepared anew each time, so that a plan or a workload that is not a
 * function of the seed shows too.
 * @throws InputError as `simulate` does
 */
export async function recordRun<P>(
  scenario: Scenario<P>,
  options: SimulateOptions = {},
): Promise<RecordedRun> {
  let recording: Recording | undefined;
  const prepared = prepare(scenario, options, await load(scenario));
  const run = await runPrepared(prepared, (world) => (recording = new Recording(world)));
  const judged = run.checks.map(({ name, verdict, anomalies }) => [
    name,
    verdict,
    anomalies.map(({ kind }) => kind),
  ]);
  return { run, record: (recording as unknown as Recording).result([run.params, run.verdict, judged]) };
}

const loads = new WeakMap<object, Promise<unknown>>();

/** Loads what a scenario needs, once per process. @throws ScenarioError where that fails, InputError where it is no scenario */
export function load<P>(scenario: Scenario<P>): Promise<unknown> {
  assertUsable(scenario);
  let loading = loads.get(scenario);
  if (loading === undefined) loads.set(scenario, (loading = loaded(scenario)));
  return loading;
}

async function loaded<P>(scenario: Scenario<P>): Promise<unknown> {
  try {
    return await scenario.load?.();
  } catch (error) {
    throw callersError('load', error);
  }
}

/**
 * Runs what was prepared.
 * @param observerOf makes one who sees everything
 * @throws ScenarioError where it makes no world
 */
export async function runPrepared(prepared: Prepared, observerOf?: (world: World) => Observer): Promise<Run> {
  const world = worldOf(prepared.setup);
  if (observerOf !== undefined) world.observer = observerOf(world);
  const { asked } = prepared;
  if (asked.stopAtViolation === true) letLookOn(prepared.checks, world);
  await runToEnd(world, asked.drain);
  return judge(prepared, world);
}

/** How fast networks and disks are is read where they are made, and comes from functions of the scenario. */
function worldOf(setup: Prepared['setup']): World {
  try {
    return new World(setup);
  } catch (error) {
    throw error instanceof InputError ? callersError(/^\w*/.exec(error.path)?.[0] ?? '', error) : error;
  }
}

function letLookOn(checks: Prepared['checks'], world: World): void {
  for (const [name, { online }] of Object.entries(checks)) {
    try {
      if (online !== undefined) world.onlookers = [...world.onlookers, { name, judge: online() }];
    } catch (error) {
      world.threw ??= callersError(`check.${name}`, error);
      world.done = true;
    }
  }
}

/** Judges a world that has run to its end. */
export function judge(prepared: Prepared, world: World): Run {
  const { asked, scenario, params, bug, profile, leftOut, setup } = prepared;
  const history = world.history.history();
  const checks = judgements(prepared, world, history, asked.budget ?? DEFAULT_BUDGET);
  const verdict = mergeVerdicts(checks.map(({ verdict }) => verdict));
  const run: Run = {
    scenario: scenario.name,
    params,
    seed: setup.seed,
    bug,
    profile,
    plan: setup.plan,
    verdict,
    checks,
    history,
    fingerprint: world.fingerprint.toString(),
    events: world.events,
    virtualMs: toMs(world.now),
    operations: { ...world.history.counts },
    faults: world.calendar.begunCount,
    leftOut,
    outside: verdict === 'valid' ? [] : outsideClaims(prepared, setup.plan.faults),
    triggered: world.calendar.begun,
    coverage: world.coverage.result(),
    figures: () =>
      figuresOf({
        recorder: world.figures,
        history,
        nodes: world.nodeNames,
        finalClient: FINAL_CLIENT,
        nowUs: world.now,
      }),
    lastEvents: () => world.lastEvents(),
    async trace(write) {
      const again = new World(setup);
      again.observer = new Tracer(again, write);
      again.lastEvent = world.events;
      await runToEnd(again, asked.drain);
    },
    expectValid() {
      if (run.verdict === 'valid') return run;
      const kept = hadNothingToJudge(checks) ? undefined : keepFailure(run, givenOf(asked));
      const failed = new RunFailed(run, kept);
      // The place to look at is where the run was expected to be valid.
      Error.captureStackTrace(failed, run.expectValid);
      throw failed;
    },
  };
  return run;
}
