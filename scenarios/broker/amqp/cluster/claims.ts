/** What queues of RabbitMQ promise beyond delivery. */
import { defineChecker, type Operation } from 'seedstorm/checkers';

interface Processed {
  readonly f: string;
  readonly value: string;
  readonly redelivered: boolean;
}

/** Who gets a message a second time is told so: each processing but the first was marked as redelivered. */
export const twiceOnlyMarked = defineChecker({
  name: 'twice-only-marked',
  looksFor: 'messages that are processed (function process)',
  scan(history, found) {
    const first = new Map<string, Operation>();
    let judged = 0;
    for (const operation of history) {
      const { f, value, redelivered } = operation.input as Processed;
      if (f !== 'process') continue;
      judged++;
      const before = first.get(value);
      if (before === undefined) first.set(value, operation);
      else if (!redelivered)
        found.anomaly('duplicate', `${value} was processed again without a mark`, before, operation);
    }
    return { judged, reason: `${judged} processed, each further time marked as redelivered` };
  },
});
