/**
 * The start of a node, with what its disk holds.
 *
 * A power cut may take any write that was not synced, and leave a later one. Records of the log are numbered, so the
 * journal ends at the first that is missing: nobody was told of it nor of those after it. A record that is there but
 * damaged is another matter (Alagappan et al., "Protocol-aware recovery for consensus-based storage", FAST 2018). If
 * it was the last thing written it may be torn, and nobody was told. But `tail` is written after each record: if it
 * got as far, the record was whole, was perhaps acknowledged, and has rotted since. Such a node may not simply go on
 * with a shorter log, as it would vote for leaders that lack what it had helped to commit. It stands aside until a
 * leader has given it back all it can have acknowledged.
 */
import { membersOf, type Configuration } from './configuration.js';
import type { Durable, Mending } from './durable.js';
import { append, lastIndex, lastPosition, termAt, truncateFrom, type Position, type RaftLog } from './log.js';
import { neverMended, NEVER, readIdentity } from './identity.js';
import { rewriteLog } from './persistence.js';
import { placedIn } from './placement.js';
import { drawElectionMs, resetElectionTimer } from './timers.js';
import { readSnapshot } from './snapshot.js';
import type { Port } from './port.js';
import type { Rules } from './rules.js';
import type { Raft, State } from './state.js';

/**
 * The memory of a node that starts. `initial` is the configuration in force before the first entry, `directory` whoever
 * may know a leader.
 */
export function recover(
  port: Port,
  rules: Rules,
  initial: Configuration,
  directory: readonly string[] = membersOf(initial),
): State {
  const vote = readVote(port, rules);
  const text = salvage(port, 'snapshot', '');
  const snapshot = text.value === '' ? undefined : readSnapshot(text.value);
  const { log, lost, nextRecord } = readLog(port, snapshot?.last ?? { index: 0, term: 0 });
  const { term, votedFor } = vote.value;
  const begin = { index: log.base.index, configuration: snapshot?.configuration ?? initial };
  const configurations = placedIn(begin, log.entries);
  const noted = salvage<'mending', Mending | null>(port, 'mending', null);
  const identity = readIdentity(port, rules, vote.damaged || noted.damaged);
  const state: State = {
    id: port.id,
    // An entry may have survived the power cut that took its term's file: it can only have been written in its term.
    term: Math.max(term, lastPosition(log).term),
    votedFor: lastPosition(log).term > term ? null : votedFor,
    log,
    configuration: (configurations.at(-1) ?? begin).configuration,
    configurations,
    life: identity.life,
    empty: [],
    wish: null,
    directory,
    commitIndex: log.base.index,
    lastApplied: log.base.index,
    role: { kind: 'follower' },
    leader: null,
    electionMs: drawElectionMs(port, rules),
    elections: 0,
    // It may have answered a leader just before it went down, who counts on that (§6.4.1).
    leaderHeardMs: port.monotonicMs(),
    leaderHeardNumber: 0,
    store: snapshot?.store ?? {},
    sessions: snapshot?.sessions ?? {},
    snapshot: text.value,
    snapshotting: false,
    incoming: null,
    recovering: true,
    waiting: {},
    nextRecord,
    mending: null,
  };
  state.mending = identity.admitted ? findDamage() : NEVER;
  noteDamage({ state, port });
  resetElectionTimer({ state, port, rules });
  return state;

  /** What there is to mend: noted before, or found now. */
  function findDamage(): Mending | null {
    const found = text.damaged ? Infinity : rules.damagedLog === 'mend' ? lost : undefined;
    if (found === undefined) return noted.value;
    const index = Math.max(Math.min(found, NEVER.index), noted.value?.index ?? 0);
    return { index, term: Math.max(state.term, noted.value?.term ?? 0) };
  }
}

/** What a file holds: what stands for it if there is none, or it is damaged. */
export function salvage<K extends keyof Durable, Without>(
  { disk }: Port,
  file: K,
  without: Without,
): { readonly value: Durable[K] | Without; readonly damaged: boolean } {
  try {
    return { value: disk.read(file) ?? without, damaged: false };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'CORRUPT') throw error;
    return { value: without, damaged: true };
  }
}

/**
 * Writes everything again: without what was cut off, and to the last record, since a sync that failed may have left
 * some readable but unwritten (Rebello et al., USENIX ATC 2020). What is damaged comes second, for the traces of
 * damage may not go before it is noted; and the log is worth nothing without the snapshot before it.
 */
function noteDamage({ state, port }: Pick<Raft, 'state' | 'port'>): void {
  const { snapshot, mending, life } = state;
  const admitted = !neverMended(mending);
  port.disk.write('identity', { life, admitted });
  if (snapshot !== '') port.disk.write('snapshot', snapshot);
  if (mending !== null && admitted) port.disk.write('mending', mending);
  else port.disk.delete('mending');
  port.disk.sync({ kind: 'recovery-noted' });
}

export function onRecoveryNoted(raft: Raft): void {
  const { state, port, rules } = raft;
  const { term, votedFor } = state;
  if (rules.keepVote === 'apart') {
    port.disk.write('voted-for', votedFor);
    port.disk.write('term', term);
  } else port.disk.write('vote', { term, votedFor });
  rewriteLog(raft);
  port.disk.sync({ kind: 'recovered' });
}

/** A leader has given back the log up to `match`: is that all this node can have acknowledged? */
export function mended({ state, port }: Raft, match: number): void {
  const { mending } = state;
  if (mending === null) return;
  // A leader elected since then, without this node's vote, holds all that was committed before its own first entry.
  const restored =
    state.term > mending.term ? termAt(state.log, match) === state.term : match >= mending.index;
  if (!restored) return;
  state.mending = null;
  port.disk.delete('mending');
}

function readVote(port: Port, rules: Rules): { readonly value: Durable['vote']; readonly damaged: boolean } {
  if (rules.keepVote !== 'apart') return salvage(port, 'vote', { term: 0, votedFor: null });
  const [term, votedFor] = [salvage(port, 'term', 0), salvage(port, 'voted-for', null)];
  return {
    value: { term: term.value, votedFor: votedFor.value },
    damaged: term.damaged || votedFor.damaged,
  };
}

/** Reads the journal to its end, or to the first record that is missing or damaged. */
function readLog(port: Port, base: Position): { log: RaftLog; lost: number | undefined; nextRecord: number } {
  const log: RaftLog = { base, entries: [], truncations: 0 };
  const records = port.disk.records('log');
  const found = salvage(port, 'tail', -1);
  const tail = found.value;
  let expected: number | undefined;
  for (const [place, record] of records.entries()) {
    if (!record.ok) {
      // Numbers run on; of the first record it is not known, and the worse is taken for true.
      const number = expected ?? tail;
      const lost = found.damaged || number <= tail ? lastIndex(log) + records.length - place : undefined;
      return { log, lost, nextRecord: Math.max(tail, number + records.length) + 1 };
    }
    const { number, entry } = record.value;
    if (expected !== undefined && number !== expected) break;
    // Before the snapshot, or after what stood there until the snapshot was installed.
    const isVoid = entry.index <= base.index || entry.term < base.term;
    // The number of the first record is not known, but its index is.
    if (!isVoid && entry.index > lastIndex(log) + 1) break;
    expected = number + 1;
    if (entry.index <= lastIndex(log)) truncateFrom(log, entry.index);
    if (!isVoid) append(log, entry);
  }
  return { log, lost: undefined, nextRecord: Math.max(tail + 1, (expected ?? 0) + records.length) };
}
