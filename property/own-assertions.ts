/** A run that is valid and still not what its test expects: said, and cut down to what still fails so. */
import { isError, thrownText } from '../sim/input/thrown.js';
import { prepare } from '../sim/run/prepare.js';
import { load, runPrepared, type Run } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import type { Settings } from './settings.js';
import { firstPlace, smallerPlans } from './smaller-plans.js';

/** Runs that a smaller plan may take. */
const MOST_TRIES = 300;

/** What the test's own assertion throws. */
export async function objection(
  run: Run,
  expect: Settings['expect'],
): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    await expect?.(run);
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}

/** The first line of what was thrown. */
export function objectionText(thrown: unknown): string {
  return (isError(thrown) ? thrown.message : thrownText(thrown)).split('\n')[0] ?? '';
}

/** A run with fewer faults and operations that is valid too, and to which the test objects by the same sort of error. */
export async function smallerObjection<P>(
  scenario: Scenario<P>,
  run: Run,
  expect: Settings['expect'],
): Promise<{ readonly run: Run; readonly thrown: unknown; readonly tries: number } | undefined> {
  const loaded = await load(scenario);
  const { seed, params, bug } = run;
  const first = (await objection(run, expect)) ?? { thrown: undefined };
  let best: { readonly run: Run; readonly thrown: unknown } = { run, ...first };
  let tries = 0;
  const next = async (): Promise<boolean> => {
    for (const { plan, next } of smallerPlans(best.run.plan, place)) {
      if (tries++ >= MOST_TRIES) return false;
      const given = { seed, params, plan, ...(bug === undefined ? {} : { bug }) };
      const smaller = await runPrepared(prepare(scenario, given, loaded));
      const found = smaller.verdict === 'valid' ? await objection(smaller, expect) : undefined;
      if (found === undefined || sortOf(found.thrown) !== sortOf(first.thrown)) continue;
      best = { run: smaller, ...found };
      place = next;
      return true;
    }
    return false;
  };
  let place = firstPlace(run.plan) as ReturnType<typeof firstPlace> | undefined;
  while (await next());
  return { ...best, tries };
}

/** Which error it is: numbers in its message may differ. */
function sortOf(thrown: unknown): string {
  return objectionText(thrown).replace(/\d+(\.\d+)?/g, '0');
}
