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
import { FIRST_LIFE, membersOf, type Configuration, type Placed } from './configuration.js';
import { Raft, type Node, type World } from './effects.js';
import { NEVER, neverMended } from './identity.js';
import { append, lastIndex, lastPosition, truncateFrom, type Position, type RaftLog } from './log.js';
import { rewriteLog } from './persistence.js';
import type { Rules } from './rules.js';
import { readSnapshot } from './snapshot.js';
import type { Durable, LogRecord, Mending, State } from './state.js';
import { drawElectionMs, resetElectionTimer } from './terms.js';

/** What a disk gives back. @throws an error with `code: 'CORRUPT'` for a file that is damaged */
export interface Disk {
  read<K extends keyof Durable>(file: K): Durable[K] | undefined;
  /** `ok: false`: the record fails its checksum. */
  records(file: 'log'): ({ readonly ok: true; readonly value: LogRecord } | { readonly ok: false })[];
}

/**
 * A node that starts: its memory, and what it does first. `initial` is the configuration in force before the first
 * entry, `directory` whoever may know a leader.
 */
export function recover(
  node: Node,
  disk: Disk,
  rules: Rules,
  initial: Configuration,
  directory: readonly string[] = membersOf(initial),
): State {
  const vote = readVote(disk, rules);
  const text = salvage(disk, 'snapshot', '');
  const snapshot = text.value === '' ? undefined : readSnapshot(text.value);
  const { log, lost, nextRecord } = readLog(disk, snapshot?.last ?? { index: 0, term: 0 });
  const last = lastPosition(log);
  // An entry may have survived the power cut that took its term's file: it can only have been written in its term.
  const term = Math.max(vote.value.term, last.term);
  const noted = salvage<'mending', Mending | null>(disk, 'mending', null);
  const { life, admitted } = readIdentity(disk, node, rules, vote.damaged || noted.damaged);
  const found = text.damaged ? Infinity : rules.damagedLog === 'mend' ? lost : undefined;
  const configurations = placedIn(
    { index: log.base.index, configuration: snapshot?.configuration ?? initial },
    log,
  );
  const state: State = {
    id: node.id,
    term,
    votedFor: last.term > vote.value.term ? null : vote.value.votedFor,
    log,
    configuration: (configurations.at(-1) as Placed).configuration,
    configurations,
    life,
    empty: [],
    wish: null,
    directory,
    commitIndex: log.base.index,
    lastApplied: log.base.index,
    role: { kind: 'follower' },
    leader: null,
    electionMs: drawElectionMs(node, rules),
    elections: 0,
    // It may have answered a leader just before it went down, who counts on that (§6.4.1).
    leaderHeardMs: node.monotonicMs(),
    leaderHeardNumber: 0,
    store: snapshot?.store ?? {},
    sessions: snapshot?.sessions ?? {},
    snapshot: text.value,
    snapshotting: false,
    incoming: null,
    recovering: true,
    waiting: {},
    nextRecord,
    mending: !admitted ? NEVER : found === undefined ? noted.value : worst(found, term, noted.value),
  };
  const raft = new Raft(state, rules, node);
  noteDamage(raft);
  resetElectionTimer(raft);
  return state;
}

/** What there is to mend, found now or noted before. */
function worst(found: number, term: number, noted: Mending | null): Mending {
  const index = Math.max(Math.min(found, NEVER.index), noted?.index ?? 0);
  return { index, term: Math.max(term, noted?.term ?? 0) };
}

/**
 * Writes everything again: without what was cut off, and to the last record, since a sync that failed may have left
 * some readable but unwritten (Rebello et al., USENIX ATC 2020). What is damaged comes second, for the traces of
 * damage may not go before it is noted; and the log is worth nothing without the snapshot before it.
 */
function noteDamage(raft: Raft): void {
  const { snapshot, mending, life } = raft.state;
  const admitted = !neverMended(mending);
  raft.node.disk.write('identity', { life, admitted });
  if (snapshot !== '') raft.node.disk.write('snapshot', snapshot);
  if (mending !== null && admitted) raft.node.disk.write('mending', mending);
  else raft.node.disk.delete('mending');
  raft.node.disk.sync({ kind: 'recovery-noted' });
}

export function onRecoveryNoted(raft: Raft): void {
  const { term, votedFor } = raft.state;
  if (raft.rules.keepVote === 'apart') {
    raft.node.disk.write('voted-for', votedFor);
    raft.node.disk.write('term', term);
  } else raft.node.disk.write('vote', { term, votedFor });
  rewriteLog(raft);
  raft.node.disk.sync({ kind: 'recovered' });
}

interface Salvaged<T> {
  readonly value: T;
  readonly damaged: boolean;
}

/** What a file holds: what stands for it if there is none, or it is damaged. */
function salvage<K extends keyof Durable, Without>(
  disk: Disk,
  file: K,
  without: Without,
): Salvaged<Durable[K] | Without> {
  try {
    return { value: disk.read(file) ?? without, damaged: false };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'CORRUPT') throw error;
    return { value: without, damaged: true };
  }
}

function readVote(disk: Disk, rules: Rules): Salvaged<Durable['vote']> {
  if (rules.keepVote !== 'apart') return salvage(disk, 'vote', { term: 0, votedFor: null });
  const [term, votedFor] = [salvage(disk, 'term', 0), salvage(disk, 'voted-for', null)];
  return {
    value: { term: term.value, votedFor: votedFor.value },
    damaged: term.damaged || votedFor.damaged,
  };
}

/** Which life of the node it is; the number of the start gives one that none before had (see identity.ts). */
function readIdentity(
  disk: Disk,
  { incarnation }: World,
  rules: Rules,
  voteLost: boolean,
): Durable['identity'] {
  const { value, damaged } = salvage(disk, 'identity', undefined);
  const first = incarnation === 1 || rules.blankDisk === 'join';
  if (!voteLost && !damaged && (value !== undefined || first))
    return value ?? { life: FIRST_LIFE, admitted: true };
  return { life: incarnation, admitted: false };
}

/** The configurations of a log as it is read from the disk. */
function placedIn(initial: Placed, { entries }: RaftLog): Placed[] {
  const later = entries.flatMap((entry) =>
    entry.kind === 'configuration' ? [{ index: entry.index, configuration: entry.configuration }] : [],
  );
  return [initial, ...later];
}

/** Reads the journal to its end, or to the first record that is missing or damaged. */
function readLog(disk: Disk, base: Position): { log: RaftLog; lost: number | undefined; nextRecord: number } {
  const log: RaftLog = { base, entries: [], truncations: 0 };
  const records = disk.records('log');
  const found = salvage(disk, 'tail', -1);
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
