/** What a log keeps: a consumer that retention overtakes, a table that compaction keeps small, and replay from a time. */
import { clients, defineScenario, z } from 'seedstorm';
import { busyDisk, cast } from 'seedstorm/parts';
import { broker } from './broker.js';
import { replay, skipsOnlyExpired, table } from './checks.js';
import { consumer, mirror } from './readers.js';
import { rules } from './rules.js';

export const logRetention = defineScenario({
  name: 'broker/log-retention',
  summary: 'Retention against a slow reader, compaction against one that lags, and replay from a time',
  params: z.object({}),
  nodes: () => ['b', 'consumer', 'mirror'],
  protocol(_params, { bug }) {
    const chosen = rules.with(bug);
    return cast({
      broker: [['b'], broker(chosen)],
      consumer: [['consumer'], consumer(chosen)],
      mirror: [['mirror'], mirror()],
    });
  },
  workload: () =>
    clients(
      3,
      { send: 0.5, put: 0.35, try: 0.15 },
      {
        everyMs: 60,
        to: () => 'b',
        // Each client writes keys of its own.
        input(f, random, { client, index }) {
          const value = `c${client + 1}-${index}`;
          if (f === 'send') return { value };
          const key = `k${client + 1}.${random.int(1, 2)}`;
          return { key, value: f === 'put' && random.chance(0.3) ? null : value };
        },
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  // The broker may crash; the readers stand for those outside, who do not forget.
  budget: {
    intactReplicas: 99,
    spared: ['consumer', 'mirror'],
    allow: { corruption: false, diskError: false, fsyncFailure: false, duplication: false },
  },
  durationMs: 2_000,
  clientTimeoutMs: 1_000,
  quietMs: 300,
  restartAfterMs: 100,
  // One more record when all is well again: so in every run something was read.
  final: () => [
    { to: 'b', input: { f: 'send', value: 'last' } },
    { to: 'consumer', input: { f: 'drain' } },
    { to: 'consumer', input: { f: 'replay' } },
    { to: 'mirror', input: { f: 'table' } },
    { to: 'mirror', input: { f: 'rebuild' } },
  ],
  check: { 'skips-only-expired': skipsOnlyExpired, table, replay },
  bugs: rules.bugs,
});
