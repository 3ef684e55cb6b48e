/**
 * Exploring with 1, 2 and 4 workers against as many processes that run plain loops over seeds at the same time: what
 * threads, their answers and putting them in order cost. What more processes give on this machine stands beside it,
 * since cores share caches and memory, and a lone loop has its garbage collected on idle ones.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { campaignSeeds } from '../explore/seeds.js';
import { Crew } from '../explore/workers/crew.js';
import { startThread } from '../explore/workers/thread.js';
import { median, type Figure } from './measure.js';

/** For each worker and each loop in a round. */
const SEEDS = 300;
const ROUNDS = 6;
/** Rounds that warm up: a worker of four has to see as many seeds as a lone one before it is as fast. */
const WARM_UP = 2;
const SIZES = [1, 2, 4];
const SCENARIO = 'replication/quorum-register';

/** Where the command's own threads begin. */
const ENTRY = new URL('../cli/explore/worker-thread.js', import.meta.url);
const LOOP = fileURLToPath(new URL('./plain-loop.js', import.meta.url));
const LIMITS = { runMs: 30_000, memoryMb: 1024 };

/** Workers and loops of one size, and what they did in each round. */
interface Rival {
  readonly size: number;
  readonly crew: Crew;
  readonly loops: readonly ChildProcess[];
  readonly crewRates: Rates[];
  readonly loopRates: Rates[];
}

interface Rates {
  readonly perSecond: number;
  /** Of all threads together: what holds on a machine that others use too. */
  readonly perCpuSecond: number;
}

export async function explore(): Promise<Figure[]> {
  const rivals = SIZES.map((size): Rival => ({
    size,
    crew: new Crew({
      size,
      eager: true,
      hire: () => startThread(ENTRY, LIMITS, { print: () => undefined, note: () => undefined }),
    }),
    loops: Array.from({ length: size }, () => fork(LOOP, [SCENARIO, String(SEEDS)])),
    crewRates: [],
    loopRates: [],
  }));
  try {
    // Each in its turn, so that a machine that slows down slows all of them.
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      for (const { size, crew, loops, crewRates, loopRates } of rivals) {
        const [byLoops, byCrew] = [await looped(loops), await explored(crew, size)];
        if (round < WARM_UP) continue;
        loopRates.push(byLoops);
        crewRates.push(byCrew);
      }
    }
  } finally {
    for (const { crew, loops } of rivals) {
      crew.close();
      for (const loop of loops) loop.kill();
    }
  }
  return rivals.flatMap((rival) => figures(rival, rivals[0] as Rival));
}

function figures({ size, crewRates, loopRates }: Rival, lone: Rival): Figure[] {
  const ratio = (over: readonly Rates[], under: readonly Rates[], rate: keyof Rates): number =>
    median(over.map((found, round) => found[rate] / (under[round] as Rates)[rate]));
  const many = `${size} worker${size === 1 ? '' : 's'} / ${size} loop${size === 1 ? '' : 's'}`;
  const found: Figure[] = [
    {
      bench: 'explore',
      name: `${many}, seeds a second`,
      value: ratio(crewRates, loopRates, 'perSecond'),
      unit: 'x',
      aim: `>= 0.9 where ${size === 1 ? 'a core is' : `${size} cores are`} free`,
    },
    {
      bench: 'explore',
      name: `${many}, seeds a CPU second`,
      value: ratio(crewRates, loopRates, 'perCpuSecond'),
      unit: 'x',
      aim: '>= 0.9',
    },
  ];
  if (size === 1) return found;
  return [
    ...found,
    {
      bench: 'explore',
      name: `${size} loops / 1 loop: what this machine gives`,
      value: ratio(loopRates, lone.loopRates, 'perSecond'),
      unit: 'x',
    },
  ];
}

async function looped(loops: readonly ChildProcess[]): Promise<Rates> {
  const startedAt = performance.now();
  const answers = loops.map(async (loop) => Number((await once(loop, 'message'))[0]));
  for (const loop of loops) loop.send('go');
  const cpuSeconds = (await Promise.all(answers)).reduce((sum, seconds) => sum + seconds, 0);
  return rates(loops.length * SEEDS, startedAt, cpuSeconds);
}

async function explored(crew: Crew, size: number): Promise<Rates> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await crew.explore({
    scenario: { name: SCENARIO },
    options: {},
    seeds: campaignSeeds(1, size * SEEDS),
    total: size * SEEDS,
    keepGoing: true,
    signal: new AbortController().signal,
    commit: () => undefined,
  });
  const { user, system } = process.cpuUsage(before);
  return rates(size * SEEDS, startedAt, (user + system) / 1e6);
}

function rates(seeds: number, startedAt: number, cpuSeconds: number): Rates {
  return {
    perSecond: seeds / ((performance.now() - startedAt) / 1000),
    perCpuSecond: seeds / cpuSeconds,
  };
}
