/**
 * A cache that writes behind: what it was given is in its journal, and is sent to the database at the next flush.
 *
 * One row for each key is sent, in the version that is the latest then. The row stays in the journal until the database has
 * answered, and longer if the key was written again in the meantime.
 */
import { stateMachine, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  appendTo,
  compactLog,
  logLength,
  nothingTaken,
  openLog,
  takeNew,
  type DurableLog,
  type TakenOnce,
} from 'seedstorm/parts';
import type { DatabaseCalls, LateRow } from './database-node.js';

/** How the cache is set. */
export interface BehindSettings {
  readonly journal: 'disk' | 'none';
  readonly flushMs: number;
  /** Of entries that are flushed; what is not flushed is held besides. */
  readonly capacity: number;
}

/** The rules of the cache: [behind.sim.ts](behind.sim.ts) says what each is. */
export interface BehindRules {
  readonly acknowledges: 'after-journal' | 'at-once';
  readonly clears: 'what-was-sent' | 'the-key';
  readonly forgets: 'on-answer' | 'on-send';
  readonly versions: 'start-and-count' | 'count';
  readonly evicts: 'flushed' | 'any';
}

/** A write in the journal, with the request that it was: it may come twice. */
interface Written extends LateRow {
  readonly by: ReplyTo;
}

/** What stands for the beginning of the journal. */
interface Kept {
  readonly rows: readonly LateRow[];
  readonly taken: TakenOnce;
}

interface Cache {
  state: {
    /** The one that was used last is the last. */
    readonly entries: Map<string, string | null>;
    /** What the database does not have yet, as far as the cache knows. */
    readonly dirty: Map<string, LateRow>;
    readonly taken: TakenOnce;
    readonly journal: DurableLog<Written, Kept> | undefined;
    /** Readers that wait for a load, by key. */
    readonly loads: Map<string, { readonly number: number; readonly readers: ReplyTo[] }>;
    count: number;
    flushes: number;
  };
  requests: {
    read: (ask: { readonly key: string }) => string | null;
    write: (ask: { readonly key: string; readonly value: string }) => 'written';
    state: () => { readonly replica: 'cache'; readonly value: Record<string, string | null> };
  };
  calls: Pick<DatabaseCalls, 'load' | 'flush'>;
  token:
    | { readonly load: string; readonly number: number }
    | { readonly rows: readonly LateRow[]; readonly flush: number };
  timer: 'flush';
}
type State = Cache['state'];
type Node = StateMachineNode<Cache>;

const ATTEMPT_MS = 100;
/** More writes than that in one start are not expected. */
const PER_START = 1_000_000;

/** The program of the cache. */
export function behindCache({ journal: where, flushMs, capacity }: BehindSettings, rule: BehindRules) {
  const shown = where === 'disk' && rule.acknowledges === 'after-journal' ? ({ after: 'sync' } as const) : {};
  // The database must never have what a power cut takes from the cache.
  const sent = where === 'disk' ? ({ after: 'sync' } as const) : {};

  return stateMachine<Cache>({
    start(node) {
      node.effect({ f: 'started', start: node.incarnation });
      node.setTimer('flush', flushMs);
      const journal = where === 'disk' ? openLog<Written, Kept>(node).log : undefined;
      const taken = structuredClone(journal?.snapshot?.taken ?? nothingTaken());
      const dirty = new Map((journal?.snapshot?.rows ?? []).map((row) => [row.key, row]));
      for (const { by, ...row } of journal?.entries ?? []) {
        takeNew(taken, by);
        dirty.set(row.key, row);
      }
      const entries = new Map([...dirty].map(([key, { value }]) => [key, value]));
      return { entries, dirty, taken, journal, loads: new Map(), count: 0, flushes: 0 };
    },

    onRequest: {
      read(state, { key }, node) {
        const entry = state.entries.get(key);
        node.count(entry === undefined ? 'misses' : 'hits');
        if (entry === undefined) return load(state, key, node);
        put(state, key, entry);
        node.reply(entry, shown);
      },

      write(state, { key, value }, node) {
        const by = node.defer();
        // The network may deliver it twice. The first copy is answered.
        if (!takeNew(state.taken, by)) return;
        const row = { key, value, version: nextVersion(state, node) };
        if (state.journal !== undefined) appendTo(state.journal, { ...row, by }, node);
        state.dirty.set(key, row);
        put(state, key, value);
        for (const reader of state.loads.get(key)?.readers ?? []) node.replyTo(reader, value, shown);
        state.loads.delete(key);
        node.replyTo(by, 'written', shown);
      },

      state: ({ entries }, _ask, node) =>
        node.reply({ replica: 'cache', value: Object.fromEntries(entries) }, shown),
    },

    onTimer(state, _flush, node) {
      node.setTimer('flush', flushMs);
      const rows = [...state.dirty.values()];
      if (rows.length === 0) return;
      const flush = ++state.flushes;
      node.effect({ f: 'flush', flush, start: node.incarnation });
      node.count('rows flushed', rows.length);
      node.call('database', { f: 'flush', rows }, { timeoutMs: ATTEMPT_MS, token: { rows, flush }, ...sent });
      if (rule.forgets === 'on-send') forget(state, rows, node);
    },

    onReply(state, { kind, token, ...result }, node) {
      if ('rows' in token) {
        // Without an answer all is sent again at the next flush.
        if (kind !== 'answer') return;
        node.effect({ f: 'flushed', flush: token.flush, start: node.incarnation });
        for (const { key, version } of token.rows)
          if (rule.clears === 'the-key' || state.dirty.get(key)?.version === version) state.dirty.delete(key);
        evict(state);
        return forget(state, [], node);
      }
      const loading = state.loads.get(token.load);
      // The key was written in the meantime, and its readers have got that.
      if (loading?.number !== token.number) return;
      state.loads.delete(token.load);
      if (kind !== 'answer' || !('value' in result)) {
        for (const reader of loading.readers) node.rejectTo(reader, 'the database does not answer');
        return;
      }
      const { value } = result.value as { readonly value: string | null };
      put(state, token.load, value);
      for (const reader of loading.readers) node.replyTo(reader, value);
    },
  });

  function nextVersion(state: State, node: Node): number {
    state.count++;
    return rule.versions === 'count' ? state.count : node.incarnation * PER_START + state.count;
  }

  function put(state: State, key: string, value: string | null): void {
    state.entries.delete(key);
    state.entries.set(key, value);
    evict(state);
  }

  function evict({ entries, dirty }: State): void {
    for (const key of [...entries.keys()]) {
      if (entries.size <= capacity) return;
      if (rule.evicts === 'any' || !dirty.has(key)) entries.delete(key);
    }
  }

  function load(state: State, key: string, node: Node): void {
    const known = state.loads.get(key);
    if (known !== undefined) return void known.readers.push(node.defer());
    const number = ++state.count;
    state.loads.set(key, { number, readers: [node.defer()] });
    node.call('database', { f: 'load', key }, { timeoutMs: ATTEMPT_MS, token: { load: key, number } });
  }

  /** The journal keeps what is dirty, but these. */
  function forget({ journal, dirty, taken }: State, but: readonly LateRow[], node: Node): void {
    if (journal === undefined) return;
    const rows = [...dirty.values()].filter((row) => !but.includes(row));
    compactLog(journal, logLength(journal), { rows, taken: structuredClone(taken) }, node);
  }
}
