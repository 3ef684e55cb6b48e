/** Counters: in the end each node shows the sum of what was added. */
import { eventualCounter } from '../../../checkers/index.js';
import type { Random } from '../../../sim/kernel/random.js';
import { integer } from './shape.js';
import type { Workload } from './workload.js';

const counter = (name: string, summary: string, delta: (random: Random) => number): Workload => ({
  name,
  summary,
  rpcs: {
    add: { ask: ({ value }) => ({ delta: value }) },
    read: { ask: () => ({}), lacks: integer('value'), hear: ({ value }) => value, isRead: true },
  },
  draw: ({ random }) => (random.chance(0.5) ? { f: 'add', value: delta(random) } : { f: 'read' }),
  final: { f: 'read', final: true },
  check: () => ({ counter: eventualCounter() }),
});

export const gCounter = counter(
  'g-counter',
  'A counter that grows: in the end each node shows the sum of what was added',
  (random) => random.int(0, 4),
);

export const pnCounter = counter(
  'pn-counter',
  'A counter that grows and falls: in the end each node shows the sum of what was added',
  (random) => random.int(-5, 4),
);
