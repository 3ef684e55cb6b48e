/** What is claimed where many keys may be missing at once. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';
import { mostOf } from '../penetration/claims.js';

const atMs = ({ invokedAtMs = 0 }: Operation): number => invokedAtMs;

/** A process of a server begins at most so many loads within `windowMs`. Anomaly: `too-many`. */
export const fewAtOnce = (most: number, windowMs: number): Checker =>
  defineChecker({
    name: 'few-at-once',
    looksFor: 'loads (function load)',
    scan(history, found) {
      const windows = new Map<string, Operation[]>();
      let judged = 0;
      let top = 0;
      for (const operation of history) {
        const { f, process } = operation.input as { readonly f: string; readonly process?: number };
        if (f !== 'load') continue;
        judged++;
        const whose = `${operation.process} ${process}`;
        const window = (windows.get(whose) ?? []).filter((load) => atMs(operation) - atMs(load) < windowMs);
        window.push(operation);
        windows.set(whose, window);
        top = Math.max(top, window.length);
        if (window.length === most + 1)
          found.anomaly(
            'too-many',
            `${operation.process} begins ${window.length} loads within ${windowMs} ms, and ${most} are allowed`,
            ...window,
          );
      }
      return { judged, reason: `${judged} loads, at most ${top} of a server within ${windowMs} ms` };
    },
  });

/**
 * Of the entries that an import fills together, no more expire within `windowMs` than chance allows, where times to live are
 * spread over `jitterMs`. Anomaly: `together`.
 */
export const spreadOver = (jitterMs: number, windowMs: number): Checker =>
  defineChecker({
    name: 'spread',
    looksFor: 'entries of an import (function fills)',
    scan(history, found) {
      const imports = new Map<string, Operation[]>();
      for (const operation of history) {
        if ((operation.input as { f: string }).f !== 'fills') continue;
        const batch = `${operation.process} at ${atMs(operation)}`;
        imports.set(batch, [...(imports.get(batch) ?? []), operation]);
      }
      let judged = 0;
      let reason = '';
      for (const [batch, fills] of imports) {
        judged += fills.length;
        // Besides the first of them, each is within the window with this chance.
        const most = 1 + mostOf(fills.length - 1, windowMs / jitterMs);
        const ttls = fills.map(ttlOf).sort((a, b) => a - b);
        const together = Math.max(...ttls.map((from, at) => countBelow(ttls, at, from + windowMs)));
        reason = `of ${fills.length} entries that ${batch} ms fills, ${together} expire within ${windowMs} ms; ${most} are possible`;
        if (together > most) found.anomaly('together', reason, ...fills);
      }
      return { judged, reason };
    },
  });

const ttlOf = ({ input }: Operation): number => (input as { ttlMs: number }).ttlMs;

/** How many of the sorted values, from this place on, are at most so large. */
function countBelow(sorted: readonly number[], from: number, most: number): number {
  let to = from;
  while (to < sorted.length && (sorted[to] as number) <= most) to++;
  return to - from;
}
