/**
 * Balancing: two balancers of layer 7, four servers, and eight ways to choose one. Servers die, stand still, are slow, or answer
 * everything with an error. What each algorithm promises is a figure that follows from its parameters.
 */
import { defineScenario, nemesis, nodeNames, z, type NemesisProfile } from 'seedstorm';
import { exactlyOnce } from 'seedstorm/checkers';
import {
  balanceAlgorithms,
  balanceRules,
  cast,
  openWorkload,
  ruled,
  type BalanceAlgorithm,
} from 'seedstorm/parts';
import { backend, SICK, turns } from './backends.js';
import { balancer } from './balancer.js';
import { blackHole, bounded, fair, knownDead, least, moves, notTheFullest, sticky } from './claims.js';

const rules = ruled(
  {
    ...balanceRules,
    dead: 'left-out',
    turn: 'taken',
    again: 'did-nothing',
    salt: 'none',
  },
  {
    'turns-race': {
      summary: 'Two balancers read the turn, and then write it: both send to the same server',
      rules: { turn: 'read-then-write' },
      params: { algorithm: 'round-robin' },
      shows: { check: 'fair', anomaly: 'unfair', within: 1 },
    },
    'dead-keep-their-turn': {
      summary: 'A dead server stays in the round: every fourth request is sent to nobody',
      rules: { dead: 'kept' },
      params: { algorithm: 'round-robin' },
      shows: { check: 'known-dead', anomaly: 'sent-to-dead', within: 1 },
    },
    'weights-ignored': {
      summary: 'Weights are read and not used: a small server gets as much as a large one',
      rules: { weights: 'ignored' },
      params: { algorithm: 'weighted' },
      shows: { check: 'fair', anomaly: 'unfair', within: 1 },
    },
    'count-leaks': {
      summary:
        'A connection that ends with an error is counted for ever: a server that failed once is starved',
      rules: { errors: 'leaked' },
      params: { algorithm: 'least-connections', servers: 2 },
      shows: { check: 'least', anomaly: 'fuller', within: 1 },
    },
    'errors-look-fast': {
      summary:
        'An error is a quick answer: the server that is broken is the fastest, and attracts everything',
      rules: { failures: 'counted' },
      params: { algorithm: 'shortest-response' },
      shows: { check: 'black-hole', anomaly: 'drawn-to-errors', within: 1 },
    },
    'own-salt': {
      summary:
        'Each balancer hashes with a salt of its own: a source that comes by the other one is elsewhere',
      rules: { salt: 'own' },
      params: { algorithm: 'source-hash' },
      shows: { check: 'sticky', anomaly: 'moved', within: 1 },
    },
    'hash-modulo': {
      summary: 'A hash modulo the number of servers: one dies, and nearly every source moves',
      rules: { ring: 'modulo' },
      params: { algorithm: 'consistent-hash' },
      shows: { check: 'moves', anomaly: 'moved-for-nothing', within: 6 },
    },
    'bound-ignored': {
      summary: 'The bound on the load is not looked at: the source that asks for most fills its server',
      rules: { bound: 'ignored' },
      params: { algorithm: 'bounded-hash' },
      shows: { check: 'bounded', anomaly: 'over-the-bound', within: 1 },
    },
    'one-choice': {
      summary: 'Of two servers that were drawn the first is taken, however full it is',
      rules: { choices: 'one' },
      params: { algorithm: 'two-choices' },
      shows: { check: 'not-the-fullest', anomaly: 'fullest', within: 1 },
    },
    'asks-again-after-time-out': {
      summary:
        'A request that was not answered in time is sent to the next server, though the first may do it still',
      rules: { again: 'not-answered' },
      params: { algorithm: 'least-connections' },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 10 },
    },
  },
);

const params = z.object({
  algorithm: z.enum(balanceAlgorithms).default('least-connections').describe('how a server is chosen'),
  servers: z.int().min(1).max(9).default(4),
  perSecond: z
    .number()
    .gt(0)
    .max(5_000)
    .default(80)
    .describe('requests a second, to both balancers together'),
  meanMs: z.number().gt(0).max(1_000).default(8).describe('how long a request keeps a worker on average'),
  slow: z.number().min(1).max(100).default(3).describe('so many times slower is the last server'),
  sources: z.int().min(1).max(10_000).default(12).describe('who asks; half of the requests are of a few'),
  over: z.number().gt(0).max(10).default(0.25).describe('bounded-hash: so much more than the mean'),
  forgetMs: z.number().gt(0).max(10_000).default(500).describe('shortest-response: how long an error counts'),
});
type Params = z.infer<typeof params>;

const namesOf = ({ servers }: Pick<Params, 'servers'>): string[] => nodeNames(servers, 's');
/** The first server is three times as large as the last, the second twice. */
const weightsOf = (servers: readonly string[]): Record<string, number> =>
  Object.fromEntries(servers.map((server, index) => [server, Math.max(1, 3 - index)]));

const ends = nemesis({
  crash: true,
  kill: true,
  restart: true,
  pause: true,
  slowNode: true,
  partition: true,
  latency: true,
});

/** Servers die, stand still and are cut off; and one of them may answer everything with an error for a while. */
const dying: NemesisProfile = {
  name: 'dying-servers',
  summary: 'Servers that end, stand still, are slow, cut off or broken',
  draw(streams, world) {
    const random = streams('sick');
    const sick = {
      kind: 'buggify' as const,
      atMs: random.int(100, 800),
      durationMs: random.int(200, 800),
      site: SICK,
      probability: 1,
      nodes: [random.pick(world.nodes.filter((node) => node.startsWith('s')))],
    };
    return [...ends.draw(streams, world), ...(random.chance(0.6) ? [sick] : [])];
  },
};

/** What is claimed of each algorithm. */
function claimsOf(given: Params) {
  const servers = namesOf(given);
  const of: Record<BalanceAlgorithm, object> = {
    'round-robin': { fair: fair(servers, {}) },
    weighted: { fair: fair(servers, weightsOf(servers)) },
    'least-connections': { least: least(servers) },
    'shortest-response': { 'black-hole': blackHole(servers, given.forgetMs) },
    'source-hash': { sticky: sticky(servers) },
    'consistent-hash': { sticky: sticky(servers), moves: moves(servers) },
    'bounded-hash': { bounded: bounded(servers, given.over) },
    'two-choices': { 'not-the-fullest': notTheFullest(servers) },
  };
  return {
    'exactly-once': exactlyOnce({ sent: 'ask', processed: 'served' }),
    'known-dead': knownDead(servers),
    ...of[given.algorithm],
  };
}

export const balanceAlgorithmsScenario = defineScenario({
  name: 'balance/algorithms',
  summary:
    'Two balancers and four servers that die, slow down and break: what each algorithm promises, in figures',
  params,
  vary: { algorithm: [...balanceAlgorithms] },
  nodes: (given) => ['lb1', 'lb2', 'turns', ...namesOf(given)],
  protocol(given, { bug }) {
    const servers = namesOf(given);
    const { algorithm, over, forgetMs, meanMs, slow } = given;
    const own = rules.with(bug);
    const settings = {
      algorithm,
      servers,
      over,
      weights: weightsOf(servers),
      times: { forgetMs },
      rules: own,
    };
    return cast({
      balancer: [['lb1', 'lb2'], balancer(settings, own)],
      turns: [['turns'], turns],
      server: [servers, (name: string) => backend(meanMs * (name === servers.at(-1) ? slow : 1))],
    });
  },
  workload: ({ perSecond, sources }) =>
    openWorkload({
      perSecond,
      to: (random) => random.pick(['lb1', 'lb2']),
      input: (random, number) => ({
        f: 'ask',
        value: `r${number + 1}`,
        source: `client-${Math.min(random.int(1, sources), random.int(1, sources))}`,
      }),
    }),
  faults: dying,
  buggifySites: [SICK],
  budget: { spared: ['turns'], allow: { duplication: false, corruption: false }, intactReplicas: 99 },
  durationMs: 2_000,
  clientTimeoutMs: 1_000,
  quietMs: 200,
  settleMs: 700,
  restartAfterMs: 100,
  liveWithinMs: 300,
  check: claimsOf,
  bugs: rules.bugs,
});
