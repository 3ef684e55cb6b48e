/**
 * The outbox: a database and a broker cannot commit together, so the message is a row beside the order, in one transaction.
 *
 * A relay publishes the rows and deletes them once the broker has confirmed. If it dies in between, a message comes twice;
 * so the consumer writes down which message it has taken in the same transaction as what it does.
 */
import { clients, defineScenario, hdd, stateMachine, z, type ReplyTo } from 'seedstorm';
import { exactlyOnce } from 'seedstorm/checkers';
import { answerAll, answerWhenEmpty, cast, ruled, type RulesOf, type Waiting } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  publish,
  startClient,
  type AmqpClient,
} from 'seedstorm/servers';
import { drained } from '../broker/amqp/emptied.js';
import { agreed } from './agreed.js';
import { billing } from './billing.js';
import { commit, openDatabase, type Database } from './database.js';
import { messageOf, PUBLISHES, relay, type Relayed, type Row } from './relay.js';

const rules = ruled(
  {
    /** How the event of an order leaves: with its transaction, or published by the service itself. */
    event: 'in-transaction',
    /** Which rows the relay asks for: those that are still there, or those with a higher number than the last. */
    reads: 'rows-left',
    /** When a row is deleted. */
    deletes: 'on-confirm',
    /** What the relay may see: what is on the disk. */
    shows: 'durable',
    /** How the consumer knows a message again: by a row that it writes with its effect. */
    dedup: 'with-effect',
  },
  {
    'publish-before-commit': {
      summary: 'The service publishes, and then commits: the transaction rolls back, and the event is out',
      rules: { event: 'before-commit' },
      shows: { check: 'agreed', anomaly: 'phantom', within: 2 },
    },
    'publish-after-commit': {
      summary: 'The service commits, and then publishes: it ends in between, or has no broker',
      rules: { event: 'after-commit' },
      shows: { check: 'agreed', anomaly: 'missing', within: 1 },
    },
    'highest-number': {
      summary:
        'The relay goes on after the highest number it has seen: a smaller one that is committed later is never read',
      rules: { reads: 'higher-numbers' },
      shows: { check: 'agreed', anomaly: 'missing', within: 1 },
    },
    'deleted-before-confirm': {
      summary: 'The relay deletes a row when it has published it, and the broker never gets the message',
      rules: { deletes: 'on-publish' },
      shows: { check: 'agreed', anomaly: 'missing', within: 9 },
    },
    'dirty-read': {
      summary: 'The relay reads a row that is not on the disk yet: a power cut takes the order back',
      rules: { shows: 'written' },
      shows: { check: 'agreed', anomaly: 'phantom', within: 8 },
    },
    'dedup-after-effect': {
      summary:
        'The consumer bills, and notes the message in a second transaction: it ends in between, and bills again',
      rules: { dedup: 'after-effect' },
      shows: { check: 'agreed', anomaly: 'duplicate', within: 11 },
    },
    'dedup-in-memory': {
      summary: 'The consumer knows messages again until it restarts',
      rules: { dedup: 'in-memory' },
      shows: { check: 'agreed', anomaly: 'duplicate', within: 13 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Order {
  readonly value: string;
  readonly inStock: boolean;
}

interface Tables {
  orders: { readonly number: number };
  outbox: Row;
}

interface Shop {
  state: {
    readonly db: Database<Tables>;
    /** Transactions under way, by order. */
    readonly open: Record<
      string,
      { readonly number: number; readonly order: Order; readonly replyTo: ReplyTo }
    >;
    /** Numbers are given when a transaction begins; so it may commit after one with a higher number. */
    next: number;
    readonly readers: Waiting;
    /** Of a service that publishes itself. */
    readonly amqp: AmqpClient<unknown> | undefined;
  };
  requests: {
    order: (order: Order) => 'placed';
    /** What is committed; answered once the outbox is empty, or after a while. */
    committed: () => string[];
  };
  messages: Relayed;
  timer: string;
}
type State = Shop['state'];

/** How long a transaction takes, in ms. */
const TRANSACTION_MS = { least: 1, most: 25 } as const;
const READERS_WAIT_MS = 900;

const shop = (rule: Rules) =>
  stateMachine<Shop>({
    start(node) {
      const db = openDatabase<Tables>(['orders', 'outbox'], node);
      const next = 1 + Math.max(0, ...[...db.tables.orders.values()].map(({ number }) => number));
      const amqp = rule.event === 'in-transaction' ? undefined : startClient(PUBLISHES, node);
      return { db, open: {}, next, readers: [], amqp };
    },

    onRequest: {
      order(state, order, node) {
        const { value } = order;
        if (state.db.tables.orders.has(value)) return node.reply('placed', { after: 'sync' });
        // The network may deliver it twice.
        if (state.open[value] !== undefined) return;
        state.open[value] = { number: state.next++, order, replyTo: node.defer() };
        if (rule.event === 'before-commit' && state.amqp !== undefined)
          publish(state.amqp, messageOf(value), undefined, node);
        node.setTimer(value, node.random.int(TRANSACTION_MS.least, TRANSACTION_MS.most));
      },

      committed(state, _ask, node) {
        const when = { empty: isSettled(state), timer: 'readers', atMostMs: READERS_WAIT_MS };
        answerWhenEmpty(state.readers, when, () => ordersIn(state), node);
      },
    },

    onTimer(state, timer, node) {
      if (timer === 'readers') return answerAll(state.readers, () => ordersIn(state), node);
      const { amqp, db, open } = state;
      if (amqp !== undefined && clientTimer(amqp, timer, node)) return;
      const transaction = open[timer];
      if (transaction === undefined) return;
      delete open[timer];
      const { number, order, replyTo } = transaction;
      if (!order.inStock) return node.rejectTo(replyTo, 'rolled back: not in stock');
      const { value } = order;
      const placed = { table: 'orders', key: value, row: { number } } as const;
      const event = { table: 'outbox', key: String(number), row: { number, value } } as const;
      commit(db, rule.event === 'in-transaction' ? [placed, event] : [placed], node);
      if (rule.event === 'after-commit' && amqp !== undefined)
        publish(amqp, messageOf(value), undefined, node);
      node.replyTo(replyTo, 'placed', { after: 'sync' });
    },

    onMessage: {
      rows(state, { done, after }, node) {
        const { outbox } = state.db.tables;
        const gone = done.map(String).filter((key) => outbox.has(key));
        if (gone.length > 0)
          commit(
            state.db,
            gone.map((key) => ({ table: 'outbox', key, row: null })),
            node,
          );
        const rows = [...outbox.values()].filter(({ number }) => number > after);
        rows.sort((a, b) => a.number - b.number);
        node.reply(rows, rule.shows === 'durable' ? { after: 'sync' } : {});
        if (state.readers.length > 0 && isSettled(state))
          answerAll(state.readers, () => ordersIn(state), node);
      },
    },

    onStream({ amqp }, event, node) {
      if (amqp !== undefined) clientHears(amqp, event, node);
    },
  });

/** In the order in which they were committed. */
const ordersIn = ({ db }: State): string[] => [...db.tables.orders.keys()];
const isSettled = ({ db, open }: State): boolean =>
  db.tables.outbox.size === 0 && Object.keys(open).length === 0;

const settled = Array.from({ length: 8 }, () => ({ to: 'shop', input: { f: 'committed' } }));

export const outboxScenario = defineScenario({
  name: 'messaging/outbox',
  summary:
    'An order and its event in one transaction, a relay, an idempotent consumer: billed is what was ordered',
  params: z.object({
    customers: z.int().min(1).max(20).default(4),
    outOfStock: z.number().min(0).max(1).default(0.15).describe('share of orders that roll back'),
  }),
  nodes: () => ['shop', 'relay', 'broker', 'billing'],
  protocol(_params, { bug }) {
    const rule = rules.with(bug);
    return cast({
      shop: [['shop'], shop(rule)],
      relay: [['relay'], relay('shop', { reads: rule.reads, done: rule.deletes })],
      broker: [['broker'], amqpBroker()],
      billing: [['billing'], billing(rule.dedup)],
    });
  },
  workload: ({ customers, outOfStock }) =>
    clients(
      customers,
      { order: 1 },
      {
        everyMs: 60,
        to: () => 'shop',
        input: (_f, random, { client, index }) => ({
          value: `c${client + 1}-${index}`,
          inStock: !random.chance(outOfStock),
        }),
      },
    ),
  disk: hdd(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 1_000,
  quietMs: 300,
  restartAfterMs: 100,
  // One more order when all is well again: so in every run something was billed.
  final: () => [
    { to: 'shop', input: { f: 'order', value: 'last-0', inStock: true } },
    ...settled,
    ...drained,
    ...settled.slice(0, 1),
    { to: 'billing', input: { f: 'drain' } },
  ],
  check: {
    'exactly-once': exactlyOnce({ sent: 'order' }),
    agreed: agreed({ key: (value) => value.split('-')[0] as string }),
  },
  bugs: rules.bugs,
});
