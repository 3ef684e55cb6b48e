/**
 * Claims about where requests go. They follow the records of the balancers and count for themselves what is open, who is known
 * to be dead and who failed: a balancer that counts wrongly is judged by what it should have known.
 */
import { defineChecker, type Checker, type History, type Operation } from 'seedstorm/checkers';
import { loadBound, type Weights } from 'seedstorm/parts';

type Told =
  | { readonly f: 'began' }
  | { readonly f: 'down' | 'up'; readonly server: string }
  | { readonly f: 'ended'; readonly server: string; readonly ok: boolean; readonly atMs: number }
  | {
      readonly f: 'routed';
      readonly value: string;
      readonly source: string;
      readonly server: string;
      readonly atMs: number;
      readonly turn?: number;
    };
type Routed = Extract<Told, { f: 'routed' }>;

/** What a balancer should know just before it sends a request on. */
interface Known {
  readonly down: Set<string>;
  readonly open: Record<string, number>;
  /** When each server failed for the last time. */
  readonly failedMs: Map<string, number>;
}

/** A request that was sent on, and what its balancer should have known. */
interface Route {
  readonly operation: Operation;
  readonly routed: Routed;
  readonly alive: readonly string[];
  readonly known: Known;
}

type Found = Parameters<Parameters<typeof defineChecker>[0]['scan']>[1];

/** Goes through the routes of a history, in order. @returns how many there were */
function eachRoute(history: History, servers: readonly string[], look: (route: Route) => void): number {
  const balancers = new Map<string | number, Known>();
  let count = 0;
  for (const operation of history) {
    const told = operation.input as Told;
    let known = balancers.get(operation.process);
    if (told.f === 'began' || known === undefined)
      balancers.set(operation.process, (known = { down: new Set(), open: {}, failedMs: new Map() }));
    const { down, open, failedMs } = known;
    if (told.f === 'down') down.add(told.server);
    if (told.f === 'up') down.delete(told.server);
    if (told.f === 'ended') {
      open[told.server] = (open[told.server] ?? 0) - 1;
      if (!told.ok) failedMs.set(told.server, told.atMs);
    }
    if (told.f !== 'routed') continue;
    look({ operation, routed: told, known, alive: servers.filter((server) => !down.has(server)) });
    open[told.server] = (open[told.server] ?? 0) + 1;
    count++;
  }
  return count;
}

const LOOKS_FOR = 'requests that a balancer sent on (function routed)';

/** A claim about each route, one after another. */
const ofRoutes = (
  name: string,
  servers: readonly string[],
  reason: string,
  judge: (found: Found) => (route: Route) => void,
): Checker =>
  defineChecker({
    name,
    looksFor: LOOKS_FOR,
    scan(history, found) {
      const judged = eachRoute(history, servers, judge(found));
      return { judged, reason: `${judged} requests were sent on: ${reason}` };
    },
  });

/** Nobody is sent to a server that its balancer knows to be dead. Anomaly: `sent-to-dead`. */
export const knownDead = (servers: readonly string[]): Checker =>
  ofRoutes(
    'known-dead',
    servers,
    'none to a server known to be dead',
    (found) =>
      ({ operation, routed: { server }, known }) => {
        if (known.down.has(server))
          found.anomaly('sent-to-dead', `${operation.process} knew that ${server} is dead`, operation);
      },
  );

/** Never to a server with more open requests than another. Anomaly: `fuller`. */
export const least = (servers: readonly string[]): Checker =>
  ofRoutes(
    'least',
    servers,
    'always to one with the fewest open',
    (found) =>
      ({ operation, routed: { server }, alive, known: { open } }) => {
        const own = open[server] ?? 0;
        const better = alive.find((other) => (open[other] ?? 0) < own);
        if (better === undefined) return;
        const message = `${server} had ${own} open, and ${better} ${open[better] ?? 0}`;
        found.anomaly('fuller', message, operation);
      },
  );

/** Never to the one server that has more open requests than each other. Anomaly: `fullest`. */
export const notTheFullest = (servers: readonly string[]): Checker =>
  ofRoutes(
    'not-the-fullest',
    servers,
    'never to the fullest alone',
    (found) =>
      ({ operation, routed: { server }, alive, known: { open } }) => {
        const own = open[server] ?? 0;
        const others = alive.filter((other) => other !== server);
        if (others.length === 0 || others.some((other) => (open[other] ?? 0) >= own)) return;
        found.anomaly('fullest', `${server} had ${own} open, and each other had fewer`, operation);
      },
  );

/** No server has more than ceil((1 + over) × mean) open. Anomaly: `over-the-bound`. */
export const bounded = (servers: readonly string[], over: number): Checker =>
  ofRoutes(
    'bounded',
    servers,
    `none above ceil(${1 + over} × mean)`,
    (found) =>
      ({ operation, routed: { server }, alive, known: { open } }) => {
        const own = (open[server] ?? 0) + 1;
        const bound = loadBound(alive, open, over);
        if (own > bound)
          found.anomaly('over-the-bound', `${server} has ${own} open, and ${bound} is the most`, operation);
      },
  );

/** A server that failed is left alone for a while, as long as another did not. Anomaly: `drawn-to-errors`. */
export const blackHole = (servers: readonly string[], forgetMs: number): Checker =>
  ofRoutes(
    'black-hole',
    servers,
    'none to a server that had just failed',
    (found) =>
      ({ operation, routed: { server, atMs }, alive, known: { failedMs } }) => {
        const sinceMs = (one: string): number => atMs - (failedMs.get(one) ?? -Infinity);
        const well = alive.find((other) => sinceMs(other) >= forgetMs);
        if (sinceMs(server) >= forgetMs || well === undefined) return;
        const message = `${server} had failed ${sinceMs(server).toFixed(0)} ms before, and ${well} had not`;
        found.anomaly('drawn-to-errors', message, operation);
      },
  );

/** While the same servers are alive, a source comes to the same one, whichever balancer it asks. Anomaly: `moved`. */
export const sticky = (servers: readonly string[]): Checker =>
  ofRoutes('sticky', servers, 'each source to its own server', (found) => {
    const homes = new Map<string, Route>();
    return (route) => {
      const { source, server } = route.routed;
      const of = `${source} of ${route.alive.join()}`;
      const before = homes.get(of);
      if (before === undefined) return void homes.set(of, route);
      if (before.routed.server === server) return;
      const message = `${source} came to ${before.routed.server} and to ${server}, and the same servers were alive`;
      found.anomaly('moved', message, before.operation, route.operation);
    };
  });

/** A source moves only away from a server that has gone, or to one that has come. Anomaly: `moved-for-nothing`. */
export const moves = (servers: readonly string[]): Checker =>
  ofRoutes('moves', servers, 'sources moved only with their server', (found) => {
    const last = new Map<string, Route>();
    return (route) => {
      const { source, server } = route.routed;
      const before = last.get(source);
      last.set(source, route);
      if (before === undefined || before.routed.server === server) return;
      const { server: from } = before.routed;
      if (!route.alive.includes(from) || !before.alive.includes(server)) return;
      const message = `${source} moved from ${from} to ${server}, and both were alive before and after`;
      found.anomaly('moved-for-nothing', message, before.operation, route.operation);
    };
  });

/**
 * Among the turns at which the same servers were alive, each server had its share, within one turn; within two where the
 * first of these turns does not begin a round. Turns that nobody used may have been anybody's. Anomaly: `unfair`.
 */
export const fair = (servers: readonly string[], weights: Weights): Checker =>
  defineChecker({
    name: 'fair',
    looksFor: `${LOOKS_FOR}, with a turn`,
    scan(history, found) {
      const groups = new Map<string, Route[]>();
      const judged = eachRoute(history, servers, (route) => {
        const of = route.alive.join();
        const group = groups.get(of);
        if (group === undefined) groups.set(of, [route]);
        else group.push(route);
      });
      for (const routes of groups.values()) judgeTurns(routes, weights, found);
      return { judged, reason: `${judged} requests were sent on: each server had its share` };
    },
  });

function judgeTurns(routes: readonly Route[], weights: Weights, found: Found): void {
  const turnOf = ({ routed: { turn = 0 } }: Route): number => turn;
  const inOrder = routes.toSorted((a, b) => turnOf(a) - turnOf(b));
  const [first] = inOrder as [Route];
  const weightOf = (server: string): number => weights[server] ?? 1;
  const round = first.alive.reduce((sum, server) => sum + weightOf(server), 0);
  const isEven = first.alive.every((server) => weightOf(server) === weightOf(first.alive[0] as string));
  const within = isEven || turnOf(first) % round === 0 ? 1 : 2;
  const counts = new Map<string, number>();
  const turns = new Set<number>();
  for (const [index, route] of inOrder.entries()) {
    turns.add(turnOf(route));
    const { server } = route.routed;
    counts.set(server, (counts.get(server) ?? 0) + 1);
    const unused = turnOf(route) - turnOf(first) + 1 - turns.size;
    for (const other of first.alive) {
      const had = counts.get(other) ?? 0;
      const share = ((index + 1) * weightOf(other)) / round;
      if (Math.abs(had - share) < within + unused + 1e-9) continue;
      const message = `of ${index + 1} requests ${other} had ${had}, and its share is ${share.toFixed(2)}`;
      return found.anomaly(
        'unfair',
        message,
        ...inOrder.slice(0, index + 1).map(({ operation }) => operation),
      );
    }
  }
}
