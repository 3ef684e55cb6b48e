/**
 * By who asks: the same source comes to the same server. A hash modulo the number of servers moves nearly every source when a
 * server comes or goes; a ring moves only those of that server. A source that asks for much fills its server, unless each
 * server has a bound and what is over goes to the next on the ring.
 */
import { hashOf } from '../ring/hash.js';
import { ownersOf, type Ring } from '../ring/ring.js';
import { openAt, type OpenRequests } from './open-requests.js';

/** Source hash: sticks while the servers stay the same. */
export function bySourceHash(servers: readonly string[], source: string): string | undefined {
  return servers[hashOf(source) % servers.length];
}

/**
 * Consistent hash: the first on the ring of all servers that may be chosen now.
 * @param ring of all servers, those that are dead too
 * @param isTaken whether a server may be chosen; who is passed over, the next one takes its place
 */
export function byRing(ring: Ring, source: string, isTaken: (server: string) => boolean): string | undefined {
  // Nearly always the home itself: the whole way round is looked at only if that is not to be had.
  const [home] = ownersOf(ring, source);
  if (home === undefined || isTaken(home)) return home;
  return ownersOf(ring, source, Infinity).find(isTaken);
}

/**
 * How many requests a server may have open with the next one: the mean, and a part of it more (Mirrokni, Thorup &
 * Zadimoghaddam, "Consistent hashing with bounded loads", 2016).
 * @param over such as 0.25: a quarter more than the mean
 */
export function loadBound(servers: readonly string[], open: Readonly<OpenRequests>, over: number): number {
  const all = servers.reduce((sum, server) => sum + openAt(open, server), 1);
  return Math.ceil(((1 + over) * all) / servers.length);
}

/** Consistent hash with bounded load: the first on the ring that has room. There always is one. */
export function byBoundedRing(
  ring: Ring,
  source: string,
  servers: readonly string[],
  open: Readonly<OpenRequests>,
  over = 0.25,
): string | undefined {
  const bound = loadBound(servers, open, over);
  return byRing(ring, source, (server) => servers.includes(server) && openAt(open, server) < bound);
}
