/** A node that is a broker and nothing else. */
import { stateMachine, type Program } from 'seedstorm';
import { depthsOf, type QueueDepth } from '../core/depths.js';
import {
  brokerHears,
  brokerSynced,
  brokerTimer,
  drainBroker,
  startBroker,
  type BrokerNodeSettings,
  type BrokerNodeState,
  type BrokerTimer,
  type BrokerToken,
} from './broker-node.js';
import type { FromBroker, FromClient } from './frames.js';

/** What clients of a scenario may ask a broker's node for; messages they send through nodes that are its clients. */
export type BrokerRequest =
  /** Answered once all queues are empty, after `atMostMs` at the latest; default 2,000. */
  | { readonly f: 'drain'; readonly atMostMs?: number }
  /** How many messages are in each queue? */
  | { readonly f: 'depths' };

/** The types of a broker's node. */
export interface BrokerProtocol {
  state: BrokerNodeState;
  request: BrokerRequest;
  reply: undefined | Readonly<Record<string, QueueDepth>>;
  message: FromClient;
  sends: FromBroker;
  timer: BrokerTimer;
  token: BrokerToken;
}

/** The program of a node that is a broker. Its disk keeps what is durable, nodes that are its clients connect to it. */
export function amqpBroker(settings: BrokerNodeSettings = {}): Program {
  return stateMachine<BrokerProtocol>({
    start: (node) => startBroker(node, settings),
    onStream: brokerHears,
    onTimer: (state, timer, node) => void brokerTimer(state, timer, node),
    onSync: (...[state, token, node, ok]) => brokerSynced(state, token, node, ok),
    onRequest(state, request, node) {
      if (request.f === 'drain') drainBroker(state, request.atMostMs ?? 2_000, node);
      else node.reply(depthsOf(state.broker));
    },
  });
}
