/** A plan: everything about a run that is not its scenario, parameters or seed. Plain JSON. */
import type { PlanWorld } from './plan-world.js';
import { z } from 'zod';
import { refuse } from '../input/refusal.js';
import { expecting, json, list, object, read } from '../input/schema.js';
import { scheduleSchema, type Schedule } from '../schedule/schedule.js';
import type { Fault } from './fault.js';
import { faultSchema } from './fault-reader.js';
import { aClient, aNode, inWorld, timeInRun } from './names.js';

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

/** All that was decided before a run: faults, operations and, perhaps, a schedule. Plain data, kept as JSON. */
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
const aFunction = expecting('the name of a function');

/** Whoever asks for nothing says nothing; the rest of an input is the scenario's business. */
const input = z
  .object({ f: z.string(aFunction).min(1, aFunction) }, expecting('an object with f, the function asked for'))
  .catchall(json());

const operationSchema = object({ process: aClient, atMs: timeInRun, to: aNode.optional(), input });

const planSchema = object({
  schema: z.literal(1, expecting('schema 1')),
  faults: list(faultSchema, MAX_FAULTS),
  operations: list(operationSchema, MAX_OPERATIONS),
  healAtMs: timeInRun.optional(),
  schedule: scheduleSchema.optional(),
});

/**
 * Reads a plan for a world. The result is a copy, without anything the input had besides.
 * @throws InputError in one sentence: where, such as `faults[3].durationMs`, what was expected, and what came
 */
export function parsePlan(plan: unknown, world: PlanWorld): Plan {
  const parsed: Plan = inWorld(world, () => read(planSchema, plan));
  const { healAtMs } = parsed;
  if (healAtMs === undefined) return parsed;
  const late = parsed.faults.findIndex(({ atMs }) => atMs >= healAtMs);
  if (late < 0) return parsed;
  throw refuse(`faults[${late}].atMs`, `a time before healAtMs (${healAtMs})`, parsed.faults[late]?.atMs);
}
