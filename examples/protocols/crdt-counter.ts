/**
 * A grow-only counter (Shapiro, Preguiça, Baquero & Zawirski, "Conflict-free replicated data types", 2011): everyone
 * counts for himself and gossips what everyone counted. In both styles, with a checker of its own.
 */
import {
  asyncProgram,
  clients,
  defineScenario,
  nodeNames,
  profileNamed,
  stateMachine,
  z,
  type NemesisProfile,
} from 'seedstorm';
import { converges, type Checker, type History } from 'seedstorm/checkers';

type Counts = Record<string, number>;

interface Memory {
  readonly counts: Counts;
  /** The last addition taken from each client: a request may come twice. */
  readonly taken: Record<string, number>;
}

interface Counter {
  state: Memory;
  /** `index` grows from one request of a client to its next. */
  request: { f: 'add'; n: number; index: number } | { f: 'state' };
  reply: number;
  message: Counts;
  timer: 'gossip';
  durable: { memory: Memory };
}

/** What a planted bug replaces. */
interface Rules {
  /** Nothing is acknowledged that a power cut would take back. */
  readonly acknowledgeAfterSync: boolean;
  /** A request that comes twice counts once. */
  readonly takeOnce: boolean;
}

const GOSSIP_MS = 30;

const crdtCounter = (rules: Rules) =>
  stateMachine<Counter>({
    start(node) {
      node.setTimer('gossip', GOSSIP_MS);
      return node.disk.read('memory') ?? { counts: {}, taken: {} };
    },
    onRequest(memory, request, node, from) {
      if (request.f === 'add' && (isNew(memory, from, request.index) || !rules.takeOnce)) {
        add(memory, node.id, request.n);
        node.disk.write('memory', memory);
      }
      node.reply(sum(memory.counts), rules.acknowledgeAfterSync ? { after: 'sync' } : {});
    },
    onMessage: ({ counts }, message) => merge(counts, message),
    onTimer({ counts }, timer, node) {
      // Others must not know more of this node than it will know itself after a power cut.
      node.broadcast(counts, { after: 'sync' });
      node.setTimer(timer, GOSSIP_MS);
    },
  });

const crdtCounterAsync = (rules: Rules) =>
  asyncProgram<Counter>(async (node) => {
    const memory: Memory = (await node.disk.read('memory')) ?? { counts: {}, taken: {} };
    node.onMessage((message) => merge(memory.counts, message));
    node.onRequest(async (request, from) => {
      if (request.f === 'add' && (isNew(memory, from, request.index) || !rules.takeOnce)) {
        add(memory, node.id, request.n);
        await node.disk.write('memory', memory);
      }
      if (rules.acknowledgeAfterSync) await node.disk.sync();
      return sum(memory.counts);
    });
    for (;;) {
      await node.sleep(GOSSIP_MS);
      node.broadcast(memory.counts, { after: 'sync' });
    }
  });

/** Whether this request comes for the first time; afterwards it does not. */
function isNew({ taken }: Memory, from: string, index: number): boolean {
  if (index <= (taken[from] ?? -1)) return false;
  taken[from] = index;
  return true;
}

function add({ counts }: Memory, node: string, n: number): void {
  counts[node] = (counts[node] ?? 0) + n;
}

export function merge(into: Counts, counts: Counts): void {
  for (const [node, count] of Object.entries(counts)) into[node] = Math.max(into[node] ?? 0, count);
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** In the end nobody counts less than what was acknowledged, nor more than what was ever asked for. */
const everyAddCounted: Checker = {
  name: 'every-add-counted',
  check(history: History) {
    const fields = (input: unknown) => input as { f: string; n?: number };
    const adds = history.filter(({ input }) => fields(input).f === 'add');
    const total = (of: History) => of.reduce((sum, { input }) => sum + (fields(input).n ?? 0), 0);
    const least = total(adds.filter(({ type }) => type === 'ok'));
    const most = total(adds.filter(({ type }) => type !== 'fail'));
    const states = history.filter(({ input, type }) => fields(input).f === 'state' && type === 'ok');
    if (states.length === 0) return { verdict: 'unknown', reason: 'nobody said what it counted' };
    const wrong = states.find(({ output }) => !(Number(output) >= least && Number(output) <= most));
    if (wrong === undefined) return { verdict: 'valid', reason: `between ${least} and ${most}` };
    const reason = `counted ${String(wrong.output)}, but between ${least} and ${most} were added`;
    return {
      verdict: 'invalid',
      reason,
      anomalies: [{ kind: 'miscount', message: reason, operations: [wrong] }],
    };
  },
};

const params = z.object({
  nodes: z.int().min(2).default(3),
  style: z.enum(['state-machine', 'async']).default('state-machine'),
});

export const crdtCounterScenario = defineScenario<z.infer<typeof params>>({
  name: 'examples/crdt-counter',
  summary: 'A counter that always takes increments, and loses none',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol({ style }, { bug }) {
    const rules = {
      acknowledgeAfterSync: bug !== 'acknowledge-before-sync',
      takeOnce: bug !== 'count-repeats',
    };
    return style === 'async' ? crdtCounterAsync(rules) : crdtCounter(rules);
  },
  workload: () =>
    clients(
      3,
      { add: 1 },
      { everyMs: 60, untilMs: 2500, input: (_f, random, { index }) => ({ n: random.int(1, 9), index }) },
    ),
  disk: { readLatency: oneTo(4), writeLatency: oneTo(2), syncLatency: oneTo(16) },
  faults: profileNamed('rough') as NemesisProfile,
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { join: false } }),
  durationMs: 5000,
  clientTimeoutMs: 300,
  final: (_params, { nodes }) => nodes.map((to) => ({ to, input: { f: 'state', replica: to } })),
  check: { converges: converges(), counted: everyAddCounted },
  bugs: {
    'acknowledge-before-sync': {
      summary: 'An increment is acknowledged before it is on disk: a power cut takes it back',
    },
    'count-repeats': { summary: 'A request that the network delivers twice counts twice' },
  },
});

function oneTo(maxMs: number) {
  return { kind: 'uniform', minMs: 1, maxMs } as const;
}
