/** Durable deduplication for async programs. */
import { durableLog, type AsyncLogNode } from '../log/async-log.js';
import type { LogEnd } from '../log/recover.js';
import {
  decideOnce,
  keptCopy,
  onceRules,
  takenIn,
  timeOf,
  type AskedBy,
  type Done,
  type OnceEntry,
  type OnceOptions,
  type OnceSnapshot,
  type TakeResult,
} from './machine-once.js';
import { forgetOld } from './taken.js';

/** What it needs of a node. */
export interface AsyncOnceNode extends AsyncLogNode {
  monotonicMs(): number;
  nowMs(): number;
}

/** A log of what was done once, for async programs. */
export interface AsyncOnceLog<E, A, S = never> {
  /** Entries after the snapshot: what was done. */
  readonly entries: readonly OnceEntry<E, A>[];
  /** The state that stands for the entries before. */
  readonly snapshot: S | undefined;
  readonly end: LogEnd;
  /**
   * Carries out a request unless it was taken before; durable when it resolves.
   * @param work changes the state, and says what it did, without waiting; called once for each request
   */
  take(asked: AskedBy, work: () => Done<E, A>): Promise<TakeResult<A>>;
  /** Puts a snapshot in the place of all entries; what is too old is forgotten. */
  compact(state: S): Promise<void>;
}

/**
 * Opens a log of what was done once. Where the disk fails, or synced records are lost, the process ends.
 *
 * @example
 * const once = await onceLog<{ paid: number }, string>(node);
 * for await (const { from, id, body, reply } of node.requests()) {
 *   const taken = await once.take({ from, id }, () => ({ did: { paid: body.amount }, answer: 'paid' }));
 *   if (taken.kind !== 'older') reply(taken.answer);
 * }
 */
export async function onceLog<E, A, S = never>(
  node: AsyncOnceNode,
  { rules = onceRules, file = 'once', ...options }: OnceOptions = {},
): Promise<AsyncOnceLog<E, A, S>> {
  const log = await durableLog<OnceEntry<E, A>, OnceSnapshot<A, S>>(node, { file, ...options });
  const taken = takenIn(log.entries, log.snapshot, timeOf(node, rules), rules);
  return {
    entries: log.entries,
    get snapshot() {
      return log.snapshot?.state;
    },
    end: log.end,
    async take(asked, work) {
      const { result, entry } = decideOnce(taken, asked, work, timeOf(node, rules), rules);
      if (entry !== undefined) await log.append(entry);
      // A copy is answered no sooner than the first is safe.
      else if (result.kind === 'again') await log.sync();
      return result;
    },
    async compact(state) {
      forgetOld(taken, timeOf(node, rules), rules);
      await log.compact(log.base + log.entries.length, { state, taken: keptCopy(taken, rules) });
    },
  };
}
