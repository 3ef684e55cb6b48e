/** A guided campaign: generations of runs, each drawn from what the one before reached. */
import { coverageOf } from '../../explore/campaign-coverage.js';
import type { CoverageSum } from '../../explore/campaign-coverage.js';
import { guidedSearch, type GuidedRun } from '../../explore/strategies/guided.js';
import { countRun } from '../../explore/tally.js';
import type { Told } from '../../explore/workers/crew.js';
import type { Arguments } from '../command.js';
import { UsageError } from '../errors.js';
import type { Given } from '../replay-command.js';
import { placeOf } from './crew.js';
import type { ScenarioCampaign } from './scenario-campaign.js';
import { replayCommand, type Failure } from './failures.js';

/** @throws UsageError for flags that choose the seeds another way */
export function refuseDivided(args: Arguments): void {
  for (const flag of ['shard', 'last-failed'] as const) {
    const given = flag === 'shard' ? args.text(flag) !== undefined : args.on(flag);
    if (given)
      throw new UsageError(
        `--guided draws each run from what the runs before it reached, so it does not go with --${flag}`,
      );
  }
}

/** Whatever the number of workers: the same runs, the same failures. */
export async function exploreGuided(
  { scenario, options, args, crew, extent, line, log, total, interrupt, timeMs }: ScenarioCampaign,
  given: Given,
  varied: readonly string[],
  coverage: CoverageSum,
): Promise<Failure[]> {
  const { seed = 1, ...rest } = options;
  const search = await guidedSearch(scenario, rest, { seed, runs: extent.runs });
  const place = placeOf(scenario.name);
  const endsAt = performance.now() + timeMs;
  const failures: Failure[] = [];
  const runsBefore = total.runs;
  while (!interrupt.aborted && performance.now() < endsAt) {
    const generation = search.next();
    if (generation.length === 0) break;
    const told = await inParallel(generation, crew.size, (run) => crew.runOne(place, run.options));
    const reached = told.flatMap((one, index) =>
      one.kind === 'told'
        ? [{ number: (generation[index] as GuidedRun).number, coverage: one.coverage }]
        : [],
    );
    search.learn(reached);
    let invalid = 0;
    for (const one of told) {
      countRun(total, one.run);
      if (one.kind === 'told') coverage.add(coverageOf([one.coverage]));
      if (one.run.verdict !== 'invalid') continue;
      invalid++;
      const failure = log.keep(one.run, given, varied, { plan: one.run.plan });
      // Its plan is not the one its seed draws: only the capsule brings it back.
      if (failure !== undefined)
        failures.push({
          ...{ ...failure, replay: replayCommand(failure.capsule) },
          number: total.runs - runsBefore,
        });
      if (!args.on('keep-going')) return failures;
    }
    line.add(scenario.name, told.length, invalid, `${coverage.states} states, ${search.kept} plans kept`);
  }
  return failures;
}

/** Results in the order of the items, `width` of which are under way at a time. */
async function inParallel<T>(
  items: readonly T[],
  width: number,
  act: (item: T) => Promise<Told>,
): Promise<Told[]> {
  const results: Told[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await act(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
}
