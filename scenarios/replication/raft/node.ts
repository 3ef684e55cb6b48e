/** Raft on a simulated node: the port is the node itself. */
import { stateMachine, type Program } from 'seedstorm';
import type { Configuration } from './configuration.js';
import type { Durable } from './durable.js';
import type { Message } from './messages.js';
import type { SyncToken, TimerName } from './port.js';
import { onMessage, onRequest, onSynced, onTimer, type Request } from './raft.js';
import { recover } from './recovery.js';
import type { Rules } from './rules.js';
import type { State } from './state.js';

interface RaftProtocol {
  state: State;
  request: Request;
  message: Message;
  timer: TimerName;
  token: SyncToken;
  durable: Durable;
}

/** `directory`: all nodes there are, members or not. */
export function raftNode(rules: Rules, initial: Configuration, directory: readonly string[]): Program {
  return stateMachine<RaftProtocol>({
    start: (node) => recover(node, rules, initial, directory),
    onRequest: (state, request, node) => onRequest({ state, port: node, rules }, node.defer(), request),
    onMessage: (state, message, node, from) => onMessage({ state, port: node, rules }, message, from),
    onTimer: (state, timer, node) => onTimer({ state, port: node, rules }, timer),
    onSync(state, token, node, ok) {
      // Nobody knows what a disk holds whose sync failed: start again from what can be read.
      if (!ok) return node.exit('a sync failed');
      onSynced({ state, port: node, rules }, token);
    },
  });
}
