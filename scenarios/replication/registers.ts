/** What clients of a store of registers do, and what the stores of this folder are asked in the end: shared by all. */
import { nodeNames, z, type NodeView, type ReplyTo, type SendOptions } from 'seedstorm';
import {
  converges,
  regular,
  type Checker,
  type History,
  type Operation,
  type ReplicaState,
} from 'seedstorm/checkers';
import {
  busyDisk,
  copyOf,
  heavyTailedLan,
  registerWorkload,
  type DurableLog,
  type TakenOnce,
} from 'seedstorm/parts';

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

const params = z.object({
  nodes: z.int().min(1).max(15).default(3).describe('number of replicas'),
  keys: z.int().min(1).max(26).default(3).describe('number of registers'),
  clients: z.int().min(1).max(50).default(6),
  everyMs: z.number().min(1).max(10_000).default(20).describe('mean pause between operations of a client'),
  sticky: z.boolean().default(true).describe('each client asks one node only; session guarantees need that'),
});

export type StoreParams = z.infer<typeof params>;

/** The world of stores in this folder. A tail, so that messages overtake; a busy disk, so that power fails before a sync. */
export const slowStore = {
  network: heavyTailedLan(),
  disk: busyDisk(),
  faults: 'rough',
  // Nothing is claimed for damaged messages, nor for disks that lose what they said was written.
  budget: ({ nodes }: { readonly nodes: number }) => ({
    intactReplicas: nodes,
    allow: { corruption: false },
  }),
  durationMs: 2_500,
  clientTimeoutMs: 300,
  liveWithinMs: 500,
  restartAfterMs: 200,
} as const;

/** All of a scenario of such a store but its protocol and what it claims. */
export const registerStore = {
  ...slowStore,
  params,
  nodes: ({ nodes }: StoreParams) => nodeNames(nodes),
  workload: ({ nodes: _, ...given }: StoreParams) =>
    registerWorkload({ ...given, mix: { get: 0.6, put: 0.4 } }),
  /** Asks every replica what it holds. */
  final: ({ nodes }: StoreParams) => nodeNames(nodes).map((to) => ({ to, input: { f: 'state' } })),
} as const;

/** A put as a client asked for it: `{ from: client, id }` is answered. Ids of a client's requests grow. */
export interface Put {
  readonly client: string;
  readonly id: number;
  readonly key: string;
  readonly value: number;
}

/** What these stores have in common: what each key holds, and the last put taken from each client. */
interface StoreState {
  readonly held: Readonly<Record<string, { readonly value: number }>>;
  readonly taken: TakenOnce;
}

interface StoreNode {
  readonly id: string;
  reply(value: RegisterReply, options?: SendOptions): void;
  defer(): ReplyTo;
  sometimes(name: string, condition: boolean): void;
}

/**
 * What all stores of this folder do with a request: gets are answered at once from what the node itself holds.
 * @param rules.takeOnce drops the copies of a put: the network may deliver a request twice, and late
 * @param rules.shown when what the node holds may be shown
 * @returns the put that is to be carried out, if it is one
 */
export function putOf(
  request: RegisterRequest,
  { held, taken }: StoreState,
  node: StoreNode,
  { takeOnce, shown, writes }: { takeOnce: boolean; shown: SendOptions; writes?: () => readonly string[] },
): Put | undefined {
  if (request.f === 'get') node.reply(held[request.key]?.value ?? null, shown);
  else if (request.f === 'state') {
    const value = Object.fromEntries(Object.entries(held).map(([key, its]) => [key, its.value]));
    node.reply({ replica: node.id, value, ...(writes && { writes: writes() }) });
  } else {
    const { from: client, id } = node.defer();
    const again = wasTaken(taken, { client, id });
    node.sometimes('a put arrives twice', again);
    if (!again || !takeOnce) return { client, id, key: request.key, value: request.value };
  }
  return undefined;
}

export function wasTaken(taken: TakenOnce, { client, id }: Pick<Put, 'client' | 'id'>): boolean {
  return copyOf(taken, client, id, 0).kind !== 'new';
}

/** Which states of a store with a log count as the same: who is up, who lags how far, who holds back how much. */
export function laggards(nodes: readonly NodeView[]): unknown {
  const states = nodes.map(({ state }) => state as LoggedState | undefined);
  const longest = Math.max(...states.map((state) => state?.log.entries.length ?? 0));
  return nodes.map(({ status }, index) => {
    const { log, early = {} } = states[index] ?? {};
    const lag = longest - (log?.entries.length ?? 0);
    return [status, Math.min(3, lag), Math.min(3, Object.keys(early).length)].join();
  });
}

interface LoggedState {
  readonly log: DurableLog<unknown>;
  /** What came before something that it follows. */
  readonly early: object;
}

/** In the end all replicas hold the same; or, of `writes`, know the same writes. */
export const agree = (nodes: number, what: 'value' | 'writes' = 'value'): Checker =>
  converges({ state: (operation) => seenOf(operation, what), replicas: nodeNames(nodes) });

function seenOf({ input, output }: Operation, what: 'value' | 'writes'): ReplicaState | undefined {
  if (!isState(input) || output === undefined) return undefined;
  const shown = output as Holding;
  return { replica: shown.replica, value: shown[what] };
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
