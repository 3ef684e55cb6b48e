/** A consumer group that works a burst of messages off, and one of whose members then leaves for a while and comes back. */
import { defineScenario, nodeNames, stream, z, type Plan, type Seed } from 'seedstorm';
import { cast } from 'seedstorm/parts';
import { broker } from '../broker/log-groups/broker.js';
import { consumer } from '../broker/log-groups/consumer.js';
import { rules } from '../broker/log-groups/rules.js';

/** A row of the table. */
export interface GroupSetting {
  readonly partitions: number;
  readonly consumers: number;
  readonly protocol: 'eager' | 'cooperative';
  /** Whether messages go to all partitions alike, or two in five have the same key and go to the first one. */
  readonly keys: 'even' | 'hot';
}

/** So many messages come in 100 ms, when the group stands; it takes about 4 ms to process one. */
export const BURST = { messages: 240, fromMs: 200, untilMs: 300 } as const;
/** Then a member leaves, and 150 ms later it comes back. */
export const LEAVES_MS = 1_300;
const END_MS = 1_800;

export const groupWorld = defineScenario({
  name: 'tables/partitions-and-consumers',
  summary: 'A consumer group, a burst of messages, and a member that leaves and comes back',
  params: z.object({
    partitions: z.int().default(12),
    consumers: z.int().default(4),
    protocol: z.enum(['eager', 'cooperative']).default('eager'),
  }),
  nodes: ({ consumers }) => ['broker', ...nodeNames(consumers, 'k')],
  protocol({ consumers, ...given }) {
    const names = nodeNames(consumers, 'k');
    const kind = { assignor: 'range', membership: 'dynamic', commit: 'sync', rules: rules.sound } as const;
    const options = { ...given, ...kind, consumers };
    return cast({
      broker: [['broker'], broker(options)],
      consumer: [names, consumer(options, names)],
    });
  },
  workload: () => ({ clients: nodeNames(BURST.messages + 1, 'c'), operations: () => [] }),
  faults: 'none',
  durationMs: END_MS,
  clientTimeoutMs: 300,
  check: {},
});

/** The messages of a seed come at the same times for every setting. */
export function groupPlan({ partitions, keys }: GroupSetting, seed: Seed): Plan {
  const random = stream(seed, 'table/partitions-and-consumers');
  const sends = Array.from({ length: BURST.messages }, (_, index) => {
    const isHot = random.chance(0.4) && keys === 'hot';
    return {
      process: `c${index + 1}`,
      atMs: random.int(BURST.fromMs, BURST.untilMs),
      to: 'broker',
      input: { f: 'send', partition: isHot ? 0 : index % partitions, value: `m${index}` },
    };
  });
  const leaves = {
    process: `c${BURST.messages + 1}`,
    atMs: LEAVES_MS + random.int(0, 40),
    to: 'k1',
    input: { f: 'leave' },
  };
  return {
    schema: 1,
    faults: [],
    operations: [...sends, leaves].sort((a, b) => a.atMs - b.atMs),
  };
}
