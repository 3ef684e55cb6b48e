/**
 * A sequenced log with local reads: one node numbers all writes, every node applies them in that order.
 *
 * The fast-read algorithm of Attiya & Welch, "Sequential consistency versus linearizability" (ACM TOCS 1994): a put
 * waits until its own node has applied it, a get answers at once from what its node has applied. Their atomic
 * broadcast is a fixed sequencer here (Défago, Schiper & Urbán, ACM Computing Surveys 2004): nobody takes its
 * place, so who cannot reach it cannot write, and reads what it has.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import type { RegisterReply, RegisterRequest } from '../registers.js';
import type { SequencedRules } from './rules.js';

/** A put as a client asked for it. Ids of a client's requests grow. */
interface Put {
  readonly client: string;
  readonly id: number;
  readonly key: string;
  readonly value: number;
}

interface Entry extends Put {
  /** Its number, from 1. */
  readonly n: number;
}

export interface SequencedLog {
  state: {
    /** Entries without a gap, also on the disk. */
    log: Entry[];
    /** How many of them have taken effect. */
    applied: number;
    values: Record<string, number>;
    /** Entries that came before their predecessors, by number. */
    early: Record<number, Entry>;
    /** The last request of each client in the log. */
    numbered: Record<string, number>;
    /** What a client of this node waits for. */
    waiting: Record<string, { readonly replyTo: ReplyTo; readonly put: Put }>;
    /** What was on the disk has taken effect. */
    ready: boolean;
  };
  request: RegisterRequest;
  reply: RegisterReply;
  message:
    | { readonly kind: 'number'; readonly put: Put }
    | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
    /** What comes after the first `have` entries? */
    | { readonly kind: 'missing'; readonly have: number };
  timer: 'remind';
  /** Length of the log when the sync began. */
  token: number;
  durable: { log: Entry[] };
}

type State = SequencedLog['state'];
type Node = StateMachineNode<SequencedLog>;

/** How often a node asks for what it misses, and asks again for what it waits for. */
const REMIND_MS = 40;
/** Entries in one message at most. */
const BATCH = 200;

/** A node of the store. */
export function sequencedLog(rules: SequencedRules): Program {
  return stateMachine<SequencedLog>({
    start(node) {
      const state: State = {
        log: [],
        applied: 0,
        values: {},
        early: {},
        numbered: {},
        waiting: {},
        ready: false,
      };
      const records = node.disk.records('log');
      for (const record of records) {
        // A power cut may have taken any entry that was not synced, and left a later one.
        if (!record.ok || record.value.n !== state.log.length + 1) break;
        remember(state, record.value);
      }
      node.sometimes('a power cut took an entry of several', records.length > state.log.length);
      node.disk.truncate('log', state.log.length);
      // A process that died left entries that no sync has covered yet.
      node.disk.sync(state.log.length);
      // Not all nodes at the same moment.
      node.setTimer('remind', REMIND_MS * node.random.float());
      return state;
    },

    onRequest(state, request, node) {
      // The network may deliver a put twice: a second copy may yet be carried out.
      if (!state.ready)
        return node.reject('this node has only just started', { definite: request.f !== 'put' });
      if (request.f === 'get') return node.reply(state.values[request.key] ?? null);
      if (request.f === 'state') return node.reply({ replica: node.id, value: state.values });
      const replyTo = node.defer();
      const { from: client, id } = replyTo;
      // The network may deliver a request twice, and late.
      const last = Math.max(state.numbered[client] ?? 0, state.waiting[client]?.put.id ?? 0);
      node.sometimes('a put arrives twice', id <= last);
      if (id <= last && rules.numberOnce) return;
      const put = { client, id, key: request.key, value: request.value };
      state.waiting[client] = { replyTo, put };
      ask(state, put, node);
    },

    onMessage(state, message, node, from) {
      switch (message.kind) {
        case 'number':
          return number(state, message.put, node);
        case 'entries':
          return take(state, message.entries, node);
        case 'missing': {
          const entries = state.log.slice(message.have, message.have + BATCH);
          if (entries.length > 0) announce({ kind: 'entries', entries }, node, [from]);
        }
      }
    },

    onTimer(state, _timer, node) {
      node.setTimer('remind', REMIND_MS);
      if (node.id === rules.sequencer) return;
      node.send(rules.sequencer, { kind: 'missing', have: state.log.length });
      for (const { put } of Object.values(state.waiting)) ask(state, put, node);
    },

    onSync(state, length, node, ok) {
      if (!ok) return node.exit('a sync failed');
      state.ready = true;
      applyTo(state, length, node);
    },
  });

  function ask(state: State, put: Put, node: Node): void {
    if (node.id === rules.sequencer) number(state, put, node);
    else node.send(rules.sequencer, { kind: 'number', put });
  }

  /** The sequencer gives a put its number. */
  function number(state: State, put: Put, node: Node): void {
    const known = (state.numbered[put.client] ?? 0) >= put.id;
    node.sometimes('a put is asked for again', known);
    if (known && rules.numberOnce) return;
    const entry = { n: state.log.length + 1, ...put };
    append(state, entry, node);
    announce({ kind: 'entries', entries: [entry] }, node, node.peers);
  }

  function announce(message: SequencedLog['message'], node: Node, to: readonly string[]): void {
    const options = rules.announce === 'synced' ? ({ after: 'sync' } as const) : {};
    for (const name of to) node.send(name, message, options);
  }

  function take(state: State, entries: readonly Entry[], node: Node): void {
    for (const entry of entries) {
      if (entry.n <= state.log.length) continue;
      node.sometimes('an entry comes before its predecessors', entry.n > state.log.length + 1);
      state.early[entry.n] = entry;
      if (rules.apply === 'on-arrival') state.values[entry.key] = entry.value;
      if (rules.acknowledge === 'numbered') acknowledge(state, entry, node);
    }
    for (let next; (next = state.early[state.log.length + 1]) !== undefined;) {
      delete state.early[next.n];
      append(state, next, node);
    }
  }

  function append(state: State, entry: Entry, node: Node): void {
    remember(state, entry);
    node.disk.append('log', entry);
    node.disk.sync(state.log.length);
    if (rules.show === 'at-once') applyTo(state, state.log.length, node);
  }
}

function remember(state: State, entry: Entry): void {
  state.log.push(entry);
  state.numbered[entry.client] = Math.max(entry.id, state.numbered[entry.client] ?? 0);
}

/** The first `length` entries take effect. */
function applyTo(state: State, length: number, node: Node): void {
  for (; state.applied < length; state.applied++) {
    const entry = state.log[state.applied] as Entry;
    state.values[entry.key] = entry.value;
    acknowledge(state, entry, node);
  }
}

/** Tells the client, if it asked this node. */
function acknowledge(state: State, { client, id }: Entry, node: Node): void {
  const waiting = state.waiting[client];
  if (waiting?.put.id !== id) return;
  delete state.waiting[client];
  node.replyTo(waiting.replyTo, undefined);
}
