/**
 * The database behind a cache: rows with versions, on a disk. A write carries an id and is carried out once, however often
 * it comes; what is not on the disk yet is shown to nobody.
 */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import { commit, openDatabase, type Change, type Database } from '../messaging/database.js';

/** What a key holds; `value` is null and `version` 0 where nothing was ever written. */
export interface Row {
  readonly value: string | null;
  readonly version: number;
}

/** A row that a cache writes late, with the version that the cache gave it. */
export interface LateRow extends Row {
  readonly key: string;
}

/** What caches and applications ask of the database. */
export interface DatabaseCalls {
  /** `start`: the how manieth of the cache; what is asked by an earlier one is refused from then on. */
  load: (ask: { readonly key: string; readonly start?: number }) => Row;
  /** Values are distinct, so the value is the id of the write. The answer is the row as it is now. */
  store: (ask: { readonly key: string; readonly value: string; readonly start?: number }) => Row;
  flush: (ask: { readonly rows: readonly LateRow[] }) => 'done';
}

/** What a mistake changes. */
export interface DatabaseRules {
  /** Which rows of a flush are taken. */
  readonly takes: 'newer' | 'whatever-comes';
  /** When a flush is answered. */
  readonly answers: 'after-sync' | 'at-once';
}

interface Tables {
  rows: Row;
  written: true;
  /** The highest start of the cache that was seen, under `start`. */
  cache: number;
}

interface DatabaseNode {
  state: Database<Tables>;
  requests: {
    /** Of clients that go around the cache. */
    read: (ask: { readonly key: string }) => string | null;
    write: (ask: { readonly key: string; readonly value: string }) => 'written';
    state: () => { readonly replica: 'database'; readonly value: Record<string, string> };
  };
  messages: DatabaseCalls;
}
type Node = StateMachineNode<DatabaseNode>;

const UNWRITTEN: Row = { value: null, version: 0 };
const DURABLE = { after: 'sync' } as const;

/** The program of the database. */
export function database({ takes = 'newer', answers = 'after-sync' }: Partial<DatabaseRules> = {}) {
  return stateMachine<DatabaseNode>({
    start: (node) => openDatabase<Tables>(['rows', 'written', 'cache'], node),

    onMessage: {
      load(db, { key, start }, node) {
        if (isFenced(db, start, node)) return node.reject('asked by a cache that has started again since');
        node.reply(rowOf(db, key), DURABLE);
      },

      store(db, { key, value, start }, node) {
        if (isFenced(db, start, node)) return node.reject('asked by a cache that has started again since');
        write(db, key, value, node);
        node.reply(rowOf(db, key), DURABLE);
      },

      flush(db, { rows }, node) {
        const taken = rows.filter(
          ({ key, version }) => takes === 'whatever-comes' || version > rowOf(db, key).version,
        );
        const changes = taken.map(({ key, value, version }): Change<Tables> => {
          return { table: 'rows', key, row: { value, version } };
        });
        if (changes.length > 0) commit(db, changes, node);
        node.count('transactions');
        node.reply('done', answers === 'after-sync' ? DURABLE : {});
      },
    },

    onRequest: {
      read: (db, { key }, node) => node.reply(rowOf(db, key).value, DURABLE),
      write(db, { key, value }, node) {
        write(db, key, value, node);
        node.reply('written', DURABLE);
      },
      state: ({ tables }, _ask, node) =>
        node.reply({ replica: 'database', value: valuesOf(tables.rows) }, DURABLE),
    },
  });

  function write(db: Database<Tables>, key: string, value: string, node: Node): void {
    if (db.tables.written.has(value)) return;
    const row = { value, version: rowOf(db, key).version + 1 };
    const written = { table: 'written', key: value, row: true } as const;
    commit(db, [{ table: 'rows', key, row }, written], node);
    node.count('transactions');
  }

  /** Whether a later start of the cache was seen. This one is noted, if it is the latest. */
  function isFenced(db: Database<Tables>, start: number | undefined, node: Node): boolean {
    const seen = db.tables.cache.get('start') ?? 0;
    if (start === undefined || start === seen) return false;
    if (start < seen) return true;
    commit(db, [{ table: 'cache', key: 'start', row: start }], node);
    return false;
  }
}

const rowOf = ({ tables }: Database<Tables>, key: string): Row => tables.rows.get(key) ?? UNWRITTEN;

const valuesOf = (rows: ReadonlyMap<string, Row>): Record<string, string> =>
  Object.fromEntries([...rows].map(([key, { value }]) => [key, value as string]));
