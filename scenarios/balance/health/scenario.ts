/**
 * Health checks: when a balancer takes a server out, and when back. Too quick, and one lost check takes out a server that is well;
 * too slow, and requests go to the dead; and where all servers depend on one database, a check that asks it takes out all of them.
 */
import { defineScenario, nemesis, nodeNames, z, type NemesisProfile } from 'seedstorm';
import { cast, healthRules, openWorkload, ruled } from 'seedstorm/parts';
import { checkingBalancer, type CheckSettings } from './balancer.js';
import { detected, fewEjected, ramp, restarts, somebodyLeft, thresholds } from './claims.js';
import { database, server, STUCK } from './servers.js';

const rules = ruled(
  { ...healthRules, fall: 'kept', silence: 'failed', restartBy: 'live' },
  {
    'one-lost-check': {
      summary: 'The first failed check takes a server out: a lost message is enough',
      rules: { fall: 'one' },
      shows: { check: 'thresholds', anomaly: 'out-too-early', within: 1 },
    },
    'failures-add-up': {
      summary: 'Failed checks are counted and never forgotten: three in a day take a server out',
      rules: { counted: 'in-all' },
      shows: { check: 'thresholds', anomaly: 'out-too-early', within: 3 },
    },
    'back-at-once': {
      summary: 'The first good check brings a server back, and it flaps',
      rules: { rise: 'one' },
      shows: { check: 'thresholds', anomaly: 'back-too-early', within: 1 },
    },
    'silence-is-no-failure': {
      summary: 'A check that is not answered says nothing: a machine without power is never found dead',
      rules: { silence: 'nothing' },
      shows: { check: 'detected', anomaly: 'invariant', within: 4 },
    },
    'no-panic': {
      summary:
        'All checks fail, since the database does, and all servers are taken out: pages that need none are refused',
      rules: { panic: 'never' },
      params: { asks: 'deep' },
      shows: { check: 'somebody-left', anomaly: 'nobody-left', within: 1 },
    },
    'ejects-everybody': {
      summary:
        'Requests fail everywhere, since the database does, and there is no limit to how many servers are ejected',
      rules: { maxEjected: 'ignored' },
      params: { ejectAfter: 2 },
      shows: { check: 'few-ejected', anomaly: 'too-many-ejected', within: 1 },
    },
    'restarts-who-is-not-ready': {
      summary:
        'A server that is not ready is restarted: the database is away, and all servers start again and again',
      rules: { restartBy: 'ready' },
      params: { asks: 'deep' },
      shows: { check: 'restarts', anomaly: 'restarted-alive', within: 1 },
    },
    'full-share-at-once': {
      summary: 'A server that comes back gets its whole share while it is cold',
      rules: { slowStart: 'skipped' },
      params: { ejectAfter: 100 },
      shows: { check: 'ramp', anomaly: 'too-much-at-once', within: 2 },
    },
  },
);

const params = z.object({
  servers: z.int().min(1).max(9).default(4),
  asks: z.enum(['shallow', 'deep']).default('shallow').describe('whether readiness asks the database, too'),
  perSecond: z.number().gt(0).max(5_000).default(80).describe('requests a second'),
  everyMs: z.number().min(5).max(1_000).default(40).describe('how often servers are checked'),
  timeoutMs: z.number().min(1).max(1_000).default(20).describe('how long a check waits'),
  fall: z.int().min(1).max(20).default(3).describe('failed checks in a row that take a server out'),
  rise: z.int().min(1).max(20).default(2).describe('good checks in a row that bring it back'),
  ejectAfter: z.int().min(1).max(100).default(4).describe('failed requests in a row that eject a server'),
  ejectMs: z.number().min(1).max(60_000).default(150).describe('for how long'),
  maxEjected: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('the share of servers that may be ejected at once'),
  panicBelow: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('with a smaller share of well servers all are used'),
  slowStartMs: z.number().min(0).max(60_000).default(200).describe('how long a returning server gets less'),
});
type Params = z.infer<typeof params>;

const settingsOf = (given: Params): CheckSettings => ({ ...given, servers: nodeNames(given.servers, 's') });

const troubles = nemesis({
  crash: true,
  kill: true,
  restart: true,
  pause: true,
  slowNode: true,
  loss: true,
  latency: true,
  partition: 'calm',
});

/** What ends and delays, a database that is away for a while, and one server that hangs. */
const sickly: NemesisProfile = {
  name: 'sickly-servers',
  summary: 'Servers that end, stand still, are slow or hang, lost checks, and a database that is away',
  draw(streams, world) {
    const random = streams('sickly');
    const between = (low: number, high: number) => ({
      atMs: random.int(100, 900),
      durationMs: random.int(low, high),
    });
    const away = { kind: 'crash' as const, node: 'db', unsynced: 'kept' as const, ...between(150, 500) };
    const hangs = {
      ...{ kind: 'buggify' as const, site: STUCK, probability: 1, ...between(20, 60) },
      nodes: [random.pick(world.nodes.filter((node) => node.startsWith('s')))],
    };
    return [
      ...troubles.draw(streams, world),
      ...(random.chance(0.6) ? [away] : []),
      ...(random.chance(0.4) ? [hangs] : []),
    ];
  },
};

export const balanceHealthScenario = defineScenario({
  name: 'balance/health',
  summary:
    'A balancer that checks its servers: who is out, who is back, and what happens when all seem to be ill',
  params,
  vary: { asks: ['shallow', 'deep'] },
  nodes: ({ servers }) => ['lb', 'db', ...nodeNames(servers, 's')],
  protocol(given, { bug }) {
    const own = rules.with(bug);
    const settings = settingsOf(given);
    const fall = own.fall === 'kept' ? given.fall : 1;
    return cast({
      balancer: [['lb'], checkingBalancer({ ...settings, fall, rules: own }, own)],
      database: [['db'], database],
      server: [settings.servers, server(given.asks)],
    });
  },
  workload: ({ perSecond }) =>
    openWorkload({
      perSecond,
      to: () => 'lb',
      input: (random, number) => ({ f: random.chance(0.5) ? 'page' : 'order', number: number + 1 }),
    }),
  faults: sickly,
  buggifySites: [STUCK],
  budget: { spared: ['lb'], allow: { duplication: false, corruption: false }, intactReplicas: 99 },
  durationMs: 2_200,
  clientTimeoutMs: 500,
  quietMs: 150,
  settleMs: 900,
  restartAfterMs: 80,
  liveWithinMs: 600,
  check: (given) => {
    const settings = settingsOf(given);
    return {
      thresholds: thresholds(settings),
      'few-ejected': fewEjected(settings),
      'somebody-left': somebodyLeft,
      restarts: restarts(settings),
      ramp: ramp(settings),
    };
  },
  invariants: { detected },
  bugs: rules.bugs,
});
