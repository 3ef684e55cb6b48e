/** The chapter on orders, executed. */
import { linearizable } from '../../../checkers/linearizable.js';
import { registerModel } from '../../../checkers/models/register.js';
import * as orders from '../../../checkers/orders/index.js';
import { testChapter } from '../chapter-histories.js';

const judges = [
  linearizable(registerModel()),
  orders.sequential(),
  orders.causalMemory(),
  orders.causalConvergence(),
  orders.causal(),
  orders.pram(),
  orders.readYourWrites(),
  orders.monotonicReads(),
  orders.monotonicWrites(),
  orders.writesFollowReads(),
  orders.regular(),
  orders.safe(),
  orders.converges(),
  orders.strongConvergence(),
];

testChapter(new URL('../../../checkers/orders/README.md', import.meta.url), {
  ...Object.fromEntries(judges.map((judge) => [judge.name, judge])),
  'bounded-staleness 0': orders.boundedStaleness({ versions: 0 }),
  'bounded-staleness 1': orders.boundedStaleness({ versions: 1 }),
});
