/** What clients do: registers with compare-and-set, lists that grow, bank transfers; and who leads, now and then. */
import { clients, nodeNames, type Workload } from 'seedstorm';

export const workloadNames = ['register', 'list-append', 'bank'] as const;
export type WorkloadName = (typeof workloadNames)[number];

/** The accounts of the bank and what each holds once it was opened. */
export const accounts = ['a', 'b', 'c', 'd'] as const;
export const OPENING = 100;

/** The clients of one workload, and an administrator who asks now and then that another node lead. */
export function raftWorkload(
  name: WorkloadName,
  given: {
    readonly clients: number;
    readonly everyMs: number;
    readonly transferEveryMs: number;
    readonly nodes: readonly string[];
  },
): Workload {
  const users = mixes[name](given.clients, given.everyMs);
  const transfers = clients(
    1,
    { transfer: 1 },
    { everyMs: given.transferEveryMs, input: (_f, random) => ({ leader: random.pick(given.nodes) }) },
  );
  const admin = 'admin';
  return {
    clients: [...users.clients, admin],
    operations: (world) => [
      ...users.operations(world),
      ...transfers.operations(world).map((operation) => ({ ...operation, process: admin })),
    ],
  };
}

const keys = ['x', 'y'];

const mixes: Record<WorkloadName, (count: number, everyMs: number) => Workload> = {
  register: (count, everyMs) =>
    clients(
      count,
      { get: 0.45, put: 0.35, cas: 0.2 },
      {
        everyMs,
        keys,
        input(f, random, { client, clients: all, index }) {
          const distinct = 1 + client + all * index;
          if (f === 'put') return { value: distinct };
          if (f === 'cas') return { from: Math.max(1, distinct - random.int(1, all * 3)), to: distinct };
          return {};
        },
      },
    ),

  'list-append': (count, everyMs) =>
    clients(
      count,
      { txn: 1 },
      {
        everyMs,
        input(_f, random, { client, clients: all, index }) {
          const append = { f: 'append', key: random.pick(keys), value: 1 + client + all * index };
          const reads = keys.map((key) => ({ f: 'get', key }));
          // Whoever appends also looks: blind appends in any order would explain too much, and cost the checker hours.
          const steps = random.chance(0.5) ? [append, ...reads] : reads;
          return { compare: [], then: steps, otherwise: [] };
        },
      },
    ),

  bank: (count, everyMs) =>
    clients(
      count,
      { txn: 1 },
      {
        everyMs,
        input(_f, random) {
          if (random.chance(0.4))
            return { compare: [], then: accounts.map((key) => ({ f: 'get', key })), otherwise: [] };
          const [from, to] = random.shuffle(accounts) as [string, string];
          const amount = random.int(1, 60);
          return {
            // An account that was never touched holds its opening balance: what is kept is the difference.
            compare: [{ key: from, is: 'at-least', value: amount - OPENING }],
            then: [
              { f: 'add', key: from, amount: -amount },
              { f: 'add', key: to, amount },
            ],
            otherwise: [],
          };
        },
      },
    ),
};

/** The names of the nodes. */
export const raftNodes = (count: number): string[] => nodeNames(count);
