/** What clients ask of the gateway, where it goes, and what its services are told: plain data. */

/** Whose key it is, and the how-many-eth of this user. A forged one has a signature that is none. */
export interface Key {
  readonly user: string;
  readonly number: number;
  readonly forged?: true;
}

/** A request as a client makes it. `asUser` is a header that only the gateway should set. */
interface Headers {
  readonly key: Key;
  readonly asUser?: string;
}
export type Asked =
  | (Headers & { readonly f: 'product'; readonly path: string; readonly id: string })
  | (Headers & { readonly f: 'orders'; readonly path: string })
  | (Headers & { readonly f: 'order'; readonly path: string; readonly value: string })
  | (Headers & { readonly f: 'returns'; readonly path: string })
  /** Sets a price; higher numbers are later. */
  | (Headers & { readonly f: 'price'; readonly path: string; readonly id: string; readonly value: number })
  /** The key is worth nothing from now on. */
  | (Headers & { readonly f: 'revoke'; readonly path: string });

/** What the gateway tells a service: who asks is in `user`. */
export type Told =
  | { readonly f: 'product'; readonly id: string }
  | { readonly f: 'orders'; readonly user: string }
  | { readonly f: 'order'; readonly user: string; readonly value: string }
  | { readonly f: 'returns'; readonly user: string }
  | { readonly f: 'price'; readonly id: string; readonly value: number }
  | { readonly f: 'revoke'; readonly key: Key }
  | { readonly f: 'verify'; readonly key: Key }
  | { readonly f: 'other' };

/** What a service answers: `cost` is nobody's business outside. */
export type Body =
  | { readonly from: 'products'; readonly price: number; readonly cost?: number }
  | { readonly from: 'orders'; readonly orders: readonly string[] }
  | { readonly from: 'returns' }
  | { readonly from: 'auth'; readonly valid: boolean };

export type Service = Body['from'];

/** Which service has which paths. */
const ROUTES: readonly (readonly [prefix: string, service: Service])[] = [
  ['/auth', 'auth'],
  ['/orders', 'orders'],
  ['/orders/returns', 'returns'],
  ['/products', 'products'],
];

/** The service of the longest prefix, or wrongly of the first that fits. */
export function routed(path: string, match: 'longest' | 'first'): Service | undefined {
  const fits = ROUTES.filter(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
  const sorted = match === 'longest' ? fits.toSorted(([a], [b]) => b.length - a.length) : fits;
  return sorted[0]?.[1];
}

/** Times that claims speak of, in ms. */
export const TIMES = {
  /** A product is answered from the cache for so long, counted from when it was asked for. */
  productTtl: 80,
  /** What is known of a key holds for so long, counted in the same way. */
  keyTtl: 80,
  /** A service that has not answered by then has failed. */
  timeout: 70,
  /** An open breaker lets nobody through for so long. */
  open: 200,
  /** A user's requests are counted over so long. */
  window: 200,
} as const;
/** So many failures in a row open a breaker. */
export const FAILURES = 4;
/** So many requests of a user are let in, in any window. */
export const LIMIT = 6;
/** By as much a clock may run slow or fast. */
export const CLOCK_ERROR = 0.1;
