/**
 * Snapshots and log compaction (Ongaro 2014, §5.1): now and then a node writes down its state machine, sessions and
 * configuration, and once that is on the disk forgets the log up to there.
 */
import type { Configuration } from './configuration.js';
import type { Raft } from './effects.js';
import { termAt, type Position } from './log.js';
import type { Store } from './machine.js';
import { forgetUpTo, placedAt, rewriteLog } from './persistence.js';
import type { Session } from './state.js';

export interface Snapshot {
  readonly last: Position;
  /** The one in force at its end, not a later one, which may be undone (§5.1). */
  readonly configuration: Configuration;
  readonly store: Store;
  readonly sessions: Record<string, Session>;
}

/** Entries were applied: is it time for a snapshot? */
export function considerSnapshot(raft: Raft): void {
  const { state, rules } = raft;
  const { log, lastApplied: index, configurations } = state;
  if (state.snapshotting || index - log.base.index < rules.snapshotEvery) return;
  const placed = rules.snapshotConfiguration ? placedAt(configurations, index) : configurations[0];
  const snapshot: Snapshot = {
    last: { index, term: termAt(log, index) ?? 0 },
    configuration: (placed ?? state).configuration,
    store: state.store,
    sessions: rules.snapshotSessions ? state.sessions : {},
  };
  state.snapshotting = true;
  writeSnapshot(raft, index, JSON.stringify(snapshot));
}

/** The log goes only once the snapshot is safe: a power cut must not take both. */
export function writeSnapshot(raft: Raft, index: number, text: string): void {
  raft.state.snapshot = text;
  raft.node.disk.write('snapshot', text);
  raft.node.disk.sync({ kind: 'snapshot', index });
}

/** The snapshot is on the disk: only now may go what it stands for. */
export function onSnapshotDurable(raft: Raft, index: number): void {
  const { state } = raft;
  state.snapshotting = false;
  const { last } = readSnapshot(state.snapshot);
  // Another was installed meanwhile: its own sync will come.
  if (last.index !== index) return;
  if (last.index > state.log.base.index) forgetUpTo(state, last);
  rewriteLog(raft);
}

export function readSnapshot(text: string): Snapshot {
  return JSON.parse(text) as Snapshot;
}
