/** The public face of the scenarios that ship, and of tables that measure scenarios, one's own too. */
export { scenarios } from './catalogue.js';
export {
  combined,
  measureTable,
  type Account,
  type Claim,
  type Comparison,
  type JudgedClaim,
  type MeasuredRow,
  type MeasuredTable,
  type MeasureOptions,
  type Row,
  type TableDefinition,
  type TradeOffTable,
} from './tables/table.js';
export { percentile, summing } from './tables/sums.js';
export { tableText } from './tables/table-text.js';
