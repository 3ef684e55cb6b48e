/**
 * Raft: what a node does when something happens. The whole of the protocol as plain functions over plain data: it
 * imports nothing of the simulator.
 *
 * Diego Ongaro, "Consensus: Bridging Theory and Practice", PhD thesis, Stanford 2014; § numbers are its sections.
 */
import { onAsk, onClientRequest, retry } from './clients.js';
import { onLogDurable } from './commitment.js';
import type { Configuration } from './configuration.js';
import {
  ENDED,
  noting,
  Raft,
  type Effect,
  type Input,
  type SyncToken,
  type TimerName,
  type World,
} from './effects.js';
import {
  electionTimeout,
  onForm,
  onRequestVote,
  onTimeoutNow,
  onVote,
  onVoteDurable,
  requestVotes,
} from './election.js';
import { onAppend, onInstall } from './follower.js';
import { heartbeat, onAppended, onInstalling, onRefused, transferLeadership } from './leader.js';
import { onChange, onWish } from './membership.js';
import type { Asker, Message, Request } from './messages.js';
import { onRecoveryNoted, recover, type Disk } from './recovery.js';
import type { Rules } from './rules.js';
import { onTold } from './sessions.js';
import { onSnapshotDurable } from './snapshot.js';
import type { State } from './state.js';

/** A node starts, with what its disk holds. @returns its memory, and what is to be done first */
export function start(
  disk: Disk,
  world: World,
  rules: Rules,
  initial: Configuration,
): { readonly state: State; readonly effects: readonly Effect[] } {
  const effects: Effect[] = [];
  return { state: recover(noting(world, effects), disk, rules, initial), effects };
}

/** Something happens to a node: its memory changes. @returns what is to be done about it, in this order */
export function step(state: State, input: Input, rules: Rules, world: World): readonly Effect[] {
  const effects: Effect[] = [];
  try {
    take(new Raft(state, rules, noting(world, effects)), input);
  } catch (error) {
    if (error !== ENDED) throw error;
  }
  return effects;
}

/** The same, for a node that carries out each effect at once. */
export function take(raft: Raft, input: Input): void {
  decide(raft, input);
  if (raft.hasty !== null) for (const token of raft.hasty) onSynced(raft, token);
}

function decide(raft: Raft, input: Input): void {
  switch (input.kind) {
    case 'message':
      return raft.state.recovering ? undefined : onMessage(raft, input.message, input.from);
    case 'request':
      return onRequest(raft, input.asker, input.request);
    case 'timer':
      return onTimer(raft, input.timer);
    case 'synced':
      return onSynced(raft, input.token);
  }
}

function onMessage(raft: Raft, message: Message, from: string): void {
  switch (message.kind) {
    case 'append':
      return onAppend(raft, message, from);
    case 'appended':
      return onAppended(raft, message, from);
    case 'refused':
      return onRefused(raft, message, from);
    case 'request-vote':
      return onRequestVote(raft, message, from);
    case 'vote':
      return onVote(raft, message, from);
    case 'install':
      return onInstall(raft, message, from);
    case 'installing':
      return onInstalling(raft, message, from);
    case 'timeout-now':
      return onTimeoutNow(raft, message.term, from);
    case 'ask':
      return onAsk(raft, message, from);
    case 'told':
      return onTold(raft, message);
    case 'form':
      return onForm(raft, message, from);
    case 'change':
      return onChange(raft, message.wish);
  }
}

function onRequest(raft: Raft, asker: Asker, request: Request): void {
  const { role } = raft.state;
  switch (request.f) {
    case 'transfer':
      return raft.node.replyTo(
        asker,
        role.kind === 'leader' && transferLeadership(raft, role, request.leader),
      );
    case 'add-server':
    case 'remove-server':
    case 'change-membership':
      onWish(raft, request);
      return raft.node.replyTo(asker, null);
    default:
      return onClientRequest(raft, asker, request);
  }
}

function onTimer(raft: Raft, timer: TimerName): void {
  const { role } = raft.state;
  switch (timer) {
    case 'election':
      return electionTimeout(raft);
    case 'heartbeat':
      return role.kind === 'leader' ? heartbeat(raft, role) : requestVotes(raft);
    case 'retry':
      return retry(raft);
  }
}

function onSynced(raft: Raft, token: SyncToken): void {
  switch (token.kind) {
    case 'vote':
      return onVoteDurable(raft, token.term);
    case 'log':
      return onLogDurable(raft, token.term, token.index);
    case 'voted-for':
      return raft.node.disk.write('term', token.term);
    case 'snapshot':
      return onSnapshotDurable(raft, token.index);
    case 'recovery-noted':
      return onRecoveryNoted(raft);
    case 'recovered':
      raft.state.recovering = false;
  }
}
