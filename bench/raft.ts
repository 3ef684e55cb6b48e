/** What a complete run of Raft costs: five nodes, four clients, ten virtual seconds, faults and checking included. */
import { campaign } from '../sim/explore/campaign.js';
import { campaignSeeds } from '../sim/explore/seeds.js';
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../sim/scenario.js';
import { median, type Figure } from './measure.js';

const SEEDS = 150;
const ROUNDS = 5;

export async function raft(): Promise<Figure[]> {
  const scenario = scenarios.find(({ name }) => name === 'replication/raft') as Scenario;
  const perMinute: number[] = [];
  let events = 0;
  let virtualMs = 0;
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    await campaign(scenario, {}, campaignSeeds(1 + round * SEEDS, SEEDS), {
      goesOn: () => true,
      ran(run) {
        events += run.events;
        virtualMs += run.virtualMs;
      },
    });
    const { user, system } = process.cpuUsage(before);
    if (round > 0) perMinute.push((SEEDS * 60) / ((user + system) / 1e6));
  }
  const runs = SEEDS * (ROUNDS + 1);
  return [
    {
      bench: 'raft',
      name: 'complete runs a minute of CPU time',
      value: median(perMinute),
      unit: 'runs',
      aim: '>= 5,000',
    },
    { bench: 'raft', name: 'events of a run', value: events / runs, unit: 'events' },
    { bench: 'raft', name: 'virtual seconds of a run', value: virtualMs / runs / 1000, unit: 's' },
  ];
}
