/** Checks of this scenario: what a reader skips had expired, a mirror has the newest values, a replay is complete. */
import { defineChecker, type Operation } from 'seedstorm/checkers';
import type { Replayed, Table } from './readers.js';

interface Input {
  readonly f: string;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string;
  readonly value: unknown;
}

const inputOf = ({ input }: Operation): Input => input as Input;
const named = (history: readonly Operation[], f: string): Operation[] =>
  history.filter((operation) => inputOf(operation).f === f && operation.type === 'ok');

/** Whatever the consumer left out between two records had expired. Anomaly: `skipped`. */
export const skipsOnlyExpired = defineChecker({
  name: 'skips-only-expired',
  looksFor: 'what the consumer has read (function process), and what has expired (function expire)',
  scan(history, found) {
    const seen = named(history, 'process');
    const expired = new Map(named(history, 'expire').map((one) => [inputOf(one).offset, one]));
    let next = 0;
    let skips = 0;
    for (const one of seen) {
      const { offset } = inputOf(one);
      for (let left = next; left < offset; left++) {
        skips++;
        const when = expired.get(left);
        if (when === undefined || when.invoke > one.invoke)
          found.anomaly('skipped', `offset ${left} was left out, but it was still there`, one);
      }
      next = Math.max(next, offset + 1);
    }
    return { judged: seen.length, reason: `${seen.length} records were read, ${skips} had expired` };
  },
});

/** The mirror, and one built anew, have the newest value of each key. Anomaly: `wrong-value`. */
export const table = defineChecker({
  name: 'table',
  looksFor: 'puts (function put) and tables that were read (functions table and rebuild)',
  scan(history, found) {
    const possible = new Map<string, { values: Set<unknown>; last: Operation }>();
    for (const operation of history) {
      const { f, key, value } = inputOf(operation);
      if (f !== 'put' || operation.type === 'fail') continue;
      // A client writes its own keys, one after the other: an answer rules out all that was before.
      const before =
        operation.type === 'ok' ? new Set<unknown>() : (possible.get(key)?.values ?? new Set([null]));
      possible.set(key, { values: new Set([...before, value]), last: operation });
    }
    const tables = [...named(history, 'table'), ...named(history, 'rebuild')];
    for (const look of tables)
      for (const [key, { values, last }] of possible) {
        const value = (look.output as Table)[key] ?? null;
        if (!values.has(value))
          found.anomaly('wrong-value', `${inputOf(look).f} has ${String(value)} under ${key}`, last, look);
      }
    return {
      judged: tables.length * possible.size,
      reason: `${tables.length} tables of ${possible.size} keys`,
    };
  },
});

/** A replay from a time brings all of that time that was read before, and has not expired. Anomaly: `left-out`. */
export const replay = defineChecker({
  name: 'replay',
  looksFor: 'what was read (function process), and again (function replay)',
  scan(history, found) {
    const replays = named(history, 'replay');
    const expired = new Set(named(history, 'expire').map((one) => inputOf(one).offset));
    let judged = 0;
    for (const look of replays) {
      const { sinceMs, offsets } = look.output as Replayed;
      const came = new Set(offsets);
      for (const one of named(history, 'process')) {
        const { offset, timestampMs } = inputOf(one);
        if (timestampMs < sinceMs || expired.has(offset)) continue;
        judged++;
        if (!came.has(offset)) found.anomaly('left-out', `offset ${offset} did not come again`, one, look);
      }
    }
    return { judged, reason: `${judged} records came again` };
  },
});
