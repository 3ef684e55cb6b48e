/**
 * A replica's log: in memory, on the disk, and applied as far as it is committed.
 *
 * On the disk it is a journal: an entry is written with its place, and takes the place of what was there and of all
 * that followed. A power cut may take any record that was not synced and leave a later one. So records are numbered,
 * and the journal ends at the first that is missing or torn: nobody was told of it, nor of those after it.
 */
import type { StateMachineNode } from 'seedstorm';
import type { Entry, Position } from './messages.js';
import type { Replica, ReplicaState } from './replica.js';

type Node = StateMachineNode<Replica>;

export interface JournalRecord {
  readonly number: number;
  readonly place: number;
  readonly entry: Entry;
}

/** What the disk holds, and the number of the next record. */
export function readJournal(node: Node): { readonly log: Entry[]; readonly nextRecord: number } {
  const log: Entry[] = [];
  const records = node.disk.records('journal').flatMap((record) => (record.ok ? [record.value] : []));
  let expected = records[0]?.number ?? 0;
  for (const { number, place, entry } of records) {
    if (number !== expected++ || place > log.length) break;
    log.length = place;
    log.push(entry);
  }
  return { log, nextRecord: (records.at(-1)?.number ?? 0) + 1 };
}

/**
 * Writes the journal anew, under new numbers. What a process finds when it starts may be in the disk's cache only, and
 * never get any further: a sync that failed gives up what it should have written (Rebello et al., USENIX ATC 2020).
 */
export function rewriteJournal(state: ReplicaState, node: Node): void {
  node.disk.write(
    'journal',
    state.log.map((entry, place) => ({ number: state.nextRecord++, place, entry })),
  );
}

/** Puts an entry at the end of the log. */
export function append(state: ReplicaState, entry: Entry, node: Node): void {
  const place = state.log.length;
  state.log.push(entry);
  node.disk.append('journal', { number: state.nextRecord++, place, entry });
  remember(state, entry);
}

/** Forgets what is beyond `length`, because another primary decided otherwise. The next record says so on the disk. */
export function truncate(state: ReplicaState, length: number): void {
  if (length >= state.log.length) return;
  state.log.length = length;
  state.asked = {};
  for (const entry of state.log) remember(state, entry);
  if (length >= state.committed) return;
  // What was committed is undone: that is for settings that lose acknowledged writes.
  state.committed = 0;
  state.values = {};
  commit(state, length);
}

/** Everything up to `length` is settled: it may be read. */
export function commit(state: ReplicaState, length: number): void {
  for (; state.committed < length; state.committed++) {
    const write = state.log[state.committed]?.write;
    if (write) state.values[write.key] = write.value;
  }
}

/** The last request of each client that the log has a write of. */
export function remember({ asked }: Pick<ReplicaState, 'asked'>, { write }: Entry): void {
  if (write !== null) asked[write.client] = Math.max(asked[write.client] ?? 0, write.id);
}

export function positionOf(log: readonly Entry[], length = log.length): Position {
  return { epoch: log[length - 1]?.epoch ?? 0, length };
}

/** Where the entries of the epoch begin that the entry before `length` belongs to. */
export function beginningOfEpoch(log: readonly Entry[], length: number): number {
  const epoch = log[length - 1]?.epoch;
  let at = length;
  while (at > 0 && log[at - 1]?.epoch === epoch) at--;
  return at;
}
