/** What lies behind the servers: the database of urls, and a cache beside it. */
import { stateMachine, type Program } from 'seedstorm';
import { commit, openDatabase, type Database } from '../../messaging/database.js';

/** What can be wrong with them. */
export interface StoreRules {
  /** When the database answers. */
  readonly acknowledge: 'after-sync' | 'at-once';
  /** Which answers of the database the cache takes. */
  readonly fills: 'with-lease' | 'always';
}

/** A url under its key. A key that is deleted stays taken for ever: it may be printed somewhere. */
export interface Row {
  readonly url: string;
  readonly isDeleted: boolean;
}

/** What the database answers. */
export interface Urls {
  /** `if-absent`: only if nobody has the key. Who asks again for the same url is told that it is stored. */
  put: (ask: {
    readonly key: string;
    readonly url: string;
    readonly how: 'always' | 'if-absent';
  }) => 'stored' | 'taken';
  get: (ask: { readonly key: string }) => Row | null;
  delete: (ask: { readonly key: string }) => 'deleted';
}

interface UrlTable {
  state: Database<{ urls: Row }>;
  messages: Urls;
  /** All rows, when the run is over. */
  requests: { rows: () => [string, Row][] };
}

/** Rows that are on the disk, and answers that say so. */
export function database({ acknowledge }: StoreRules): Program {
  const shown = acknowledge === 'after-sync' ? ({ after: 'sync' } as const) : {};
  return stateMachine<UrlTable>({
    start: (node) => openDatabase(['urls'], node),
    onMessage: {
      put(db, { key, url, how }, node) {
        const row = db.tables.urls.get(key);
        const isFree = row === undefined || (how === 'always' && !row.isDeleted);
        if (isFree) commit(db, [{ table: 'urls', key, row: { url, isDeleted: false } }], node);
        const isStored = isFree || (row.url === url && !row.isDeleted);
        node.reply(isStored ? 'stored' : 'taken', shown);
      },
      get: ({ tables }, { key }, node) => node.reply(tables.urls.get(key) ?? null, shown),
      delete(db, { key }, node) {
        const row = db.tables.urls.get(key);
        if (row !== undefined && !row.isDeleted)
          commit(db, [{ table: 'urls', key, row: { ...row, isDeleted: true } }], node);
        node.reply('deleted', shown);
      },
    },
    onRequest: { rows: ({ tables }, _rows, node) => node.reply([...tables.urls], { after: 'sync' }) },
  });
}

/** What the cache answers. A `lease` is the right to fill in a key that was missed, until it is forgotten. */
export interface Cached {
  look: (ask: {
    readonly key: string;
  }) =>
    { readonly kind: 'hit'; readonly url: string | null } | { readonly kind: 'miss'; readonly lease: string };
  fill: (ask: { readonly key: string; readonly url: string | null; readonly lease: string }) => 'filled';
  forget: (ask: { readonly key: string }) => 'forgotten';
}

interface Cache {
  state: {
    /** Used last, last. */
    readonly urls: Map<string, string | null>;
    readonly leases: Map<string, string>;
    given: number;
  };
  messages: Cached;
}

/** Urls in memory, the least used gone first. A crash forgets them and all leases. */
export const cache = ({ fills }: StoreRules, size: number): Program =>
  stateMachine<Cache>({
    start: () => ({ urls: new Map(), leases: new Map(), given: 0 }),
    onMessage: {
      look(state, { key }, node) {
        const url = state.urls.get(key);
        node.count(url === undefined ? 'cache misses' : 'cache hits');
        if (url !== undefined) {
          state.urls.delete(key);
          state.urls.set(key, url);
          return node.reply({ kind: 'hit', url });
        }
        const lease = `${node.incarnation}.${++state.given}`;
        state.leases.set(key, lease);
        node.reply({ kind: 'miss', lease });
      },
      fill({ urls, leases }, { key, url, lease }, node) {
        node.reply('filled');
        if (fills === 'with-lease' && leases.get(key) !== lease) return;
        leases.delete(key);
        urls.set(key, url);
        const [oldest] = urls.keys();
        if (urls.size > size && oldest !== undefined) urls.delete(oldest);
      },
      forget({ urls, leases }, { key }, node) {
        urls.delete(key);
        leases.delete(key);
        node.reply('forgotten');
      },
    },
  });
