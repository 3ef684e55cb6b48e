/**
 * The npm package `ioredis`, unmodified, on connections that break: a command that was on its way may have been carried
 * out. By default it is sent again, and a counter counts twice.
 */
import { clients, defineScenario, z } from 'seedstorm';
import { atMostOnce } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer } from 'seedstorm/servers';
import { needsPackages } from '../needs-packages.js';

const NAME = 'real/ioredis';

const rules = ruled(
  {
    /** What of the client's options is not as it is by default. */
    options: { autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 },
  },
  {
    'resend-by-default': {
      summary:
        'ioredis as it is by default sends unanswered commands again after a reset: one INCR counts twice',
      rules: { options: {} },
      shows: { check: 'at-most-once', anomaly: 'duplicate', within: 2 },
    },
  },
);

export const ioredisScenario = defineScenario({
  name: NAME,
  summary:
    'Counters in Redis by the npm package ioredis, unmodified: a broken connection counts nothing twice',
  params: z.object({
    clients: z
      .int()
      .min(1)
      .max(20)
      .default(5)
      .describe('each increases counters of its own, one after another'),
  }),
  nodes: () => ['redis', 'app'],
  load: () => needsPackages(NAME, 'ioredis@5.11.1'),
  protocol: (_, { bug }) => ({
    // Each counter is one client's, and increased once: two effects of a key mean twice.
    redis: redisServer({ effects: { INCR: 'process' } }),
    app: nodeProgram({
      entry: new URL('./programs/counter.js', import.meta.url),
      env: { OPTIONS: JSON.stringify(rules.with(bug).options) },
    }),
  }),
  workload: ({ clients: count }) =>
    clients(
      count,
      { send: 1 },
      {
        everyMs: 25,
        to: () => 'app',
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index + 1}` }),
      },
    ),
  // Far enough apart that a reset finds commands on their way.
  network: { latency: { kind: 'uniform', minMs: 5, maxMs: 20 } },
  faults: 'resets',
  durationMs: 1_500,
  clientTimeoutMs: 200,
  // ioredis connects again after 50 ms, at the second attempt after 100.
  liveWithinMs: 200,
  check: { 'at-most-once': atMostOnce() },
  bugs: rules.bugs,
});
