/** What is known beforehand of the reads to come, for models that can tell which of them a state rules out. */

import { OVERWRITES, READS } from './automaton.js';
import type { Problem } from './problem.js';

export interface Foresight {
  /** For each event, the first read invoked at or after it that must happen; -1 if there is none. */
  readonly nextRead: Int32Array;
  /** For each read, the last event at which an operation that overwrites may be used before the read returns. */
  readonly overwritableUntil: Int32Array;
}

export function foresightOf({ events, classes, automaton, returns, optional, operations }: Problem): Foresight {
  const { kinds } = automaton;
  const nextRead = new Int32Array(events.length + 1).fill(-1);
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    const isRead = event >= 0 && kinds[classes[event]!] === READS && optional[event] === 0;
    nextRead[at] = isRead ? event : nextRead[at + 1]!;
  }
  const overwritableUntil = new Int32Array(operations.length).fill(-1);
  let last = -1;
  for (const event of events) {
    if (event >= 0) {
      if (kinds[classes[event]!] === OVERWRITES) last = Math.max(last, returns[event]!);
    } else if (kinds[classes[~event]!] === READS) overwritableUntil[~event] = last;
  }
  return { nextRead, overwritableUntil };
}
