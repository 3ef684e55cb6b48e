/**
 * The other half of the double check: a consumer that reserves stock for each event, and then asks the database whether
 * there is such an order. If there is none, and none can come any more, it gives the stock back.
 */
import { stateMachine } from 'seedstorm';
import { answerAll, answerWhenEmpty, type Waiting } from 'seedstorm/parts';
import {
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type Delivery,
} from 'seedstorm/servers';
import { commit, openDatabase, type Database } from './database.js';
import { QUEUE } from './relay.js';

/** What a shop's database answers that is checked. */
export interface Checked {
  /** What a query sees: a transaction under way is not there yet. */
  lookup: (ask: { readonly value: string }) => 'committed' | 'absent';
}

/** How the consumer goes about it. */
export interface StockRules {
  /** What it does where there is no order. */
  readonly absent: 'gives-back' | 'keeps';
  /** When it believes that none will come: after the longest transaction, or at once. */
  readonly believes: 'after-the-longest' | 'at-once';
  /** Whether an event that comes again reserves again. */
  readonly effect: 'once' | 'each-time';
  /** Whether it looks, before it gives back, if it has done so already. */
  readonly givesBack: 'once' | 'each-time';
}

interface Reservation {
  readonly state: 'reserved' | 'confirmed' | 'given-back';
  readonly units: number;
}

interface Tables {
  reservations: Reservation;
  units: number;
}

interface Stock {
  state: {
    readonly db: Database<Tables>;
    readonly amqp: AmqpClient;
    /** When the last event came for what is not checked yet, by the monotonic clock; after a restart, now. */
    readonly unchecked: Map<string, number>;
    readonly readers: Waiting;
  };
  requests: {
    /** Answered once everything is checked, or after a while. */
    checked: () => string[];
    drain: () => string[];
    units: () => number;
  };
  calls: Checked;
  timer: string;
  token: Delivery | Lookup;
}

/** A question under way: of which event, when it was asked, and when the last such event had come. */
interface Lookup {
  readonly value: string;
  readonly askedMs: number;
  readonly sinceMs: number;
}

/** In the store at the beginning. */
export const UNITS = 1_000;
const CHECK_MS = 25;
const READERS_WAIT_MS = 900;

/** The program of the consumer. No transaction of the shop takes longer than `longestMs`. */
export const stock = (rule: StockRules, longestMs: number) =>
  stateMachine<Stock>({
    start(node) {
      const db = openDatabase<Tables>(['reservations', 'units'], node);
      const open = [...db.tables.reservations].filter(([, { state }]) => state === 'reserved');
      const consume = { method: 'basic.consume', queue: 'events' } as const;
      node.setTimer('check', CHECK_MS);
      return {
        db,
        amqp: startClient({ to: 'broker', heartbeatMs: 200, channels: [[QUEUE, consume]] }, node),
        unchecked: new Map(open.map(([value]) => [value, node.monotonicMs()])),
        readers: [],
      };
    },

    onStream({ amqp, db, unchecked }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        const value = news.delivery.body as string;
        const before = db.tables.reservations.get(value);
        // What was given back is reserved again: the order may have been placed anew.
        const isNew = before === undefined || before.state === 'given-back' || rule.effect === 'each-time';
        if (isNew) {
          const units = before?.state === 'given-back' ? 1 : (before?.units ?? 0) + 1;
          commit(
            db,
            [
              { table: 'reservations', key: value, row: { state: 'reserved', units } },
              { table: 'units', key: 'left', row: leftIn(db) - 1 },
            ],
            node,
          );
        }
        if (db.tables.reservations.get(value)?.state === 'reserved') unchecked.set(value, node.monotonicMs());
        node.disk.sync(news.delivery);
      }
    },

    onSync({ amqp }, delivery, node, ok) {
      if (!ok) node.exit('the disk did not take it');
      if (delivery !== undefined && 'body' in delivery) settle(amqp, delivery, 'ack', node);
    },

    onTimer({ amqp, unchecked, ...state }, timer, node) {
      if (clientTimer(amqp, timer, node)) return;
      if (timer === 'readers') return answerAll(state.readers, () => [], node);
      node.setTimer('check', CHECK_MS);
      const askedMs = node.monotonicMs();
      for (const [value, sinceMs] of unchecked) {
        const token = { value, askedMs, sinceMs };
        node.call('shop', { f: 'lookup', value }, { timeoutMs: 100, token });
      }
    },

    onReply({ db, unchecked, readers }, result, node) {
      const { kind, token } = result;
      if (kind !== 'answer' || 'body' in token) return;
      const { value, askedMs, sinceMs } = token;
      const row = db.tables.reservations.get(value);
      if (row === undefined || (row.state !== 'reserved' && rule.givesBack === 'once')) return;
      // The database said so after it was asked, perhaps at once.
      const heldMs = askedMs - (unchecked.get(value) ?? sinceMs);
      if (result.value === 'committed') {
        const confirmed = { ...row, state: 'confirmed' } as const;
        commit(db, [{ table: 'reservations', key: value, row: confirmed }], node);
      } else if (rule.absent === 'gives-back') {
        if (rule.believes === 'after-the-longest' && heldMs <= longestMs) return;
        const givenBack = { ...row, state: 'given-back' } as const;
        commit(
          db,
          [
            { table: 'reservations', key: value, row: givenBack },
            { table: 'units', key: 'left', row: leftIn(db) + row.units },
          ],
          node,
        );
      }
      unchecked.delete(value);
      if (unchecked.size === 0) answerAll(readers, () => [], node);
    },

    onRequest: {
      checked({ unchecked, readers }, _ask, node) {
        const when = { empty: unchecked.size === 0, timer: 'readers', atMostMs: READERS_WAIT_MS };
        answerWhenEmpty(readers, when, () => [], node);
      },
      drain({ db }, _ask, node) {
        const rows = [...db.tables.reservations];
        const held = rows.flatMap(([value, { state, units }]) =>
          state === 'given-back' ? [] : Array.from({ length: units }, () => value),
        );
        node.reply(held, { after: 'sync' });
      },
      units: ({ db }, _ask, node) => node.reply(leftIn(db), { after: 'sync' }),
    },
  });

const leftIn = ({ tables }: Database<Tables>): number => tables.units.get('left') ?? UNITS;
