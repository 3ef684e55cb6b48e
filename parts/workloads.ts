/** What clients of most systems do: registers, messages, transfers, and requests that come at a rate whoever is slow. */
import {
  clients,
  stream,
  type ClientsOptions,
  type PlannedOperation,
  type Random,
  type Workload,
} from 'seedstorm';

/** Names of so many keys: `a`, `b` … `z`, then `a1`, `b1` … */
export function keyNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / 26);
    return `${String.fromCharCode(97 + (index % 26))}${round === 0 ? '' : round}`;
  });
}

type Given = Pick<ClientsOptions, 'everyMs' | 'fromMs' | 'untilMs' | 'to'>;

/** Clients that read and write registers, with distinct values. */
export interface RegisterWorkload extends Given {
  readonly clients: number;
  /** How many registers; their names go into the field `key`. Default 1. */
  readonly keys?: number;
  /** Weights of the functions. Default `{ read: 0.6, write: 0.4 }`; `put` is a `write`, and `cas` has the fields `from` and `to`. */
  readonly mix?: Readonly<Record<string, number>>;
  /** Each client keeps to one node, as sessions need it. Default: it asks any, each time another. */
  readonly sticky?: boolean;
}

/**
 * Clients that read and write registers, for `linearizable(registerModel())` and its like. All written values are distinct, so
 * that a read names the write it saw.
 */
export function registerWorkload({
  clients: count,
  keys = 1,
  mix = { read: 0.6, write: 0.4 },
  sticky = false,
  ...given
}: RegisterWorkload): Workload {
  const home = (_random: unknown, nodes: readonly string[], client: number): string =>
    nodes[client % nodes.length] as string;
  return clients(count, mix, { ...(sticky && { to: home }), ...given, keys: keyNames(keys) });
}

/** Clients that send messages with distinct values. */
export interface MessageWorkload extends Given {
  readonly clients: number;
  /** The function. Default `send`, which the judges of delivery know. */
  readonly f?: string;
  /** Messages of one client with one key are in order: each client draws one of so many. Default: no keys. */
  readonly keys?: number;
}

/** Clients that send messages, each with a `value` of its own, for `atLeastOnce()`, `exactlyOnce()` and their like. */
export function messageWorkload({ clients: count, f = 'send', keys, ...given }: MessageWorkload): Workload {
  return clients(
    count,
    { [f]: 1 },
    {
      ...given,
      ...(keys !== undefined && { keys: keyNames(keys) }),
      input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
    },
  );
}

/** Clients that transfer money between accounts, and read all balances. */
export interface TransferWorkload extends Given {
  readonly clients: number;
  /** Names of the accounts: at least two. */
  readonly accounts: readonly string[];
  /** The largest amount. Default 50. */
  readonly most?: number;
  /** Share of the operations that read all accounts. Default 0.4. */
  readonly reads?: number;
}

/** Clients that move money and read all accounts, for `linearizable(bankModel({ initial }))`. @throws RangeError below two accounts */
export function transferWorkload({
  clients: count,
  accounts,
  most = 50,
  reads = 0.4,
  ...given
}: TransferWorkload): Workload {
  if (accounts.length < 2)
    throw new RangeError(`transferWorkload: expected at least two accounts, got ${accounts.length}`);
  return clients(
    count,
    { transfer: 1 - reads, read: reads },
    {
      ...given,
      input(f, random) {
        if (f === 'read') return {};
        const [from, to] = random.shuffle(accounts) as [string, string];
        return { from, to, amount: random.int(1, most) };
      },
    },
  );
}

/** Requests that arrive at a rate, even if nobody answers. */
export interface OpenWorkload {
  /** Requests a second, on average. */
  readonly perSecond: number;
  /** Draws the request of this number, from 0; with the field `f`. */
  readonly input: (
    random: Random,
    number: number,
  ) => { readonly f: string; readonly [field: string]: unknown };
  /** Where it is sent; default: each to a node drawn anew. */
  readonly to?: (random: Random, nodes: readonly string[]) => string;
  /** How many requests may be under way: a further one waits for a client that is free. Default 100. */
  readonly clients?: number;
  /** When the first may come, in ms. Default 0. */
  readonly fromMs?: number;
  /** When the last may come, in ms. Default: as late as the run allows. */
  readonly untilMs?: number;
}

/**
 * Requests that come at a rate, whether or not those before were answered: an open system. Clients that wait for their answer
 * ask the less, the slower they are answered, and so never see what overload does (Schroeder, Wierman & Harchol-Balter, "Open
 * versus closed: a cautionary tale", NSDI 2006). The time between two is exponential: the process is Poisson's.
 * @throws RangeError where the rate is not above 0
 */
export function openWorkload({
  perSecond,
  input,
  to,
  clients: count = 100,
  fromMs = 0,
  untilMs: last = Infinity,
}: OpenWorkload): Workload {
  if (!(perSecond > 0)) throw new RangeError(`openWorkload: perSecond: expected above 0, got ${perSecond}`);
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  return {
    clients: names,
    operations({ seed, nodes, untilMs }) {
      const random = stream(seed, 'workload/open');
      const operations: PlannedOperation[] = [];
      let atMs = fromMs;
      for (let number = 0; ; number++) {
        atMs += (1000 / perSecond) * exponential(random);
        if (atMs > Math.min(untilMs, last)) return operations;
        operations.push({
          process: names[number % count] as string,
          atMs: Math.round(atMs * 1000) / 1000,
          input: input(random, number),
          ...(to !== undefined && { to: to(random, nodes) }),
        });
      }
    },
  };
}

/**
 * Exponential with mean 1, by comparisons only (von Neumann, "Various techniques used in connection with random digits",
 * 1951): a logarithm may differ in its last digit from one engine to the next.
 */
function exponential(random: Pick<Random, 'float'>): number {
  for (let whole = 0; ; whole++) {
    const first = random.float();
    let last = first;
    let length = 1;
    for (let next = random.float(); next < last; next = random.float()) {
      last = next;
      length++;
    }
    if (length % 2 === 1) return whole + first;
  }
}
