/** All lists of mutants. */

import { AGREEMENT_MUTANTS, AGREEMENT_MUTANT_TESTS } from './agreement.js';
import { DELIVERY_MUTANTS, DELIVERY_MUTANT_TESTS } from './delivery.js';
import { ENGINE_MUTANT_LISTS } from './engine.js';
import { FAST_PATH_MUTANTS, FAST_PATH_MUTANT_TESTS } from './fast-paths.js';
import { FORMAT_MUTANTS, FORMAT_MUTANT_TESTS } from './formats.js';
import { LIMIT_MUTANTS, LIMIT_MUTANT_TESTS } from './limits.js';
import { LINEARIZABILITY_MUTANTS, LINEARIZABILITY_MUTANT_TESTS } from './linearizability.js';
import type { MutantList } from './mutant.js';
import { ORDER_MUTANTS, ORDER_MUTANT_TESTS } from './orders.js';
import { RECORDED_MUTANT_LISTS } from './recorded.js';
import { TRANSACTION_MUTANT_LIST } from './transactions.js';

export const MUTANT_LISTS: readonly MutantList[] = [
  { name: 'linearizability', tests: LINEARIZABILITY_MUTANT_TESTS, mutants: LINEARIZABILITY_MUTANTS },
  { name: 'fast paths', tests: FAST_PATH_MUTANT_TESTS, mutants: FAST_PATH_MUTANTS },
  { name: 'orders', tests: ORDER_MUTANT_TESTS, mutants: ORDER_MUTANTS },
  { name: 'delivery', tests: DELIVERY_MUTANT_TESTS, mutants: DELIVERY_MUTANTS },
  { name: 'agreement', tests: AGREEMENT_MUTANT_TESTS, mutants: AGREEMENT_MUTANTS },
  { name: 'limits', tests: LIMIT_MUTANT_TESTS, mutants: LIMIT_MUTANTS },
  { name: 'formats', tests: FORMAT_MUTANT_TESTS, mutants: FORMAT_MUTANTS },
  TRANSACTION_MUTANT_LIST,
  ...RECORDED_MUTANT_LISTS,
  ...ENGINE_MUTANT_LISTS,
];
