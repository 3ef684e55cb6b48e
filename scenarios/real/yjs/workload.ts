/** Clients that write, cross out and set, each at any replica. */
import { clients, type Workload } from 'seedstorm';

/** The entries of the map. */
const ENTRIES = ['title', 'author', 'colour'] as const;

export function edits(count: number): Workload {
  return clients(
    count,
    { insert: 5, delete: 1, set: 2, state: 1 },
    {
      everyMs: 50,
      input(f, random, { client, index }) {
        const name = (number: number): string => `c${client + 1}-${number}`;
        if (f === 'insert') return { word: name(index), at: random.float() };
        // One of its last few words; some were no insert, or are gone already.
        if (f === 'delete') return { word: name(Math.max(0, index - random.int(1, 6))) };
        if (f === 'set') return { entry: random.pick(ENTRIES), value: name(index) };
        return {};
      },
    },
  );
}
