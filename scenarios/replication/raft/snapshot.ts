/**
 * Snapshots and log compaction (Ongaro 2014, §5.1): now and then a node writes down its state machine, sessions and
 * configuration, and once that is on the disk forgets the log up to there.
 */
import type { Configuration } from './configuration.js';
import { termAt, type Position } from './log.js';
import type { Store } from './machine.js';
import { rewriteLog } from './persistence.js';
import { forgetUpTo, placedAt } from './placement.js';
import type { Raft, Session } from './state.js';

export interface Snapshot {
  readonly last: Position;
  /** The one in force at its end, not a later one, which may be undone (§5.1). */
  readonly configuration: Configuration;
  readonly store: Store;
  readonly sessions: Record<string, Session>;
}

/** Entries were applied: is it time for a snapshot? */
export function considerSnapshot(raft: Raft): void {
  const { state, port, rules } = raft;
  const { log, lastApplied: index } = state;
  if (state.snapshotting || index - log.base.index < rules.snapshotEvery) return;
  const snapshot: Snapshot = {
    last: { index, term: termAt(log, index) ?? 0 },
    configuration: configurationToKeep(raft, index),
    store: state.store,
    sessions: rules.snapshotSessions ? state.sessions : {},
  };
  state.snapshotting = true;
  state.snapshot = JSON.stringify(snapshot);
  port.disk.write('snapshot', state.snapshot);
  port.disk.sync({ kind: 'snapshot', index });
}

function configurationToKeep({ state, rules }: Raft, index: number): Configuration {
  const { configurations } = state;
  const placed = rules.snapshotConfiguration ? placedAt(configurations, index) : configurations[0];
  return (placed ?? state).configuration;
}

/** The snapshot is on the disk: only now may go what it stands for. */
export function onSnapshotDurable(raft: Raft, index: number): void {
  const { state } = raft;
  state.snapshotting = false;
  const { last } = readSnapshot(state.snapshot);
  // Another was installed meanwhile: its own sync will come.
  if (last.index !== index) return;
  if (last.index > state.log.base.index) forgetUpTo(raft, last);
  rewriteLog(raft);
}

export function readSnapshot(text: string): Snapshot {
  return JSON.parse(text) as Snapshot;
}
