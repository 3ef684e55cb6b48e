/** The stores of Maelstrom: `lin-kv`, `seq-kv` and `lww-kv`. */
import type { Program } from '../../../sim/node/program.js';
import { carryOut, changes, keyOf } from './store.js';
import { service } from './service.js';

interface Held {
  readonly value: unknown;
}

/** Every request happens at the moment at which it arrives. */
export const linearizableStore = (): Program =>
  service(
    (): Record<string, Held> => ({}),
    (keys, asked) => {
      const key = keyOf(asked);
      const done = carryOut(asked, keys[key]);
      if (changes(done)) keys[key] = { value: done.value };
      return done.answer;
    },
  );

/** So many states of the past may still be shown. */
const PAST = 32;

interface Versions {
  /** How many changes there were. */
  latest: number;
  /** What keys held, oldest first, each from a version on. */
  readonly keys: Record<string, { readonly from: number; readonly value: unknown }[]>;
  /** The version that each client saw last: it sees no older one. */
  readonly seen: Record<string, number>;
}

/**
 * All see one order of changes, each in its own time: what changes nothing may meet any state from the one that its
 * client saw last; what would change that state meets the latest.
 */
export const sequentialStore = (): Program =>
  service(
    (): Versions => ({ latest: 0, keys: {}, seen: {} }),
    (state, asked, from, random) => {
      const key = keyOf(asked);
      const versions = (state.keys[key] ??= []);
      const oldest = Math.max(state.seen[from] ?? 0, state.latest - PAST + 1, 0);
      const version = random.int(oldest, state.latest);
      const early = carryOut(
        asked,
        versions.findLast((one) => one.from <= version),
      );
      if (!changes(early)) {
        state.seen[from] = version;
        return early.answer;
      }
      const done = carryOut(asked, versions.at(-1));
      if (changes(done)) {
        versions.push({ from: ++state.latest, value: done.value });
        while (versions.length > 1 && (versions[1]?.from ?? 0) <= state.latest - PAST) versions.shift();
      }
      state.seen[from] = state.latest;
      return done.answer;
    },
  );

/** So many replicas, as Maelstrom's documentation says. */
const REPLICAS = 5;

interface Replica {
  /** A Lamport clock. */
  clock: number;
  readonly keys: Record<string, { readonly ts: number; readonly value: unknown }>;
  /** Its keys in the order in which they changed here: who gossips hears what is new. */
  readonly changed: string[];
  /** How many changes of each other replica it has heard. */
  readonly heard: number[];
}

/** Replicas that know nothing of each other but for gossip, now and then; the latest write wins, whatever it overwrites. */
export const lastWriteWinsStore = (): Program =>
  service(
    (): Replica[] =>
      Array.from({ length: REPLICAS }, () => ({
        ...{ clock: 0, keys: {}, changed: [] },
        heard: Array.from({ length: REPLICAS }, () => 0),
      })),
    (replicas, asked, _from, random) => {
      gossip(replicas, random.int(0, REPLICAS - 1), random.int(0, REPLICAS - 1));
      const replica = random.pick(replicas);
      const key = keyOf(asked);
      const done = carryOut(asked, replica.keys[key]);
      if (changes(done)) put(replica, key, { ts: replica.clock++, value: done.value });
      return done.answer;
    },
  );

function gossip(replicas: readonly Replica[], from: number, to: number): void {
  const [source, target] = [replicas[from], replicas[to]] as [Replica, Replica];
  if (source === target) return;
  target.clock = Math.max(target.clock, source.clock);
  for (const key of source.changed.slice(target.heard[from])) {
    const held = source.keys[key] as Replica['keys'][string];
    if ((target.keys[key]?.ts ?? -1) < held.ts) put(target, key, held);
  }
  target.heard[from] = source.changed.length;
}

function put(replica: Replica, key: string, held: Replica['keys'][string]): void {
  replica.keys[key] = held;
  replica.changed.push(key);
}
