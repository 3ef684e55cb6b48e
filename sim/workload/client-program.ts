/**
 * Clients that react: to a plan of drawn operations a scenario adds what its clients make of what they hear. The plan
 * stays data, so it is shrunk and replayed as ever; what follows an operation comes and goes with it.
 */
import type { Outcome } from '../../checkers/history.js';
import type { Random } from '../kernel/random.js';

/** What is asked for: `f` and whatever else the protocol wants. */
export interface ClientInput {
  readonly f: string;
  readonly [field: string]: unknown;
}

/** An operation that is about to begin. */
export interface BeginningOperation {
  readonly input: ClientInput;
  /** The node it goes to; absent: the client draws one of the members. */
  readonly to?: string;
}

/** How an operation ended. */
export interface EndedOperation {
  readonly input: ClientInput;
  /** `ok`: it happened; `fail`: it certainly did not; `info`: nobody knows. */
  readonly type: Outcome;
  readonly output: unknown;
  readonly error: string | undefined;
  /** Who answered or refused, or else who was asked. */
  readonly to: string | undefined;
  /** 0: it was in the plan; 1: it followed that one; and so on. */
  readonly attempt: number;
}

/** An operation that follows another before the next of the plan. */
export interface FollowUp extends BeginningOperation {
  /** Time to think, in ms. Default 0. */
  readonly afterMs?: number;
}

/** What a client of a program may look at, and remember. */
export interface ReactingClient<M> {
  readonly name: string;
  /** The members, in a fixed order. */
  readonly nodes: readonly string[];
  /** Plain data of its own, to be changed in place. */
  readonly memory: M;
  /** Draws for this operation alone: they do not depend on other operations. */
  readonly random: Random;
}

/** What a client makes of the answers that it gets: pure functions, for `reacting`. */
export interface ClientProgram<M = undefined> {
  /** What each client remembers when a run begins: plain data. */
  memory?(): M;
  /** A planned operation is about to begin: another input (a cas on what was read), another node (the leader). */
  begins?(operation: BeginningOperation, client: ReactingClient<M>): Partial<BeginningOperation> | undefined;
  /**
   * An operation ended. Returns what the client asks next (a retry, a second step); `undefined`: the next operation
   * of the plan.
   */
  ended?(operation: EndedOperation, client: ReactingClient<M>): FollowUp | undefined;
}
