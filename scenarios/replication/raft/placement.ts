/**
 * The configurations of a log: each is in force from the moment its entry is in the log (Ongaro 2014, §4.1), so a node
 * that loses the entry again goes back to the one before.
 */
import { isVoter, lifeOf, type Placed } from './configuration.js';
import { append, compactTo, truncateFrom, type Position } from './log.js';
import { readmitted } from './identity.js';
import type { Entry } from './entry.js';
import type { Raft, State } from './state.js';

/** Adds an entry to the log in memory; a configuration is in force at once. */
export function place({ state, port }: Raft, entry: Entry): void {
  append(state.log, entry);
  if (entry.kind !== 'configuration') return;
  const { configuration } = entry;
  state.configurations.push({ index: entry.index, configuration });
  state.configuration = configuration;
  // Whoever comes back with a new life votes once the others have taken that life in (see identity.ts).
  if (isVoter(configuration, state.id) && lifeOf(configuration, state.id) === state.life)
    readmitted({ state, port });
}

/** Takes entries off the log in memory, and goes back to the configuration before them. */
export function takeOff({ state, port }: Raft, from: number): void {
  truncateFrom(state.log, from);
  const before = state.configurations.filter(({ index }) => index < from);
  if (before.length === state.configurations.length) return;
  port.reachable('configuration-rolled-back');
  bringInForce(state, before);
}

/** Forgets entries that a snapshot stands for: the configuration in force at its end stays. */
export function forgetUpTo({ state }: Raft, base: Position): void {
  const placed = placedAt(state.configurations, base.index);
  compactTo(state.log, base);
  if (placed !== undefined) replaceBase(state, placed);
}

/** Begins anew with the configuration of a snapshot; what of the log continues it stays (§5.1). */
export function beginAfter(
  { state }: Raft,
  base: Position,
  { configuration }: Pick<Placed, 'configuration'>,
): void {
  compactTo(state.log, base);
  if (state.log.entries.length === 0) bringInForce(state, [{ index: base.index, configuration }]);
  else replaceBase(state, { index: base.index, configuration });
}

/** The configuration in force at the end of the log up to an index. */
export function placedAt(configurations: readonly Placed[], index: number): Placed | undefined {
  return configurations.findLast((placed) => placed.index <= index);
}

/** The configurations of a log as it is read from the disk. */
export function placedIn(initial: Placed, entries: readonly Entry[]): Placed[] {
  const later = entries.flatMap((entry) =>
    entry.kind === 'configuration' ? [{ index: entry.index, configuration: entry.configuration }] : [],
  );
  return [initial, ...later];
}

function replaceBase(state: State, base: Placed): void {
  bringInForce(state, [base, ...state.configurations.filter(({ index }) => index > base.index)]);
}

function bringInForce(state: State, configurations: Placed[]): void {
  state.configurations = configurations;
  const latest = configurations.at(-1);
  if (latest !== undefined) state.configuration = latest.configuration;
}
