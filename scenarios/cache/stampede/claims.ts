/** What is claimed of a cache before a busy store: loads of a key are apart, and answers are not too old. */
import { boundedStaleness, defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

const fOf = ({ input }: Operation): string => (input as { f: string }).f;
const keyOf = ({ input }: Operation): string => (input as { key: string }).key;
const doneMs = ({ type, completedAtMs = 0 }: Operation): number => (type === 'ok' ? completedAtMs : Infinity);
const atMs = ({ invokedAtMs = 0 }: Operation): number => invokedAtMs;

/**
 * Two loads of a key that begins with `prefix` are so far apart, unless the cache lost its locks at most `graceMs` before the first of them, or between
 * them. Anomaly: `stampede`.
 */
export const loadsApart = (apartMs: number, graceMs: number, prefix = ''): Checker =>
  defineChecker({
    name: 'one-load',
    looksFor: 'loads of a key (function load)',
    scan(history, found) {
      const last = new Map<string, Operation>();
      let emptiedMs = -Infinity;
      let judged = 0;
      for (const operation of history) {
        if (fOf(operation) === 'empty') emptiedMs = atMs(operation);
        if (fOf(operation) !== 'load' || !keyOf(operation).startsWith(prefix)) continue;
        const before = last.get(keyOf(operation));
        last.set(keyOf(operation), operation);
        judged++;
        if (before === undefined || emptiedMs >= atMs(before) - graceMs) continue;
        const gapMs = atMs(operation) - atMs(before);
        if (gapMs < apartMs)
          found.anomaly(
            'stampede',
            `${before.process} and ${operation.process} load ${keyOf(operation)} within ${gapMs.toFixed(1)} ms; under a lock they are ${apartMs} ms apart`,
            before,
            operation,
          );
      }
      return { judged, reason: `${judged} loads, those of a key at least ${apartMs} ms apart` };
    },
  });

/** No answer is older than this: it shows whatever was acknowledged so long before it was asked for. */
export function freshWithin(ms: number): Checker {
  const checker = boundedStaleness({ ms });
  return {
    ...checker,
    check: (history, budget) =>
      checker.check(
        history.filter((operation) => fOf(operation) === 'get' || fOf(operation) === 'put'),
        budget,
      ),
  };
}

/** Times in ms. */
interface Refresh {
  readonly ttlMs: number;
  /** So long the lock may be that of somebody who is gone. */
  readonly lockMs: number;
  /** So long it takes to load and fill. */
  readonly loadMs: number;
  /** From when on all is healed. */
  readonly fromMs: number;
}

/**
 * Who gets a stale value makes somebody load: the first, or the first after the lock of somebody who is gone has expired.
 * When that load is done, nobody gets the stale value any more. Anomaly: `still-stale`.
 */
export const refreshedWithin = ({ ttlMs, lockMs, loadMs, fromMs }: Refresh): Checker =>
  defineChecker({
    name: 'refreshed',
    looksFor: 'answers from a cache, once all is healed (function get)',
    scan(history, found) {
      /** By value: who was first given it when it was stale, and who was first so when the lock was free for sure. */
      const stale = new Map<string, { readonly first: Operation; loads?: Operation }>();
      const writes = history.filter((operation) => fOf(operation) === 'put');
      let judged = 0;
      for (const operation of history) {
        if (fOf(operation) !== 'get' || operation.type !== 'ok' || atMs(operation) < fromMs) continue;
        judged++;
        const old = (operation.output as number | null) ?? -1;
        const isStale = writes.some(
          (write) =>
            keyOf(write) === keyOf(operation) &&
            (write.input as { value: number }).value > old &&
            doneMs(write) < atMs(operation) - ttlMs,
        );
        if (!isStale) continue;
        const value = `${keyOf(operation)} = ${String(operation.output)}`;
        const seen = stale.get(value);
        if (seen === undefined) stale.set(value, { first: operation });
        else if (seen.loads === undefined) {
          if (atMs(operation) - doneMs(seen.first) > lockMs) seen.loads = operation;
        } else if (atMs(operation) - doneMs(seen.loads) > loadMs) {
          const laterMs = (atMs(operation) - doneMs(seen.first)).toFixed(0);
          const message = `${value} is older than its time to live, and is still answered ${laterMs} ms after somebody first got it so`;
          found.anomaly('still-stale', message, seen.first, seen.loads, operation);
        }
      }
      return { judged, reason: `${judged} answers: what was stale was soon loaded anew` };
    },
  });
