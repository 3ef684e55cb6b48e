/**
 * Raft: what a node does when something happens. The whole of the protocol as plain functions over plain data; what
 * it needs of the world is in `port.ts`.
 *
 * Diego Ongaro, "Consensus: Bridging Theory and Practice", PhD thesis, Stanford 2014; § numbers are its sections.
 */
import { heartbeat, onAppended, onInstalling, onLogDurable, onRefused } from './replication.js';
import { electionTimeout, onRequestVote, onVote, onVoteDurable, requestVotes } from './election.js';
import { onAppend } from './follower.js';
import { onAsk, onClientRequest, onTold, retry } from './clients.js';
import { onInstall } from './install.js';
import { onSnapshotDurable } from './snapshot.js';
import { onForm } from './formation.js';
import { onChange, onWish, type Wish } from './membership.js';
import { onTimeoutNow, transferLeadership } from './transfer.js';
import { onRecoveryNoted } from './recovery.js';
import type { Command } from './machine.js';
import type { Message } from './messages.js';
import type { Asker, SyncToken, TimerName } from './port.js';
import type { Raft } from './state.js';

/** What may be asked of a node: commands, by clients; by operators, that another lead, or that others vote. */
export type Request = Command | { readonly f: 'transfer'; readonly leader: string } | Wish;

export function onRequest(raft: Raft, asker: Asker, request: Request): void {
  const { state, port } = raft;
  switch (request.f) {
    case 'transfer':
      return port.replyTo(
        asker,
        state.role.kind === 'leader' && transferLeadership(raft, state.role, request.leader),
      );
    case 'add-server':
    case 'remove-server':
    case 'change-membership':
      onWish(raft, request);
      return port.replyTo(asker, null);
    default:
      return onClientRequest(raft, asker, request);
  }
}

export function onMessage(raft: Raft, message: Message, from: string): void {
  if (raft.state.recovering) return;
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
      return onTimeoutNow(raft, message, from);
    case 'ask':
      return onAsk(raft, message, from);
    case 'told':
      return onTold(raft, message);
    case 'form':
      return onForm(raft, message, from);
    case 'change':
      return onChange(raft, message);
  }
}

export function onTimer(raft: Raft, timer: TimerName): void {
  switch (timer) {
    case 'election':
      return electionTimeout(raft);
    case 'heartbeat':
      return raft.state.role.kind === 'leader' ? heartbeat(raft) : requestVotes(raft);
    case 'retry':
      return retry(raft);
  }
}

/** What was written before `token` was asked for is on the disk for good. */
export function onSynced(raft: Raft, token: SyncToken): void {
  switch (token.kind) {
    case 'vote':
      return onVoteDurable(raft, token.term);
    case 'log':
      return onLogDurable(raft, token.term, token.index);
    case 'voted-for':
      return raft.port.disk.write('term', token.term);
    case 'snapshot':
      return onSnapshotDurable(raft, token.index);
    case 'recovery-noted':
      return onRecoveryNoted(raft);
    case 'recovered':
      raft.state.recovering = false;
  }
}
