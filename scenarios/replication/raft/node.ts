/** Raft on a simulated node, which carries out what it is told at once: the one file that knows where it runs. */
import { stateMachine, type Program } from 'seedstorm';
import type { Configuration } from './configuration.js';
import { Raft, type Input, type Node, type SyncToken, type TimerName } from './effects.js';
import type { Message, Request } from './messages.js';
import { recover } from './recovery.js';
import type { Rules } from './rules.js';
import type { Durable, State } from './state.js';
import { take } from './step.js';

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
  const happens = (state: State, input: Input, node: Node): void => take(new Raft(state, rules, node), input);
  return stateMachine<RaftProtocol>({
    start: (node) => recover(node, node.disk, rules, initial, directory),
    onRequest: (state, request, node) =>
      happens(state, { kind: 'request', request, asker: node.defer() }, node),
    onMessage: (state, message, node, from) => happens(state, { kind: 'message', message, from }, node),
    onTimer: (state, timer, node) => happens(state, { kind: 'timer', timer }, node),
    onSync(state, token, node, ok) {
      // Nobody knows what a disk holds whose sync failed: start again from what can be read.
      if (!ok) return node.exit('a sync failed');
      happens(state, { kind: 'synced', token }, node);
    },
  });
}
