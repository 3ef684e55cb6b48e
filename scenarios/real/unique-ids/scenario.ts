/**
 * Generators of identifiers from npm, unmodified, on nodes that know nothing of each other: no identifier is given twice, and
 * those of one node grow, whatever its clock shows.
 */
import { clients, defineScenario, z, type NemesisProfile } from 'seedstorm';
import { monotonicIds, uniqueIds } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { needsPackages } from '../needs-packages.js';

const NAME = 'real/unique-ids';
const NODES = ['n1', 'n2'];

export const libraries = [
  ...(['uuid v7', 'uuid v4', 'ulid', 'ulid monotonic'] as const),
  ...(['typeid-js', 'flake-idgen', '@sapphire/snowflake'] as const),
] as const;
export type Library = (typeof libraries)[number];

const setBack = (name: string, leastMs: number, mostMs: number): NemesisProfile => ({
  name,
  summary: `Sets the clocks of nodes back, by ${leastMs} to ${mostMs} ms, several times`,
  draw(streams) {
    const random = streams('set-back');
    return [300, 700, 1_100].map((from) => ({
      kind: 'clock-jump' as const,
      node: random.pick(NODES),
      atMs: from + random.int(0, 299),
      byMs: -random.int(leastMs, mostMs),
    }));
  },
});

const plain = (library: Library, check: string, anomaly: string, summary: string) => ({
  summary: `${library}: ${summary}`,
  params: { library },
  shows: { check, anomaly, within: 1 },
});

const rules = ruled(
  {},
  {
    'ulid-in-one-ms': plain('ulid', 'grows', 'non-monotonic', 'those of one ms are in no order'),
    'uuid-v4-no-order': plain('uuid v4', 'grows', 'non-monotonic', 'drawn anew each time, in no order'),
    'typeid-set-back': {
      ...plain(
        ...(['typeid-js', 'grows', 'non-monotonic'] as const),
        'when the clock is set back by more than 10 s, identifiers go back with it',
      ),
      faults: setBack('set-back-by-hours', 3_600_000, 7_200_000),
    },
    'flake-two-nodes': plain(
      ...(['flake-idgen', 'unique', 'duplicate'] as const),
      'two nodes that nobody gave numbers give the same in the same ms',
    ),
    'snowflake-two-nodes': plain(
      ...(['@sapphire/snowflake', 'unique', 'duplicate'] as const),
      'two nodes that nobody gave numbers give the same in the same ms',
    ),
  },
);

export const uniqueIdsScenario = defineScenario({
  name: NAME,
  summary: 'Generators of identifiers from npm, unmodified: none is given twice, and they grow',
  params: z.object({
    library: z.enum(libraries).default('uuid v7').describe('what identifiers are made by'),
    count: z.int().min(1).max(1_000).default(10).describe('how many a client asks for at a time'),
  }),
  nodes: () => NODES,
  load: () =>
    needsPackages(
      ...([NAME, 'uuid@14.0.3', 'ulid@3.0.2', 'typeid-js@1.2.0', 'flake-idgen@1.4.0'] as const),
      '@sapphire/snowflake@3.5.5',
    ),
  protocol: ({ library }) =>
    nodeProgram({
      entry: new URL('./programs/generator.js', import.meta.url),
      env: { LIBRARY: library },
    }),
  // A client is one node's alone: what it is given is what that node gives, in order.
  workload: ({ count }) =>
    clients(
      4,
      { generate: 1 },
      { everyMs: 40, to: (_random, nodes, client) => nodes[client % 2] as string, input: () => ({ count }) },
    ),
  network: { latency: { kind: 'uniform', minMs: 0.1, maxMs: 0.9 } },
  // As a server of time corrects them.
  faults: setBack('set-back', 50, 500),
  // A process that begins anew knows nothing of what it gave before; that is not what is tried.
  budget: { allow: { memoryLoss: false } },
  durationMs: 2_500,
  clientTimeoutMs: 300,
  liveWithinMs: 200,
  check: { unique: uniqueIds(), grows: monotonicIds({ scope: 'session' }) },
  bugs: rules.bugs,
});
