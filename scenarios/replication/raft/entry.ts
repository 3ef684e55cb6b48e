/** What a log holds: entries, each with the term of the leader that made it (Ongaro 2014, §3.5). */
import type { Command } from './machine.js';
import type { Configuration } from './configuration.js';

export type Entry = { readonly index: number; readonly term: number } & Payload;

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
