/** What a capsule keeps of a shrunk failure: enough to run it again and to tell its story. */
import { z } from 'zod';
import type { Plan } from '../../faults/plan.js';
import { expecting, integer, number, openObject, type Read } from '../../input/schema.js';
import { MAX_MS } from '../../kernel/time.js';
import { failedCheck } from './failed-check.js';
import type { ToldRun } from './told-run.js';

const ms = number(0, MAX_MS, 'a number of ms');
const msAboveZero = number(0.001, MAX_MS, 'a number of ms');
const count = integer(0, Number.MAX_SAFE_INTEGER);
const text = z.string(expecting('a text'));

/** Whatever a JSON object holds: what it means is not asked here. */
export const anyFields = z.record(z.string(), z.unknown(), expecting('an object'));

/** Whether it has the lists that whoever looks at a capsule counts; what is in them is checked when it is run. */
export const anyPlan = openObject({
  faults: z.array(z.unknown(), expecting('a list')),
  operations: z.array(z.unknown(), expecting('a list')),
}) as unknown as z.ZodType<Plan>;

const size = openObject({
  faults: count,
  operations: count,
  /** Events of the whole run. */
  events: count,
  /** Those parameters that shrinking made smaller; absent where it changed none. */
  params: anyFields.optional(),
});

/** How large a failure is. */
export type Size = Read<typeof size>;

const criticalMessage = openObject({
  from: text,
  /** What it is, in a word or two: `append`, `read request`, `answer`. */
  what: text,
  atMs: ms,
});

/** One of the two messages. */
export type CriticalMessage = Read<typeof criticalMessage>;

const criticalPair = openObject({ node: text, first: criticalMessage, second: criticalMessage });

/** The run passes if `second` reaches `node` before `first`. */
export type CriticalPair = Read<typeof criticalPair>;

export const shrunkPart = openObject({
  plan: anyPlan,
  /** How long every message takes; absent: as the scenario's network draws it. */
  latencyMs: msAboveZero.optional(),
  /** How long the run is, in ms; absent: as the scenario says. */
  durationMs: msAboveZero.optional(),
  /** All parameters, where some were made smaller; absent: as they were. */
  params: anyFields.optional(),
  fingerprint: text,
  reason: text,
  from: size,
  to: size,
  eventsThatMatter: count,
  criticalPair: criticalPair.optional(),
});

export type ShrunkPart = Read<typeof shrunkPart>;

/** What shrinking ended with, as far as a capsule keeps it. */
interface Kept extends Omit<ShrunkPart, 'fingerprint' | 'reason' | 'eventsThatMatter'> {
  readonly run: Pick<ToldRun, 'fingerprint' | 'verdict' | 'checks'>;
  readonly matter: number;
}

export function shrunkPartOf(shrunk: Kept): ShrunkPart {
  const { plan, latencyMs, durationMs, params, run, from, to, matter, criticalPair } = shrunk;
  return {
    plan,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(params === undefined ? {} : { params }),
    fingerprint: run.fingerprint,
    reason: failedCheck(run)?.reason ?? '',
    from,
    to,
    eventsThatMatter: matter,
    ...(criticalPair === undefined ? {} : { criticalPair }),
  };
}
