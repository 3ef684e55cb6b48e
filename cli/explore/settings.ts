/** How much a campaign is to run, as its flags say. */
import type { NumberedSeed, Shard } from '../../explore/seeds.js';
import { campaignSeeds } from '../../explore/seeds.js';
import type { Seed } from '../../sim/kernel/random.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { scenarios } from '../../scenarios/index.js';
import { scenariosMeantBy, wordFor } from '../catalogue.js';
import type { Arguments } from '../command.js';
import { UsageError } from '../errors.js';
import { readLastFailed } from './last-failed.js';

export const DEFAULT_RUNS = 1000;

/** The seeds of one scenario. */
export interface Seeds {
  readonly seeds: Iterable<NumberedSeed>;
  readonly total: number;
}

export interface Extent {
  readonly chosen: readonly Scenario[];
  readonly runs: number;
  readonly timeMs: number;
  readonly shard: Shard;
  seedsOf(scenario: Scenario, first: Seed): Seeds;
}

export async function extentOf(args: Arguments): Promise<Extent> {
  const again = args.on('last-failed') ? readLastFailed() : undefined;
  const chosen = await chosenScenarios(args, again);
  const runs = args.count('runs') ?? (args.text('time') === undefined ? DEFAULT_RUNS : Infinity);
  const shard = shardOf(args.text('shard'));
  return {
    chosen,
    runs,
    timeMs: args.durationMs('time') ?? Infinity,
    shard,
    seedsOf(scenario, first) {
      if (again === undefined)
        return {
          seeds: campaignSeeds(first, runs, shard),
          total: Math.max(0, Math.ceil((runs - shard.index) / shard.of)),
        };
      const seeds = (again.get(wordFor(scenario.name)) ?? [])
        .map((seed, number) => ({ number, seed }))
        .filter(({ number }) => number % shard.of === shard.index);
      return { seeds, total: seeds.length };
    },
  };
}

async function chosenScenarios(
  args: Arguments,
  again: ReadonlyMap<string, unknown> | undefined,
): Promise<Scenario[]> {
  const names = args.texts('scenarios');
  if (args.on('all')) {
    if (names.length > 0) throw new UsageError('give --all or names of scenarios, not both');
    return scenarios.filter((scenario) => takesStrategy(args, scenario));
  }
  const meant = names.length > 0 ? names : [...(again?.keys() ?? [])];
  if (meant.length === 0 && again === undefined)
    throw new UsageError('which scenario? Give its name, or --all; seedstorm list shows them');
  return scenariosMeantBy(meant);
}

/** Some claims are made for some schedules only. */
export function takesStrategy(args: Arguments, { strategies }: Scenario): boolean {
  const asked = args.text('strategy');
  return asked === undefined || strategies === undefined || strategies.some((name) => name === asked);
}

function shardOf(text: string | undefined): Shard {
  if (text === undefined) return { index: 0, of: 1 };
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const [index, of] = [Number(i) - 1, Number(n)];
  if (!(index >= 0 && index < of))
    throw new UsageError(`--shard takes i/n with 1 <= i <= n, such as 2/3, not "${text}"`);
  return { index, of };
}
