/** What followers are reconciled for: whatever two replicas hold as committed is the same. */
import { invariant, type Invariant } from 'seedstorm';
import type { Replica } from './leader.js';
import type { Entry } from './messages.js';

interface Memory {
  /** By partition: what was first seen to be committed at each offset, and by whom. */
  readonly committed: { readonly entry: Entry; readonly by: string }[][];
  /** By broker and partition: up to where its log was compared. */
  readonly compared: Record<string, number[]>;
}

/** Below their high watermarks, all replicas of a partition hold the same entries, also those that led or lead again. */
export const logsAgree: Invariant = invariant({
  memory: (): Memory => ({ committed: [], compared: {} }),
  holds(_nodes, changed, { committed, compared }) {
    const { name } = changed;
    // Only brokers have a log, and producers and consumers do not show their state.
    if (!/^b\d/.test(name) || changed.state === undefined) return undefined;
    const { replicas } = changed.state as { readonly replicas: readonly Replica[] };
    const reached = (compared[name] ??= []);
    for (const { number, highWatermark, log } of replicas) {
      const known = (committed[number] ??= []);
      // A log that is cut back is compared again from there.
      for (let at = Math.min(reached[number] ?? 0, highWatermark); at < highWatermark; at++) {
        const entry = log.entries[at] as Entry;
        const first = (known[at] ??= { entry, by: name });
        if (first.entry.epoch !== entry.epoch)
          return `offset ${at} of partition ${number} is ${told(first.entry)} on ${first.by}, and ${told(entry)} on ${name}`;
      }
      reached[number] = highWatermark;
    }
    return undefined;
  },
});

const told = ({ value, epoch }: Entry): string => `${value} of epoch ${epoch}`;
