/** The tables of the study notes that can be measured. */
import { consistency } from './consistency.js';
import { deliverySemantics } from './delivery-semantics.js';
import { replicationModes } from './replication-modes.js';
import type { TradeOffTable } from './table.js';

export const tables: readonly TradeOffTable[] = [consistency, deliverySemantics, replicationModes];

export type { JudgedClaim, MeasuredRow, MeasuredTable, TableColumn, TradeOffTable } from './table.js';
