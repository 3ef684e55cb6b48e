/** The tables that ship: trade-offs that textbooks claim, measured. */
import { consistency } from './consistency.js';
import { deliverySemantics } from './delivery-semantics.js';
import { lateAnswersTable } from './late-answers.js';
import { replicationModes } from './replication-modes.js';
import type { TradeOffTable } from './table.js';

export const tables: readonly TradeOffTable[] = [
  consistency,
  deliverySemantics,
  lateAnswersTable,
  replicationModes,
];
