/** What a capsule keeps of a shrunk failure: enough to run it again and to tell its story. */
import type { Plan } from '../../faults/plan.js';
import { MAX_MS } from '../../kernel/time.js';
import { failedCheck } from './failed-check.js';
import type { ToldRun } from './told-run.js';

/** How large a failure is. */
export interface Size {
  readonly faults: number;
  readonly operations: number;
  /** Events of the whole run. */
  readonly events: number;
  /** Those parameters that shrinking made smaller; absent where it changed none. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** One of the two messages. */
export interface CriticalMessage {
  readonly from: string;
  /** What it is, in a word or two: `append`, `read request`, `answer`. */
  readonly what: string;
  readonly atMs: number;
}

/** The run passes if `second` reaches `node` before `first`. */
export interface CriticalPair {
  readonly node: string;
  readonly first: CriticalMessage;
  readonly second: CriticalMessage;
}

export interface ShrunkPart {
  readonly plan: Plan;
  /** How long every message takes; absent: as the scenario's network draws it. */
  readonly latencyMs?: number;
  /** How long the run is, in ms; absent: as the scenario says. */
  readonly durationMs?: number;
  /** All parameters, where some were made smaller; absent: as they were. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly fingerprint: string;
  readonly reason: string;
  readonly from: Size;
  readonly to: Size;
  readonly eventsThatMatter: number;
  readonly criticalPair?: CriticalPair;
}

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

/** Refuses what cannot be a shrunk part. Its plan is checked when it is run. */
export function validateShrunkPart(
  part: unknown,
  refused: (name: string, expected: string, got: unknown) => Error,
): void {
  if (part === undefined) return;
  if (!isObject(part)) throw refused('shrunk', 'an object', part);
  validatePlan('shrunk.plan', part['plan'], refused);
  for (const name of ['fingerprint', 'reason'])
    if (typeof part[name] !== 'string') throw refused(`shrunk.${name}`, 'a text', part[name]);
  const { criticalPair } = part;
  if (part['params'] !== undefined && !isObject(part['params']))
    throw refused('shrunk.params', 'an object', part['params']);
  for (const name of ['latencyMs', 'durationMs']) {
    const ms = part[name];
    if (ms !== undefined && !(typeof ms === 'number' && ms > 0 && ms <= MAX_MS))
      throw refused(`shrunk.${name}`, 'a number of ms above 0', ms);
  }
  if (!isCount(part['eventsThatMatter']))
    throw refused('shrunk.eventsThatMatter', 'a count', part['eventsThatMatter']);
  for (const name of ['from', 'to']) {
    const size = part[name];
    if (!isObject(size)) throw refused(`shrunk.${name}`, 'an object', size);
    for (const count of ['faults', 'operations', 'events'])
      if (!isCount(size[count])) throw refused(`shrunk.${name}.${count}`, 'a count', size[count]);
  }
  if (criticalPair === undefined) return;
  if (!isObject(criticalPair) || typeof criticalPair['node'] !== 'string')
    throw refused('shrunk.criticalPair', 'a node and two messages', criticalPair);
  for (const name of ['first', 'second']) {
    const message = criticalPair[name];
    if (!isObject(message))
      throw refused(`shrunk.criticalPair.${name}`, 'a message: from, what, atMs', message);
    for (const field of ['from', 'what'])
      if (typeof message[field] !== 'string')
        throw refused(`shrunk.criticalPair.${name}.${field}`, 'a text', message[field]);
    const { atMs } = message;
    if (!(typeof atMs === 'number' && atMs >= 0 && atMs <= MAX_MS))
      throw refused(`shrunk.criticalPair.${name}.atMs`, 'a number of ms', atMs);
  }
}

/** Whether it has the lists that whoever looks at a capsule counts; what is in them is checked when it is run. */
export function validatePlan(
  path: string,
  plan: unknown,
  refused: (name: string, expected: string, got: unknown) => Error,
): void {
  if (!isObject(plan)) throw refused(path, 'an object', plan);
  for (const name of ['faults', 'operations'])
    if (!Array.isArray(plan[name])) throw refused(`${path}.${name}`, 'a list', plan[name]);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
