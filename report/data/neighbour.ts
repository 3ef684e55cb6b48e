/** The nearest run that passes: the same plan with the fault that decides taken out, and where the two part. */
import type { Fault } from '../../sim/faults/fault.js';
import { describeFault } from '../../sim/faults/timeline.js';
import { simulate, type Run } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { Neighbour, Recording } from './contract.js';
import { recordRun } from './record-run.js';

/** Plans with more faults have to be shrunk before one fault can be said to decide. */
const MAX_FAULTS = 12;
/** Longer runs are not laid side by side. */
const MAX_EVENTS = 50_000;

/** @returns undefined where no single fault decides, or the run is too large to try */
export async function neighbourOf(
  scenario: Scenario,
  run: Run,
  here: Recording,
): Promise<Neighbour | undefined> {
  const { faults } = run.plan;
  if (
    run.verdict !== 'invalid' ||
    faults.length === 0 ||
    faults.length > MAX_FAULTS ||
    run.events > MAX_EVENTS
  )
    return undefined;
  // The last to begin is the likeliest to decide, and leaves the most of the run as it was.
  for (const fault of [...faults].sort((a, b) => b.atMs - a.atMs)) {
    const passing = await passesWithout(scenario, run, fault);
    if (passing === undefined) continue;
    const recording = await recordRun(scenario, passing);
    const { virtualMs } = passing;
    return { without: describeFault(fault), recording, virtualMs, ...differences(here, recording) };
  }
  return undefined;
}

async function passesWithout(
  scenario: Scenario,
  { seed, params, bug, plan }: Run,
  fault: Fault,
): Promise<Run | undefined> {
  const smaller = { ...plan, faults: plan.faults.filter((other) => other !== fault) };
  const options = { seed, params, plan: smaller, ...(bug === undefined ? {} : { bug }) };
  const run = await simulate(scenario, options);
  return run.verdict === 'valid' ? run : undefined;
}

/** Numbers of the events that happen in one of two runs only: the n-th of its like has no n-th twin. */
export function differences(here: Recording, there: Recording): Pick<Neighbour, 'onlyHere' | 'onlyThere'> {
  const [ours, theirs] = [likenesses(here), likenesses(there)];
  return { onlyHere: missingFrom(theirs, ours), onlyThere: missingFrom(ours, theirs) };
}

function missingFrom(others: readonly string[], own: readonly string[]): number[] {
  const left = new Map<string, number>();
  for (const like of others) left.set(like, (left.get(like) ?? 0) + 1);
  return own.flatMap((like, index) => {
    const count = left.get(like) ?? 0;
    left.set(like, count - 1);
    return count > 0 ? [] : [index + 1];
  });
}

/** What each event is, whenever it happens: whom it happens to, its kind, what it carries. */
function likenesses({ events, messages, texts, lanes, kinds }: Recording): string[] {
  const text = (number: number | undefined): string => texts[number ?? -1] ?? '';
  return events.kind.map((kind, index) => {
    const message = events.message[index] ?? -1;
    const lane = lanes[events.lane[index] ?? -1]?.name ?? '';
    const from = lanes[messages.from[message] ?? -1]?.name ?? '';
    const data = message < 0 ? text(events.data[index]) : text(messages.data[message]);
    return JSON.stringify([lane, kinds[kind], from, text(events.name[index]), data]);
  });
}
