/**
 * Causal broadcast with vector clocks: a write takes effect at a node once all that its writer knew has.
 *
 * Delivery after Birman, Schiper & Stephenson, "Lightweight causal and atomic group multicast" (ACM TOCS 1991);
 * puts and gets are answered at once from the node's own copy, as in Ahamad et al., "Causal memory" (Distributed
 * Computing 1995). Of concurrent writes of a key every node takes the same one, so that copies converge (what Lloyd
 * et al., SOSP 2011, call causal+).
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { countOf, covers, totalOf, type VectorClock } from 'seedstorm/parts';
import type { RegisterReply, RegisterRequest } from '../registers.js';
import type { CausalRules } from './rules.js';

/** One write on its way to all nodes: the `seq`th of its writer, from 1. */
interface Write {
  readonly from: string;
  readonly seq: number;
  /** What its writer knew: how many writes of each node. */
  readonly after: VectorClock;
  readonly key: string;
  readonly value: number;
  /** The request that asked for it. */
  readonly client: string;
  readonly id: number;
}

/** What a key holds, and the rank of the write it came from. */
interface Held {
  readonly value: number;
  readonly rank: number;
  readonly from: string;
}

export interface CausalBroadcast {
  state: {
    /** All writes known, causes before effects; also on the disk. */
    log: Write[];
    /** How many of them have taken effect. */
    applied: number;
    /** How many writes of each node are in the log. */
    clock: Record<string, number>;
    held: Record<string, Held>;
    /** Writes that came before something they depend on, by writer and number. */
    early: Record<string, Write>;
    /** The last request taken from each client. */
    taken: Record<string, number>;
    /** What clients of this node wait for, by the number of the write. */
    waiting: Record<number, ReplyTo>;
    /** What was on the disk has taken effect. */
    ready: boolean;
  };
  request: RegisterRequest;
  reply: RegisterReply;
  message:
    | { readonly kind: 'writes'; readonly writes: readonly Write[] }
    /** Which writes does the receiver know that are not among these? */
    | { readonly kind: 'missing'; readonly known: VectorClock };
  timer: 'gossip';
  /** Length of the log when the sync began. */
  token: number;
  durable: { log: Write[] };
}

type State = CausalBroadcast['state'];
type Node = StateMachineNode<CausalBroadcast>;

/** How often a node asks another what it misses. */
const GOSSIP_MS = 40;
/** Writes in one message at most. */
const BATCH = 200;

/** A node of the store. */
export function causalBroadcast(rules: CausalRules): Program {
  return stateMachine<CausalBroadcast>({
    start(node) {
      const state: State = {
        log: [],
        applied: 0,
        clock: {},
        held: {},
        early: {},
        taken: {},
        waiting: {},
        ready: false,
      };
      const records = node.disk.records('log');
      for (const record of records) {
        // A power cut may have taken any write that was not synced, and left what depends on it.
        if (!record.ok || !isNext(state, record.value)) break;
        remember(state, record.value);
      }
      node.sometimes('a power cut took a write of several', records.length > state.log.length);
      node.disk.truncate('log', state.log.length);
      // A process that died left writes that no sync has covered yet.
      node.disk.sync(state.log.length);
      // Not all nodes at the same moment.
      node.setTimer('gossip', GOSSIP_MS * node.random.float());
      return state;
    },

    onRequest(state, request, node) {
      // The network may deliver a put twice: a second copy may yet be carried out.
      if (!state.ready)
        return node.reject('this node has only just started', { definite: request.f !== 'put' });
      if (request.f === 'get') return node.reply(state.held[request.key]?.value ?? null);
      if (request.f === 'state')
        return node.reply({ replica: node.id, value: valuesOf(state), writes: namesOf(state) });
      const replyTo = node.defer();
      const { from: client, id } = replyTo;
      // The network may deliver a request twice, and late.
      const again = id <= (state.taken[client] ?? 0);
      node.sometimes('a put arrives twice', again);
      if (again && rules.takeOnce) return;
      const seq = countOf(state.clock, node.id) + 1;
      const { key, value } = request;
      const write: Write = { from: node.id, seq, after: { ...state.clock }, key, value, client, id };
      state.waiting[seq] = replyTo;
      append(state, write, node);
      tell({ kind: 'writes', writes: [write] }, node, node.peers);
    },

    onMessage(state, message, node, from) {
      if (message.kind === 'writes') return take(state, message.writes, node);
      const writes = state.log.filter(({ from: writer, seq }) => seq > countOf(message.known, writer));
      if (writes.length > 0) tell({ kind: 'writes', writes: writes.slice(0, BATCH) }, node, [from]);
    },

    onTimer(state, _timer, node) {
      node.setTimer('gossip', GOSSIP_MS);
      if (node.peers.length > 0)
        node.send(node.random.pick(node.peers), { kind: 'missing', known: state.clock });
    },

    onSync(state, length, node, ok) {
      if (!ok) return node.exit('a sync failed');
      state.ready = true;
      applyTo(state, length, node);
    },
  });

  function tell(message: CausalBroadcast['message'], node: Node, to: readonly string[]): void {
    const options = rules.show === 'synced' ? ({ after: 'sync' } as const) : {};
    for (const name of to) node.send(name, message, options);
  }

  /** Takes what comes, and everything that waited for it. */
  function take(state: State, writes: readonly Write[], node: Node): void {
    for (const write of writes) {
      if (write.seq <= countOf(state.clock, write.from)) continue;
      state.early[`${write.from}/${write.seq}`] = write;
    }
    for (let next; (next = Object.values(state.early).find((write) => isNext(state, write))) !== undefined;) {
      delete state.early[`${next.from}/${next.seq}`];
      append(state, next, node);
    }
    for (const write of Object.values(state.early))
      node.sometimes(
        'a write comes before one of another node that it depends on',
        isNextOfWriter(state, write),
      );
  }

  /** Everything that precedes the write is known, and it is not. */
  function isNext(state: State, write: Write): boolean {
    return isNextOfWriter(state, write) && (rules.deliver === 'fifo' || covers(state.clock, write.after));
  }

  function append(state: State, write: Write, node: Node): void {
    remember(state, write);
    node.disk.append('log', write);
    node.disk.sync(state.log.length);
    if (rules.show === 'at-once') applyTo(state, state.log.length, node);
  }

  /** The first `length` writes take effect. */
  function applyTo(state: State, length: number, node: Node): void {
    for (; state.applied < length; state.applied++) {
      const write = state.log[state.applied] as Write;
      const { from, seq, key, value, after } = write;
      const rank = rules.rank === 'lamport' ? totalOf(after) : seq;
      const held = state.held[key];
      node.sometimes('two writes of a key have the same rank', held?.rank === rank);
      if (held === undefined || wins(rank, from, held)) state.held[key] = { value, rank, from };
      const replyTo = from === node.id ? state.waiting[seq] : undefined;
      if (replyTo === undefined) continue;
      delete state.waiting[seq];
      node.replyTo(replyTo, undefined);
    }
  }

  function wins(rank: number, from: string, held: Held): boolean {
    if (rank !== held.rank) return rank > held.rank;
    return rules.ties === 'by-arrival' || from > held.from;
  }
}

function isNextOfWriter(state: State, { from, seq }: Write): boolean {
  return seq === countOf(state.clock, from) + 1;
}

function remember(state: State, write: Write): void {
  state.log.push(write);
  state.clock[write.from] = write.seq;
  state.taken[write.client] = Math.max(write.id, state.taken[write.client] ?? 0);
}

function valuesOf({ held }: State): Record<string, number> {
  return Object.fromEntries(Object.entries(held).map(([key, { value }]) => [key, value]));
}

/** All writes it knows, in an order that is the same everywhere. */
function namesOf({ log }: State): string[] {
  return log.map(({ from, seq, key, value }) => `${from}/${seq}: ${key}=${value}`).sort();
}
