/** Two producers, a log and two consumers, upgraded one after another while events are on their way. */
import {
  defineScenario,
  simulate,
  stateMachine,
  z,
  type Fault,
  type Seed,
  type StateMachineNode,
} from 'seedstorm';
import { cast } from 'seedstorm/parts';
import {
  readBy,
  written,
  type Change,
  type Order,
  type OrderCreated,
  type Reading,
  type Style,
} from './schema-shapes.js';

export interface Evolving {
  readonly change: Change;
  readonly style: Style;
}

/** Who is upgraded first. */
export type UpgradeOrder = 'consumers first' | 'producers first';

const PRODUCERS = ['p1', 'p2'];
const CONSUMERS = ['c1', 'c2'];
const EVERY_MS = 10;
const RUN_MS = 3_000;
const TIMEOUT_MS = 40;
/** The first of the four is upgraded then, and each further one so much later. */
const FROM_MS = 600;
const STEP_MS = 450;

/** How many events were handed out, refused by their reader, and read as something else than was meant. */
export interface SchemaCounts {
  events: number;
  refused: number;
  wrong: number;
}
/** While the versions changed, and when a consumer read the whole log again at the end. */
export interface SchemaSeen {
  readonly live: SchemaCounts;
  readonly replay: SchemaCounts;
}

interface Entry {
  readonly order: Order;
  readonly event: OrderCreated;
}

interface Evolution {
  state: { next: number } & SchemaSeen & { readonly log: Entry[] };
  request: { f: 'replay' } | { f: 'figures' };
  reply: SchemaSeen | 'started';
  message: { readonly entry: Entry } | { readonly read: OrderCreated };
  answer: Reading | 'kept';
  timer: 'next' | 'again';
  token: { readonly entry: Entry; readonly counts: 'live' | 'replay'; readonly to: number } | 'append';
}
type Node = StateMachineNode<Evolution>;

const versionOf = ({ version }: Node): 1 | 2 => (version === 'v2' ? 2 : 1);
const nothing = (): SchemaCounts => ({ events: 0, refused: 0, wrong: 0 });
const start = (): Evolution['state'] => ({ next: 0, live: nothing(), replay: nothing(), log: [] });

const producer = ({ change, style }: Evolving) =>
  stateMachine<Evolution>({
    start(node) {
      node.setTimer('next', EVERY_MS);
      return start();
    },
    onTimer(_state, _next, node) {
      if (node.monotonicMs() > RUN_MS - 2 * TIMEOUT_MS) return;
      node.setTimer('next', EVERY_MS);
      const order = {
        id: node.random.int(0, 1_000_000),
        cents: node.random.int(100, 99_999),
        customer: `customer ${node.random.int(1, 9)}`,
      };
      const event = written(order, versionOf(node), change, style);
      node.call('log', { entry: { order, event } }, { timeoutMs: TIMEOUT_MS, token: 'append' });
    },
    onReply: () => undefined,
  });

const consumer = ({ change, style }: Evolving) =>
  stateMachine<Evolution>({
    start,
    onMessage(_state, message, node) {
      if ('read' in message) node.reply(readBy(message.read, versionOf(node), change, style));
    },
  });

/** Keeps what it is given, and hands each event to one consumer, to the other one if that does not answer. */
const log = stateMachine<Evolution>({
  start,
  onMessage(state, message, node) {
    if (!('entry' in message)) return;
    state.log.push(message.entry);
    node.reply('kept');
    handOut(message.entry, 'live', state.next++, node);
  },
  onReply(state, outcome, node) {
    if (outcome.token === 'append') return;
    const { entry, counts, to } = outcome.token;
    if (outcome.kind !== 'answer') return handOut(entry, counts, to + 1, node);
    const reading = outcome.value as Reading;
    state[counts].events++;
    if (reading.kind === 'refused') state[counts].refused++;
    else if (reading.cents !== entry.order.cents) state[counts].wrong++;
  },
  onRequest(state, { f }, node) {
    if (f === 'figures') return node.reply({ live: state.live, replay: state.replay });
    for (const entry of state.log) handOut(entry, 'replay', 0, node);
    node.reply('started');
  },
});

const handOut = (entry: Entry, counts: 'live' | 'replay', to: number, node: Node): void =>
  node.call(
    CONSUMERS[to % CONSUMERS.length] as string,
    { read: entry.event },
    { timeoutMs: TIMEOUT_MS, token: { entry, counts, to } },
  );

const programs = (setting: Evolving) =>
  cast({
    producer: [PRODUCERS, producer(setting)],
    log: [['log'], log],
    consumer: [CONSUMERS, consumer(setting)],
  });

const world = defineScenario({
  name: 'tables/schema-evolution',
  summary: 'Producers and consumers that are upgraded one after another while events are on their way',
  params: z.object({
    setting: z.custom<Evolving>().default({ change: 'optional field', style: 'tolerant' }),
  }),
  nodes: () => [...PRODUCERS, 'log', ...CONSUMERS],
  protocol: ({ setting }) => programs(setting),
  versions: { v2: ({ setting }) => programs(setting) },
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: RUN_MS,
  settleMs: 0,
  restartAfterMs: 20,
  final: () => [
    { to: 'log', input: { f: 'replay' } },
    { to: 'log', input: { f: 'figures' } },
  ],
  check: {},
});

/** Both orders of the upgrade, with the same events. */
export async function schemaRun(setting: Evolving, seed: Seed): Promise<Record<UpgradeOrder, SchemaSeen>> {
  const seen = async (order: UpgradeOrder): Promise<SchemaSeen> => {
    const nodes = order === 'consumers first' ? [...CONSUMERS, ...PRODUCERS] : [...PRODUCERS, ...CONSUMERS];
    const faults = nodes.map((node, turn): Fault => ({
      ...{ kind: 'upgrade', node, version: 'v2' },
      atMs: FROM_MS + turn * STEP_MS,
    }));
    const run = await simulate(world, {
      seed,
      params: { setting },
      plan: { schema: 1, faults, operations: [] },
    });
    return run.history.at(-1)?.output as SchemaSeen;
  };
  return {
    'consumers first': await seen('consumers first'),
    'producers first': await seen('producers first'),
  };
}
