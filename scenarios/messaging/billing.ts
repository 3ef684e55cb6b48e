/**
 * A consumer with a database: it writes a bill for each event, and acknowledges what is on its disk.
 *
 * Messages may come twice. The row that says which message was taken is written with the bill, in one transaction.
 */
import { stateMachine } from 'seedstorm';
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

/** How a message is known again: by a row written with the bill, by one written later, or until the next restart. */
export type Dedup = 'with-effect' | 'after-effect' | 'in-memory';

interface Tables {
  bills: string;
  taken: true;
}

interface Billing {
  state: { readonly db: Database<Tables>; readonly amqp: AmqpClient; readonly inMemory: Set<string> };
  requests: { drain: () => string[] };
  timer: string;
  token: Delivery;
}

/** The program of the consumer. */
export const billing = (dedup: Dedup) =>
  stateMachine<Billing>({
    start: (node) => ({
      db: openDatabase<Tables>(['bills', 'taken'], node),
      inMemory: new Set(),
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 200,
          channels: [
            [QUEUE, { method: 'basic.qos', prefetchCount: 5 }, { method: 'basic.consume', queue: 'events' }],
          ],
        },
        node,
      ),
    }),

    onTimer: ({ amqp }, timer, node) => void clientTimer(amqp, timer, node),

    onStream({ amqp, db, inMemory }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        const value = news.delivery.body as string;
        const isTaken = dedup === 'in-memory' ? inMemory.has(value) : db.tables.taken.has(value);
        const bill = { table: 'bills', key: `${db.tables.bills.size + 1}`, row: value } as const;
        const taken = { table: 'taken', key: value, row: true } as const;
        if (!isTaken) commit(db, dedup === 'with-effect' ? [bill, taken] : [bill], node);
        inMemory.add(value);
        node.disk.sync(news.delivery);
      }
    },

    onSync({ amqp, db }, delivery, node, ok) {
      if (delivery === undefined) return;
      if (!ok) node.exit('the disk did not take it');
      const value = delivery.body as string;
      if (dedup === 'after-effect') commit(db, [{ table: 'taken', key: value, row: true }], node);
      settle(amqp, delivery, 'ack', node);
    },

    onRequest: {
      drain: ({ db }, _drain, node) => node.reply([...db.tables.bills.values()], { after: 'sync' }),
    },
  });
