/**
 * Clients (Ongaro 2014, chapter 6). A client may ask any node; that node finds the leader for it (§6.2) and asks
 * again, under the same serial number, until it is answered: sessions make that harmless (§6.3).
 */
import type { Entry } from './entry.js';
import { isReadOnly, type Command, type Result } from './machine.js';
import type { Ask, Told } from './messages.js';
import { read } from './reads.js';
import { propose } from './replication.js';
import type { Asker } from './port.js';
import type { Proposal, Raft } from './state.js';

/** How often a node asks the leader again, and for how long. */
const RETRY_MS = 100;
const PATIENCE_MS = 3_000;

/** A client asks this node. */
export function onClientRequest(raft: Raft, asker: Asker, command: Command): void {
  const { state, port } = raft;
  const before = state.waiting[asker.from];
  // The network may deliver a request twice, and late.
  if (before !== undefined && before.asker.id >= asker.id) return;
  if (Object.keys(state.waiting).length === 0) port.setTimer('retry', RETRY_MS);
  state.waiting[asker.from] = { asker, command, sinceMs: port.monotonicMs() };
  // Where no leader is known, one may make itself heard until the question is asked again.
  if (state.leader !== null) passOn(raft, asker.from);
}

/** Asks again what was not answered. */
export function retry(raft: Raft): void {
  const { state, port } = raft;
  for (const [client, { sinceMs }] of Object.entries(state.waiting)) {
    if (port.monotonicMs() - sinceMs > PATIENCE_MS) delete state.waiting[client];
    else passOn(raft, client);
  }
  if (Object.keys(state.waiting).length > 0) port.setTimer('retry', RETRY_MS);
}

function passOn(raft: Raft, client: string): void {
  const { state, port } = raft;
  const waiting = state.waiting[client];
  if (waiting === undefined) return;
  const ask: Ask = { kind: 'ask', client, serial: waiting.asker.id, command: waiting.command };
  if (state.leader === state.id) onAsk(raft, ask, state.id);
  else if (state.leader !== null) port.send(state.leader, ask);
  // Whoever leads knows it; a node that is no member may never hear of it (§6.2).
  else for (const node of state.directory) if (node !== state.id) port.send(node, ask);
}

/** A node asks the leader for a client. */
export function onAsk(raft: Raft, { client, serial, command }: Ask, gateway: string): void {
  const { state, rules } = raft;
  const { role } = state;
  // During a transfer nothing new begins (§3.10); whoever asks asks again.
  if (role.kind !== 'leader' || role.transfer !== null) return;
  const by: Proposal = { client, serial, gateway };
  if (rules.reads !== 'log' && isReadOnly(command)) return read(raft, role, command, by);
  if (rules.sessions && isUnderWay(role.proposals, by)) return;
  const index = propose(raft, { kind: 'command', client, serial, command });
  // A single node may have committed it by now.
  if (state.role === role && state.lastApplied < index) role.proposals[index] = by;
}

/** The same question is in the log already; whoever asks now may be another node, but the client waits for one only. */
function isUnderWay(proposals: Readonly<Record<number, Proposal>>, by: Proposal): boolean {
  for (const index in proposals) {
    const other = proposals[index] as Proposal;
    if (other.client === by.client && other.serial === by.serial && other.gateway === by.gateway) return true;
  }
  return false;
}

/** An entry was applied: whoever asked for it is told. */
export function answerProposal(
  raft: Raft,
  { index, client, serial }: Extract<Entry, { kind: 'command' }>,
  result: Result,
): void {
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
  else raft.port.send(gateway, told);
}

/** The leader has an answer for a client of this node. */
export function onTold({ state, port }: Raft, { client, serial, result }: Told): void {
  const waiting = state.waiting[client];
  if (waiting === undefined || waiting.asker.id !== serial) return;
  delete state.waiting[client];
  port.replyTo(waiting.asker, result);
}
