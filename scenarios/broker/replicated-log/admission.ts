/**
 * What a leader does with a message of an idempotent producer (KIP-98): append it, know it, or refuse it. What it
 * knows of producers follows from the log alone, so every replica that has the log knows the same.
 */
import type { Rules } from './bugs.js';
import type { Entry, Stamp } from './messages.js';

/** The last message of each producer in a partition, by producer. */
export type Sessions = Record<string, { epoch: number; sequence: number; offset: number }>;

export type Admission =
  | { readonly kind: 'append' }
  /** It is in the log already, at this offset or before it. */
  | { readonly kind: 'duplicate'; readonly offset: number }
  /** A newer instance of the producer has written: this one must not any more. */
  | { readonly kind: 'fenced' }
  /** A message before it is missing. */
  | { readonly kind: 'gap' };

export function admission(sessions: Sessions, stamp: Stamp, rules: Rules): Admission {
  if (!rules.checkSequence) return { kind: 'append' };
  const session = sessions[stamp.producer];
  if (session === undefined || stamp.epoch > session.epoch) return follows(-1, stamp);
  if (rules.fenceOldEpochs && stamp.epoch < session.epoch) return { kind: 'fenced' };
  if (stamp.sequence <= session.sequence) return { kind: 'duplicate', offset: session.offset };
  return follows(session.sequence, stamp);
}

function follows(sequence: number, stamp: Stamp): Admission {
  return { kind: stamp.sequence === sequence + 1 ? 'append' : 'gap' };
}

/** Takes note of an entry that was appended. */
export function remember(sessions: Sessions, { stamp }: Entry, offset: number): void {
  if (stamp !== undefined)
    sessions[stamp.producer] = { epoch: stamp.epoch, sequence: stamp.sequence, offset };
}

/** What a log says of its producers. */
export function sessionsOf(log: readonly Entry[]): Sessions {
  const sessions: Sessions = {};
  for (const [offset, entry] of log.entries()) remember(sessions, entry, offset);
  return sessions;
}
