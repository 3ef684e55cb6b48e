/** An operation that is being watched: more may become known of it. */

import type { Operation } from '../history.js';
import type { Automaton } from './automaton.js';

export interface LiveOperation extends Operation {
  output?: unknown;
  type: Operation['type'];
  complete: number;
  /** Whether the client still waits. */
  open: boolean;
  /** Its class, as far as its outcome is known; -1 until somebody asks. */
  cls: number;
}

/** The class of an operation, as far as its outcome is known. */
export function classOf(operation: LiveOperation, automaton: Automaton): number {
  if (operation.cls < 0) operation.cls = automaton.classify(operation);
  return operation.cls;
}
