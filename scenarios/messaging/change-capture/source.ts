/**
 * The database whose changes are captured: a primary, and a follower that is sent the write-ahead log and may be promoted.
 *
 * A change is committed when it is on both disks. The log is kept from the position that the connector has asked for last
 * (its slot), and no further back.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  appendTo,
  compactLog,
  logLength,
  nothingTaken,
  openLog,
  takeNew,
  takeReady,
  type DurableLog,
  type TakenOnce,
} from 'seedstorm/parts';

/** A change of one row: its new value, or that it is gone. */
export interface Change {
  readonly key: string;
  /** Names the change: no two have the same. */
  readonly value: string;
  readonly deletes: boolean;
}

/** A change and its position in the log, counted from 1; positions are the same on both nodes. */
export interface Placed extends Change {
  readonly at: number;
  /** Not from the log, but a row of a snapshot that shows everything up to here. */
  readonly snapshot?: number;
}

/** Rows by key: the last change of each. */
export type Rows = Record<string, Placed>;

/** What a primary answers to whoever captures its changes. */
export interface Captured {
  /** All rows, and the position that they show. Keeps the log from there on. */
  snapshot: () => { readonly rows: Rows; readonly at: number };
  /** What was committed after a position; the log up to there is not needed any more. */
  changes: (ask: { readonly after: number }) => { readonly changes: readonly Placed[]; readonly end: number };
}

interface Shipped {
  /** Entries of the log after `from`, and where the slot is. Answers how long the log is now, or that it is a primary. */
  ship: (batch: {
    readonly from: number;
    readonly entries: readonly Change[];
    readonly slot: number;
  }) => number | 'promoted';
}

/** How the database goes about it. */
export interface SourceRules {
  /** What is kept of the log: what the connector needs, or so many entries. */
  readonly keeps: 'from-slot' | 'newest';
  /** Whether the follower knows the slot. */
  readonly slot: 'shipped' | 'of-primary';
}

/** `promoting`: a primary as soon as its disk says so; else a power cut could make a follower of it that has more than the primary. */
type Role = 'primary' | 'promoting' | 'follower' | 'retired';

interface Source {
  state: {
    role: Role;
    readonly log: DurableLog<Change, Rows>;
    /** So many changes are committed, and `rows` shows them. */
    committed: number;
    readonly rows: Rows;
    /** After a restart a primary does not know what is committed until its follower has answered: it shows nothing older. */
    isCurrent: boolean;
    /** The connector has what comes before. */
    slot: number;
    /** How long the follower's log is, as far as is known. */
    shipped: number;
    isShipping: boolean;
    readonly taken: TakenOnce;
    readonly waiting: { readonly at: number; readonly replyTo: ReplyTo }[];
  };
  requests: {
    write: (change: Change) => number;
    promote: () => 'promoted';
    rows: () => Rows;
  };
  messages: Captured & Shipped;
  calls: Shipped;
  timer: 'ship';
  token: number | 'promoted' | undefined;
  durable: { role: Exclude<Role, 'promoting'> };
}
type State = Source['state'];
type Node = Omit<StateMachineNode<Source>, 'reply'>;

const SHIP_MS = 20;
/** The log is cut when it has so many entries more than are needed. */
const SPARE = 3;
const BATCH = 8;

/** The program of one of the two. */
export function source(first: 'primary' | 'follower', follower: string, rule: SourceRules): Program {
  /** Nobody else has to have a change. A follower that was promoted has no follower. */
  const isAlone = first === 'follower';

  return stateMachine<Source>({
    start(node) {
      const { log } = openLog<Change, Rows>(node);
      const found = node.disk.read('role') ?? first;
      const role = first === 'follower' && found === 'primary' ? 'promoting' : found;
      // Anew: what a failed sync left can be read, and need not last.
      node.disk.write('role', found);
      const state: State = {
        ...{ role, log, committed: log.base, rows: { ...log.snapshot }, slot: log.base },
        isCurrent: false,
        ...{ shipped: log.base, isShipping: false, taken: nothingTaken(), waiting: [] },
      };
      // Nobody else writes to it: what it has found counts.
      if (role === 'promoting') node.disk.sync('promoted');
      else if (role === 'primary' && isAlone) node.disk.sync(logLength(log));
      node.setTimer('ship', SHIP_MS);
      return state;
    },

    onRequest: {
      write(state, { key, value, deletes }, node) {
        if (state.role !== 'primary') return node.reject('not the primary');
        const replyTo = node.defer();
        if (!takeNew(state.taken, replyTo)) return;
        appendTo(state.log, { key, value, deletes }, node);
        state.waiting.push({ at: logLength(state.log), replyTo });
        if (isAlone) node.disk.sync(logLength(state.log));
        ship(state, node);
      },

      promote(state, _promote, node) {
        if (state.role === 'retired') return node.reject('it was retired');
        node.disk.write('role', 'primary');
        if (state.role === 'follower') state.role = 'promoting';
        node.disk.sync('promoted');
        node.reply('promoted', { after: 'sync' });
      },

      rows(state, _ask, node) {
        if (state.role !== 'primary' || !state.isCurrent) return node.reject('not the primary');
        node.reply(living(state.rows), { after: 'sync' });
      },
    },

    onMessage: {
      snapshot(state, _ask, node) {
        if (state.role !== 'primary' || !state.isCurrent) return node.reject('not the primary');
        state.slot = state.committed;
        node.reply({ rows: living(state.rows), at: state.committed }, { after: 'sync' });
      },

      changes(state, { after }, node) {
        if (state.role !== 'primary' || !state.isCurrent) return node.reject('not the primary');
        state.slot = Math.max(state.slot, Math.min(after, state.committed));
        const { log, committed } = state;
        const from = Math.max(after, log.base);
        const changes = log.entries
          .slice(from - log.base, Math.min(committed, from + BATCH) - log.base)
          .map((change, index) => ({ ...change, at: from + index + 1 }));
        node.reply({ changes, end: from + changes.length }, { after: 'sync' });
        trim(state, node);
      },

      ship(state, { from, entries, slot }, node) {
        if (state.role !== 'follower') return node.reply('promoted', { after: 'sync' });
        const { log } = state;
        if (from <= logLength(log))
          for (const change of entries.slice(logLength(log) - from)) appendTo(log, change, node);
        state.slot = rule.slot === 'shipped' ? slot : logLength(log);
        node.reply(logLength(log), { after: 'sync' });
        trim(state, node);
      },
    },

    onTimer(state, _timer, node) {
      node.setTimer('ship', SHIP_MS);
      ship(state, node);
    },

    onReply(state, { kind, ...result }, node) {
      state.isShipping = false;
      if (kind !== 'answer' || !('value' in result) || state.role !== 'primary') return;
      if (result.value === 'promoted') return retire(state, node);
      state.shipped = result.value;
      commitUpTo(state, result.value, node);
      if (logLength(state.log) > state.shipped) ship(state, node);
    },

    onSync(state, token, node, ok) {
      if (!ok) node.exit('the disk did not take it');
      if (token === 'promoted') state.role = 'primary';
      if (token === undefined || state.role !== 'primary' || !isAlone) return;
      commitUpTo(state, token === 'promoted' ? logLength(state.log) : token, node);
    },
  });

  /** Sends the follower what it does not have, one batch at a time; an empty one tells it where the slot is. */
  function ship(state: State, node: Node): void {
    if (first === 'follower' || state.role !== 'primary' || state.isShipping) return;
    state.isShipping = true;
    const { log, shipped: from, slot } = state;
    const entries = log.entries.slice(from - log.base);
    node.call(follower, { f: 'ship', from, entries, slot }, { timeoutMs: 100, after: 'sync' });
  }

  function commitUpTo(state: State, length: number, node: Node): void {
    const { log, rows } = state;
    state.isCurrent = true;
    for (; state.committed < length; state.committed++)
      put(rows, log.entries[state.committed - log.base] as Change, state.committed + 1);
    for (const { at, replyTo } of takeReady(state.waiting, ({ at }) => at <= state.committed))
      node.replyTo(replyTo, at, { after: 'sync' });
  }

  /** Forgets changes that nobody needs any more: the rows as they were there stand for them. */
  function trim(state: State, node: Node): void {
    const { log, rows } = state;
    const known = state.role === 'follower' ? logLength(log) : state.committed;
    const wanted = rule.keeps === 'from-slot' ? state.slot : known - SPARE;
    const base = Math.min(wanted, known, first === 'primary' ? state.shipped : Infinity);
    if (base - log.base < SPARE) return;
    const then = { ...log.snapshot };
    for (const [index, change] of log.entries.slice(0, base - log.base).entries())
      put(then, change, log.base + index + 1);
    compactLog(log, base, then, node);
    if (state.committed >= base) return;
    state.committed = base;
    Object.assign(rows, then);
  }

  /** The follower was promoted: what it does not have will never be. */
  function retire(state: State, node: Node): void {
    state.role = 'retired';
    node.disk.write('role', 'retired');
    for (const { replyTo } of state.waiting.splice(0))
      node.rejectTo(replyTo, 'another one is the primary', { definite: false });
  }
}

function put(rows: Rows, change: Change, at: number): void {
  rows[change.key] = { ...change, at };
}

/** The rows that there are. */
export const living = (rows: Rows): Rows =>
  Object.fromEntries(Object.entries(rows).filter(([, { deletes }]) => !deletes));
