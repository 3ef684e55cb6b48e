/** The same load and the same trouble for a queue, a log and a stream: three consumers, and who reads all again at the end. */
import {
  defineScenario,
  nodeNames,
  stream,
  z,
  type Fault,
  type Plan,
  type Program,
  type Seed,
} from 'seedstorm';
import { busyDisk, cast } from 'seedstorm/parts';
import { amqpBroker, redisStreams } from 'seedstorm/servers';
import { broker as logBroker } from '../broker/log-groups/broker.js';
import { consumer as logConsumer } from '../broker/log-groups/consumer.js';
import { params as logParams, rules as logRules, type Options } from '../broker/log-groups/rules.js';
import { producer, rules as streamRules, worker as streamWorker } from '../broker/stream-groups.sim.js';
import { readsLog, readsQueue, readsStream } from './broker-readers.js';
import { consumer as queueConsumer, publishesWork } from './consumer-world.js';

/** A queue of AMQP, a log with a consumer group, and a stream of Redis by when it is on the disk. */
export const KINDS = ['queue', 'log', 'stream', 'stream, everysec', 'stream, memory'] as const;
export const EVENTS = ['none', 'consumer dies', 'broker dies'] as const;
export interface BrokerSetting {
  readonly kind: (typeof KINDS)[number];
  readonly event: (typeof EVENTS)[number];
}

/** So many messages of so many keys come in 400 ms, when all is up; a message takes 4 ms, so three consumers do 750 a second. */
export const LOAD = { messages: 240, keys: 6, fromMs: 900, untilMs: 1_300 } as const;
const WORK_MS = 4;
const PREFETCH = 3;
const BEATS = { heartbeatMs: 20 };
const CONSUMERS = nodeNames(3, 'w');

const logOptions: Options = {
  ...logParams.parse({ partitions: LOAD.keys, consumers: CONSUMERS.length, protocol: 'cooperative' }),
  rules: logRules.sound,
};

type Cast = Readonly<Record<string, readonly [nodes: readonly string[], program: Program]>>;

const redis = (persistence: 'always' | 'everysec' | 'none'): Cast => ({
  broker: [['redis'], redisStreams({ persistence })],
  front: [['front'], producer({ trims: 'never' })],
  consumer: [CONSUMERS, streamWorker(streamRules.sound)],
  reader: [['reader'], readsStream],
});

const casts: Record<BrokerSetting['kind'], Cast> = {
  queue: {
    broker: [['broker'], amqpBroker({ heartbeatMs: 20 })],
    front: [['front'], publishesWork(BEATS)],
    consumer: [CONSUMERS, queueConsumer(PREFETCH, WORK_MS, BEATS)],
    reader: [['reader'], readsQueue],
  },
  log: {
    broker: [['broker'], logBroker(logOptions)],
    consumer: [CONSUMERS, logConsumer(logOptions, CONSUMERS)],
    reader: [['reader'], readsLog(LOAD.keys)],
  },
  stream: redis('always'),
  'stream, everysec': redis('everysec'),
  'stream, memory': redis('none'),
};

export const brokerWorld = defineScenario({
  name: 'tables/brokers',
  summary: 'A queue, a log or a stream, three consumers, and one who reads all again',
  params: z.object({ kind: z.enum(KINDS).default('queue') }),
  nodes: ({ kind }) => Object.values(casts[kind]).flatMap(([nodes]) => nodes),
  protocol: ({ kind }) => cast(casts[kind]),
  workload: () => ({ clients: nodeNames(LOAD.messages, 'c'), operations: () => [] }),
  disk: busyDisk(),
  faults: 'none',
  durationMs: 5_000,
  clientTimeoutMs: 400,
  final: () => [{ to: 'reader', input: { f: 'replay' } }],
  check: {},
});

/** What happens in the run of a seed: the same messages at the same times, and the same trouble, whatever the broker is. */
export function brokerPlan({ kind, event }: BrokerSetting, seed: Seed): Plan {
  const random = stream(seed, 'table/brokers');
  const times = Array.from({ length: LOAD.messages }, () => random.int(LOAD.fromMs, LOAD.untilMs));
  const atMs = random.int(1_000, 1_150);
  const server = kind === 'queue' || kind === 'log' ? 'broker' : 'redis';
  const faults: Record<BrokerSetting['event'], Fault[]> = {
    none: [],
    'consumer dies': [{ kind: 'kill', atMs, durationMs: 400, node: 'w1' }],
    'broker dies': [{ kind: 'crash', atMs, durationMs: 100, node: server, unsynced: 'lost' }],
  };
  return {
    schema: 1,
    faults: faults[event],
    operations: times
      .sort((a, b) => a - b)
      .map((at, value) => ({
        process: `c${value + 1}`,
        atMs: at,
        to: kind === 'log' ? 'broker' : 'front',
        input: { f: 'send', value, partition: value % LOAD.keys, workMs: WORK_MS },
      })),
  };
}
