/**
 * A gateway before four services: routing, keys, a limit for each user, a cache, breakers, and what is told to whom, in one
 * path. Each step may undo what another one promises.
 */
import { clients, defineScenario, hdd, z } from 'seedstorm';
import { rateLimit } from 'seedstorm/checkers';
import { cast, heavyTailedLan, ruled } from 'seedstorm/parts';
import { LIMIT, TIMES } from './api.js';
import { access, spared } from './claims.js';
import { gateway, gatewayRules } from './gateway.js';
import { auth, orders, products, returns } from './services.js';

const rules = ruled(
  {
    ...gatewayRules,
    /** What the service of orders does with an order that comes again. */
    sameOrder: 'once' as 'once' | 'each-time',
  },
  {
    'cache-before-key': {
      summary: 'The cache comes first: what somebody was shown is shown to a forged key',
      rules: { cache: 'before-the-key' },
      shows: { check: 'access', anomaly: 'let-in', within: 3 },
    },
    'cached-by-path': {
      summary: 'A private answer is cached under its path alone: the next user sees it',
      rules: { cached: 'by-path' },
      shows: { check: 'access', anomaly: 'another-user', within: 3 },
    },
    'late-fill': {
      summary: 'An answer from before an own order is put into the cache after it',
      rules: { lateFill: 'taken' },
      shows: { check: 'access', anomaly: 'missing', within: 10 },
    },
    'key-known-for-ever': {
      summary: 'A key that was good once is good for as long as the gateway runs',
      rules: { keys: 'for-ever' },
      shows: { check: 'access', anomaly: 'let-in', within: 3 },
    },
    'fails-open': {
      summary: 'Where nobody answers whether a key is good, it is let in',
      rules: { unverified: 'let-in' },
      shows: { check: 'access', anomaly: 'let-in', within: 6 },
    },
    'header-passed-on': {
      summary: 'The client says who it is, and the services believe the gateway, which passes it on',
      rules: { header: 'passed-on' },
      shows: { check: 'access', anomaly: 'another-user', within: 3 },
    },
    'fields-passed-on': {
      summary: 'An answer leaves as the service gave it, with fields for nobody outside',
      rules: { fields: 'passed-on' },
      shows: { check: 'access', anomaly: 'leaked', within: 1 },
    },
    'first-match': {
      summary: 'The first route that fits is taken, and not the longest',
      rules: { match: 'first' },
      shows: { check: 'access', anomaly: 'misrouted', within: 1 },
    },
    'ordered-again': {
      summary: 'The network brings an order twice, and the service knows no order by its name',
      rules: { sameOrder: 'each-time' },
      shows: { check: 'access', anomaly: 'twice', within: 12 },
    },
    'edge-burst': {
      summary: 'Requests are counted from the beginning of each window: twice the limit comes at its edge',
      rules: { limit: 'own-windows' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 5 },
    },
    'forgets-admitted': {
      summary: 'A gateway that starts again lets everybody in once more',
      rules: { limit: 'before-restart-forgotten' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 12 },
    },
    'no-breaker': {
      summary: 'A service that does not answer is asked by every request',
      rules: { breaker: 'none' },
      shows: { check: 'spared', anomaly: 'hammered', within: 5 },
    },
    'all-try': {
      summary: 'After its rest an open breaker lets all through, and not one',
      rules: { trials: 'all' },
      shows: { check: 'spared', anomaly: 'hammered', within: 10 },
    },
  },
);

/** A key is for so many requests of a client; then the user has another one. */
const KEY_LASTS = 8;

export const gatewayScenario = defineScenario({
  name: 'services/gateway',
  summary: 'Routing, keys, limits, a cache, breakers and rewriting in one path before four services',
  params: z.object({
    users: z.int().min(1).max(10).default(3).describe('each with two clients'),
  }),
  nodes: () => ['gateway', 'auth', 'orders', 'returns', 'products'],
  protocol(_params, { bug }) {
    const rule = rules.with(bug);
    return cast({
      gateway: [['gateway'], gateway(rule)],
      auth: [['auth'], auth],
      orders: [['orders'], orders(rule.sameOrder)],
      returns: [['returns'], returns],
      products: [['products'], products],
    });
  },
  workload: ({ users }) =>
    clients(
      2 * users,
      { product: 0.24, orders: 0.38, order: 0.22, returns: 0.05, price: 0.09, revoke: 0.02 },
      {
        everyMs: 50,
        to: () => 'gateway',
        input(f, random, { client, index }) {
          const user = `u${(client % users) + 1}`;
          const isForged = f !== 'price' && f !== 'revoke' && random.chance(0.08);
          const key = { user, number: Math.floor(index / KEY_LASTS), ...(isForged ? { forged: true } : {}) };
          const header = random.chance(0.1) ? { asUser: `u${random.int(1, users)}` } : {};
          const id = `p${random.int(1, 2)}`;
          switch (f) {
            case 'product':
              return { key, ...header, path: `/products/${id}`, id };
            case 'price':
              // One client sets prices one after another, so that a higher one is later.
              return { key, path: `/products/${id}`, id, value: index * 100 + client };
            case 'order':
              return { key, ...header, path: '/orders', value: `o${client}-${index}` };
            case 'orders':
              return { key, ...header, path: '/orders' };
            case 'returns':
              return { key, ...header, path: '/orders/returns' };
            default:
              return { key, path: '/auth' };
          }
        },
      },
    ),
  network: heavyTailedLan({ alpha: 1, maxMs: 40 }),
  disk: hdd(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 1_500,
  clientTimeoutMs: 500,
  quietMs: 500,
  restartAfterMs: 60,
  // When all is well again, each service is there again.
  final: () => {
    const key = { user: 'last', number: 0 };
    return [
      { to: 'gateway', input: { f: 'order', key, path: '/orders', value: 'last' } },
      { to: 'gateway', input: { f: 'orders', key, path: '/orders' } },
      { to: 'gateway', input: { f: 'product', key, path: '/products/p1', id: 'p1' } },
    ];
  },
  check: {
    access,
    limit: rateLimit({ limit: LIMIT, windowMs: TIMES.window }),
    spared,
  },
  bugs: rules.bugs,
});
