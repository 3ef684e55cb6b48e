/** A process that lets in as many as the package that LIMITER names says, and makes the others wait, or turns them away. */
import { effect, log, onRequest } from 'seedstorm/node';
import type { Limiter, RateRequest } from '../scenario.js';

/** Whether who comes now is let in; where it makes callers wait, when their turn has come. */
type Enter = (key: string) => Promise<boolean>;

const limit = Number(process.env['LIMIT']);
const windowMs = Number(process.env['WINDOW_MS']);
const spaceMs = Number(process.env['SPACE_MS']);
const duration = windowMs / 1_000;

/** One for each key, made when it is first needed. */
function ofEach<T>(make: () => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
}

const makers: Readonly<Record<Limiter, () => Promise<Enter>>> = {
  'rate-limiter-flexible': async () => {
    const { RateLimiterMemory } = await import('rate-limiter-flexible');
    return consuming(new RateLimiterMemory({ points: limit, duration }));
  },
  'rate-limiter-flexible/redis': async () => {
    const { RateLimiterMemory, RateLimiterRedis } = await import('rate-limiter-flexible');
    const { Redis } = await import('ioredis');
    const storeClient = new Redis({ host: 'redis', retryStrategy: () => 50, maxRetriesPerRequest: 0 });
    storeClient.on('error', ({ message }: Error) => log(message));
    const options = { storeClient, points: limit, duration, rejectIfRedisNotReady: true };
    const insurance = { insuranceLimiter: new RateLimiterMemory({ points: limit, duration }) };
    return consuming(
      new RateLimiterRedis({ ...options, ...(process.env['INSURED'] === 'in-memory' && insurance) }),
    );
  },
  'express-rate-limit': async () => {
    const { rateLimit } = await import('express-rate-limit');
    const limiter = rateLimit({
      windowMs,
      limit,
      validate: false,
      keyGenerator: ({ key }: { key?: string }) => key ?? '',
    } as never);
    return (key) =>
      new Promise((resolve, reject) => {
        // As much of a request and an answer as it touches.
        const answer = {
          headersSent: false,
          setHeader: () => undefined,
          status: () => answer,
          send: () => resolve(false),
        };
        const next = (error?: Error): void => (error === undefined ? resolve(true) : reject(error));
        void limiter({ key, headers: {} } as never, answer as never, next as never);
      });
  },
  limiter: async () => {
    const { RateLimiter } = await import('limiter');
    const of = ofEach(() => new RateLimiter({ tokensPerInterval: limit, interval: windowMs }));
    return (key) => Promise.resolve(of(key).tryRemoveTokens(1));
  },
  'limiter/bucket': async () => {
    const { TokenBucket } = await import('limiter');
    const of = ofEach(
      () => new TokenBucket({ bucketSize: limit, tokensPerInterval: limit, interval: windowMs }),
    );
    return (key) => Promise.resolve(of(key).tryRemoveTokens(1));
  },
  'p-throttle': () => throttling(false),
  'p-throttle/strict': () => throttling(true),
  bottleneck: async () => {
    const { default: Bottleneck } = await import('bottleneck');
    const of = ofEach(() => new Bottleneck({ minTime: spaceMs, maxConcurrent: 1 }));
    return (key) => of(key).schedule(() => Promise.resolve(true));
  },
};

async function throttling(strict: boolean): Promise<Enter> {
  const { default: pThrottle } = await import('p-throttle');
  const of = ofEach(() => pThrottle({ limit, interval: windowMs, strict })(() => true));
  return (key) => Promise.resolve(of(key)());
}

/** Of `rate-limiter-flexible`: it rejects with what is left where there is no room, and with an error where it cannot tell. */
const consuming =
  (limiter: { consume(key: string): Promise<unknown> }): Enter =>
  (key) =>
    limiter.consume(key).then(
      () => true,
      (left: unknown) => {
        if (left instanceof Error) throw left;
        return false;
      },
    );

const enter = makers[process.env['LIMITER'] as Limiter]();

onRequest(async ({ key }: RateRequest) => {
  const isIn = await (await enter)(key);
  effect({ f: isIn ? 'admit' : 'refuse', key });
  return isIn;
});
