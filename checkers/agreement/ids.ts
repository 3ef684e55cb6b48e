/** Identifiers that a service hands out: unique, and growing. */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import { named } from '../keyword.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import { forEachFall } from './locks.js';

/** What a history calls its function. */
export interface IdOptions {
  /** Function name. Default: `generate`. */
  readonly generate?: string;
}

/**
 * No identifier is handed out twice.
 *
 * What it reads. `{f: 'generate'}` with the identifier, or several, as `ok` output. An operation of unknown outcome may
 * have used up identifiers that nobody got.
 *
 * Anomaly: `duplicate`. Linear.
 */
export function uniqueIds(options: IdOptions = {}): Checker {
  return scanning({
    name: 'unique-ids',
    looksFor: `${options.generate ?? 'generate'} answered with an identifier`,
    scan(history, findings, meter) {
      const owners = new Map<unknown, Operation>();
      for (const { id, by } of idsOf(history, options)) {
        meter.spend();
        const owner = owners.get(identityOf(id));
        if (owner)
          findings.add(
            'duplicate',
            [owner, by],
            () => `${whoWhen(owner)} and ${whoWhen(by)} both got ${show(id)}`,
          );
        else owners.set(identityOf(id), by);
      }
      return { judged: owners.size, reason: `${counted(owners.size, 'identifier')}, all different` };
    },
  });
}

/** What a history calls its function, and among which operations identifiers grow. */
export interface MonotonicIdOptions extends IdOptions {
  /** Among whom they grow: all operations that do not overlap (`real-time`, the default), or each process's own. */
  readonly scope?: 'real-time' | 'session';
}

/**
 * Identifiers grow. Numbers compare as numbers, strings of equal length as text.
 *
 * What it reads. `{f: 'generate'}` with the identifier, or several, as `ok` output. An operation of unknown outcome may
 * have used up identifiers that nobody got.
 *
 * Anomaly: `non-monotonic`: an identifier is not above one that was handed out before this one was asked for. O(n log
 * n).
 */
export function monotonicIds(options: MonotonicIdOptions = {}): Checker {
  return scanning({
    name: 'monotonic-ids',
    looksFor: `${options.generate ?? 'generate'} answered with an identifier`,
    scan(history, findings, meter) {
      meter.spend(history.length);
      const ids = idsOf(history, options);
      const ranks = rankOf(ids.map(({ id }) => id));
      const scopes = new Map<unknown, { id: unknown; token: number; by: Operation }[]>();
      for (const { id, by } of ids) {
        const scope = options.scope === 'session' ? by.process : undefined;
        getOrMake(scopes, scope, () => []).push({ id, token: ranks.get(identityOf(id))!, by });
      }
      for (const given of scopes.values()) {
        forEachFall(given, (earlier, later) => {
          findings.add('non-monotonic', [earlier.by, later.by], () => {
            return `${whoWhen(later.by)} got ${show(later.id)} after ${whoWhen(earlier.by)} had got ${show(earlier.id)}`;
          });
        });
      }
      return { judged: ids.length, reason: `${counted(ids.length, 'identifier')}, growing` };
    },
  });
}

function idsOf(history: History, { generate = 'generate' }: IdOptions): { id: unknown; by: Operation }[] {
  return history.flatMap((by) => {
    if (by.type !== 'ok' || fieldsOf(by).f !== generate || by.output === undefined) return [];
    return (Array.isArray(by.output) ? by.output : [by.output]).map((id: unknown) => ({ id, by }));
  });
}

/** The place of each identifier among all of them: shorter strings are smaller, as with counters in text. */
function rankOf(ids: readonly unknown[]): Map<unknown, number> {
  const compare = (one: unknown, other: unknown): number => {
    const [a, b] = [named(one), named(other)];
    if (typeof a === 'string' && typeof b === 'string')
      return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
    if (typeof a === 'bigint' || typeof b === 'bigint')
      return (a as bigint) < (b as bigint) ? -1 : (a as bigint) > (b as bigint) ? 1 : 0;
    return Number(a) - Number(b);
  };
  const sorted = [...ids].sort(compare);
  const ranks = new Map<unknown, number>();
  let rank = 0;
  for (const [i, id] of sorted.entries()) {
    if (i > 0 && compare(sorted[i - 1], id) !== 0) rank++;
    ranks.set(identityOf(id), rank);
  }
  return ranks;
}
