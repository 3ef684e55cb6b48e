/**
 * The npm packages `aedes` (a broker) and `mqtt` (its clients), unmodified, on connections that break: what each quality
 * of service of MQTT promises, and what aedes makes of the third without any fault.
 */
import { clients, defineScenario, z } from 'seedstorm';
import { atLeastOnce, atMostOnce, exactlyOnce } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { needsPackages } from '../needs-packages.js';

const NAME = 'real/mqtt';

const rules = ruled(
  {
    /** How aedes keeps a PUBREL that it owes a subscriber. */
    pubrel: 'mended',
    /** The quality of service that both clients ask for; by default the one that is claimed. */
    asks: undefined as number | undefined,
  },
  {
    'pubrel-of-another': {
      summary:
        'aedes 1.2.0 as it is: of two messages under way it releases one twice and the other never, without any fault',
      rules: { pubrel: 'as-published' },
      params: { qos: 2 },
      faults: 'none',
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'at-least-once-is-not-once': {
      summary: 'Quality of service 1 where each message counts: a broken connection delivers one twice',
      rules: { asks: 1 },
      params: { qos: 2 },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 2 },
    },
    'at-most-once-may-be-never': {
      summary: 'Quality of service 0 where no message may be missing: a broken connection loses some',
      rules: { asks: 0 },
      params: { qos: 1 },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 2 },
    },
  },
);

const claims = [
  { 'at-most-once': atMostOnce() },
  { 'at-least-once': atLeastOnce() },
  { 'exactly-once': exactlyOnce() },
] as const;

export const mqttScenario = defineScenario({
  name: NAME,
  summary: 'The npm packages aedes and mqtt: messages arrive as often as their quality of service says',
  params: z.object({
    qos: z.int().min(0).max(2).default(2).describe('quality of service: at most, at least, exactly once'),
    clients: z.int().min(1).max(20).default(3).describe('each sends one message after another'),
  }),
  vary: { qos: [0, 1, 2] },
  nodes: () => ['broker', 'publisher', 'subscriber'],
  load: () => needsPackages(NAME, 'aedes@1.2.0', 'mqtt@5.16.0'),
  protocol({ qos }, { bug }) {
    const { pubrel, asks = qos } = rules.with(bug);
    const env = { QOS: String(asks), PUBREL: pubrel };
    return {
      broker: nodeProgram({ entry: new URL('./programs/broker.js', import.meta.url), env }),
      publisher: nodeProgram({ entry: new URL('./programs/publisher.js', import.meta.url), env }),
      subscriber: nodeProgram({ entry: new URL('./programs/subscriber.js', import.meta.url), env }),
    };
  },
  workload: ({ clients: count }) =>
    clients(
      count,
      { send: 1 },
      {
        everyMs: 20,
        // When both are connected and subscribed.
        fromMs: 100,
        untilMs: 500,
        to: () => 'publisher',
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index + 1}` }),
      },
    ),
  // Far enough apart that a reset finds messages on their way.
  network: { latency: { kind: 'uniform', minMs: 1, maxMs: 6 } },
  faults: 'resets',
  durationMs: 1_000,
  clientTimeoutMs: 500,
  final: () => [{ to: 'subscriber', input: { f: 'drain' } }],
  check: ({ qos }) => claims[qos] ?? {},
  bugs: rules.bugs,
});
