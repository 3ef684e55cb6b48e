/**
 * What comes of a command: it is carried out once, and whoever asked is told.
 *
 * A client numbers its commands, and the state machine remembers the last one of each client and its result: a command
 * that comes again is answered from memory (Ongaro 2014, §6.3). The table is part of the state machine, so that all
 * nodes agree on it.
 */
import type { Raft } from './effects.js';
import type { Entry } from './log.js';
import { execute, type Result } from './machine.js';
import type { Told } from './messages.js';
import type { Proposal } from './state.js';

type CommandEntry = Extract<Entry, { kind: 'command' }>;

/** Carries a command out, unless it was before. */
export function carryOut(
  { state, rules }: Raft,
  { client, serial, command }: CommandEntry,
): { result: Result; executed: boolean } {
  const last = state.sessions[client];
  // One before the last was given up by its client: nobody waits for its result.
  if (rules.sessions && last !== undefined && serial <= last.serial)
    return { result: last.result, executed: false };
  const result = execute(state.store, command);
  state.sessions[client] = { serial, result };
  return { result, executed: true };
}

/** An entry was applied: whoever asked for it is told. */
export function answerProposal(raft: Raft, { index, client, serial }: CommandEntry, result: Result): void {
  const { role } = raft.state;
  if (role.kind !== 'leader') return;
  const by = role.proposals[index];
  if (by === undefined) return;
  delete role.proposals[index];
  if (by.client === client && by.serial === serial) tell(raft, by, result);
}

/** Tells the node that was asked what came of it. */
export function tell(raft: Raft, { client, serial, gateway }: Proposal, result: Result): void {
  const told: Told = { kind: 'told', client, serial, result };
  if (gateway === raft.state.id) onTold(raft, told);
  else raft.node.send(gateway, told);
}

/** The leader has an answer for a client of this node. */
export function onTold(raft: Raft, { client, serial, result }: Told): void {
  const { waiting } = raft.state;
  const asker = waiting[client]?.asker;
  if (asker === undefined || asker.id !== serial) return;
  delete waiting[client];
  raft.node.replyTo(asker, result);
}
