/** The gateway: who asks, how often, what is in the cache, whether the service is well, and what it is told. In this order. */
import { asyncProgram, Refused, type AsyncNode } from 'seedstorm';
import { CLOCK_ERROR, LIMIT, routed, TIMES, type Asked, type Body, type Service, type Told } from './api.js';
import { heard, newBreaker, passes, type Breaker } from './breaker.js';

export const gatewayRules = {
  /** Which route is taken where two fit. */
  match: 'longest' as 'longest' | 'first',
  cache: 'after-the-key' as 'after-the-key' | 'before-the-key',
  /** Under which name a private answer is in the cache. */
  cached: 'by-user' as 'by-user' | 'by-path',
  /** What becomes of an answer that was asked for before the user changed something. */
  lateFill: 'refused' as 'refused' | 'taken',
  /** How long what is known of a key holds. */
  keys: 'for-a-while' as 'for-a-while' | 'for-ever',
  /** Where the service of keys does not answer. */
  unverified: 'refused' as 'refused' | 'let-in',
  /** Who sets the header that says who asks. */
  header: 'by-gateway' as 'by-gateway' | 'passed-on',
  fields: 'public' as 'public' | 'passed-on',
  limit: 'any-window' as 'any-window' | 'own-windows' | 'before-restart-forgotten',
  breaker: 'kept' as 'kept' | 'none',
  trials: 'one' as 'one' | 'all',
};
export type GatewayRules = typeof gatewayRules;

interface Gateway {
  request: Asked;
  reply: Body;
  message: Told;
  answer: Body;
}
type Node = AsyncNode<Gateway>;

interface Cached {
  readonly body: Body;
  readonly askedMs: number;
}

export const gateway = (rule: GatewayRules) =>
  asyncProgram<Gateway>((node) => {
    if (node.incarnation > 1) node.effect({ f: 'started' });
    const breakers = new Map<Service, Breaker>();
    const cache = new Map<string, Cached>();
    /** Counts what a user has changed. */
    const changes = new Map<string, number>();
    const lets = limiter(rule, node);

    async function ask(service: Service, told: Told): Promise<Body> {
      const breaker = breakers.get(service) ?? newBreaker();
      breakers.set(service, breaker);
      const era = rule.breaker === 'none' ? 0 : passes(breaker, node.monotonicMs(), rule.trials);
      if (era === undefined) throw new Refused('service unavailable');
      const end = (isOk: boolean): void => {
        heard(breaker, era, isOk, node.monotonicMs());
        node.effect({ f: 'heard', service, call, isOk });
      };
      const call = `${node.incarnation}.${node.random.int(0, 1_000_000_000)}`;
      node.effect({ f: 'sent', service, call });
      try {
        const body = await node.call(service, told, { timeoutMs: TIMES.timeout });
        end(true);
        return body;
      } catch (error) {
        end(false);
        throw error;
      }
    }

    /** From the cache while it is fresh, or else from the service. */
    async function cached(
      name: string,
      ttlMs: number,
      user: string,
      load: () => Promise<Body>,
    ): Promise<Body> {
      const askedMs = node.monotonicMs();
      const known = cache.get(name);
      if (known !== undefined && askedMs - known.askedMs < ttlMs) return known.body;
      const before = changes.get(user) ?? 0;
      const body = await load();
      if ((changes.get(user) ?? 0) === before || rule.lateFill === 'taken')
        cache.set(name, { body, askedMs });
      return body;
    }

    async function admit({ key }: Asked): Promise<void> {
      const name = `key ${key.user}/${key.number}${key.forged === true ? ' forged' : ''}`;
      const ttlMs = rule.keys === 'for-ever' ? Infinity : TIMES.keyTtl * (1 - CLOCK_ERROR);
      let isValid: boolean;
      try {
        const body = await cached(name, ttlMs, name, () => ask('auth', { f: 'verify', key }));
        isValid = body.from === 'auth' && body.valid;
      } catch {
        if (rule.unverified === 'refused') throw new Refused('key not verified');
        isValid = true;
      }
      if (!isValid) throw new Refused('unauthorized');
    }

    async function answer(asked: Asked): Promise<Body> {
      const service = routed(asked.path, rule.match);
      if (service === undefined) throw new Refused('not found');
      const user = (rule.header === 'passed-on' ? asked.asUser : undefined) ?? asked.key.user;
      const told = toldBy(asked, user);
      switch (asked.f) {
        case 'product':
          return cached(asked.path, TIMES.productTtl * (1 - CLOCK_ERROR), asked.path, () =>
            ask(service, told),
          );
        case 'orders': {
          const name = rule.cached === 'by-user' ? `${user} ${asked.path}` : asked.path;
          // It may be old only where the user changed nothing; a change empties it.
          return cached(name, TIMES.productTtl, user, () => ask(service, told));
        }
        case 'returns':
          return ask(service, told);
        case 'order':
        case 'price':
        case 'revoke':
          try {
            return await ask(service, told);
          } finally {
            changes.set(user, (changes.get(user) ?? 0) + 1);
            cache.delete(`${user} ${'/orders'}`);
          }
      }
    }

    node.onRequest(async (asked) => {
      const isEarly = rule.cache === 'before-the-key' && asked.f === 'product' && cache.has(asked.path);
      if (!isEarly) await admit(asked);
      if (!lets(asked.key.user)) throw new Refused('too many requests');
      return outside(await answer(asked), rule);
    });
  });

/** What a service is told: nothing that the client says of itself. */
function toldBy(asked: Asked, user: string): Told {
  switch (asked.f) {
    case 'product':
      return { f: 'product', id: asked.id };
    case 'price':
      return { f: 'price', id: asked.id, value: asked.value };
    case 'order':
      return { f: 'order', user, value: asked.value };
    case 'revoke':
      return { f: 'revoke', key: asked.key };
    case 'orders':
    case 'returns':
      return { f: asked.f, user };
  }
}

/** What clients are shown of an answer. */
function outside(body: Body, rule: GatewayRules): Body {
  if (body.from !== 'products' || rule.fields === 'passed-on') return body;
  return { from: 'products', price: body.price };
}

/** At most {@link LIMIT} requests of a user in any window, by the monotonic clock, which may be fast. */
function limiter(rule: GatewayRules, node: Node): (user: string) => boolean {
  const windowMs = TIMES.window * (1 + CLOCK_ERROR);
  const startedMs = node.monotonicMs();
  const admitted = new Map<string, number[]>();
  return (user) => {
    const nowMs = node.monotonicMs();
    const since = rule.limit === 'own-windows' ? nowMs - (nowMs % TIMES.window) : nowMs - windowMs;
    const times = (admitted.get(user) ?? []).filter(
      (atMs) => atMs > since || (atMs === since && rule.limit === 'own-windows'),
    );
    // Who has started again does not know whom it has let in before.
    const isClosed =
      node.incarnation > 1 && nowMs - startedMs <= windowMs && rule.limit !== 'before-restart-forgotten';
    const lets = times.length < LIMIT && !isClosed;
    if (lets) times.push(nowMs);
    admitted.set(user, times);
    node.effect({ f: lets ? 'admit' : 'refuse', key: user });
    return lets;
  };
}
