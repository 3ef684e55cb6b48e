/** Bounded overtaking: nobody waits for any number of others that came later. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

/**
 * Each message of the kind `waiting` that was accepted is served before more than so many of the kind `passing` that
 * were sent later.
 *
 * What it reads: operations of clients with a `value` that ended `ok`, and effects `{ f: 'process', value }`, with their
 * times. One that is never processed is another check's. Anomalies: `starved`.
 */
export function boundedOvertaking(waiting: string, passing: string, bound: number): Checker {
  return defineChecker({
    name: 'bounded-overtaking',
    looksFor: `messages that were accepted and processed (functions ${waiting}, ${passing} and process, field value)`,
    scan(history, found) {
      const waited: Operation[] = [];
      const passed: Operation[] = [];
      const servedAtMs = new Map<unknown, number>();
      for (const operation of history) {
        const { f, value } = fieldsOf(operation);
        if (operation.type !== 'ok') continue;
        if (f === waiting) waited.push(operation);
        else if (f === passing) passed.push(operation);
        else if (f === 'process' && !servedAtMs.has(value)) servedAtMs.set(value, operation.invokedAtMs ?? 0);
      }
      const servedAt = (operation: Operation): number =>
        servedAtMs.get(fieldsOf(operation).value) ?? Infinity;
      let most = 0;
      for (const one of waited) {
        const untilMs = servedAt(one);
        if (untilMs === Infinity) continue;
        const before = passed.filter(
          (other) => (other.invokedAtMs ?? 0) >= (one.completedAtMs ?? 0) && servedAt(other) < untilMs,
        );
        most = Math.max(most, before.length);
        if (before.length <= bound) continue;
        const { value } = fieldsOf(one);
        found.anomaly(
          'starved',
          `${String(value)} was served after ${before.length} ${passing} messages that were sent after it was accepted; at most ${bound} may be`,
          one,
          ...before.slice(0, bound + 1),
        );
      }
      return {
        judged: waited.length,
        reason: `${waited.length} messages, each overtaken by at most ${most}`,
      };
    },
  });
}

function fieldsOf({ input }: Operation): { f?: unknown; value?: unknown } {
  return Object(input) as { f?: unknown; value?: unknown };
}
