/** Limits: a log of what was let in, which is looked at and added to in one step, or in two. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nodeNames, Refused, z } from 'seedstorm';
import { rateLimit } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';

const LIMIT = 3;
const WINDOW_MS = 100;

/** Asks somewhere else who it is, before it decides or between the look at the log and the entry. */
const door = (asks: 'before' | 'between') =>
  asyncProgram<{ request: { f: 'enter' }; reply: 'in' }>(async (node) => {
    let log: number[] = [];
    await node.disk.sync();
    node.onRequest(async () => {
      const ask = () => node.sleep(3 * node.random.float());
      if (asks === 'before') await ask();
      const since = node.monotonicMs() - WINDOW_MS;
      log = log.filter((time) => time > since);
      const isFree = log.length < LIMIT;
      if (asks === 'between') await ask();
      node.effect({ f: isFree ? 'admit' : 'refuse' });
      if (!isFree) throw new Refused('full');
      log.push(node.monotonicMs());
      return 'in' as const;
    });
  });

const doors = defineScenario<object>({
  name: 'proof/door',
  summary: 'A door lets in so many in any window',
  params: z.object({}),
  nodes: () => nodeNames(1),
  protocol: (_params, { bug }) => door(bug === 'look-then-write' ? 'between' : 'before'),
  workload: () => clients(3, { enter: 1 }, { everyMs: 5, input: () => ({}) }),
  faults: 'none',
  durationMs: 1_000,
  check: { rateLimit: rateLimit({ limit: LIMIT, windowMs: WINDOW_MS, starved: 'forbid' }) },
  bugs: {
    'look-then-write': {
      summary: 'Between the look at the log and the entry others look, too',
      shows: { check: 'rateLimit', anomaly: 'over-limit', within: 10 },
    },
  },
});

it.each(proofs(doors))('$check finds $bug', prove);
