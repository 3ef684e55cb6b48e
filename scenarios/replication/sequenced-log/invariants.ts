/** What must hold at every step: there is one order of the writes, and every node knows a beginning of it. */
import type { Invariant } from 'seedstorm';
import type { SequencedLog } from './protocol.js';

type State = SequencedLog['state'] | undefined;

/** One event makes few entries take effect; what came before was compared when it did. */
const LOOK_BACK = 8;

/** Two nodes that have applied an entry of the same number have applied the same. */
export const oneOrder: Invariant = (nodes, changed) => {
  const mine = changed.state as State;
  if (mine === undefined) return undefined;
  for (const { name, state } of nodes) {
    const theirs = state as State;
    if (name === changed.name || theirs === undefined) continue;
    const end = Math.min(mine.applied, theirs.applied);
    for (let index = Math.max(0, end - LOOK_BACK); index < end; index++) {
      const [a, b] = [mine.log[index], theirs.log[index]];
      if (a === undefined || b === undefined || a.value === b.value) continue;
      return `write ${index + 1} is ${a.key}=${a.value} at ${changed.name}, but ${b.key}=${b.value} at ${name}`;
    }
  }
  return undefined;
};
