/** A tiny system for one test: nodes exactly a millisecond apart, what clients ask, the faults named, and nothing else. */
import {
  defineScenario,
  nemesis,
  simulate,
  z,
  type Fault,
  type PlannedOperation,
  type Program,
  type Run,
  type Scenario,
  type ScenarioDefinition,
  type SimulateOptions,
} from 'seedstorm';

const oneMs = { kind: 'constant', ms: 1 } as const;

/** What a client asks: of `to`, at `atMs`, `f` and whatever else the protocol wants. */
interface Ask {
  readonly atMs: number;
  readonly to?: string;
  readonly f: string;
  readonly client?: string;
  readonly [field: string]: unknown;
}

type Taken =
  | 'name'
  | 'summary'
  | 'params'
  | 'nodes'
  | 'spares'
  | 'protocol'
  | 'versions'
  | 'workload'
  | 'faults'
  | 'final';

/** A scenario without ceremony. Anything a scenario has may be given as well. */
export interface TinySystem extends Partial<Omit<ScenarioDefinition<object>, Taken>> {
  /** Default `a` and `b`. */
  readonly nodes?: readonly string[];
  readonly spares?: readonly string[];
  /** One for all, or one for each node. */
  readonly program: Program | Readonly<Record<string, Program>>;
  /** Version 2 of the program, for upgrades. */
  readonly v2?: Program;
  readonly asks?: readonly Ask[];
}

/** The scenario: 100 ms long unless said otherwise, with nothing healed at the end. */
export function tiny(system: TinySystem): Scenario<object> {
  const { nodes = ['a', 'b'], spares = [], program, v2, asks = [], ...more } = system;
  const clients = [...new Set(asks.map(({ client = 'client' }) => client))];
  return defineScenario<object>({
    name: 'test/tiny',
    summary: 'A tiny system',
    params: z.object({}),
    nodes: () => nodes,
    spares: () => spares,
    protocol: () => program,
    ...(v2 === undefined ? {} : { versions: { v2: () => v2 } }),
    workload: () => ({ clients, operations: () => asks.map(planned) }),
    network: { latency: oneMs },
    disk: { readLatency: oneMs, writeLatency: oneMs, syncLatency: oneMs },
    faults: nemesis({}),
    durationMs: 100,
    settleMs: 0,
    restartAfterMs: 10,
    check: {},
    ...more,
  });
}

function planned({ client = 'client', atMs, to, ...input }: Ask): PlannedOperation {
  return { process: client, atMs, ...(to === undefined ? {} : { to }), input };
}

/** Runs it once with these faults. */
export function run(
  system: TinySystem,
  faults: readonly Fault[] = [],
  options: SimulateOptions = {},
): Promise<Run> {
  return simulate(tiny(system), { faults, ...options });
}

/** What nodes reported by `node.effect({ f, … })`, in order: `{ node, atMs, …fields }`. */
export function reported(run: Run, f: string, node?: string): Record<string, unknown>[] {
  return run.history.flatMap(({ process, input, invokedAtMs }) => {
    const { f: name, ...fields } = input as { f: string };
    return name === f && (node === undefined || process === node) && run.scenario === 'test/tiny'
      ? [{ node: process, atMs: invokedAtMs, ...fields }]
      : [];
  });
}

/** One field of what nodes reported. */
export function valuesOf(run: Run, f: string, field: string, node?: string): unknown[] {
  return reported(run, f, node).map((report) => report[field]);
}

/** How the operations of the client ended: its output, or how it failed. */
export function answers(run: Run): unknown[] {
  return run.history
    .filter(({ process }) => String(process).startsWith('client'))
    .map(({ type, output, error }) => (type === 'ok' ? output : `${type}: ${error ?? 'still open'}`));
}
