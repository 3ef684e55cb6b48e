/** Consumer groups of a log: a run of the scenario with ten consumers, beside what the engine takes of it for as many events. */
import { simulate } from 'seedstorm';
import { logGroups } from '../scenarios/broker/log-groups/scenario.js';
import { byRoom } from './engine-share.js';
import { median, type Figure } from './measure.js';

const SEEDS = 20;
/** Another program on the machine may take part of one. */
const ROUNDS = 7;
const params = { consumers: 10, partitions: 12 };

export async function groups(): Promise<Figure[]> {
  const run = async (): Promise<void> => {
    for (let seed = 1; seed <= SEEDS; seed++) await simulate(logGroups, { seed, params });
  };
  // The first runs compile.
  for (let warm = 0; warm < 8; warm++) await run();
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rooms = await byRoom(run);
    const all = [...rooms.values()].reduce((sum, one) => sum + one, 0);
    ratios.push(all / (rooms.get('sim') ?? NaN));
  }
  return [
    {
      bench: 'groups',
      name: 'a run of broker/log-groups, 10 consumers / the engine alone',
      value: median(ratios),
      unit: 'x',
      aim: 'at most 1.5',
    },
  ];
}
