/**
 * Anti-entropy: every node answers from its own copies, and nodes keep comparing them, key by key, until all agree.
 *
 * Push and pull after Demers et al., "Epidemic algorithms for replicated database maintenance" (PODC 1987), with
 * nothing mailed directly; the last writer wins, by hybrid time (Kulkarni et al., "Logical physical clocks", OPODIS
 * 2014): the wall clock's milliseconds, but later than everything the node has seen.
 */
import { stateMachine, type Program, type SendOptions, type StateMachineNode } from 'seedstorm';
import type { RegisterReply, RegisterRequest } from '../registers.js';
import type { GossipRules } from './rules.js';

interface Copy {
  readonly value: number;
  readonly timeMs: number;
  /** The node that was asked to write it. */
  readonly from: string;
}

export interface AntiEntropy {
  state: {
    copies: Record<string, Copy>;
    /** The latest time seen on any copy. */
    latestMs: number;
    /** The last put taken from each client. */
    taken: Record<string, number>;
    round: number;
  };
  request: RegisterRequest;
  reply: RegisterReply;
  message: { readonly key: string; readonly copy: Copy };
  timer: 'gossip';
  /** One file, for a power cut may take one of two and leave the other. */
  durable: { store: Pick<AntiEntropy['state'], 'copies' | 'taken'> };
}

type State = AntiEntropy['state'];
type Node = StateMachineNode<AntiEntropy>;

/** How often a node compares one key with one other node. */
const GOSSIP_MS = 10;

/** A node of the store. */
export function antiEntropy(rules: GossipRules): Program {
  const answer: SendOptions = rules.answer === 'synced' ? { after: 'sync' } : {};

  return stateMachine<AntiEntropy>({
    start(node) {
      const { copies, taken } = node.disk.read('store') ?? { copies: {}, taken: {} };
      const latestMs = Math.max(0, ...Object.values(copies).map(({ timeMs }) => timeMs));
      const state: State = { copies, latestMs, taken, round: 0 };
      // After a failed sync a file can be read, and yet no later sync makes it durable: only writing it again does.
      keep(state, node);
      // Not all nodes at the same moment.
      node.setTimer('gossip', GOSSIP_MS * node.random.float());
      return state;
    },

    onRequest(state, request, node) {
      if (request.f === 'get') return node.reply(state.copies[request.key]?.value ?? null, answer);
      if (request.f === 'state') return node.reply({ replica: node.id, value: valuesOf(state) });
      const replyTo = node.defer();
      const { from: client, id } = replyTo;
      // The network may deliver a request twice, and late.
      const again = id <= (state.taken[client] ?? 0);
      node.sometimes('a put arrives twice', again);
      if (again && rules.takeOnce) return;
      state.taken[client] = id;
      const nowMs = Math.floor(node.nowMs());
      node.sometimes('the wall clock is behind what was seen', nowMs <= state.latestMs);
      const timeMs = rules.clock === 'wall' ? nowMs : Math.max(nowMs, state.latestMs + 1);
      merge(state, request.key, { value: request.value, timeMs, from: node.id }, node);
      node.replyTo(replyTo, undefined, answer);
    },

    onMessage(state, { key, copy }, node, from) {
      const own = state.copies[key];
      if (own !== undefined && isNewer(own, copy)) node.send(from, { key, copy: own }, { after: 'sync' });
      merge(state, key, copy, node);
    },

    onTimer(state, _timer, node) {
      node.setTimer('gossip', GOSSIP_MS);
      // Every key with every other node, in turns: after so many rounds without faults all have heard of all.
      const { peers } = node;
      const keys = Object.keys(state.copies).sort();
      if (keys.length === 0 || peers.length === 0) return;
      const key = keys[state.round % keys.length] as string;
      const peer = peers[Math.floor(state.round / keys.length) % peers.length] as string;
      state.round++;
      node.send(peer, { key, copy: state.copies[key] as Copy }, { after: 'sync' });
    },
  });

  /** Takes a copy that is newer than what the node holds. */
  function merge(state: State, key: string, copy: Copy, node: Node): void {
    const own = state.copies[key];
    if (own !== undefined && own.value !== copy.value)
      node.sometimes('two copies have the same time', own.timeMs === copy.timeMs);
    if (own !== undefined && rules.older === 'refused' && !isNewer(copy, own)) return;
    state.copies[key] = copy;
    state.latestMs = Math.max(state.latestMs, copy.timeMs);
    keep(state, node);
  }

  function isNewer(a: Copy, b: Copy): boolean {
    if (a.timeMs !== b.timeMs) return a.timeMs > b.timeMs;
    return rules.ties === 'by-name' && a.from > b.from;
  }
}

function keep({ copies, taken }: State, node: Node): void {
  node.disk.write('store', { copies, taken });
}

function valuesOf({ copies }: State): Record<string, number> {
  return Object.fromEntries(Object.entries(copies).map(([key, { value }]) => [key, value]));
}
