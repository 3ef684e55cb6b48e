/**
 * Clients (Ongaro 2014, chapter 6). A client may ask any node; that node finds the leader for it (§6.2) and asks
 * again, under the same serial number, until it is answered: sessions make that harmless (§6.3).
 */
import type { Raft } from './effects.js';
import { isReadOnly, type Command } from './machine.js';
import type { Ask, Asker } from './messages.js';
import { read } from './reads.js';
import { propose } from './replication.js';
import type { Proposal, State } from './state.js';

/** How often a node asks the leader again, and for how long. */
const RETRY_MS = 100;
const PATIENCE_MS = 3_000;

/** A client asks this node. */
export function onClientRequest(raft: Raft, asker: Asker, command: Command): void {
  const { state } = raft;
  const before = state.waiting[asker.from];
  // The network may deliver a request twice, and late.
  if (before !== undefined && before.asker.id >= asker.id) return;
  if (Object.keys(state.waiting).length === 0) raft.node.setTimer('retry', RETRY_MS);
  state.waiting[asker.from] = { asker, command, sinceMs: raft.node.monotonicMs(), asked: 0 };
  // Where no leader is known, one may make itself heard until the question is asked again.
  if (state.leader !== null) passOn(raft, asker.from);
}

/** Asks again what was not answered. */
export function retry(raft: Raft): void {
  const { state } = raft;
  for (const [client, { sinceMs }] of Object.entries(state.waiting)) {
    if (raft.node.monotonicMs() - sinceMs > PATIENCE_MS) delete state.waiting[client];
    else passOn(raft, client);
  }
  if (Object.keys(state.waiting).length > 0) raft.node.setTimer('retry', RETRY_MS);
}

function passOn(raft: Raft, client: string): void {
  const { state } = raft;
  const waiting = state.waiting[client];
  if (waiting === undefined) return;
  const { id, leader } = state;
  const { asker, command } = waiting;
  const ask: Ask = { kind: 'ask', client, serial: asker.id, gateway: id, command };
  if (leader === id) return onAsk(raft, ask, id);
  // A node that is no member does not hear from the leader, but others may: it asks one after the other (§6.2).
  const to = leader ?? nextOf(state, waiting.asked++);
  if (to !== undefined) raft.node.send(to, ask);
}

/** The others in turn, beginning with the one after this node. */
function nextOf({ id, directory }: State, turn: number): string | undefined {
  const others = directory.filter((node) => node !== id);
  return others[(Math.max(0, directory.indexOf(id)) + turn) % others.length];
}

/** A node asks for a client. */
export function onAsk(raft: Raft, ask: Ask, from: string): void {
  const { rules } = raft;
  const { role, leader } = raft.state;
  const { client, serial, gateway, command } = ask;
  if (role.kind !== 'leader') {
    // Only what comes from the gateway itself: nodes that think each other leaders would send it to and fro.
    if (from === gateway && leader !== null && leader !== gateway) raft.node.send(leader, ask);
    return;
  }
  // During a transfer nothing new begins (§3.10); whoever asks asks again.
  if (role.transfer !== null) return;
  const by: Proposal = { client, serial, gateway };
  if (rules.reads !== 'log' && isReadOnly(command)) return read(raft, role, command, by);
  if (rules.sessions && isUnderWay(role.proposals, by)) return;
  role.proposals[propose(raft, { kind: 'command', client, serial, command })] = by;
}

/** The same question is in the log already; whoever asks now may be another node, but the client waits for one only. */
function isUnderWay(proposals: Readonly<Record<number, Proposal>>, by: Proposal): boolean {
  for (const index in proposals) {
    const other = proposals[index] as Proposal;
    if (other.client === by.client && other.serial === by.serial && other.gateway === by.gateway) return true;
  }
  return false;
}
