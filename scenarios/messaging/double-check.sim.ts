/**
 * The double check: a service saves and publishes, one after the other, and both sides are reconciled afterwards.
 *
 * Saved and not published: a batch publishes again what has waited for long. Published and not saved: the consumer asks the
 * database by the id in the message, and takes back what it has done. It may only do so when no transaction can still commit.
 */
import { clients, defineScenario, hdd, stateMachine, z, type ReplyTo } from 'seedstorm';
import { defineChecker, exactlyOnce } from 'seedstorm/checkers';
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
import { commit, openDatabase, type Database } from './database.js';
import { messageOf, PUBLISHES, relay, type Relayed } from './relay.js';
import { stock, UNITS, type Checked } from './stock.js';

const rules = ruled(
  {
    /** Whether a batch publishes what is saved and was not published. */
    batch: 'runs',
    /** How long it leaves an order alone, which may be under way. */
    leavesAlone: 'for-a-while',
    /** Whether the consumer reserves once for an event that comes again. */
    effect: 'once',
    /** What the consumer does where there is no order. */
    absent: 'gives-back',
    /** When it believes that there will be none. */
    believes: 'after-the-longest',
    givesBack: 'once',
    /** Whether the database ends transactions that take too long. */
    transactions: 'limited',
    /** When an order counts as published. */
    published: 'on-confirm',
  },
  {
    'never-sent-again': {
      summary: 'Only the consumer checks: what is saved and was not published stays so',
      rules: { batch: 'none' },
      shows: { check: 'agreed', anomaly: 'missing', within: 3 },
    },
    'never-looked-up': {
      summary: 'Only the batch checks: what was published and not saved stays reserved',
      rules: { absent: 'keeps' },
      shows: { check: 'agreed', anomaly: 'phantom', within: 1 },
    },
    'given-back-too-early': {
      summary:
        'The consumer gives back what the database does not show yet: the transaction commits afterwards',
      rules: { believes: 'at-once' },
      shows: { check: 'agreed', anomaly: 'missing', within: 1 },
    },
    'transaction-without-end': {
      summary: 'A transaction may wait for a lock for longer than the consumer waits for the transaction',
      rules: { transactions: 'unlimited' },
      shows: { check: 'agreed', anomaly: 'missing', within: 1 },
    },
    'given-back-twice': {
      summary: 'Two answers say that there is no order, and the consumer gives back for each',
      rules: { givesBack: 'each-time' },
      shows: { check: 'conserved', anomaly: 'wrong-total', within: 5 },
    },
    'reserved-again': {
      summary: 'An event that is published again by the batch reserves again',
      rules: { effect: 'each-time' },
      shows: { check: 'agreed', anomaly: 'duplicate', within: 1 },
    },
    'no-age-limit': {
      summary: 'The batch publishes what is under way, too, and each copy reserves again',
      rules: { leavesAlone: 'never', effect: 'each-time' },
      shows: { check: 'agreed', anomaly: 'duplicate', within: 1 },
    },
    'published-on-write': {
      summary: 'An order counts as published when it was written to the connection',
      rules: { published: 'on-write' },
      shows: { check: 'agreed', anomaly: 'missing', within: 9 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Order {
  readonly value: string;
  /** How long its transaction takes. */
  readonly takesMs: number;
  /** Whether the database can save it. */
  readonly saves: boolean;
}

interface Tables {
  orders: { readonly number: number; readonly published: boolean };
}

interface Shop {
  state: {
    readonly db: Database<Tables>;
    readonly amqp: AmqpClient<string>;
    /** Transactions under way, by order. */
    readonly open: Record<string, Transaction>;
    /** What the broker has confirmed before it was saved. */
    readonly early: Set<string>;
    /** When orders were saved, by the monotonic clock; after a restart all are old. */
    readonly savedMs: Map<string, number>;
    next: number;
    readonly readers: Waiting;
  };
  requests: {
    order: (order: Order) => 'placed';
    /** What is saved; answered once all of it is published, or after a while. */
    committed: () => string[];
  };
  messages: Relayed & Checked;
  timer: string;
}
type State = Shop['state'];

interface Transaction {
  readonly order: Order;
  readonly begunMs: number;
  readonly replyTo: ReplyTo;
}

/** In ms: most transactions, those that wait for a lock, and when the database ends them. */
const TAKES_MS = { least: 1, most: 25, locked: 350, limit: 100 } as const;
/** By as much two clocks may differ in this time. */
const MARGIN_MS = 20;
const LEFT_ALONE_MS = 150;
const READERS_WAIT_MS = 900;

const shop = (rule: Rules) =>
  stateMachine<Shop>({
    start(node) {
      const db = openDatabase<Tables>(['orders'], node);
      return {
        db,
        amqp: startClient<string>(PUBLISHES, node),
        open: {},
        early: new Set(),
        savedMs: new Map(),
        next: 1 + db.tables.orders.size,
        readers: [],
      };
    },

    onRequest: {
      order(state, order, node) {
        const { value, takesMs } = order;
        if (state.db.tables.orders.has(value)) return node.reply('placed', { after: 'sync' });
        // The network may deliver it twice.
        if (state.open[value] !== undefined) return;
        state.open[value] = { order, begunMs: node.monotonicMs(), replyTo: node.defer() };
        const isWritten = publish(state.amqp, messageOf(value), value, node);
        if (isWritten && rule.published === 'on-write') state.early.add(value);
        node.setTimer(value, rule.transactions === 'limited' ? Math.min(takesMs, TAKES_MS.limit) : takesMs);
      },

      committed(state, _ask, node) {
        const when = { empty: isSettled(state), timer: 'readers', atMostMs: READERS_WAIT_MS };
        answerWhenEmpty(state.readers, when, () => ordersIn(state), node);
      },
    },

    onTimer(state, timer, node) {
      if (timer === 'readers') return answerAll(state.readers, () => ordersIn(state), node);
      const transaction = state.open[timer];
      if (clientTimer(state.amqp, timer, node) || transaction === undefined) return;
      delete state.open[timer];
      const { order, begunMs, replyTo } = transaction;
      const { value, saves, takesMs } = order;
      const isTooLong = Math.max(takesMs, node.monotonicMs() - begunMs) > TAKES_MS.limit;
      // It may still come: the network may have the order twice.
      if (isTooLong && rule.transactions === 'limited')
        return node.rejectTo(replyTo, 'rolled back: took too long', { definite: false });
      if (!saves) return node.rejectTo(replyTo, 'rolled back: not saved');
      const row = { number: state.next++, published: state.early.delete(value) };
      commit(state.db, [{ table: 'orders', key: value, row }], node);
      state.savedMs.set(value, node.monotonicMs());
      node.replyTo(replyTo, 'placed', { after: 'sync' });
    },

    onMessage: {
      lookup: ({ db }, { value }, node) =>
        node.reply(db.tables.orders.has(value) ? 'committed' : 'absent', { after: 'sync' }),

      rows(state, { done }, node) {
        const { db, savedMs } = state;
        const orders = [...db.tables.orders];
        for (const [value, { number }] of orders) if (done.includes(number)) published(state, value, node);
        const isOld = (value: string): boolean =>
          rule.leavesAlone === 'never' ||
          node.monotonicMs() - (savedMs.get(value) ?? -LEFT_ALONE_MS) >= LEFT_ALONE_MS;
        const rows = orders.flatMap(([value, { number }]) =>
          !(db.tables.orders.get(value)?.published ?? true) && isOld(value) ? [{ number, value }] : [],
        );
        node.reply(rows, { after: 'sync' });
      },
    },

    onStream(state, event, node) {
      for (const news of clientHears(state.amqp, event, node))
        if (news.kind === 'confirmed' && rule.published === 'on-confirm') published(state, news.about, node);
    },
  });

/** The broker has it: the row says so, now or when it is written. */
function published(
  state: State,
  value: string,
  node: Parameters<typeof commit>[2] & Parameters<typeof answerAll<string[]>>[2],
): void {
  const row = state.db.tables.orders.get(value);
  if (row === undefined) return void state.early.add(value);
  if (row.published) return;
  commit(state.db, [{ table: 'orders', key: value, row: { ...row, published: true } }], node);
  if (state.readers.length > 0 && isSettled(state)) answerAll(state.readers, () => ordersIn(state), node);
}

const ordersIn = ({ db }: State): string[] => [...db.tables.orders.keys()];
const isSettled = ({ db, open }: State): boolean =>
  Object.keys(open).length === 0 && [...db.tables.orders.values()].every((row) => row.published);

/** What is left in the store, and what is reserved, are what was there at first. Anomaly: `wrong-total`. */
const conserved = defineChecker({
  name: 'conserved',
  looksFor: 'what the store holds in the end (functions units and drain)',
  scan(history, found) {
    const read = (f: string) =>
      history.findLast(
        ({ to, input, type }) => to === 'stock' && type === 'ok' && (input as { f: string }).f === f,
      );
    const [units, held] = [read('units'), read('drain')];
    if (units === undefined || held === undefined) return { judged: 0, reason: '' };
    const [left, reserved] = [units.output as number, (held.output as string[]).length];
    if (left + reserved !== UNITS)
      found.anomaly(
        'wrong-total',
        `${left} units are left and ${reserved} reserved, of ${UNITS}`,
        units,
        held,
      );
    return { judged: reserved, reason: `${left} units are left, ${reserved} reserved` };
  },
});

const batch = relay('shop', { reads: 'rows-left', done: 'on-confirm' });

const times = (count: number, to: string, f: string) =>
  Array.from({ length: count }, () => ({ to, input: { f } }));

export const doubleCheck = defineScenario({
  name: 'messaging/double-check',
  summary:
    'Saved here and published there, and checked from both sides: what is reserved is what was ordered',
  params: z.object({
    customers: z.int().min(1).max(20).default(4),
    unsaved: z.number().min(0).max(1).default(0.15).describe('share of orders that the database cannot save'),
    locked: z.number().min(0).max(1).default(0.05).describe('share of transactions that wait for a lock'),
  }),
  nodes: () => ['shop', 'batch', 'broker', 'stock'],
  protocol(_params, { bug }) {
    const rule = rules.with(bug);
    return cast({
      shop: [['shop'], shop(rule)],
      batch: [['batch'], rule.batch === 'runs' ? batch : stateMachine({ start: () => ({}) })],
      broker: [['broker'], amqpBroker()],
      stock: [['stock'], stock(rule, TAKES_MS.limit + MARGIN_MS)],
    });
  },
  workload: ({ customers, unsaved, locked }) =>
    clients(
      customers,
      { order: 1 },
      {
        everyMs: 60,
        to: () => 'shop',
        input: (_f, random, { client, index }) => ({
          value: `c${client + 1}-${index}`,
          saves: !random.chance(unsaved),
          takesMs: random.chance(locked) ? TAKES_MS.locked : random.int(TAKES_MS.least, TAKES_MS.most),
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
  // One more order when all is well again: so in every run something was reserved.
  final: () => [
    { to: 'shop', input: { f: 'order', value: 'last', saves: true, takesMs: TAKES_MS.least } },
    ...times(6, 'shop', 'committed'),
    ...drained,
    ...times(4, 'stock', 'checked'),
    ...times(1, 'shop', 'committed'),
    ...times(1, 'stock', 'drain'),
    ...times(1, 'stock', 'units'),
  ],
  check: { 'exactly-once': exactlyOnce({ sent: 'order' }), agreed: agreed(), conserved },
  bugs: rules.bugs,
});
