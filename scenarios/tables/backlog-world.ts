/** A queue with a steady stream of messages, whose workers have so much capacity to spare, and what makes messages pile up. */
import { defineScenario, nodeNames, simulate, stream, z, type Plan, type Run, type Seed } from 'seedstorm';
import { cast } from 'seedstorm/parts';
import { amqpBroker } from 'seedstorm/servers';
import { consumer, workPublisher } from './consumer-world.js';

const WORKERS = nodeNames(4, 'w');
/** A message comes every so many ms. */
export const EVERY_MS = 5;
/** In ms: when the stream begins, when messages begin to pile up, and when the stream ends. */
export const TIMES = { fromMs: 20, trouble: 200, untilMs: 1_600 } as const;
/** All workers are gone for so long, or so many messages come at once: as many as come in that time. */
export const OUTAGE_MS = 100;
export const BURST = OUTAGE_MS / EVERY_MS;
const STEADY = (TIMES.untilMs - TIMES.fromMs) / EVERY_MS;

/** What makes messages pile up. */
export const EVENTS = ['outage', 'burst'] as const;

/** What all workers can do, by what comes: at 1.0 they are never idle. */
export interface Spare {
  readonly spare: number;
  readonly event: (typeof EVENTS)[number];
}

const world = defineScenario({
  name: 'tables/backlog',
  summary: 'A steady stream of messages, and workers with capacity to spare',
  params: z.object({ spare: z.number().default(1.5) }),
  nodes: () => ['broker', 'publisher', ...WORKERS],
  protocol: ({ spare }) =>
    cast({
      broker: [['broker'], amqpBroker({ heartbeatMs: 20 })],
      publisher: [['publisher'], workPublisher],
      // More than one at hand, so that nobody waits for the way to the broker and back.
      worker: [WORKERS, consumer(3, (WORKERS.length * EVERY_MS) / spare)],
    }),
  workload: () => ({ clients: nodeNames(STEADY + BURST, 'c'), operations: () => [] }),
  faults: 'none',
  durationMs: TIMES.untilMs,
  clientTimeoutMs: 200,
  check: {},
});

export const backlogRun = ({ spare, event }: Spare, seed: Seed): Promise<Run> =>
  simulate(world, { seed, params: { spare }, plan: planOf(event, seed) });

/** The stream of a seed is the same for every setting, and so is the moment of the trouble. */
function planOf(event: Spare['event'], seed: Seed): Plan {
  const random = stream(seed, 'table/backlog');
  const steady = Array.from(
    { length: STEADY },
    (_, index) => TIMES.fromMs + (index + random.float()) * EVERY_MS,
  );
  const burst = event === 'burst' ? Array.from({ length: BURST }, () => TIMES.trouble) : [];
  const times = [...steady, ...burst].sort((a, b) => a - b);
  return {
    schema: 1,
    faults:
      event === 'burst'
        ? []
        : WORKERS.map((node) => ({ kind: 'kill', atMs: TIMES.trouble, durationMs: OUTAGE_MS, node })),
    operations: times.map((atMs, value) => ({
      process: `c${value + 1}`,
      atMs,
      to: 'publisher',
      input: { f: 'send', value },
    })),
  };
}
