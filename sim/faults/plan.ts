/** A plan: everything about a run that is not its scenario, parameters or seed. Plain JSON. */
import type { PlanWorld } from './plan-world.js';
import { json, list, nameOf, object, optional, refuse } from '../input/readers.js';
import { scheduleReader, type Schedule } from '../schedule/schedule.js';
import type { Fault } from './fault.js';
import { faultReader, timeInRun } from './fault-reader.js';

/** The faults to inject, in any order. */
export type FaultPlan = readonly Fault[];

/** One operation a client will invoke. A client has one open at a time and takes its operations in order. */
export interface PlannedOperation {
  /** The client. */
  readonly process: string;
  /** Not before this time, in ms from the start of the run, and not before the client's previous one ended. */
  readonly atMs: number;
  /** The node it is sent to; absent: the client chooses. */
  readonly to?: string;
  /** What is asked for; the scenario's business. */
  readonly input: unknown;
}

export interface Plan {
  readonly schema: 1;
  readonly faults: FaultPlan;
  readonly operations: readonly PlannedOperation[];
  /** When every fault still active ends, and none begins any more. Absent: never. */
  readonly healAtMs?: number;
  /** Which order the run takes among those that the network allows. Absent: as latencies are drawn. */
  readonly schedule?: Schedule;
}

const MAX_FAULTS = 10_000;
const MAX_OPERATIONS = 1_000_000;
const MAX_DEPTH = 100;

const AN_INPUT = 'an object with f, the function asked for';

const operationReader = object<PlannedOperation, PlanWorld>({
  process: nameOf('a client', (world: PlanWorld) => world.clients),
  atMs: timeInRun,
  to: optional(nameOf('a node', (world: PlanWorld) => [...world.nodes, ...(world.spares ?? [])])),
  input: { expects: AN_INPUT, read: readInput },
});

const planReader = object<Plan, PlanWorld>({
  schema: { expects: 'schema 1', read: readSchema },
  faults: list(faultReader, MAX_FAULTS),
  operations: list(operationReader, MAX_OPERATIONS),
  healAtMs: optional(timeInRun),
  schedule: optional(scheduleReader),
});

/**
 * Reads a plan for a world. The result is a copy, without anything the input had besides.
 * @throws InputError in one sentence: where, such as `faults[3].durationMs`, what was expected, and what came
 */
export function parsePlan(plan: unknown, world: PlanWorld): Plan {
  const parsed = planReader.read(plan, '', world);
  const { healAtMs } = parsed;
  if (healAtMs === undefined) return parsed;
  const late = parsed.faults.findIndex(({ atMs }) => atMs >= healAtMs);
  if (late < 0) return parsed;
  throw refuse(`faults[${late}].atMs`, `a time before healAtMs (${healAtMs})`, parsed.faults[late]?.atMs);
}

/** Whoever asks for nothing says nothing; the rest of an input is the scenario's business. */
function readInput(value: unknown, path: string): unknown {
  const input = json(MAX_DEPTH).read(value, path, undefined);
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw refuse(path, AN_INPUT, value);
  const { f } = input as { readonly f?: unknown };
  if (typeof f !== 'string' || f === '') throw refuse(`${path}.f`, 'the name of a function', f);
  return input;
}

function readSchema(value: unknown, path: string): 1 {
  if (value !== 1) throw refuse(path, 'schema 1', value);
  return value;
}
