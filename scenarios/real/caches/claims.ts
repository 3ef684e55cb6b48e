/** What a cache with a time to live promises: no value is older than that, and until then it is there. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

/** Clocks tell whole milliseconds, and some caches look at theirs once in one. */
const SLACK_MS = 2;

const fOf = ({ input }: Operation): string => (input as { f: string }).f;
const keyOf = ({ input }: Operation): string => (input as { key: string }).key;
const valueOf = ({ input }: Operation): number => (input as { value: number }).value;

const putsOf = (history: readonly Operation[]) =>
  history.filter((operation) => fOf(operation) === 'put' && operation.type !== 'fail');

/** Whoever gets a value gets one that was set at most a time to live ago. Anomaly: `too-old`. */
export const notTooOld = (ttlMs: number): Checker =>
  defineChecker({
    name: 'not-too-old',
    looksFor: 'values that were found (function get)',
    scan(history, found) {
      const puts = putsOf(history);
      let judged = 0;
      for (const operation of history) {
        if (fOf(operation) !== 'get' || operation.type !== 'ok' || operation.output === null) continue;
        judged++;
        const put = puts.find((one) => keyOf(one) === keyOf(operation) && valueOf(one) === operation.output);
        if (put === undefined || put.type !== 'ok') continue;
        const ageMs = (operation.invokedAtMs ?? 0) - (put.completedAtMs ?? Infinity);
        if (ageMs > ttlMs + SLACK_MS)
          found.anomaly(
            'too-old',
            `${keyOf(operation)} = ${String(operation.output)} is found ${ageMs.toFixed(0)} ms after it was set, and lives for ${ttlMs} ms`,
            put,
            operation,
          );
      }
      return { judged, reason: `${judged} values, none of them older than ${ttlMs} ms` };
    },
  });

/** What was set less than a time to live ago is there. Anomaly: `gone-early`. */
export const keptUntil = (ttlMs: number): Checker =>
  defineChecker({
    name: 'kept',
    looksFor: 'keys that were set and asked for soon after (functions put and get)',
    scan(history, found) {
      const puts = putsOf(history).filter(({ type }) => type === 'ok');
      let judged = 0;
      for (const operation of history) {
        if (fOf(operation) !== 'get' || operation.type !== 'ok') continue;
        const put = puts.findLast(
          (one) =>
            keyOf(one) === keyOf(operation) &&
            one.complete < operation.invoke &&
            (operation.completedAtMs ?? Infinity) - (one.invokedAtMs ?? 0) < ttlMs - SLACK_MS,
        );
        if (put === undefined) continue;
        judged++;
        if (operation.output === null)
          found.anomaly(
            'gone-early',
            `${keyOf(operation)} is gone ${((operation.invokedAtMs ?? 0) - (put.completedAtMs ?? 0)).toFixed(0)} ms after it was set, and lives for ${ttlMs} ms`,
            put,
            operation,
          );
      }
      return {
        judged,
        reason: `${judged} looks at what was set in the last ${ttlMs} ms: all of it was there`,
      };
    },
  });
