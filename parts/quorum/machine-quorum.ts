/** "Query, then store" for state machines: the questions under way are plain data in the state. */
import { countAnswer, countRefusal, newTally, standingOf, type Tally } from './tally.js';
import {
  foundBy,
  holdersOf,
  laggingOf,
  messageTo,
  noQuorum,
  quorumRules,
  type QuorumFound,
  type QuorumSettings,
  type ToVoters,
} from './copies.js';

/** What it needs of a node. */
export interface QuorumNode {
  readonly members: readonly string[];
  call(
    to: string,
    message: unknown,
    options: { readonly timeoutMs: number; readonly token: unknown; readonly after?: 'sync' },
  ): void;
}

/** For the member `token` of the protocol's types. */
export interface QuorumToken {
  readonly quorum: number;
}

/** What is under way, by number; part of the state. `C`: a copy. `B`: what a task is about. */
export interface QuorumTasks<C, B> {
  last: number;
  readonly open: Record<number, QuorumTask<C, B>>;
}

/** One phase: a query, or the store of a copy. */
interface QuorumTask<C, B> {
  readonly about: B;
  readonly phase: 'query' | 'store';
  /** The copy that is stored. */
  readonly copy?: C;
  /** What was answered; `null`: it is stored. */
  readonly votes: Tally<C | null>;
}

/** How a phase ended. */
export type QuorumStep<C, B> =
  /** R voters have told what they hold: store what follows from it, or answer. */
  | (QuorumFound<C> & { readonly kind: 'queried'; readonly about: B; readonly task?: number })
  /** W voters hold the copy. */
  | { readonly kind: 'stored'; readonly about: B; readonly copy: C }
  /** Too few are left to count on. A copy that was being stored may have been stored somewhere. */
  | { readonly kind: 'failed'; readonly about: B; readonly phase: 'query' | 'store'; readonly error: string };

/** The two steps on quorums of copies, for state machines. */
export interface QuorumSteps<C, B> {
  /** Asks all voters what they hold. */
  query(tasks: QuorumTasks<C, B>, about: B, message: ToVoters<object>, node: QuorumNode): void;
  /**
   * Stores a copy on W voters; who told the query that it holds that copy already counts at once.
   * @param from the step that a query ended with; a copy that is stored without a query: `{ about }`
   * @returns how it ended, where enough hold it already, or W is more than there are voters
   */
  store(
    tasks: QuorumTasks<C, B>,
    from: { readonly about: B; readonly held?: Readonly<Record<string, C>>; readonly task?: number },
    copy: C,
    message: ToVoters<object>,
    node: QuorumNode,
  ): QuorumStep<C, B> | undefined;
  /** Read repair: sends the newest copy to those who told that they hold an older one, and waits for nobody. */
  repair(found: QuorumFound<C>, message: ToVoters<object>, node: QuorumNode): void;
  /** For `onReply`: tells how a phase ended, if this ended one. */
  reply(tasks: QuorumTasks<C, B>, result: QuorumResult<C>): QuorumStep<C, B> | undefined;
}

/** How a call ended, as `onReply` is told. */
type QuorumResult<C> = { readonly token: unknown; readonly from: string } & (
  { readonly kind: 'answer'; readonly value: C | undefined } | { readonly kind: 'refused' | 'timeout' }
);

/** Nothing is under way yet. */
export function noQuorumTasks<C, B>(): QuorumTasks<C, B> {
  return { last: 0, open: {} };
}

/**
 * The steps of operations on quorums of copies, for one set of settings: make them once, beside the handlers.
 *
 * @example
 * const quorum = quorumSteps<Copy, ReplyTo>({ r: 2, w: 2, timeoutMs: 100, order: (a, b) => compareLamport(a.version, b.version) });
 * // onRequest: quorum.query(state.tasks, node.defer(), { f: 'query' }, node);
 * // onReply:   const step = quorum.reply(state.tasks, result);
 * //            if (step?.kind === 'queried') quorum.store(state.tasks, step, next(step.newest), { f: 'store', … }, node);
 *
 * @param voters who is asked: default all members
 */
export function quorumSteps<C, B>(
  settings: QuorumSettings<C>,
  voters: (node: QuorumNode) => readonly string[] = (node) => node.members,
): QuorumSteps<C, B> {
  const { r, w, timeoutMs, order, storeAfter, rules = quorumRules } = settings;
  const after = storeAfter && { after: storeAfter };
  return {
    query(tasks, about, message, node) {
      const all = voters(node);
      const id = ++tasks.last;
      tasks.open[id] = { about, phase: 'query', votes: newTally(r, all.length) };
      const token: QuorumToken = { quorum: id };
      for (const voter of all) node.call(voter, messageTo(message, voter), { timeoutMs, token });
    },

    store(tasks, { about, held = {}, task }, copy, message, node) {
      const all = voters(node);
      const holders = holdersOf(copy, held, order);
      const votes = newTally<C | null>(
        w,
        all.length,
        Object.fromEntries(holders.map((voter) => [voter, null])),
      );
      if (standingOf(votes) === 'decided') return { kind: 'stored', about, copy };
      if (standingOf(votes) === 'impossible')
        return { kind: 'failed', about, phase: 'store', error: noQuorum(w, all.length) };
      // A number of its own, so that no late answer to the query is taken for one to this.
      const id = rules.late === 'counted' && task !== undefined ? task : ++tasks.last;
      tasks.open[id] = { about, phase: 'store', copy, votes };
      const token: QuorumToken = { quorum: id };
      for (const voter of all)
        if (!holders.includes(voter))
          node.call(voter, messageTo(message, voter), { timeoutMs, token, ...after });
      return undefined;
    },

    repair({ newest, held }, message, node) {
      const token: QuorumToken = { quorum: 0 };
      for (const voter of laggingOf(newest, held, order))
        node.call(voter, messageTo(message, voter), { timeoutMs, token, ...after });
    },

    reply({ open }, result) {
      const id = (result.token as Partial<QuorumToken> | undefined)?.quorum;
      const task = id === undefined ? undefined : open[id];
      if (id === undefined || task === undefined) return undefined;
      const { about, phase, copy, votes } = task;
      const standing =
        result.kind === 'answer'
          ? countAnswer(votes, result.from, phase === 'query' ? (result.value as C) : null)
          : countRefusal(votes, result.from);
      if (standing === 'undecided') return undefined;
      delete open[id];
      if (standing === 'impossible')
        return { kind: 'failed', about, phase, error: noQuorum(votes.need, votes.of) };
      if (phase === 'store') return { kind: 'stored', about, copy: copy as C };
      return { kind: 'queried', about, task: id, ...foundBy(votes.answers as Record<string, C>, settings) };
    },
  };
}
