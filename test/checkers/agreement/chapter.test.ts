/** The chapter on agreement, sagas included, executed. */
import * as agreement from '../../../checkers/agreement/index.js';
import { sagaAtomicity, sagaIsolation } from '../../../checkers/saga/index.js';
import { testChapter } from '../chapter-histories.js';

const steps = [
  { action: 'reserve', compensation: 'release' },
  { action: 'charge', compensation: 'refund' },
];
const judges = [
  agreement.consensus(),
  agreement.committedPrefix(),
  agreement.logMatching(),
  agreement.totalOrderBroadcast(),
  agreement.fifoBroadcast(),
  agreement.causalBroadcast(),
  agreement.reliableBroadcast(),
  agreement.oneLeaderPerTerm(),
  agreement.mutualExclusion(),
  agreement.fencing(),
  agreement.uniqueIds(),
  agreement.monotonicIds(),
  agreement.atomicCommit(),
  sagaAtomicity({ steps }),
  sagaIsolation(),
];

testChapter(new URL('../../../checkers/agreement/README.md', import.meta.url), {
  ...Object.fromEntries(judges.map((judge) => [judge.name, judge])),
  'conservation 30': agreement.conservation({ total: 30 }),
});
