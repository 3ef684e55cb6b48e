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
import type { Proposal, Raft, State } from './state.js';

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
  state.waiting[asker.from] = { asker, command, sinceMs: port.monotonicMs(), asked: 0 };
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
  const { id, leader } = state;
  const { asker, command } = waiting;
  const ask: Ask = { kind: 'ask', client, serial: asker.id, gateway: id, command };
  if (leader === id) return onAsk(raft, ask, id);
  // Somebody may know a leader of whom this node, if it is no member, never hears: one after the other (§6.2).
  const to = leader ?? nextOf(state, waiting.asked++);
  if (to !== undefined) port.send(to, ask);
}

/** The others in turn, beginning with the one after this node. */
function nextOf({ id, directory }: State, turn: number): string | undefined {
  const others = directory.filter((node) => node !== id);
  return others[(Math.max(0, directory.indexOf(id)) + turn) % others.length];
}

/** A node asks for a client. */
export function onAsk(raft: Raft, ask: Ask, from: string): void {
  const { state, port, rules } = raft;
  const { role, leader } = state;
  const { client, serial, gateway, command } = ask;
  if (role.kind !== 'leader') {
    // Only what comes from the gateway itself: nodes that think each other leaders would send it to and fro.
    if (from === gateway && leader !== null && leader !== gateway) port.send(leader, ask);
    return;
  }
  // During a transfer nothing new begins (§3.10); whoever asks asks again.
  if (role.transfer !== null) return;
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
