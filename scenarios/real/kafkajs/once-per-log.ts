/** A message has one place in the log: a producer that sends it again must not write it again. */
import { nothingToJudge, type Checker, type Operation } from 'seedstorm/checkers';

interface Placed {
  readonly f: string;
  readonly value: string;
  readonly partition: number;
  readonly offset: number;
}

export function oncePerLog(): Checker {
  return {
    name: 'once-per-log',
    check(history) {
      const first = new Map<string, Operation>();
      for (const operation of history) {
        const { f, value, partition, offset } = operation.input as Placed;
        if (f !== 'process') continue;
        const before = first.get(value);
        if (before === undefined) {
          first.set(value, operation);
          continue;
        }
        const there = before.input as Placed;
        // Processed again from the same place: that is what at-least-once allows.
        if (there.partition === partition && there.offset === offset) continue;
        const message = `${value} stands in the log twice: at ${there.partition}/${there.offset} and at ${partition}/${offset}`;
        const anomalies = [{ kind: 'duplicate', message, operations: [before, operation] }];
        return { verdict: 'invalid', reason: message, anomalies };
      }
      if (first.size === 0) return nothingToJudge('nothing was processed');
      return { verdict: 'valid', reason: `${first.size} messages, each at one place` };
    },
  };
}
