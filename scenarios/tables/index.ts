/** The tables of the study notes that can be measured. */
import { deliverySemantics } from './delivery-semantics.js';
import type { TradeOffTable } from './table.js';

export const tables: readonly TradeOffTable[] = [deliverySemantics];

export type { JudgedClaim, MeasuredRow, MeasuredTable, TableColumn, TradeOffTable } from './table.js';
