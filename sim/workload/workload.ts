/** Workloads: who invokes what, drawn from the seed before the run begins, so that the plan holds it as data. */
import type { PlannedOperation } from '../faults/plan.js';
import { stream, type Random, type Seed } from '../kernel/random.js';
import type { ClientProgram } from './client-program.js';
import type { ClientsOptions, OperationNumber } from './clients-shape.js';
import { assertClients, assertInput } from './clients-shape.js';

/** What a workload may look at. */
export interface WorkloadWorld {
  readonly seed: Seed;
  readonly nodes: readonly string[];
  /** When the last operation may begin. */
  readonly untilMs: number;
}

/** Clients and the operations each will invoke. */
export interface Workload {
  readonly clients: readonly string[];
  /** Functions that clients may ask for; a plan in a file with another one is refused. Absent: any. */
  readonly functions?: readonly string[];
  operations(world: WorkloadWorld): PlannedOperation[];
  /**
   * How clients react to answers; see {@link reacting}. Absent: they ask what is planned, whatever happens.
   */
  readonly program?: ClientProgram<unknown>;
}

/**
 * Clients `c1` … that invoke a mix of functions at random moments: `clients(4, { read: 0.5, write: 0.4, cas: 0.1 })`.
 * Weights need not add up to 1. Each client draws from its own stream: one client more changes no other.
 * @throws TypeError or RangeError in one sentence
 */
export function clients(
  count: number,
  mix: Readonly<Record<string, number>>,
  options: ClientsOptions = {},
): Workload {
  assertClients(count, mix, options);
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  const first = { mix: weightsOf(mix), everyMs: options.everyMs ?? 50 };
  const phases = (options.phases ?? []).map(({ fromMs, ...phase }) => ({
    fromMs,
    mix: weightsOf(phase.mix ?? mix),
    everyMs: phase.everyMs ?? first.everyMs,
  }));
  const phaseAt = (atMs: number): typeof first => phases.findLast(({ fromMs }) => fromMs <= atMs) ?? first;
  const input = options.input ?? registerInput;
  return {
    clients: names,
    functions: [
      ...new Set([mix, ...(options.phases ?? []).map((phase) => phase.mix ?? {})].flatMap(Object.keys)),
    ],
    operations: ({ seed, nodes, untilMs }) =>
      names.flatMap((process, client) => {
        const random = stream(seed, `workload/${process}`);
        const last = Math.min(untilMs, options.untilMs ?? Infinity);
        const operations: PlannedOperation[] = [];
        const fromMs = options.fromMs ?? 0;
        let atMs = fromMs + pause(random, phaseAt(fromMs).everyMs);
        for (let index = 0; atMs <= last; index++, atMs += pause(random, phaseAt(atMs).everyMs)) {
          const { functions, total } = phaseAt(atMs).mix;
          const f = weighted(random.float() * total, functions);
          const body = input(f, random, { client, clients: count, index });
          assertInput(f, body);
          const key = options.keys === undefined ? undefined : random.pick(options.keys);
          const full = { f, ...(key === undefined ? {} : { key }), ...body };
          operations.push({
            process,
            atMs: Math.round(atMs * 1000) / 1000,
            input: full,
            ...target(options, random, nodes, client),
          });
        }
        return operations;
      }),
  };
}

interface Weights {
  readonly functions: readonly (readonly [string, number])[];
  readonly total: number;
}

function weightsOf(mix: Readonly<Record<string, number>>): Weights {
  const functions = Object.entries(mix).filter(([, weight]) => weight > 0);
  const total = functions.reduce((sum, [, weight]) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('clients: expected at least one function with a weight above 0');
  return { functions, total };
}

function pause(random: Random, everyMs: number): number {
  return everyMs * (0.5 + random.float());
}

function target(
  options: ClientsOptions,
  random: Random,
  nodes: readonly string[],
  client: number,
): { to?: string } {
  return options.to === undefined ? {} : { to: options.to(random, nodes, client) };
}

function weighted(at: number, functions: readonly (readonly [string, number])[]): string {
  let left = at;
  for (const [f, weight] of functions) if ((left -= weight) < 0) return f;
  return (functions.at(-1) as readonly [string, number])[0];
}

/** Register operations. Written values are distinct over all clients, so that a read names the write it saw. */
function registerInput(
  f: string,
  random: Random,
  { client, clients, index }: OperationNumber,
): Record<string, unknown> {
  const distinct = 1 + client + clients * index;
  if (f === 'write' || f === 'put') return { value: distinct };
  // A guess among recent values: right often enough to matter.
  if (f === 'cas') return { from: Math.max(0, distinct - random.int(1, clients * 3)), to: distinct };
  return {};
}
