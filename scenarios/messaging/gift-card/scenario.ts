/**
 * A gift card for the first who answer a survey: the event of the study notes, with its queue, its stock in memory, its
 * records in a database and its safety stock.
 *
 * Entries come in a burst, and are answered when the broker has them. Consumers take tickets from a store that is quick and
 * may lose its memory. Then the database, which is slow and remembers, says what is left; it does not know of tickets that
 * consumers hold at that moment. That is what the safety stock is for: one card for each consumer.
 */
import {
  clients,
  defineScenario,
  nemesis,
  nodeNames,
  z,
  type PlannedOperation,
  type Workload,
} from 'seedstorm';
import { busyDisk, cast } from 'seedstorm/parts';
import { amqpBroker } from 'seedstorm/servers';
import { drained } from '../../broker/amqp/emptied.js';
import { publisher } from '../../broker/amqp/publisher.js';
import { giftCards } from './check.js';
import { consumer, entries } from './consumer.js';
import { rules } from './rules.js';
import { database, gateway, store } from './stores.js';

const FRONTS = ['p1', 'p2'];
/** So long everybody comes at once. */
const BURST_MS = 300;

/** Cards that are sold; the others are the safety stock. */
const forSale = ({ cards, consumers }: { cards: number; consumers: number }) =>
  Math.max(0, cards - consumers);

/** Members enter at a front, some of them twice, and ask the database how it ended. */
function burst(members: number): Workload {
  const asked = clients(
    4,
    { enter: 0.7, result: 0.3 },
    {
      everyMs: 40,
      phases: [{ fromMs: BURST_MS, everyMs: 70 }],
      to: (random) => random.pick(FRONTS),
      input: (_f, random) => ({ member: `m${random.int(1, members)}` }),
    },
  );
  const toDatabase = ({ input }: PlannedOperation) => (input as { f: string }).f === 'result';
  return {
    ...asked,
    // The last one has not waited for anything before: so in every run somebody asks when all is well again.
    clients: [...asked.clients, 'last'],
    operations: (world) =>
      [
        ...asked.operations(world),
        { process: 'last', atMs: world.untilMs, input: { f: 'result', member: 'm1' } },
      ].map((one) => (toDatabase(one) ? { ...one, to: 'database' } : one)),
  };
}

export const giftCardScenario = defineScenario({
  name: 'messaging/gift-card',
  summary: 'An event with few gift cards: none too many, none twice, and one for everybody who was told yes',
  params: z.object({
    cards: z.int().min(1).max(1_000).default(6),
    consumers: z.int().min(1).max(9).default(2).describe('as many cards are the safety stock'),
    members: z.int().min(1).max(1_000).default(20),
  }),
  nodes: ({ consumers }) => [
    'broker',
    ...FRONTS,
    ...nodeNames(consumers, 'w'),
    'store',
    'database',
    'gateway',
  ],
  protocol(event, { bug }) {
    const own = rules.with(bug);
    return cast({
      broker: [['broker'], amqpBroker()],
      front: [
        FRONTS,
        publisher<{ readonly member: string }>({
          declares: [entries],
          messageOf: ({ member }) => ({
            exchange: '',
            routingKey: 'entries',
            properties: { deliveryMode: own.deliveryMode },
            body: member,
          }),
          confirm: own.accepted === 'confirmed' ? 'awaited' : 'ignored',
          heartbeatMs: 200,
        }),
      ],
      consumer: [nodeNames(event.consumers, 'w'), consumer(own)],
      store: [['store'], store(own.safetyStock === 'kept' ? forSale(event) : event.cards)],
      database: [['database'], database(own)],
      gateway: [['gateway'], gateway],
    });
  },
  workload: ({ members }) => burst(members),
  disk: busyDisk(),
  faults: nemesis(
    {
      ...{ crash: true, kill: true, crashAtSite: 'hell', killAtSite: 'hell', connectionReset: true },
      ...{ partition: true, latency: true, reordering: true, duplication: true, pause: true },
    },
    {
      name: 'bad-day',
      summary: 'Processes end, often between two steps, and the network is bad',
      kindProbability: 0.5,
    },
  ),
  // The gateway is another company's: it is slow or cut off, but it does not forget.
  budget: { intactReplicas: 99, spared: ['gateway'], allow: { corruption: false } },
  durationMs: 1_600,
  clientTimeoutMs: 400,
  liveWithinMs: 300,
  restartAfterMs: 100,
  final: () => [...drained, { to: 'database', input: { f: 'rows' } }],
  check: (event) => ({ 'gift-cards': giftCards({ cards: event.cards, forSale: forSale(event) }) }),
  bugs: rules.bugs,
});
