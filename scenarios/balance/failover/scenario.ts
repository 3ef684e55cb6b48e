/**
 * Failover: the balancer dies, and another takes its address. Who is active, who may still believe that it is, and what becomes of
 * sessions that the dead one has acknowledged.
 */
import { defineScenario, nemesis, z } from 'seedstorm';
import { cast, registerWorkload, ruled } from 'seedstorm/parts';
import { addressSwitch, store, witness } from './around.js';
import { balancer, BALANCERS, leaseOf, SWITCHES } from './balancers.js';
import { oneActive, oneWriter, sessions } from './claims.js';

const rules = ruled(
  {
    active: 'lease',
    until: 'lease-ends',
    announces: 'again',
    sessions: 'in-store',
    acknowledges: 'stored',
    fence: 'checked',
  },
  {
    'split-brain': {
      summary:
        'Who hears nothing of the other one is active, without a witness: a cut between them makes two',
      rules: { active: 'silence' },
      params: { mode: 'active-passive' },
      shows: { check: 'one-active', anomaly: 'two-actives', within: 9 },
    },
    'active-until-told': {
      summary:
        'A balancer is active until it hears that it is not, and does not look at the end of its lease',
      rules: { until: 'told' },
      params: { mode: 'active-passive' },
      shows: { check: 'one-active', anomaly: 'two-actives', within: 16 },
    },
    'no-fence': {
      summary: 'The store takes what a balancer sends that is active in its own eyes only',
      rules: { until: 'told', fence: 'ignored' },
      params: { mode: 'active-passive' },
      shows: { check: 'one-writer', anomaly: 'old-epoch', within: 14 },
    },
    'says-it-once': {
      summary:
        'The new owner of the address says so once: if that is lost, the switch asks the dead one for ever',
      rules: { announces: 'once' },
      params: { mode: 'active-passive' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 18 },
    },
    'sessions-in-memory': {
      summary: 'Sessions are in the memory of the balancer, and go with it',
      rules: { sessions: 'in-memory' },
      params: { mode: 'active-passive' },
      shows: { check: 'sessions', anomaly: 'stale-read', within: 1 },
    },
    'sessions-of-each': {
      summary: 'Both are active, and each has sessions of its own',
      rules: { sessions: 'in-memory' },
      params: { mode: 'active-active' },
      shows: { check: 'sessions', anomaly: 'stale-read', within: 1 },
    },
    'acknowledged-when-sent': {
      summary: 'A session is acknowledged when it is on its way to the store, where it need not arrive',
      rules: { acknowledges: 'sent' },
      shows: { check: 'sessions', anomaly: 'stale-read', within: 5 },
    },
  },
);

export const balanceFailoverScenario = defineScenario({
  name: 'balance/failover',
  summary:
    'Two balancers for one address, one active or both: who acts, and what becomes of sessions when one dies',
  params: z.object({
    mode: z.enum(['active-passive', 'active-active']).default('active-passive'),
    leaseMs: z
      .int()
      .min(20)
      .max(400)
      .default(150)
      .describe('for how long the witness makes one of them active'),
    clients: z.int().min(1).max(50).default(5),
    everyMs: z.number().min(1).max(1_000).default(40).describe('how often each client asks'),
  }),
  vary: { mode: ['active-passive', 'active-active'] },
  nodes: () => [...SWITCHES, 'witness', 'store', ...BALANCERS],
  protocol({ mode, leaseMs }, { bug }) {
    const own = rules.with(bug);
    const lease = leaseOf(leaseMs);
    return cast({
      switch: [SWITCHES, addressSwitch(mode)],
      witness: [['witness'], witness(lease)],
      store: [['store'], store(own.fence)],
      balancer: [BALANCERS, balancer(mode, lease, own)],
    });
  },
  workload: ({ clients, everyMs }) =>
    registerWorkload({
      clients,
      everyMs,
      keys: 3,
      mix: { read: 0.5, write: 0.5 },
      to: (random) => random.pick(SWITCHES),
    }),
  // The run is short, and one who takes over must have somebody to take over from.
  faults: nemesis({
    crash: 'hell',
    kill: 'hell',
    restart: true,
    pause: 'hell',
    partition: 'hell',
    oneWayCut: 'hell',
    latency: true,
    loss: 'calm',
  }),
  budget: {
    spared: SWITCHES,
    allow: { duplication: false, corruption: false, clockSkewMs: 0 },
    intactReplicas: 99,
  },
  durationMs: 2_200,
  clientTimeoutMs: 500,
  quietMs: 150,
  settleMs: 900,
  restartAfterMs: 80,
  liveWithinMs: 500,
  check: ({ mode }) => ({
    sessions,
    ...(mode === 'active-passive' && { 'one-writer': oneWriter, 'one-active': oneActive }),
  }),
  bugs: rules.bugs,
});
