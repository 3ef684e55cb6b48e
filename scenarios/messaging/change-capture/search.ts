/**
 * The index that follows the database: it takes a change if it is newer than what it has of the row, and acknowledges what
 * is on its disk. Of rows that are gone it keeps the position, or an older change would bring them back.
 */
import { stateMachine } from 'seedstorm';
import {
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import { commit, openDatabase, type Database } from '../database.js';
import { living, type Placed, type Rows } from './source.js';

/** How the index goes about it. */
export interface SearchRules {
  readonly takes: 'newest' | 'as-it-comes';
  /** What it keeps of a row that is gone. */
  readonly gone: 'position' | 'nothing';
}

interface Search {
  state: { readonly db: Database<{ index: Placed }>; readonly amqp: AmqpClient };
  requests: { rows: () => Rows };
  timer: string;
  token: Delivery;
}

/** The queue of changes. Only one consumer at a time gets them, so they keep their order. */
export const CHANGES: ClientMethod = {
  method: 'queue.declare',
  queue: 'changes',
  durable: true,
  arguments: { 'x-single-active-consumer': true },
};

/** The program of the index. */
export const search = (rule: SearchRules) =>
  stateMachine<Search>({
    start: (node) => ({
      db: openDatabase<{ index: Placed }>(['index'], node),
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 200,
          channels: [[CHANGES, { method: 'basic.consume', queue: 'changes' }]],
        },
        node,
      ),
    }),

    onTimer: ({ amqp }, timer, node) => void clientTimer(amqp, timer, node),

    onStream({ amqp, db }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        const change = news.delivery.body as Placed;
        const { key, value, at, deletes, snapshot } = change;
        node.effect({ f: 'process', value, at, snapshot });
        const before = db.tables.index.get(key);
        if (before === undefined || at > before.at || rule.takes === 'as-it-comes') {
          commit(
            db,
            [{ table: 'index', key, row: deletes && rule.gone === 'nothing' ? null : change }],
            node,
          );
          node.effect({ f: 'apply', key, value, at }, { after: 'sync' });
        }
        node.disk.sync(news.delivery);
      }
    },

    onSync({ amqp }, delivery, node, ok) {
      if (!ok) node.exit('the disk did not take it');
      if (delivery !== undefined) settle(amqp, delivery, 'ack', node);
    },

    onRequest: {
      rows: ({ db }, _ask, node) =>
        node.reply(living(Object.fromEntries(db.tables.index)), { after: 'sync' }),
    },
  });
