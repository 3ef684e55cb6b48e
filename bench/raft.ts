/**
 * What a complete run of Raft costs: five nodes, four clients, ten virtual seconds, an operator who has others vote and
 * lead, faults and checking included. A process of its own, with the memory that threads of `explore` have.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { simulate } from '../sim/run/run.js';
import { raftScenario } from '../scenarios/replication/raft/scenario.js';
import type { Figure } from './measure.js';

const SEEDS = 200;
const WARM_UP = 5;
const ROUNDS = 7;
const PARAMS = { nodes: 5, spares: 0, clients: 4 };
/** Mean pauses of a client between its operations, in ms: as the scenario has it, and twice as long. */
const PAUSES_MS = [100, 200];
const LOOP = fileURLToPath(new URL('./plain-loop.js', import.meta.url));

export async function raft(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const everyMs of PAUSES_MS) {
    const params = { ...PARAMS, everyMs };
    const { events, operations } = await simulate(raftScenario, { seed: 1, params });
    figures.push({
      bench: 'raft',
      name: `runs a CPU minute, ${events} events, ${operations.ok} answers`,
      value: await runsPerMinute(params),
      unit: 'runs',
      ...(everyMs === PAUSES_MS[0] ? { aim: '>= 5,000' } : {}),
    });
  }
  return figures;
}

async function runsPerMinute(params: Readonly<Record<string, unknown>>): Promise<number> {
  const loop = fork(LOOP, [raftScenario.name, String(SEEDS), JSON.stringify(params)], {
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
  // Whatever else runs on the machine takes cache and clock away, and gives none.
  return Math.max(...perMinute);
}
