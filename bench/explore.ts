/** Exploring with 1, 2 and 4 workers against the plain loop over seeds: what threads cost, and what cores give. */
import { performance } from 'node:perf_hooks';
import { campaign } from '../sim/explore/campaign.js';
import { campaignSeeds } from '../sim/explore/seeds.js';
import { Crew } from '../sim/explore/workers/crew.js';
import { startThread } from '../sim/explore/workers/thread.js';
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../sim/scenario.js';
import type { Figure } from './measure.js';

const SEEDS = 500;
const ROUNDS = 5;
const SIZES = [1, 2, 4];
const SCENARIO = 'replication/quorum-register';

/** Where the command's own threads begin. */
const ENTRY = new URL('../cli/explore/worker-thread.js', import.meta.url);
const LIMITS = { runMs: 30_000, memoryMb: 1024 };

export async function explore(): Promise<Figure[]> {
  const scenario = scenarios.find(({ name }) => name === SCENARIO) as Scenario;
  const crews = SIZES.map(
    (size) => new Crew({ size, eager: true, hire: () => startThread(ENTRY, LIMITS, () => undefined) }),
  );
  const rounds: Rates[][] = [];
  try {
    // Each in its turn, so that a machine that slows down slows all of them; the first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      const found = [await rates(() => loop(scenario))];
      for (const crew of crews) found.push(await rates(() => explored(crew)));
      if (round > 0) rounds.push(found);
    }
  } finally {
    for (const crew of crews) crew.close();
  }
  const best = (index: number, rate: keyof Rates): number =>
    Math.max(...rounds.map((found) => (found[index] as Rates)[rate]));
  return SIZES.flatMap((size, index) => {
    const workers = `${size} worker${size === 1 ? '' : 's'} / plain loop`;
    return [
      {
        bench: 'explore',
        name: `${workers}, seeds a second`,
        value: best(index + 1, 'perSecond') / best(0, 'perSecond'),
        unit: 'x',
        aim: `>= ${(0.9 * size).toFixed(1)} where ${size === 1 ? 'a core is' : `${size} cores are`} free`,
      },
      {
        bench: 'explore',
        name: `${workers}, seeds a CPU second`,
        value: best(index + 1, 'perCpuSecond') / best(0, 'perCpuSecond'),
        unit: 'x',
        aim: '>= 0.9',
      },
    ];
  });
}

interface Rates {
  readonly perSecond: number;
  /** Of all threads together: what holds on a machine that others use too. */
  readonly perCpuSecond: number;
}

async function rates(act: () => Promise<void>): Promise<Rates> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: SEEDS / ((performance.now() - startedAt) / 1000),
    perCpuSecond: SEEDS / ((user + system) / 1e6),
  };
}

function loop(scenario: Scenario): Promise<void> {
  return campaign(scenario, {}, campaignSeeds(1, SEEDS), { goesOn: () => true, ran: () => undefined });
}

function explored(crew: Crew): Promise<void> {
  return crew.explore({
    scenario: { name: SCENARIO },
    options: {},
    seeds: campaignSeeds(1, SEEDS),
    total: SEEDS,
    keepGoing: true,
    signal: new AbortController().signal,
    commit: () => undefined,
  });
}
