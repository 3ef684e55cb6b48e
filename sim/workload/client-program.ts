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
  /** 0: it was in the plan; 1: it followed that; and so on. */
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
  /** Draws that belong to this very operation: one more or less elsewhere moves none of them. */
  readonly random: Random;
}

export interface ClientProgram<M = undefined> {
  /** What each client remembers when a run begins: plain data. */
  memory?(): M;
  /** A planned operation is about to begin: another input (a cas on what was read), another node (the leader). */
  begins?(operation: BeginningOperation, client: ReactingClient<M>): Partial<BeginningOperation> | undefined;
  /** An operation ended. What it gives comes next (a retry, a second step); nothing: the next of the plan does. */
  ended?(operation: EndedOperation, client: ReactingClient<M>): FollowUp | undefined;
}
