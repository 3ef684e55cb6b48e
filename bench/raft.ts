/**
 * What a complete run of Raft costs: five nodes, four clients, ten virtual seconds, an operator who has others vote and
 * lead, faults and checking included; in a thread as `explore` starts them.
 */
import { campaignSeeds } from '../sim/explore/seeds.js';
import { simulate } from '../sim/run.js';
import { Crew } from '../sim/explore/workers/crew.js';
import { startThread } from '../sim/explore/workers/thread.js';
import { raftScenario } from '../scenarios/replication/raft/scenario.js';
import { median, type Figure } from './measure.js';

const SEEDS = 200;
const ROUNDS = 7;
const PARAMS = { nodes: 5, spares: 0, clients: 4 };

const ENTRY = new URL('../cli/explore/worker-thread.js', import.meta.url);
const LIMITS = { runMs: 30_000, memoryMb: 1024 };

export async function raft(): Promise<Figure[]> {
  const crew = new Crew({ size: 1, eager: true, hire: () => startThread(ENTRY, LIMITS, () => undefined) });
  const perMinute: number[] = [];
  try {
    // The first two rounds warm up.
    for (let round = -2; round < ROUNDS; round++) {
      const before = process.cpuUsage();
      await crew.explore({
        scenario: { name: raftScenario.name },
        options: { params: PARAMS },
        seeds: campaignSeeds(1, SEEDS),
        total: SEEDS,
        keepGoing: true,
        signal: new AbortController().signal,
        commit: () => undefined,
      });
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) perMinute.push((SEEDS * 60) / ((user + system) / 1e6));
    }
  } finally {
    crew.close();
  }
  const { events, virtualMs } = await simulate(raftScenario, { seed: 1, params: PARAMS });
  return [
    {
      bench: 'raft',
      name: 'complete runs a minute of CPU time',
      value: median(perMinute),
      unit: 'runs',
      aim: '>= 5,000',
    },
    { bench: 'raft', name: 'events of a run', value: events, unit: 'events' },
    { bench: 'raft', name: 'virtual seconds of a run', value: virtualMs / 1000, unit: 's' },
  ];
}
