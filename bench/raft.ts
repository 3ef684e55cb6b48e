/**
 * What a complete run of Raft costs: five nodes, four clients, ten virtual seconds, an operator who has others vote and
 * lead, faults and checking included. A process of its own, with the memory that threads of `explore` have.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { simulate } from '../sim/run.js';
import { raftScenario } from '../scenarios/replication/raft/scenario.js';
import { median, type Figure } from './measure.js';

const SEEDS = 200;
const WARM_UP = 2;
const ROUNDS = 7;
const PARAMS = { nodes: 5, spares: 0, clients: 4 };
const LOOP = fileURLToPath(new URL('./plain-loop.js', import.meta.url));

export async function raft(): Promise<Figure[]> {
  const loop = fork(LOOP, [raftScenario.name, String(SEEDS), JSON.stringify(PARAMS)], {
    execArgv: ['--max-semi-space-size=32'],
  });
  const perMinute: number[] = [];
  try {
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      loop.send('go');
      const [cpuSeconds] = (await once(loop, 'message')) as [number];
      if (round >= WARM_UP) perMinute.push((SEEDS * 60) / cpuSeconds);
    }
  } finally {
    loop.kill();
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
