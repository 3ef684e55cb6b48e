/** A run that could not even be prepared, because a function of its scenario failed: what can be told of it. */
import { chosen } from '../sim/run/chosen.js';
import type { RunCoverage } from '../sim/coverage/recorder.js';
import { ScenarioError } from '../sim/input/callers-code.js';
import type { RunOptions } from '../sim/run/options.js';
import { anomalyOf } from '../sim/scenario/failures.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import type { ToldRun } from '../sim/run/capsule/told-run.js';

/** What such a run reached: nothing. */
export const NOTHING_REACHED: RunCoverage = {
  ...{ sometimes: {}, reachable: {}, unreachable: {}, buggify: {} },
  ...{ states: [], transitions: [] },
};

/** A violation of the built-in check `runtime`. There is no plan: the failure comes back where one is drawn again. */
function unpreparedRun<P>(scenario: Scenario<P>, options: RunOptions, error: ScenarioError): ToldRun {
  const { kind, message } = anomalyOf(error);
  return {
    scenario: scenario.name,
    params: paramsOf(scenario, options),
    seed: options.seed ?? 1,
    bug: options.bug,
    profile: '',
    plan: { schema: 1, faults: [], operations: [] },
    undrawn: true,
    verdict: 'invalid',
    fingerprint: '',
    events: 0,
    virtualMs: 0,
    operations: { ok: 0, fail: 0, info: 0 },
    faults: 0,
    triggered: [],
    leftOut: {},
    outside: [],
    checks: [{ name: 'runtime', verdict: 'invalid', reason: message, anomalies: [{ kind, message }] }],
  };
}

/** What `run` makes, or what can be told of it where a function of the scenario fails before it begins. */
export async function orUnprepared<P, T>(
  scenario: Scenario<P>,
  options: RunOptions,
  run: () => T | Promise<T>,
): Promise<T | { readonly unprepared: ToldRun }> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { unprepared: unpreparedRun(scenario, options, error) };
  }
}

function paramsOf<P>(scenario: Scenario<P>, options: RunOptions): Readonly<Record<string, unknown>> {
  try {
    return chosen(scenario, options).params;
  } catch {
    return options.params ?? {};
  }
}
