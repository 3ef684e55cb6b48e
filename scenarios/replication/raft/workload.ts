/** What clients do: registers with compare-and-set, lists that grow, bank transfers; and who leads, now and then. */
import { clients, type ClientsOptions, type Random, type Workload } from 'seedstorm';

export const workloadNames = ['register', 'list-append', 'bank'] as const;
export type WorkloadName = (typeof workloadNames)[number];

/** How an operator changes who votes: not at all, a server at a time, many at once, or now this, now that. */
export const membershipNames = ['none', 'single', 'joint', 'both'] as const;
export type MembershipName = (typeof membershipNames)[number];

/** The accounts of the bank and what each holds once it was opened. */
export const accounts = ['a', 'b', 'c', 'd'] as const;
export const OPENING = 100;

/** The clients of one workload, and those who ask now and then that another node lead, or that others vote. */
export function raftWorkload(
  name: WorkloadName,
  given: {
    readonly clients: number;
    readonly everyMs: number;
    readonly transferEveryMs: number;
    readonly wishesUntilMs?: number | undefined;
    /** Absent: nobody asks that others vote. */
    readonly operator?: Operator | undefined;
    /** Whom clients ask, and who is wished for as leader; absent: everybody. */
    readonly asked?: readonly string[] | undefined;
    /** All of them, voters or not. */
    readonly nodes: readonly string[];
  },
): Workload {
  const { nodes, asked = nodes } = given;
  const pace = {
    everyMs: given.everyMs,
    ...(given.asked !== undefined && { to: (random: Random) => random.pick(asked) }),
  };
  const users = mixes[name](given.clients, pace);
  const others = {
    admin: clients(
      1,
      { transfer: 1 },
      {
        everyMs: given.transferEveryMs,
        untilMs: given.wishesUntilMs ?? Infinity,
        input: (_f, random) => ({ leader: random.pick(asked) }),
      },
    ),
    ...(given.operator === undefined ? {} : { operator: membershipChanges(given.operator, nodes) }),
  };
  return {
    clients: [...users.clients, ...Object.keys(others)],
    functions: [users, ...Object.values(others)].flatMap(({ functions = [] }) => functions),
    operations: (world) => [
      ...users.operations(world),
      ...Object.entries(others).flatMap(([process, workload]) =>
        workload.operations(world).flatMap((operation) =>
          // Each draws from the stream of a client of its own.
          operation.process === workload.clients.at(-1) ? [{ ...operation, process }] : [],
        ),
      ),
    ],
  };
}

/** Who wishes for changes of membership. */
interface Operator {
  readonly how: Exclude<MembershipName, 'none'>;
  readonly everyMs: number;
  readonly untilMs: number;
  /** The fewest voters to ask for, and the most. */
  readonly minVoters: number;
  readonly maxVoters: number;
}

/** Wishes for whatever comes to mind, sense or not. */
function membershipChanges(
  { how, everyMs, untilMs, minVoters, maxVoters }: Operator,
  nodes: readonly string[],
): Workload {
  const single = how === 'joint' ? 0 : 1;
  const joint = how === 'single' ? 0 : 1;
  return clients(
    2,
    { 'add-server': single, 'remove-server': single, 'change-membership': joint },
    {
      everyMs,
      untilMs,
      input(f, random) {
        if (f !== 'change-membership') return { server: random.pick(nodes) };
        const count = random.int(minVoters, maxVoters);
        return { voters: random.shuffle(nodes).slice(0, count) };
      },
    },
  );
}

const keys = ['x', 'y'];

/** `pace`: how often clients ask, and whom. */
type Mix = (count: number, pace: Pick<ClientsOptions, 'everyMs' | 'to'>) => Workload;

const mixes: Record<WorkloadName, Mix> = {
  register: (count, pace) =>
    clients(
      count,
      { get: 0.45, put: 0.35, cas: 0.2 },
      {
        ...pace,
        keys,
        input(f, random, { client, clients: all, index }) {
          const distinct = 1 + client + all * index;
          if (f === 'put') return { value: distinct };
          if (f === 'cas') return { from: Math.max(1, distinct - random.int(1, all * 3)), to: distinct };
          return {};
        },
      },
    ),

  'list-append': (count, pace) =>
    clients(
      count,
      { txn: 1 },
      {
        ...pace,
        input(_f, random, { client, clients: all, index }) {
          const append = { f: 'append', key: random.pick(keys), value: 1 + client + all * index };
          const reads = keys.map((key) => ({ f: 'get', key }));
          // Whoever appends also looks: blind appends in any order would explain too much, and cost the checker hours.
          const steps = random.chance(0.5) ? [append, ...reads] : reads;
          return { compare: [], then: steps, otherwise: [] };
        },
      },
    ),

  bank: (count, pace) =>
    clients(
      count,
      { txn: 1 },
      {
        ...pace,
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
