/**
 * Raft: what a node does when something happens. The whole of the protocol as plain functions over plain data; what
 * it needs of the world is in `port.ts`.
 *
 * Diego Ongaro, "Consensus: Bridging Theory and Practice", PhD thesis, Stanford 2014; § numbers are its sections.
 */
import { heartbeat, onAppended, onLogDurable } from './replication.js';
import { electionTimeout, onRequestVote, onVote, onVoteDurable, requestVotes } from './election.js';
import { onAppend } from './follower.js';
import { onAsk, onTold, retry } from './clients.js';
import { onInstall } from './install.js';
import { onInstalling } from './replication.js';
import { onSnapshotDurable } from './snapshot.js';
import { onForm } from './formation.js';
import { onChange } from './membership.js';
import { onTimeoutNow } from './transfer.js';
import { onRecoveryNoted } from './recovery.js';
import type { Message } from './messages.js';
import type { SyncToken, TimerName } from './port.js';
import type { Raft } from './state.js';

export function onMessage(raft: Raft, message: Message, from: string): void {
  if (raft.state.recovering) return;
  switch (message.kind) {
    case 'append':
      return onAppend(raft, message, from);
    case 'appended':
      return onAppended(raft, message, from);
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
