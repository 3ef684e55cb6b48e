/**
 * A capsule: a saved failure. Plain JSON that holds everything a run depends on, and what came of it, so that a
 * replay can tell whether it still does.
 */
import { z } from 'zod';
import { InputError } from '../../input/error.js';
import { parseJson } from '../../input/json.js';
import { refusal, refuse } from '../../input/refusal.js';
import { expecting, openObject, read, word, type Read } from '../../input/schema.js';
import { thrownText } from '../../input/thrown.js';
import { failedCheck } from './failed-check.js';
import { anyFields, anyPlan, shrunkPart, type ShrunkPart } from './shrunk-part.js';
import type { ToldRun } from './told-run.js';

const CAPSULE_SCHEMA = 1;

const text = z.string(expecting('a text'));

const refused = openObject({ test: text, reason: text });

/** Whose assertion a valid run broke, and what that said. */
export type Refused = Read<typeof refused>;

const capsule = openObject({
  schema: z.literal(CAPSULE_SCHEMA, {
    error: ({ input }) =>
      `${refusal(String(CAPSULE_SCHEMA), input)}: this is no capsule, or one of another version`,
  }),
  /** Version of Seedstorm that made it. */
  version: text,
  scenario: text,
  /** The file that exports the scenario, for those that do not ship; relative to the working folder. */
  file: text.optional(),
  params: anyFields,
  bug: text.optional(),
  seed: z.union([z.string(), z.number()], expecting('a number or a text')),
  plan: anyPlan,
  /** The failure came before there was a plan: it is drawn again. */
  undrawn: z.literal(true, expecting('true, or nothing')).optional(),
  fingerprint: text,
  verdict: word('valid', 'invalid', 'unknown'),
  /** The check that failed, the kind of its first anomaly, and its reason. */
  check: text,
  anomaly: text,
  reason: text,
  /** The run is valid, and a test refused it by an assertion of its own. */
  refused: refused.optional(),
  /** False: another run of it, soon after it was found, was another one. */
  repeats: z.literal(false, expecting('false, or nothing')).optional(),
  /** The same failure with as little as possible around it. Absent: it was not shrunk. */
  shrunk: shrunkPart.optional(),
});

export type Capsule = Read<typeof capsule>;

/** The capsule of a run that is not valid; of a valid run, the capsule says so. */
export function capsuleOf(run: ToldRun, version: string, shrunk?: ShrunkPart): Capsule {
  const failed = failedCheck(run);
  return {
    schema: CAPSULE_SCHEMA,
    version,
    scenario: run.scenario,
    params: run.params,
    ...(run.bug === undefined ? {} : { bug: run.bug }),
    seed: run.seed,
    plan: run.plan,
    ...(run.undrawn === undefined ? {} : { undrawn: run.undrawn }),
    fingerprint: run.fingerprint,
    verdict: run.verdict,
    check: failed?.name ?? '',
    anomaly: failed?.anomalies[0]?.kind ?? '',
    reason: failed?.reason ?? '',
    ...(shrunk === undefined ? {} : { shrunk }),
  };
}

/**
 * Reads a capsule. The plan inside is checked when it is run, against the scenario it is for.
 * @throws InputError in one sentence when it is not one
 */
export function parseCapsule(text: string): Capsule {
  if (text.trim() === '') throw new InputError('capsule', 'expected a JSON object, but the file is empty');
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    throw new InputError('capsule', `expected a JSON object, but ${thrownText(error).replace(/^\w+: /, '')}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw refuse('capsule', 'a JSON object', json);
  return read(capsule, json, 'capsule');
}
