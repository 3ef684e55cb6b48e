/** What the index must hold in the end, and never in between: the rows of the database, and nothing older than it had. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import type { Change, Rows } from './source.js';

type Read = Operation & { readonly output: Rows };

function rowsOf(history: History, node: string): Read | undefined {
  return history.findLast(
    ({ input, to, type }) => (input as { f: string }).f === 'rows' && to === node && type === 'ok',
  ) as Read | undefined;
}

/**
 * In the end the index has the rows of the database, and the database those that it has acknowledged. It reads the final
 * operations `{f: 'rows'}` and the clients' `{f: 'write', key, value, deletes}`.
 * Anomalies: `missing-row`, `stale-row`, `left-over`, `lost-write`.
 *
 * @param sources nodes of the database, the newest primary first
 */
export const sameRows = (sources: readonly string[], index: string) =>
  defineChecker({
    name: 'same-rows',
    looksFor: 'writes, and what database and index hold in the end (functions write and rows)',
    scan(history, found) {
      const source = sources.map((node) => rowsOf(history, node)).find((read) => read !== undefined);
      const copy = rowsOf(history, index);
      if (source === undefined || copy === undefined) {
        found.undecided('database or index did not show their rows in the end');
        return { judged: 0, reason: '' };
      }
      const writes = history.filter(({ input }) => (input as { f: string }).f === 'write');
      const byValue = new Map(writes.map((write) => [(write.input as Change).value, write]));
      const keys = new Set([
        ...writes.map(({ input }) => (input as Change).key),
        ...Object.keys(copy.output),
      ]);
      for (const key of keys) {
        const [is, has] = [source.output[key], copy.output[key]];
        const write = byValue.get(is?.value ?? has?.value ?? '');
        if (is !== undefined && has === undefined)
          found.anomaly('missing-row', `${key} is not in the index`, write, source, copy);
        else if (is === undefined && has !== undefined)
          found.anomaly('left-over', `${key} is gone, and still in the index`, write, source, copy);
        else if (is?.value !== has?.value)
          found.anomaly(
            'stale-row',
            `${key} is ${is?.value}, and ${has?.value} in the index`,
            write,
            source,
            copy,
          );
        for (const later of writes)
          if (write !== undefined && is !== undefined && isLost(key, write, later))
            found.anomaly(
              'lost-write',
              `a later write of ${key} was acknowledged, and is not there`,
              write,
              later,
              source,
            );
      }
      return { judged: byValue.size, reason: `${keys.size} rows, the same in database and index` };
    },
  });

/** An acknowledged write of this key that began when the one that is there had ended. */
const isLost = (key: string, now: Operation, { input, type, invoke }: Operation): boolean =>
  (input as Change).key === key && type === 'ok' && now.complete < invoke;

/** What the index has of a row never becomes older. It reads the effects `{f: 'apply', key, at}`. Anomaly: `older-over-newer`. */
export const neverBack = defineChecker({
  name: 'never-back',
  looksFor: 'changes that the index took (function apply)',
  scan(history, found) {
    const newest = new Map<string, Operation>();
    let judged = 0;
    for (const operation of history) {
      const { f, key, at } = operation.input as { f: string; key: string; at: number };
      if (f !== 'apply') continue;
      judged++;
      const before = newest.get(key);
      if (before !== undefined && (before.input as { at: number }).at > at)
        found.anomaly('older-over-newer', `${key} went back to position ${at}`, before, operation);
      newest.set(key, operation);
    }
    return { judged, reason: `${judged} changes, each row from older to newer` };
  },
});

/**
 * After the snapshot every change came: positions have no gap. It reads the effects `{f: 'process', at, snapshot?}`; where the
 * snapshot was begun anew, the newest counts. Anomaly: `gap`.
 */
export const noGap = defineChecker({
  name: 'no-gap',
  looksFor: 'changes that came (function process)',
  scan(history, found) {
    const came = new Map<number, Operation>();
    let [joined, end] = [0, 0];
    for (const operation of history) {
      const { f, at, snapshot } = operation.input as { f: string; at: number; snapshot?: number };
      if (f !== 'process') continue;
      joined = Math.max(joined, snapshot ?? 0);
      end = Math.max(end, at);
      if (snapshot === undefined) came.set(at, operation);
    }
    // An empty snapshot has no row that says where it is: the first change does.
    if (joined === 0) joined = Math.min(...came.keys()) - 1;
    for (let at = joined + 1; at <= end; at++)
      if (!came.has(at))
        found.anomaly('gap', `the change at position ${at} never came, and a later one did`, came.get(end));
    return {
      judged: came.size,
      reason: `${came.size} changes after position ${joined}, and none is missing`,
    };
  },
});
