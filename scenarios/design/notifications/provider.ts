/** A provider outside: push, e-mail or SMS. What it has sent it knows again by its key, and sends once. */
import { stateMachine, type Program } from 'seedstorm';
import { commit, openDatabase, type Database } from '../../messaging/database.js';

/** How a user is told. */
export const channels = ['push', 'email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** What a provider is given: a notification, and the key by which it is known again. */
export interface Item {
  readonly key: string;
  readonly id: string;
  readonly user: string;
}

/** What became of it. `stopped`: the user wants none. `unreachable`: certainly not sent, for there is nothing to send it to. */
export type Sent = 'sent' | 'stopped' | 'unreachable';

/** What a provider answers. */
export interface Provider {
  send: (ask: { readonly items: readonly Item[] }) => readonly Sent[];
  stop: (ask: { readonly user: string }) => 'stopped';
}

interface Providing {
  state: Database<{ sent: Item; stopped: true }>;
  messages: Provider;
  requests: { inbox: () => Item[] };
}

/** One user in three has no device for push. */
export const hasDevice = (user: string): boolean => Number(user.slice(1)) % 3 !== 0;

/** The program of a provider. */
export const provider = (channel: Channel): Program =>
  stateMachine<Providing>({
    start: (node) => openDatabase(['sent', 'stopped'], node),
    onMessage: {
      send(db, { items }, node) {
        const results = items.map((item): Sent => {
          if (db.tables.sent.has(item.key)) return 'sent';
          if (db.tables.stopped.has(item.user)) return 'stopped';
          if (channel === 'push' && !hasDevice(item.user)) return 'unreachable';
          commit(db, [{ table: 'sent', key: item.key, row: item }], node);
          node.effect({ f: 'see', id: item.id, user: item.user, channel });
          return 'sent';
        });
        node.reply(results, { after: 'sync' });
      },
      stop(db, { user }, node) {
        if (!db.tables.stopped.has(user)) commit(db, [{ table: 'stopped', key: user, row: true }], node);
        node.reply('stopped', { after: 'sync' });
      },
    },
    onRequest: {
      inbox: ({ tables }, _ask, node) => node.reply([...tables.sent.values()], { after: 'sync' }),
    },
  });
