/**
 * What a quorum that was asked holds: which copy is the newest, who has it already, and who lags behind.
 *
 * Pure functions and the settings that both styles share; `machine-quorum.ts` and `async-quorum.ts` ask and store. A write
 * asks R nodes for the newest version and stores a newer one on W; a read asks R nodes, and stores the newest on W before
 * it answers (Attiya, Bar-Noy & Dolev, "Sharing memory robustly in message-passing systems", JACM 1995). A read that only
 * mends the nodes it saw lagging answers sooner, and promises less (DeCandia et al., "Dynamo", SOSP 2007).
 */
import type { Order } from '../clocks.js';

/** Each rule can be replaced, to see what it is there for. */
export interface QuorumRules {
  /** An answer counts in the phase that asked for it; or an answer to the query, come late, counts as "stored". */
  readonly late: 'ignored' | 'counted';
  /** What a query found: the newest copy, or the one that was heard first. */
  readonly found: 'newest' | 'first';
}

/** The rules of quorums as they should be. */
export const quorumRules: QuorumRules = { late: 'ignored', found: 'newest' };

/** `C`: a copy with its version; whoever holds none answers the query with one that is older than all. */
export interface QuorumSettings<C> {
  /** How many answers a query waits for. */
  readonly r: number;
  /** How many voters must hold a copy. */
  readonly w: number;
  /** How long a voter may take for its answer, in ms. */
  readonly timeoutMs: number;
  /** Which of two copies is newer: `after` if the first is. */
  readonly order: (a: C, b: C) => Order;
  /** `sync`: no copy leaves the node before all that it has written is durable. */
  readonly storeAfter?: 'sync';
  readonly rules?: QuorumRules;
}

/** What a query found. */
export interface QuorumFound<C> {
  readonly newest: C;
  /** Who answered the query, and with what. */
  readonly held: Readonly<Record<string, C>>;
}

/** What is sent: to all voters the same, or made for each of them. */
export type ToVoters<M> = M | ((voter: string) => M);

/** The newest of some copies; of those that are equal or concurrent the first. @throws TypeError where there is none */
export function newestOf<C>(copies: readonly C[], order: (a: C, b: C) => Order): C {
  if (copies.length === 0) throw new TypeError('quorum: a query needs at least one answer: r is 0');
  return copies.reduce((a, b) => (order(b, a) === 'after' ? b : a));
}

/** What was found by those who answered. @throws TypeError where nobody did */
export function foundBy<C>(
  held: Readonly<Record<string, C>>,
  { order, rules = quorumRules }: QuorumSettings<C>,
): QuorumFound<C> {
  const copies = Object.values(held);
  return {
    newest: rules.found === 'newest' ? newestOf(copies, order) : newestOf(copies.slice(0, 1), order),
    held,
  };
}

/** Who holds exactly this copy: it need not be sent to them. */
export function holdersOf<C>(
  copy: C,
  held: Readonly<Record<string, C>>,
  order: (a: C, b: C) => Order,
): string[] {
  return Object.keys(held).filter((voter) => order(held[voter] as C, copy) === 'equal');
}

/** Who answered with a copy that is older, or concurrent. */
export function laggingOf<C>(
  copy: C,
  held: Readonly<Record<string, C>>,
  order: (a: C, b: C) => Order,
): string[] {
  return Object.keys(held).filter((voter) =>
    ['before', 'concurrent'].includes(order(held[voter] as C, copy)),
  );
}

export function messageTo<M>(message: ToVoters<M>, voter: string): M {
  return typeof message === 'function' ? (message as (voter: string) => M)(voter) : message;
}

/** The sentence for a quorum that cannot be reached any more. */
export function noQuorum(need: number, of: number): string {
  return `no quorum: fewer than ${need} of ${of} nodes answered`;
}
