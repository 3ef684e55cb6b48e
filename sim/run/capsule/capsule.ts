/**
 * A capsule: a saved failure. Plain JSON that holds everything a run depends on, and what came of it, so that a
 * replay can tell whether it still does.
 */
import type { VerdictKind } from '../../../checkers/history.js';
import { InputError } from '../../input/error.js';
import { parseJson } from '../../input/json.js';
import { refuse } from '../../input/readers.js';
import { thrownText } from '../../input/thrown.js';
import type { Plan } from '../../faults/plan.js';
import type { Seed } from '../../kernel/random.js';
import { failedCheck } from './failed-check.js';
import { isObject, validatePlan, validateShrunkPart, type ShrunkPart } from './shrunk-part.js';
import type { ToldRun } from './told-run.js';

const CAPSULE_SCHEMA = 1;

export interface Capsule {
  readonly schema: typeof CAPSULE_SCHEMA;
  /** Version of Seedstorm that made it. */
  readonly version: string;
  readonly scenario: string;
  /** The file that exports the scenario, for those that do not ship; relative to the working folder. */
  readonly file?: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly bug?: string;
  readonly seed: Seed;
  readonly plan: Plan;
  /** The failure came before there was a plan: it is drawn again. */
  readonly undrawn?: true;
  readonly fingerprint: string;
  readonly verdict: VerdictKind;
  /** The check that failed, the kind of its first anomaly, and its reason. */
  readonly check: string;
  readonly anomaly: string;
  readonly reason: string;
  /** The run is valid, and a test refused it by an assertion of its own. */
  readonly refused?: Refused;
  /** False: another run of it, soon after it was found, was another one. */
  readonly repeats?: false;
  /** The same failure with as little as possible around it. Absent: it was not shrunk. */
  readonly shrunk?: ShrunkPart;
}

/** Whose assertion a valid run broke, and what that said. */
export interface Refused {
  readonly test: string;
  readonly reason: string;
}

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
  if (!isObject(json)) throw refuse('capsule', 'a JSON object', json);
  const fields = json;
  if (fields['schema'] !== CAPSULE_SCHEMA) {
    const { message } = refused('schema', String(CAPSULE_SCHEMA), fields['schema']);
    throw new InputError('', `${message}: this is no capsule, or one of another version`);
  }
  for (const name of ['version', 'scenario', 'fingerprint', 'check', 'anomaly', 'reason']) {
    if (!isText(fields[name])) throw refused(name, 'a text', fields[name]);
  }
  if (!isText(fields['seed']) && typeof fields['seed'] !== 'number')
    throw refused('seed', 'a number or a text', fields['seed']);
  for (const name of ['bug', 'file']) {
    if (fields[name] !== undefined && !isText(fields[name])) throw refused(name, 'a text', fields[name]);
  }
  if (!['valid', 'invalid', 'unknown'].includes(String(fields['verdict']))) {
    throw refused('verdict', 'valid, invalid or unknown', fields['verdict']);
  }
  if (!isObject(fields['params'])) throw refused('params', 'an object', fields['params']);
  validatePlan('plan', fields['plan'], refused);
  if (fields['undrawn'] !== undefined && fields['undrawn'] !== true)
    throw refused('undrawn', 'true or nothing', fields['undrawn']);
  if (fields['repeats'] !== undefined && fields['repeats'] !== false)
    throw refused('repeats', 'false, or nothing', fields['repeats']);
  const objection = fields['refused'];
  if (
    objection !== undefined &&
    !(isObject(objection) && isText(objection['test']) && isText(objection['reason']))
  )
    throw refused('refused', 'an object with two texts, test and reason', objection);
  validateShrunkPart(fields['shrunk'], refused);
  return json as unknown as Capsule;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function refused(name: string, expected: string, got: unknown): InputError {
  return refuse(`capsule.${name}`, expected, got);
}
