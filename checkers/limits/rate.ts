/** What a limiter promises, and what is no promise. */
import { show } from '../identity.js';

/**
 * What a limiter promises:
 *
 * - `any-window`: at most `limit` in any `windowMs` (a sliding window);
 * - `own-windows`: at most `limit` in each of its windows, which follow one another (a fixed window). An operation may name
 *   its window in the field `window`; else windows begin at the multiples of `windowMs`;
 * - `bucket`: at most `burst` at once, and `perSecond` more for each second that passes (a token bucket).
 */
export type Rate =
  | { readonly kind?: 'any-window'; readonly limit: number; readonly windowMs: number }
  | { readonly kind: 'own-windows'; readonly limit: number; readonly windowMs: number }
  | { readonly kind: 'bucket'; readonly burst: number; readonly perSecond: number };

/** The most in a window, or at once. */
export const mostOf = (rate: Rate): number => (rate.kind === 'bucket' ? rate.burst : rate.limit);

/** For sentences: what the most is counted in. */
export function within(rate: Rate): string {
  if (rate.kind === 'bucket') return `above ${rate.perSecond} a second`;
  return rate.kind === 'own-windows' ? 'in one window' : `in any ${rate.windowMs} ms`;
}

const KINDS: readonly unknown[] = [undefined, 'any-window', 'own-windows', 'bucket'];

/** @throws RangeError in one sentence */
export function assertRate(rate: Rate & { readonly countsForMs?: number }): void {
  const { kind, countsForMs } = rate;
  if (!KINDS.includes(kind))
    throw new RangeError(`rateLimit: kind: expected ${KINDS.slice(1).join(', ')}, got ${show(kind)}`);
  const parts = {
    ...(rate.kind === 'bucket'
      ? { burst: rate.burst, perSecond: rate.perSecond }
      : { limit: rate.limit, windowMs: rate.windowMs }),
    ...(countsForMs === undefined ? {} : { countsForMs }),
  };
  for (const [name, value] of Object.entries(parts))
    if (!(typeof value === 'number' && value > 0 && value < Infinity))
      throw new RangeError(`rateLimit: ${name}: expected a number above 0, got ${show(value)}`);
}
