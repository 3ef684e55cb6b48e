/**
 * Early refresh by chance (Vattani, Chierichetti & Lowenstein, "Optimal probabilistic cache stampede prevention", PVLDB 8,
 * 2015): the nearer the end of its time to live, and the longer the value takes to load, the more likely is a request to
 * load it anew. The first that does so spares all that come later.
 */
import { exactMath, type Random } from 'seedstorm';

/**
 * Whether this request loads anew. The time by which it looks ahead is exponential, with the mean `eagerness` × the time of
 * a load.
 */
export function isRefreshedEarly(
  { leftMs, tookMs }: { readonly leftMs: number; readonly tookMs: number },
  random: Random,
  eagerness = 1,
): boolean {
  return -eagerness * tookMs * exactMath.ln(1 - random.float()) >= leftMs;
}

/**
 * How many loads an expiry costs on average where requests are many, and loads take one time: the first, and those that
 * come to the same decision before it is done. Their number is geometric, whatever the rate of requests is: each further
 * one comes with the chance 1 − e^(−1 / eagerness).
 */
export const loadsAnExpiry = (eagerness = 1): number => exactMath.exp(1 / eagerness);
