/** Runs a run once more, with somebody who writes down what the report shows. */
import type { StateCount } from '../../sim/coverage/abstraction.js';
import { runToEnd } from '../../sim/run/loop.js';
import { lasts } from '../../sim/faults/fault.js';
import { describeFault, tookPlace } from '../../sim/faults/timeline.js';
import { InputError } from '../../sim/input/error.js';
import { prepare } from '../../sim/run/prepare.js';
import { load, type Run } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { World } from '../../sim/world/world.js';
import type { Recording, ReportFault } from './contract.js';
import { Recorder } from './recorder.js';

/** A document of more would be too large for a page. */
const MAX_EVENTS = 1_000_000;
/** Of longer runs states are looked at now and then. */
const MANY_EVENTS = 20_000;

/**
 * @param run what `simulate` gave for this very scenario
 * @throws InputError when it is too long, or does not happen again as it did: the scenario is not a function of its seed
 */
export async function recordRun(scenario: Scenario, run: Run): Promise<Recording> {
  if (run.events > MAX_EVENTS)
    throw new InputError(
      'report',
      `a report shows runs of up to ${MAX_EVENTS} events, and this one has ${run.events}`,
    );
  const { seed, params, bug, plan } = run;
  const options = {
    ...{ seed, params, plan, countStates: countStates(scenario, run) },
    ...(bug === undefined ? {} : { bug }),
  };
  const world = new World(prepare(scenario, options, await load(scenario)).setup);
  const recorder = new Recorder(world);
  world.lastEvent = run.events;
  await runToEnd(world);
  if (world.fingerprint.toString() !== run.fingerprint)
    throw new InputError(
      'report',
      `${run.scenario} did not happen again as it did: fingerprint ${world.fingerprint.toString()}, not ${run.fingerprint}; run it with --verify to see where it parts`,
    );
  return recorder.recording(faultsOf(run));
}

/** Counting shapes of states, where none are nominated, would tell nothing. */
function countStates({ coverage }: Scenario, { events }: Run): StateCount {
  if (coverage?.abstract === undefined) return false;
  return events > MANY_EVENTS ? 'sampled' : true;
}

function faultsOf({ plan, virtualMs, triggered }: Run): ReportFault[] {
  const { faults, healedAtMs } = tookPlace(plan, virtualMs, triggered);
  const told = faults.map((fault): ReportFault => {
    const base = { what: describeFault(fault), kind: fault.kind, atMs: fault.atMs };
    if (!lasts(fault)) return base;
    const ownEndMs = fault.durationMs === undefined ? Infinity : fault.atMs + fault.durationMs;
    return { ...base, endMs: Math.min(ownEndMs, healedAtMs ?? Infinity, virtualMs) };
  });
  const heal =
    healedAtMs === undefined ? [] : [{ what: 'everything is healed', kind: 'heal', atMs: healedAtMs }];
  return [...told, ...heal].sort((a, b) => a.atMs - b.atMs);
}
