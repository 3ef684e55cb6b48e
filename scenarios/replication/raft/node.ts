/** Raft on a simulated node: the port is the node itself. */
import { stateMachine, type Program } from 'seedstorm';
import { onClientRequest } from './clients.js';
import type { Configuration } from './configuration.js';
import type { Durable } from './durable.js';
import type { Command } from './machine.js';
import { onWish, type Wish } from './membership.js';
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
  /** An operator may also wish that others vote. */
  request: Request | Wish;
  message: Message;
  timer: TimerName;
  token: SyncToken;
  durable: Durable;
}

/** `directory`: all nodes there are, members or not. */
export function raftNode(rules: Rules, initial: Configuration, directory: readonly string[]): Program {
  return stateMachine<RaftProtocol>({
    start: (node) => recover(node, rules, initial, directory),
    onRequest(state, request, node) {
      const raft = { state, port: node, rules };
      switch (request.f) {
        case 'transfer':
          return node.reply(
            state.role.kind === 'leader' && transferLeadership(raft, state.role, request.leader),
          );
        case 'add-server':
        case 'remove-server':
        case 'change-membership':
          onWish(raft, request);
          return node.reply(null);
        default:
          return onClientRequest(raft, node.defer(), request);
      }
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
