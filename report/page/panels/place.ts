/** What the views of claims are about, and where their clicks go. */
import type { RunModel } from '../model/run-model.js';
import type { Store } from '../store.js';

export interface Place {
  readonly model: RunModel;
  readonly store: Store;
  /** Brings an operation to the fore. */
  readonly choose: (operation: number) => void;
  /** Shows an event in the space-time diagram. */
  readonly toEvent: (event: number) => void;
}
