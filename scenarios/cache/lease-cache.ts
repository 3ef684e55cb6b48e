/**
 * A cache that several servers share: entries with a time to live, and locks with a time to live, all in memory.
 *
 * What a server puts in is as old as the lock under which it was loaded: its time counts from there. So however late it
 * comes, it is never answered when it is older than its time to live.
 */
import { stateMachine } from 'seedstorm';

/** What a cache holds of a key, and how long that is still fresh; less than 0: it is stale. */
export interface Entry {
  readonly value: number | null;
  readonly freshMs: number;
  /** How long it took to load. */
  readonly tookMs: number;
}

/** What others ask the cache. */
export interface CacheCalls {
  look: (look: { readonly key: string }) => Entry | undefined;
  /** If the lock is now the asker's, who names itself by a token: in which life of the cache that is so. */
  lock: (lock: {
    readonly key: string;
    readonly token: string;
    readonly forMs: number;
  }) => number | undefined;
  /** Stores it, and opens the lock: one step, as by a script of Redis. */
  fill: (fill: Fill) => void;
  /** Takes an entry out. What was read before that, and comes later, is refused; or wrongly taken. */
  remove: (remove: { readonly key: string; readonly later: 'refused' | 'taken' }) => void;
  unlock: (unlock: { readonly key: string; readonly token: string; readonly whose: Whose }) => void;
}

/** Whether only the owner of a lock can open it, or anybody. */
export type Whose = 'own' | 'any';

interface Fill {
  readonly key: string;
  readonly value: number | null;
  readonly tookMs: number;
  readonly ttlMs: number;
  /** So long after that it may still be answered, as stale. */
  readonly staleMs: number;
  readonly token: string;
  /** The life of the cache in which the lock was given. */
  readonly life: number;
  readonly whose: Whose;
  readonly counts: 'from-the-lock' | 'from-now';
}

interface Kept {
  readonly value: number | null;
  readonly tookMs: number;
  readonly freshUntilMs: number;
  readonly untilMs: number;
}

interface Lock {
  readonly token: string;
  readonly untilMs: number;
}

interface Cache {
  state: {
    readonly entries: Record<string, Kept>;
    readonly locks: Record<string, Lock>;
    /** When each token got its lock. */
    readonly grantedMs: Record<string, number>;
    /** When a key was taken out last. */
    readonly removedMs: Record<string, number>;
  };
  messages: CacheCalls;
}

export const leaseCache = stateMachine<Cache>({
  start(node) {
    // All was in memory. Whoever counts loads must know.
    node.effect({ f: 'empty' });
    return { entries: {}, locks: {}, grantedMs: {}, removedMs: {} };
  },

  onMessage: {
    look({ entries }, { key }, node) {
      const kept = entries[key];
      const nowMs = node.monotonicMs();
      node.reply(
        kept === undefined || kept.untilMs <= nowMs
          ? undefined
          : { value: kept.value, freshMs: kept.freshUntilMs - nowMs, tookMs: kept.tookMs },
      );
    },

    lock({ locks, grantedMs }, { key, token, forMs }, node) {
      const nowMs = node.monotonicMs();
      const held = locks[key];
      const isFree = held === undefined || held.untilMs <= nowMs;
      // The network may deliver a request late, and twice: a token gets the lock once.
      if (isFree && grantedMs[token] === undefined) {
        locks[key] = { token, untilMs: nowMs + forMs };
        grantedMs[token] = nowMs;
      }
      node.reply(locks[key]?.token === token ? node.incarnation : undefined);
    },

    fill({ entries, locks, grantedMs, removedMs }, { key, token, life, whose, counts, ...fill }, node) {
      const givenMs = life === node.incarnation ? grantedMs[token] : undefined;
      const sinceMs = counts === 'from-now' ? node.monotonicMs() : givenMs;
      // Of a lock that was given before the cache was emptied nothing is known, and an entry may have been taken out since.
      if (sinceMs !== undefined && sinceMs > (removedMs[key] ?? -1)) {
        const freshUntilMs = sinceMs + fill.ttlMs;
        if (freshUntilMs > (entries[key]?.freshUntilMs ?? 0))
          entries[key] = {
            value: fill.value,
            tookMs: fill.tookMs,
            freshUntilMs,
            untilMs: freshUntilMs + fill.staleMs,
          };
      }
      open(locks, key, token, whose);
      node.reply(undefined);
    },

    remove({ entries, removedMs }, { key, later }, node) {
      delete entries[key];
      if (later === 'refused') removedMs[key] = node.monotonicMs();
      node.reply(undefined);
    },

    unlock({ locks }, { key, token, whose }, node) {
      open(locks, key, token, whose);
      node.reply(undefined);
    },
  },
});

function open(locks: Record<string, Lock>, key: string, token: string, whose: Whose): void {
  if (whose === 'any' || locks[key]?.token === token) delete locks[key];
}
