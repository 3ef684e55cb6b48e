/** The tables that ship: trade-offs that textbooks claim, measured. */
import { consistency } from './consistency.js';
import { consumers } from './consumers.js';
import { deliverySemantics } from './delivery-semantics.js';
import { exchanges } from './exchanges.js';
import { lateAnswersTable } from './late-answers.js';
import { replicationModes } from './replication-modes.js';
import type { TradeOffTable } from './table.js';

export const tables: readonly TradeOffTable[] = [
  consistency,
  consumers,
  deliverySemantics,
  exchanges,
  lateAnswersTable,
  replicationModes,
];
