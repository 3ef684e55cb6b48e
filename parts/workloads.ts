/** What clients of most systems do: registers, messages, transfers. Requests that come at a rate: see `load/`. */
import { clients, type ClientsOptions, type Workload } from 'seedstorm';

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
