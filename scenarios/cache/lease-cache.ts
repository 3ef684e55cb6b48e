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
  /** Whether the lock is now the asker's, who names itself by a token. */
  lock: (lock: { readonly key: string; readonly token: string; readonly forMs: number }) => boolean;
  /** Stores it, and opens the lock: one step, as by a script of Redis. */
  fill: (fill: Fill) => void;
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
  };
  messages: CacheCalls;
}

export const leaseCache = stateMachine<Cache>({
  start(node) {
    // All was in memory. Whoever counts loads must know.
    node.effect({ f: 'empty' });
    return { entries: {}, locks: {}, grantedMs: {} };
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
      node.reply(locks[key]?.token === token);
    },

    fill({ entries, locks, grantedMs }, { key, token, whose, counts, ...fill }, node) {
      const sinceMs = counts === 'from-now' ? node.monotonicMs() : grantedMs[token];
      // A lock of a time before the cache was emptied tells nothing.
      if (sinceMs !== undefined) {
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

    unlock({ locks }, { key, token, whose }, node) {
      open(locks, key, token, whose);
      node.reply(undefined);
    },
  },
});

function open(locks: Record<string, Lock>, key: string, token: string, whose: Whose): void {
  if (whose === 'any' || locks[key]?.token === token) delete locks[key];
}
