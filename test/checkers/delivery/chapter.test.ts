/** The chapter on delivery, executed. */
import * as delivery from '../../../checkers/delivery/index.js';
import { testChapter } from '../chapter-histories.js';

const judges = [
  delivery.atMostOnce(),
  delivery.atLeastOnce(),
  delivery.exactlyOnce(),
  delivery.orderPerKey(),
  delivery.orderPerPartition(),
  delivery.idempotentEffects(),
  delivery.consumerGroups(),
  delivery.kafka(),
];

testChapter(
  new URL('../../../checkers/delivery/README.md', import.meta.url),
  Object.fromEntries(judges.map((judge) => [judge.name, judge])),
);
