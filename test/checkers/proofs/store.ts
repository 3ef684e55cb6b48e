/**
 * Replicated registers, each client at a replica of its own. What a session may assume follows from the order in which
 * a replica takes the writes of others: each guarantee holds in the order it needs, and breaks in the next weaker one.
 */
import { clients, defineScenario, lan, nemesis, nodeNames, z } from 'seedstorm';
import type { Checker } from 'seedstorm/checkers';
import { replica, type Order } from './streams.js';

type Request =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number };

const nodes = nodeNames(3);

/** Each client is beside its node. What n1 tells n3 takes longer than by way of n2: effects come before their causes. */
const network = lan({
  latency: { kind: 'uniform', minMs: 0.3, maxMs: 1 },
  links: nodes.flatMap((from) =>
    nodes.flatMap((to) => {
      const [minMs, maxMs] = from === 'n1' && to === 'n3' ? [10, 80] : [1, 30];
      return from === to ? [] : [{ from, to, latency: { kind: 'uniform' as const, minMs, maxMs } }];
    }),
  ),
});

/** Clients that read and write, each at its replica or anywhere. */
export const reading = (clientsAre: 'sticky' | 'roaming') =>
  clients(
    3,
    { read: 0.75, write: 0.25 },
    {
      everyMs: 6,
      keys: ['x', 'y'],
      to: (random, all, client) => (clientsAre === 'sticky' ? (all[client] as string) : random.pick(all)),
    },
  );

/** What all stores of this kind have. */
export const shared = {
  params: z.object({}),
  nodes: () => nodes,
  workload: () => reading('sticky'),
  network,
  faults: nemesis({ loss: 'rough', reordering: 'rough' }, { kindProbability: 1 }),
  durationMs: 2_000,
};

/** Which of two writes of a key stays: the one delivered last, or the one with the higher stamp. */
type Winner = 'delivered-last' | 'stamped-last';

interface Write {
  readonly key: string;
  readonly value: number;
  /** Higher than that of every write its replica knew, and in the last digit a number of its replica's own. */
  readonly stamp: number;
}

interface Copy {
  values: Record<string, Write>;
  newest: number;
}

/** A copy at each replica: reads and writes are answered from it at once. */
export const store = (order: Order, winner: Winner) =>
  replica<Request, Write, Copy>({
    order,
    memory: () => ({ values: {}, newest: 0 }),
    ask({ values, newest }, request, node) {
      const { key } = request;
      if (request.f === 'read') return { reply: values[key]?.value ?? null };
      const stamp = (Math.floor(newest / 10) + 1) * 10 + nodes.indexOf(node.id);
      return { reply: 'written', post: { key, value: request.value, stamp } };
    },
    deliver(copy, write) {
      const held = copy.values[write.key];
      if (winner === 'delivered-last' || held === undefined || write.stamp > held.stamp)
        copy.values[write.key] = write;
      copy.newest = Math.max(copy.newest, write.stamp);
    },
  });

const weakerBugs = {
  'as-they-come': { order: 'none', summary: 'A write is taken when it comes, whatever is missing before it' },
  'only-fifo': {
    order: 'fifo',
    summary: 'A write waits for the earlier ones of its replica, not for what that had seen',
  },
} as const;

/** A store that takes writes in an order, and one that takes them in a weaker one. */
export const ordered = (order: 'fifo' | 'causal', check: string, checker: Checker, anomaly: string) => {
  const bug = order === 'causal' ? 'only-fifo' : 'as-they-come';
  const weaker = weakerBugs[bug];
  return defineScenario<object>({
    ...shared,
    name: `proof/${order}-store`,
    summary: `Replicas take writes in ${order} order`,
    protocol: (_params, context) => store(context.bug === undefined ? order : weaker.order, 'delivered-last'),
    check: { [check]: checker },
    bugs: { [bug]: { summary: weaker.summary, shows: { check, anomaly, within: 20 } } },
  });
};
