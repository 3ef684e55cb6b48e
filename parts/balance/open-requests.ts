/** By what is open: the server with the fewest requests under way, of all or of two that were drawn. */

/** How many requests are under way at each server, as far as this balancer knows: plain data. */
export type OpenRequests = Record<string, number>;

/** What it needs of a stream of draws: `node.random`. */
export interface Draws {
  int(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
}

export const openAt = (open: Readonly<OpenRequests>, server: string): number => open[server] ?? 0;

/** One of those with the fewest open requests. Ties are drawn: else the first server would get all while little is asked. */
export function leastOpen(
  servers: readonly string[],
  open: Readonly<OpenRequests>,
  random: Draws,
): string | undefined {
  let fewest = Infinity;
  for (const server of servers) fewest = Math.min(fewest, openAt(open, server));
  const best = servers.filter((server) => openAt(open, server) === fewest);
  return best.length === 0 ? undefined : random.pick(best);
}

/**
 * Two different servers are drawn, and the one with fewer open requests is taken: nearly as good as to look at all, and
 * balancers that know nothing of each other do not all run to the same one (Mitzenmacher, "The power of two choices in
 * randomized load balancing", 1996).
 */
export function twoChoices(
  servers: readonly string[],
  open: Readonly<OpenRequests>,
  random: Draws,
): string | undefined {
  const { length } = servers;
  if (length === 0) return undefined;
  const first = random.int(0, length - 1);
  if (length === 1) return servers[first];
  const other = (first + random.int(1, length - 1)) % length;
  const [a, b] = [servers[first] as string, servers[other] as string];
  return openAt(open, b) < openAt(open, a) ? b : a;
}
