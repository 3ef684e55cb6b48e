/**
 * The log on the disk, and with it the configurations: each is in force from the moment its entry is in the log (Ongaro
 * 2014, §3.8, §4.1), so a node that loses the entry again goes back to the one before. Nothing here waits: what must not
 * be said before it is safe is sent as a promise.
 */
import type { Configuration, Placed } from './configuration.js';
import type { Raft } from './effects.js';
import { considerReadmission } from './identity.js';
import { append, compactTo, termAt, truncateFrom, type Entry, type Position } from './log.js';
import type { State } from './state.js';

/** Puts an entry at the end of the log. */
export function appendEntry(raft: Raft, entry: Entry): void {
  const { state } = raft;
  place(raft, entry);
  raft.node.disk.append('log', { number: state.nextRecord, entry });
  raft.node.disk.write('tail', state.nextRecord++);
}

/** Puts an entry at its index, in place of one of another term and all that followed it (§3.5). */
export function overwrite(raft: Raft, entry: Entry): void {
  const { log } = raft.state;
  if (termAt(log, entry.index) !== undefined) {
    raft.node.reachable('log-truncated');
    // On the disk the record alone says so: the journal is read from its beginning.
    takeOff(raft, entry.index);
  }
  appendEntry(raft, entry);
}

/** Writes the log file anew, without what a snapshot stands for. Numbers go on, so that old and new are told apart. */
export function rewriteLog(raft: Raft): void {
  const { state } = raft;
  const records = state.log.entries.map((entry) => ({ number: state.nextRecord++, entry }));
  raft.node.disk.write('log', records);
  raft.node.disk.write('tail', state.nextRecord - 1);
}

/** Adds an entry to the log in memory; a configuration is in force at once. */
export function place(raft: Raft, entry: Entry): void {
  const { state } = raft;
  append(state.log, entry);
  if (entry.kind !== 'configuration') return;
  const { configuration } = entry;
  state.configurations.push({ index: entry.index, configuration });
  state.configuration = configuration;
  considerReadmission(raft, configuration);
}

/** Takes entries off the log in memory, and goes back to the configuration before them. */
export function takeOff(raft: Raft, from: number): void {
  const { state } = raft;
  truncateFrom(state.log, from);
  const before = state.configurations.filter(({ index }) => index < from);
  if (before.length === state.configurations.length) return;
  raft.node.reachable('configuration-rolled-back');
  bringInForce(state, before);
}

/** Forgets entries that a snapshot stands for: the configuration in force at its end stays. */
export function forgetUpTo(state: State, base: Position): void {
  const placed = placedAt(state.configurations, base.index);
  compactTo(state.log, base);
  if (placed !== undefined) replaceBase(state, placed);
}

/** Begins anew with the configuration of a snapshot; what of the log continues it stays (§5.1). */
export function beginAfter(state: State, base: Position, configuration: Configuration): void {
  compactTo(state.log, base);
  const placed = { index: base.index, configuration };
  if (state.log.entries.length === 0) bringInForce(state, [placed]);
  else replaceBase(state, placed);
}

/** The configuration in force at the end of the log up to an index. */
export function placedAt(configurations: readonly Placed[], index: number): Placed | undefined {
  return configurations.findLast((placed) => placed.index <= index);
}

function replaceBase(state: State, base: Placed): void {
  bringInForce(state, [base, ...state.configurations.filter(({ index }) => index > base.index)]);
}

function bringInForce(state: State, configurations: Placed[]): void {
  state.configurations = configurations;
  const latest = configurations.at(-1);
  if (latest !== undefined) state.configuration = latest.configuration;
}
