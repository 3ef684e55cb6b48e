/** What orchestrator and services say to each other, and what everybody answers when the books are read. */
import type { Accounts, Order } from './steps.js';

/** A step to do, or to take back. Both are recognised by their idempotency key. */
export type StepCall = StepDeed & { readonly key: string };

export type StepDeed =
  | { readonly kind: 'act'; readonly order: Order }
  | { readonly kind: 'undo'; readonly of: string; readonly order: Order };

export type StepAnswer =
  | { readonly kind: 'done' }
  /** It was not done and never will be under this key. */
  | { readonly kind: 'refused'; readonly reason: string };

export type SagaOutcome = 'completed' | 'compensated';

/** Asks a node to show its books. */
export interface BooksRequest {
  readonly f: 'books';
}

/** The books of a node: the entries that are in them, and what they come to. */
export type Books =
  | { readonly entries: readonly string[]; readonly accounts: Accounts }
  | { readonly entries: readonly string[]; readonly sagas: Readonly<Record<number, SagaOutcome | 'open'>> };
