/** Consume, transform, produce in transactions: each message once in the output, whatever crashes, pauses and comes late. */
import { clients, defineScenario, z } from 'seedstorm';
import { atMostOnce, exactlyOnce, orderPerKey } from 'seedstorm/checkers';
import { busyDisk, cast, heavyTailedLan } from 'seedstorm/parts';
import { broker } from './broker.js';
import { atomic, committedOnly } from './checks.js';
import { coordinator } from './coordinator.js';
import { OUTPUTS } from './messages.js';
import { reader } from './reader.js';
import { rules } from './rules.js';
import { worker } from './worker.js';

const BROKERS = ['b1', 'b2'];
const WORKERS = ['w1', 'w2'];

export const logTransactions = defineScenario({
  name: 'broker/log-transactions',
  summary: 'A log with transactions: what is read, transformed and written, is written once and as a whole',
  params: z.object({
    mail: z.boolean().default(false).describe('Each message also makes a mail: an effect outside of the log'),
  }),
  nodes: () => [...BROKERS, 'tc', ...WORKERS, 'reader'],
  protocol({ mail }, { bug }) {
    const chosen = rules.with(bug);
    return cast({
      broker: [BROKERS, broker(chosen)],
      coordinator: [['tc'], coordinator(chosen)],
      worker: [WORKERS, worker(chosen, mail)],
      reader: [['reader'], reader(chosen, mail)],
    });
  },
  workload: () =>
    clients(
      2,
      { send: 1 },
      {
        everyMs: 120,
        to: () => 'b1',
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  network: heavyTailedLan({ maxMs: 150 }),
  disk: busyDisk(),
  faults: 'rough',
  // Whoever has synced remembers. The reader stands for what is outside: it does not forget what it has seen.
  budget: {
    intactReplicas: 99,
    spared: ['reader'],
    allow: { corruption: false, diskError: false, fsyncFailure: false },
  },
  durationMs: 2_500,
  clientTimeoutMs: 1_000,
  quietMs: 300,
  restartAfterMs: 100,
  final: () => [
    ...Array.from({ length: 8 }, () => ({ to: 'reader', input: { f: 'drain' } })),
    ...BROKERS.map((to) => ({ to, input: { f: 'report' } })),
  ],
  check: ({ mail }) => ({
    'exactly-once': exactlyOnce({ groups: OUTPUTS }),
    atomic,
    'committed-only': committedOnly,
    'order-per-client': orderPerKey({ key: ({ process }) => String(process).split('.')[0] }),
    ...(mail && { 'mailed-once': atMostOnce({ processed: 'mail' }) }),
  }),
  bugs: rules.bugs,
});
