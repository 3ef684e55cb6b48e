/** Raft on a simulated node: the port is the node itself. */
import { stateMachine, type Program } from 'seedstorm';
import { onClientRequest } from './clients.js';
import type { Configuration } from './configuration.js';
import type { Durable } from './durable.js';
import type { Command } from './machine.js';
import type { Message } from './messages.js';
import type { SyncToken, TimerName } from './port.js';
import { onMessage, onSynced, onTimer } from './raft.js';
import { recover } from './recovery.js';
import type { Rules } from './rules.js';
import type { State } from './state.js';
import { transferLeadership } from './transfer.js';

/** What clients may ask for: commands, and that somebody else lead. */
export type Request = Command | { readonly f: 'transfer'; readonly leader: string };

interface RaftProtocol {
  state: State;
  request: Request;
  message: Message;
  timer: TimerName;
  token: SyncToken;
  durable: Durable;
}

export function raftNode(rules: Rules, initial: Configuration): Program {
  return stateMachine<RaftProtocol>({
    start: (node) => recover(node, rules, initial),
    onRequest(state, request, node) {
      const raft = { state, port: node, rules };
      if (request.f !== 'transfer') return onClientRequest(raft, node.defer(), request);
      const { role } = state;
      node.reply(role.kind === 'leader' && transferLeadership(raft, role, request.leader));
    },
    onMessage: (state, message, node, from) => onMessage({ state, port: node, rules }, message, from),
    onTimer: (state, timer, node) => onTimer({ state, port: node, rules }, timer),
    onSync(state, token, node, ok) {
      // Nobody knows what a disk holds whose sync failed: start again from what can be read.
      if (!ok) node.exit('a sync failed');
      onSynced({ state, port: node, rules }, token);
    },
  });
}
