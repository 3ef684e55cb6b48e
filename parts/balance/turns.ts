/**
 * Servers in turn, as often as they weigh. The turns of a round are spread out: with weights 3, 1 and 1 it is a b a c a and
 * not a a a b c (smooth weighted round robin, as nginx does it since 1.3.1).
 */

/** How many turns of a round each server has. */
export type Weights = Readonly<Record<string, number>>;

/** What a server has in hand, by name: plain data that `nextByWeight` changes. The sum is 0 after each step. */
export type Credits = Record<string, number>;

/**
 * Whose turn is next. Each server gets its weight, the one with most in hand pays for a whole round: nobody is ever a turn
 * ahead of its share.
 * @param servers those that may be chosen; with equal credit the first of them
 * @param weights default 1 for whoever is not named
 */
export function nextByWeight(
  credits: Credits,
  servers: readonly string[],
  weights: Weights = {},
): string | undefined {
  let round = 0;
  let next: string | undefined;
  for (const server of servers) {
    const weight = weightOf(weights, server);
    round += weight;
    const credit = (credits[server] ?? 0) + weight;
    credits[server] = credit;
    if (next === undefined || credit > (credits[next] as number)) next = server;
  }
  if (next !== undefined) credits[next] = (credits[next] as number) - round;
  return next;
}

/** A whole round: every server as often as it weighs. Whoever counts turns takes `round[turn % round.length]`. */
export function weightedRound(servers: readonly string[], weights: Weights = {}): string[] {
  const credits: Credits = {};
  const length = servers.reduce((sum, server) => sum + weightOf(weights, server), 0);
  return Array.from({ length }, () => nextByWeight(credits, servers, weights) as string);
}

/** @throws RangeError unless it is a whole number of at least 1: a server without a turn is left out of the servers */
function weightOf(weights: Weights, server: string): number {
  const weight = Object.hasOwn(weights, server) ? (weights[server] as number) : 1;
  if (!Number.isSafeInteger(weight) || weight < 1)
    throw new RangeError(`the weight of '${server}': expected a whole number of at least 1, got ${weight}`);
  return weight;
}
