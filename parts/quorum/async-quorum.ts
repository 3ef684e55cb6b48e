/** "Query, then store" for async programs. */
import { CallFailed, QuorumFailed, type Vote } from 'seedstorm';
import {
  foundBy,
  holdersOf,
  laggingOf,
  messageTo,
  type QuorumFound,
  type QuorumSettings,
  type ToVoters,
} from './copies.js';
import { countAnswer, countRefusal, newTally, standingOf } from './tally.js';

/** What it needs of a node. */
export interface AsyncQuorumNode {
  readonly members: readonly string[];
  call(
    to: string,
    message: never,
    options: { readonly timeoutMs: number; readonly after?: 'sync' },
  ): Promise<unknown>;
}

/** The two steps on quorums of copies, for async programs. */
export interface AsyncQuorum<C> {
  /** Asks all voters what they hold. @throws QuorumFailed: nothing happened */
  query(message: ToVoters<object>): Promise<QuorumFound<C>>;
  /**
   * Stores a copy on W voters; who told the query that it holds that copy already counts at once.
   * @param found what a query gave; `undefined`: there was none
   * @throws QuorumFailed: the copy may have been stored somewhere
   */
  store(found: QuorumFound<C> | undefined, copy: C, message: ToVoters<object>): Promise<void>;
  /** Read repair: sends the newest copy to those who told that they hold an older one, and waits for nobody. */
  repair(found: QuorumFound<C>, message: ToVoters<object>): void;
}

/**
 * The steps of operations on quorums of copies.
 *
 * @example
 * const quorum = quorumOf<Copy>(node, { r: 2, w: 2, timeoutMs: 100, order: (a, b) => compareLamport(a.version, b.version) });
 * const found = await quorum.query({ f: 'query' });
 * await quorum.store(found, found.newest, { f: 'store', copy: found.newest });
 *
 * @param voters who is asked: default all members
 */
export function quorumOf<C>(
  node: AsyncQuorumNode,
  settings: QuorumSettings<C>,
  voters: () => readonly string[] = () => node.members,
): AsyncQuorum<C> {
  const { r, w, timeoutMs, order, storeAfter } = settings;
  return {
    query: async (message) => foundBy(await ask<C>(r, message, {}, (answer) => answer as C), settings),
    async store(found, copy, message) {
      const holders = holdersOf(copy, found?.held ?? {}, order).map((voter) => [voter, null] as const);
      await ask(w, message, Object.fromEntries(holders), () => null, storeAfter);
    },
    repair({ newest, held }, message) {
      const after = storeAfter && { after: storeAfter };
      for (const voter of laggingOf(newest, held, order))
        node.call(voter, messageTo(message, voter) as never, { timeoutMs, ...after }).catch(lost);
    },
  };

  /** Asks who is not known to hold it; resolves with what the first `need` said, or rejects once they cannot any more. */
  function ask<A>(
    need: number,
    message: ToVoters<object>,
    known: Readonly<Record<string, A>>,
    meant: (answer: unknown) => A,
    after?: 'sync',
  ): Promise<Readonly<Record<string, A>>> {
    const all = voters();
    const tally = newTally<A>(need, all.length, known);
    if (standingOf(tally) === 'decided') return Promise.resolve({ ...known });
    if (standingOf(tally) === 'impossible')
      return Promise.reject(new QuorumFailed(votesOf(known), need, all.length));
    return new Promise((resolve, reject) => {
      for (const voter of all) {
        if (Object.hasOwn(known, voter)) continue;
        node.call(voter, messageTo(message, voter) as never, { timeoutMs, ...(after && { after }) }).then(
          (answer) => {
            if (countAnswer(tally, voter, meant(answer)) === 'decided') resolve({ ...tally.answers });
          },
          (error: unknown) => {
            if (!(error instanceof CallFailed)) reject(error as Error);
            else if (countRefusal(tally, voter) === 'impossible')
              reject(new QuorumFailed(votesOf(tally.answers), need, all.length));
          },
        );
      }
    });
  }
}

function votesOf(answers: Readonly<Record<string, unknown>>): Vote<unknown>[] {
  return Object.entries(answers).map(([from, value]) => ({ from, value }));
}

/** A repair that is lost is made by the next read. */
function lost(error: unknown): void {
  if (!(error instanceof CallFailed)) throw error;
}
