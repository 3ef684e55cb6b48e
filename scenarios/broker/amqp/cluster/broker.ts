/** A broker of a cluster: other brokers on one side, clients on the other, queues between them. */
import { stateMachine, type Program, type StreamEvent } from 'seedstorm';
import { TICK_MS, meshEvent, newMesh } from './mesh.js';
import {
  LIVES,
  others,
  statusOf,
  tell,
  type At,
  type BrokerNode,
  type BrokerProgram,
  type BrokerState,
  type ClusterSettings,
} from './broker-state.js';
import { frontTick, hearNotices, onClient } from './front.js';
import { onHeld, openJournaled } from './journaled.js';
import { membershipTick, onMesh } from './membership.js';
import type { FromClient, ToBroker } from './messages.js';
import { electionTimeout, onLogged, onRaft, openQuorum, quorumTick } from './quorum.js';

export function clusterBroker(given: ClusterSettings): Program {
  const program = stateMachine<BrokerProgram>({
    start(node) {
      const inGoodOrder = node.disk.read('stopped') === true;
      if (inGoodOrder) node.disk.delete('stopped');
      const state: BrokerState = {
        cluster: {
          life: node.incarnation * LIVES,
          phase: 'waiting',
          mesh: newMesh(),
          met: {},
          parted: [],
          outlived: [...(node.disk.read('outlived') ?? [])],
          surveys: {},
          asked: [],
          leaving: [],
          weighed: undefined,
        },
        front: { clients: {} },
        queues: Object.fromEntries(
          given.kind === 'classic'
            ? given.queues.map((queue) => [queue, openJournaled(node, queue, inGoodOrder)])
            : [],
        ),
        quorum: given.kind === 'quorum' ? openQuorum(node, given.queues[0] as string) : undefined,
        sentBodies: 0,
      };
      node.setTimer('tick', 0);
      return state;
    },

    onRequest: (state, _asked, node) => node.reply({ sentBodies: state.sentBodies }),

    onMessage: (state, message, node, from) => does(state, node, (at) => onRaft(at, message, from)),

    onStream: (state, event, node) =>
      does(state, node, (at) =>
        given.brokers.includes(event.peer)
          ? onMesh(at, meshEvent(state.cluster.mesh, event as StreamEvent<ToBroker>, statusOf(at), node))
          : onClient(at, event as StreamEvent<FromClient>),
      ),

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      does(state, node, (at) => {
        if (token.kind === 'logged') return onLogged(at, token.next);
        const held = state.queues[token.queue];
        if (held !== undefined) onHeld(at, held, token.epoch, token.number);
      });
    },

    onTimer: (state, timer, node) =>
      does(state, node, (at) => {
        if (timer === 'election') return electionTimeout(at);
        node.setTimer('tick', TICK_MS);
        membershipTick(at);
        quorumTick(at);
        frontTick(at);
      }),

    onStop: (state, node) => does(state, node, leave),
  });

  /** Does it, and tells channels what queues had to say to them. */
  function does(state: BrokerState, node: BrokerNode, what: (at: At) => void): void {
    const at: At = { state, node, given, notices: [] };
    what(at);
    hearNotices(at);
  }

  // As an operating system does when a process ends.
  return { ...program, closesConnections: true };
}

/** Stops in good order: the others hear that this is no failure. */
function leave(at: At): void {
  at.node.disk.write('stopped', true);
  for (const peer of others(at)) tell(at, peer, { f: 'leaving' });
}
