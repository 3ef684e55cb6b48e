/** What is known beforehand of the reads to come, for models that can tell which of them a state rules out. */

import { OVERWRITES, READS } from './automaton.js';
import type { Problem } from './problem.js';

export interface Foresight {
  /** For each event, the first read invoked at or after it, and not before, that must happen; -1 if there is none. */
  readonly nextRead: Int32Array;
  /** For each read, the last event before its return that invokes an operation that overwrites; -1 if there is none. */
  readonly lastOverwrite: Int32Array;
}

export function foresightOf({
  events,
  takenUp,
  classes,
  automaton,
  optional,
  operations,
  foreseen = events.length,
}: Problem): Foresight {
  const { kinds } = automaton;
  const nextRead = new Int32Array(events.length + 1).fill(-1);
  for (let at = foreseen - 1; at >= 0; at--) {
    const event = events[at]!;
    const isRead = event >= 0 && at >= takenUp && kinds[classes[event]!] === READS && optional[event] === 0;
    nextRead[at] = isRead ? event : nextRead[at + 1]!;
  }
  // Of a read that returns after what is foreseen it is not known.
  const lastOverwrite = new Int32Array(operations.length).fill(events.length);
  let last = -1;
  for (let at = 0; at < foreseen; at++) {
    const event = events[at]!;
    if (event >= 0) {
      if (kinds[classes[event]!] === OVERWRITES) last = at;
    } else if (kinds[classes[~event]!] === READS) lastOverwrite[~event] = last;
  }
  return { nextRead, lastOverwrite };
}
