/**
 * The database behind a cache: rows with versions, on a disk. A write carries an id and is carried out once, however often
 * it comes; what is not on the disk yet is shown to nobody.
 */
import { stateMachine } from 'seedstorm';
import { commit, openDatabase, type Database } from '../messaging/database.js';

/** What a key holds; `value` is null and `version` 0 where nothing was ever written. */
export interface Row {
  readonly value: string | null;
  readonly version: number;
}

/** What caches and applications ask of the database. */
export interface DatabaseCalls {
  load: (ask: { readonly key: string }) => Row;
  /** Values are distinct, so the value is the id of the write. */
  store: (ask: { readonly key: string; readonly value: string }) => Row;
}

interface Tables {
  rows: Row;
  /** The version that each write has got. */
  written: number;
}

interface DatabaseNode {
  state: Database<Tables>;
  requests: { state: () => { readonly replica: 'database'; readonly value: Record<string, string> } };
  messages: DatabaseCalls;
}

const UNWRITTEN: Row = { value: null, version: 0 };
const DURABLE = { after: 'sync' } as const;

/** The program of the database. */
export const database = stateMachine<DatabaseNode>({
  start: (node) => openDatabase<Tables>(['rows', 'written'], node),

  onMessage: {
    load: ({ tables }, { key }, node) => node.reply(tables.rows.get(key) ?? UNWRITTEN, DURABLE),

    store(db, { key, value }, node) {
      const known = db.tables.written.get(value);
      if (known !== undefined) return node.reply({ value, version: known }, DURABLE);
      const row = { value, version: (db.tables.rows.get(key) ?? UNWRITTEN).version + 1 };
      const written = { table: 'written', key: value, row: row.version } as const;
      commit(db, [{ table: 'rows', key, row }, written], node);
      node.reply(row, DURABLE);
    },
  },

  onRequest: {
    state: ({ tables }, _ask, node) =>
      node.reply({ replica: 'database', value: valuesOf(tables.rows) }, DURABLE),
  },
});

const valuesOf = (rows: ReadonlyMap<string, Row>): Record<string, string> =>
  Object.fromEntries([...rows].map(([key, { value }]) => [key, value as string]));
