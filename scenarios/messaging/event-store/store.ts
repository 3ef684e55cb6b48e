/**
 * The event store: a stream of events for each account, and one order of all. An event is appended where the stream still
 * has the version that the writer expects, and is never changed.
 *
 * Snapshots lie beside the streams, one for each schema: whoever cannot read one folds the events.
 */
import { stateMachine, type Program } from 'seedstorm';
import { commit, openDatabase, type Database } from '../database.js';
import type { Account, Stored } from './events.js';

/** How a store goes about it. */
export interface StoreRules {
  readonly expected: 'checked' | 'ignored';
  /** What it shows: what is on the disk. */
  readonly shows: 'durable' | 'written';
  /** The version that a snapshot is said to have. */
  readonly snapshotAt: 'version-it-holds' | 'newest-version';
  readonly snapshotOf: 'schema' | 'any-schema';
}

/** What services ask a store. */
export interface Store {
  load: (ask: { readonly account: string; readonly schema: number }) => {
    readonly snapshot: Account | null;
    /** Those after the snapshot. */
    readonly events: readonly Stored[];
  };
  append: (ask: { readonly expected: number; readonly event: Stored }) => 'appended' | 'conflict';
  /** All events after this position, in the order in which they were appended. */
  read: (ask: { readonly after: number }) => readonly Stored[];
  save: (ask: { readonly account: string; readonly schema: number; readonly snapshot: Account }) => 'saved';
  /** Nobody should ask for it: adds to an event that is there. */
  overwrite: (ask: { readonly account: string; readonly units: number }) => 'changed';
}

interface EventStore {
  state: Database<{ events: Stored; snapshots: Account }>;
  requests: {
    /** The commands whose events are there. */
    committed: () => string[];
    audit: () => Stored[];
  };
  messages: Store;
}

/** The program of the store. */
export function store(rule: StoreRules): Program {
  return stateMachine<EventStore>({
    start: (node) => openDatabase(['events', 'snapshots'], node),

    onMessage: {
      load({ tables }, { account, schema }, node) {
        const snapshot = tables.snapshots.get(snapshotKey(account, schema)) ?? null;
        const events = streamOf(tables.events, account).slice(snapshot?.version ?? 0);
        node.reply({ snapshot, events }, { after: 'sync' });
      },

      append(db, { expected, event }, node) {
        const { length } = streamOf(db.tables.events, event.account);
        if (length !== expected && rule.expected === 'checked')
          return node.reply('conflict', { after: 'sync' });
        const key = String(db.tables.events.size + 1);
        commit(db, [{ table: 'events', key, row: { ...event, version: length + 1 } }], node);
        node.reply('appended', { after: 'sync' });
      },

      read({ tables }, { after }, node) {
        node.reply(
          [...tables.events.values()].slice(after),
          rule.shows === 'durable' ? { after: 'sync' } : {},
        );
      },

      save(db, { account, schema, snapshot }, node) {
        const { events, snapshots } = db.tables;
        const key = snapshotKey(account, schema);
        const version =
          rule.snapshotAt === 'version-it-holds' ? snapshot.version : streamOf(events, account).length;
        if (version > (snapshots.get(key)?.version ?? 0))
          commit(db, [{ table: 'snapshots', key, row: { ...snapshot, version } }], node);
        node.reply('saved');
      },

      overwrite(db, { account, units }, node) {
        const newest = [...db.tables.events].findLast(([, event]) => event.account === account);
        if (newest !== undefined) {
          const [key, event] = newest;
          const row = { ...event, amount: (event.amount ?? 0) + units };
          commit(db, [{ table: 'events', key, row }], node);
        }
        node.reply('changed', { after: 'sync' });
      },
    },

    onRequest: {
      committed: ({ tables }, _ask, node) =>
        node.reply(
          [...tables.events.values()].map(({ id }) => id),
          { after: 'sync' },
        ),
      audit: ({ tables }, _ask, node) => node.reply([...tables.events.values()], { after: 'sync' }),
    },
  });

  function snapshotKey(account: string, schema: number): string {
    return rule.snapshotOf === 'schema' ? `${account}/${schema}` : account;
  }
}

const streamOf = (events: ReadonlyMap<string, Stored>, account: string): Stored[] =>
  [...events.values()].filter((event) => event.account === account);
