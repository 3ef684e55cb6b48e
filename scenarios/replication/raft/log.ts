/** The log in memory (Ongaro 2014, §3.5): entries after a base, which is where the last snapshot ends (§5.1). */
import type { Configuration } from './configuration.js';
import type { Command } from './machine.js';

export interface Position {
  readonly index: number;
  readonly term: number;
}

/** An entry, with the term of the leader that made it. */
export type Entry = Position & Payload;

export type Payload =
  /** What a new leader commits first, so as to learn what is committed (§6.4). */
  | { readonly kind: 'no-op' }
  /** A client's command under its name and its serial number, by which a repetition is known (§6.3). */
  | { readonly kind: 'command'; readonly client: string; readonly serial: number; readonly command: Command }
  /** In force as soon as it is in the log, committed or not (§4.1). */
  | { readonly kind: 'configuration'; readonly configuration: Configuration };

/** A payload in a few letters, for checkers and people. */
export function labelOf(payload: Payload): string {
  switch (payload.kind) {
    case 'no-op':
      return 'no-op';
    case 'command':
      return `${payload.client}#${payload.serial}`;
    case 'configuration':
      return JSON.stringify(payload.configuration);
  }
}

export interface RaftLog {
  /** Index and term of the last entry that a snapshot stands for; 0 and 0 while there is none. */
  base: Position;
  /** The entries after the base, without gaps. */
  entries: Entry[];
  /** How often entries were taken off the end. A leader's never changes (leader append-only, figure 3.2). */
  truncations: number;
}

export function lastIndex({ base, entries }: RaftLog): number {
  return base.index + entries.length;
}

export function lastPosition({ base, entries }: RaftLog): Position {
  return entries.at(-1) ?? base;
}

/** The term of the entry at an index; undefined beyond the end and before the base. */
export function termAt({ base, entries }: RaftLog, index: number): number | undefined {
  return index === base.index ? base.term : entries[index - base.index - 1]?.term;
}

export function entryAt({ base, entries }: RaftLog, index: number): Entry | undefined {
  return entries[index - base.index - 1];
}

/** Up to `count` entries from an index on, which must be after the base. */
export function entriesFrom({ base, entries }: RaftLog, index: number, count: number): Entry[] {
  const start = index - base.index - 1;
  return entries.slice(start, start + count);
}

/** Adds an entry at the end. */
export function append(log: RaftLog, entry: Entry): void {
  log.entries.push(entry);
}

/** Takes off everything from an index on. */
export function truncateFrom(log: RaftLog, index: number): void {
  log.entries.length = Math.max(0, index - log.base.index - 1);
  log.truncations++;
}

/** Forgets what a snapshot stands for; what comes after it stays if it continues the snapshot. */
export function compactTo(log: RaftLog, base: Position): void {
  const continues = termAt(log, base.index) === base.term;
  log.entries = continues ? log.entries.slice(base.index - log.base.index) : [];
  log.base = base;
}

/** The first index in the log of the term that the entry at `index` has. */
export function firstOfItsTerm(log: RaftLog, index: number): number {
  const term = termAt(log, index);
  let first = index;
  while (first - 1 > log.base.index && termAt(log, first - 1) === term) first--;
  return first;
}

/** The last index up to `from` with that term; undefined if none has it. */
export function lastOfTerm(log: RaftLog, term: number, from: number): number | undefined {
  for (let index = Math.min(from, lastIndex(log)); index >= log.base.index; index--) {
    const found = termAt(log, index) ?? 0;
    if (found === term) return index;
    if (found < term) return undefined;
  }
  return undefined;
}
