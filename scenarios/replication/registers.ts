/** What clients of a store of registers do, and what the stores of this folder are asked in the end: shared by all. */
import { clients, nodeNames, z, type FinalOperation, type Workload } from 'seedstorm';
import { regular, type Checker, type History, type Operation, type ReplicaState } from 'seedstorm/checkers';

export type RegisterRequest =
  | { readonly f: 'get'; readonly key: string }
  /** Written values are distinct. */
  | { readonly f: 'put'; readonly key: string; readonly value: number }
  /** Everything the node holds; asked when the run is over. */
  | { readonly f: 'state' };

/** What a replica holds: values by key, `null` where nothing was written. */
type Values = Readonly<Record<string, number>>;

export type RegisterReply = number | null | undefined | Holding;

/** What a node shows of itself. */
interface Holding {
  readonly replica: string;
  readonly value: Values;
  /** The writes it knows, if it remembers them. */
  readonly writes?: readonly string[];
}

/** The parameters of such a workload. */
export const registerParams = {
  nodes: z.int().min(1).max(15).default(3).describe('number of replicas'),
  keys: z.int().min(1).max(26).default(3).describe('number of registers'),
  clients: z.int().min(1).max(50).default(6),
  everyMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('mean pause between the operations of a client'),
  sticky: z
    .boolean()
    .default(true)
    .describe('each client keeps to one node; sessions mean nothing where it roams'),
};

interface RegisterWorkloadParams {
  readonly keys: number;
  readonly clients: number;
  readonly everyMs: number;
  readonly sticky: boolean;
}

/** Clients that get and put. */
export function registerWorkload({
  keys,
  clients: count,
  everyMs,
  sticky,
}: RegisterWorkloadParams): Workload {
  return clients(
    count,
    { get: 0.6, put: 0.4 },
    {
      everyMs,
      keys: Array.from({ length: keys }, (_, index) => String.fromCharCode(97 + index)),
      to: (random, nodes, client) => (sticky ? (nodes[client % nodes.length] as string) : random.pick(nodes)),
      input: (f, _random, { client, clients: all, index }) =>
        f === 'put' ? { value: 1 + client + all * index } : {},
    },
  );
}

/** Asks every replica what it holds. */
export function finalStates(nodes: number): FinalOperation[] {
  return nodeNames(nodes).map((to) => ({ to, input: { f: 'state' } }));
}

/** What a replica was seen to hold, for `converges`. */
export function replicaState({ input, output }: Operation): ReplicaState | undefined {
  if (!isState(input) || output === undefined) return undefined;
  const { replica, value } = output as Holding;
  return { replica, value };
}

/** Which writes a replica was seen to know, for `converges`. */
export function knownWrites({ input, output }: Operation): ReplicaState | undefined {
  if (!isState(input) || output === undefined) return undefined;
  const { replica, writes } = output as Holding;
  return { replica, value: writes };
}

/** The checker, of what clients got and put, each client one session. */
export function ofSessions(checker: Checker): Checker {
  return {
    name: checker.name,
    check: (history, budget) => checker.check(sessionsOf(history), budget),
  };
}

/**
 * What clients got and put, with each client's session whole. A client goes on under another name when an operation of
 * unknown outcome is behind it; if it keeps to its node, that node owes it the same as before. The operation itself
 * is left to happen at any time.
 */
export function sessionsOf(history: History): History {
  return history
    .filter(({ input }) => !isState(input))
    .map((operation, index) => {
      const client = String(operation.process).replace(/\.\d+$/, '');
      return { ...operation, process: operation.type === 'info' ? `${client}?${index}` : client };
    });
}

/**
 * No replica ends with a value that an acknowledged later write had replaced: as a read of a regular register would
 * not. Stores without a total order of writes do not promise it.
 */
export function newestKept(): Checker {
  const checker = regular();
  return {
    name: 'newest-kept',
    check(history, budget) {
      const puts = history.filter(({ input }) => (input as RegisterRequest).f === 'put');
      const ends = history.filter(({ input, type }) => isState(input) && type === 'ok');
      if (ends.length === 0) return { verdict: 'unknown', reason: 'no replica showed what it holds' };
      const keys = new Set(puts.map(({ input }) => (input as { readonly key: string }).key));
      const found = ends.flatMap((end) => {
        const { replica, value } = end.output as Holding;
        return [...keys].map((key) => ({
          ...end,
          process: `${replica}/${key}`,
          input: { f: 'get', key },
          output: value[key] ?? null,
        }));
      });
      return checker.check([...puts, ...found], budget);
    },
  };
}

function isState(input: unknown): boolean {
  return (input as RegisterRequest).f === 'state';
}
