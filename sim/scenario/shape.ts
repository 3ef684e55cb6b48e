/**
 * What a scenario must look like. TypeScript says so, too, but nobody asks it before `seedstorm run ./lock.sim.ts`:
 * scenarios of one's own are loaded without a look at their types.
 */
import { z } from 'zod';
import { coverageSchema } from '../coverage/declared.js';
import { budgetSchema } from '../faults/budget-schema.js';
import { networkSchema } from '../network/config.js';
import { diskSchema } from '../node/disk-latency.js';
import { strategyNames } from '../schedule/schedule.js';
import { profileNamed, profiles } from '../faults/profiles/named.js';
import { watchTrouble } from '../faults/watched.js';
import { InputError } from '../input/error.js';
import { read } from '../input/schema.js';
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';
import { MAX_MS } from '../kernel/time.js';
import { protocolTrouble } from './protocol-shape.js';
import type { ScenarioDefinition } from './scenario.js';
import { checksTrouble, nameTrouble } from './answers.js';
import { clockSchema, limitsSchema } from '../world/setup.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a field must be, and how that is said. */
interface Kind {
  readonly expected: string;
  holds(value: unknown): boolean;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const has = (value: unknown, method: string): boolean => isObject(value) && isFunction(value[method]);
const every = (value: unknown, holds: (item: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(holds);

const isSymptom = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) &&
    typeof value['check'] === 'string' &&
    typeof value['anomaly'] === 'string' &&
    Number.isInteger(value['within']) &&
    (value['within'] as number) > 0);

const text: Kind = { expected: 'a text', holds: (value) => typeof value === 'string' };
const ofParams: Kind = { expected: 'a function of the parameters', holds: isFunction };
const settings: Kind = {
  expected: 'an object, or a function of the parameters that gives one',
  holds: (value) => isObject(value) || isFunction(value),
};
const isMs = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= MAX_MS;
const ms: Kind = { expected: `a number of ms from 0 to ${MAX_MS}`, holds: isMs };
const object: Kind = { expected: 'an object', holds: isObject };

const required: Readonly<Record<string, Kind>> = {
  name: text,
  summary: text,
  params: { expected: 'a zod object: z.object({ … })', holds: (value) => has(value, 'safeParse') },
  protocol: {
    expected: 'what stateMachine or asyncProgram gives, or a function of the parameters that gives it',
    holds: (value) => isFunction(value) || isObject(value),
  },
  workload: ofParams,
  faults: {
    expected: 'the name of a profile, or nemesis({ … })',
    holds: (value) => typeof value === 'string' || has(value, 'draw') || isFunction(value),
  },
  durationMs: {
    expected: `a number above 0 and up to ${MAX_MS}`,
    holds: (value) => isMs(value) || isFunction(value),
  },
  check: {
    expected: 'checkers by name, or a function of the parameters that gives them',
    holds: (value) => isFunction(value) || isObject(value),
  },
};

const optional: Readonly<Record<string, Kind>> = {
  family: {
    expected: "a name such as 'queues'",
    holds: (value) => typeof value === 'string' && /^[\w.-]+$/.test(value),
  },
  vary: {
    expected: 'lists of values to draw from, by the names of parameters',
    holds: (value) => every(value, (values) => Array.isArray(values) && values.length > 0),
  },
  nodes: ofParams,
  spares: ofParams,
  versions: { expected: 'functions by the names of versions', holds: (value) => every(value, isFunction) },
  network: settings,
  disk: settings,
  clocks: settings,
  budget: settings,
  buggifySites: { expected: 'a list of names', holds: (value) => Array.isArray(value) },
  strategies: {
    expected: `a list of ${strategyNames.join(', ')}`,
    holds: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((name) => strategyNames.includes(name as never)),
  },
  coverage: object,
  settleMs: ms,
  clientTimeoutMs: { ...ms, holds: (value) => isMs(value) || isFunction(value) },
  quietMs: ms,
  restartAfterMs: ms,
  final: ofParams,
  liveWithinMs: ms,
  invariants: {
    expected: 'functions by name, or objects { memory, holds }',
    holds: (value) => every(value, (one) => isFunction(one) || (has(one, 'memory') && has(one, 'holds'))),
  },
  watch: object,
  bugs: {
    expected:
      'objects with a summary, by the names of bugs; shows, if given, is { check, anomaly, within }, twin is plain',
    holds: (value) =>
      every(
        value,
        (bug) =>
          isObject(bug) &&
          typeof bug['summary'] === 'string' &&
          isSymptom(bug['shows']) &&
          isTwin(bug['twin']),
      ),
  },
  load: { expected: 'a function', holds: isFunction },
  limits: object,
};

/** @throws TypeError in one sentence for the first thing that is missing, wrong or unknown */
export function assertScenario(definition: unknown): asserts definition is ScenarioDefinition<unknown> {
  if (!isObject(definition))
    throw new TypeError(`defineScenario: expected an object, got ${shown(definition)}`);
  const { name } = definition;
  if (typeof name !== 'string' || !/^[\w.-]+(\/[\w.-]+)*$/.test(name))
    throw new TypeError(`scenario name: expected something like 'replication/abd', got ${shown(name)}`);
  refuseStrangers(name, definition);
  for (const [field, { expected, holds }] of [...Object.entries(required), ...Object.entries(optional)]) {
    const value = definition[field];
    if (value === undefined && field in optional) continue;
    if (!holds(value)) throw new TypeError(`${name}: ${field}: expected ${expected}, got ${shown(value)}`);
  }
  assertParts(name, definition);
  if (definition['durationMs'] === 0)
    throw new TypeError(`${name}: durationMs: expected ${required['durationMs']?.expected}, got 0`);
  assertProfileKnown(`${name}: faults`, definition['faults']);
  assertParameterNames(`${name}: vary`, definition, definition['vary']);
  for (const [bug, planted] of Object.entries((definition['bugs'] ?? {}) as Record<string, Fields>)) {
    const stranger = Object.keys(planted).find((field) => !BUG_FIELDS.includes(field));
    if (stranger !== undefined)
      throw new TypeError(`${name}: bugs.${bug}: ${unknownName('field of a bug', stranger, BUG_FIELDS)}`);
    assertProfileKnown(`${name}: bugs.${bug}.faults`, planted['faults']);
    assertParameterNames(`${name}: bugs.${bug}.params`, definition, planted['params']);
  }
}

/** What a bug is held against: nothing said, or the scenario as it is. */
function isTwin(value: unknown): boolean {
  return value === undefined || value === 'plain';
}

const BUG_FIELDS = ['summary', 'params', 'faults', 'shows', 'twin'];

/** What has parts of its own: the sentence says which of them is wrong. */
function assertParts(name: string, definition: Fields): void {
  const { protocol, check, invariants = {} } = definition;
  const refuse = (field: string, trouble: string | undefined): void => {
    if (trouble !== undefined) throw new TypeError(`${name}: ${field}: ${trouble}`);
  };
  refuse('protocol', protocolTrouble(protocol));
  if (typeof check !== 'function') refuse('check', checksTrouble(check, invariants as Fields));
  if (definition['watch'] !== undefined) refuse('watch', watchTrouble(definition['watch']));
  for (const invariant of Object.keys(invariants as Fields)) refuse('invariants', nameTrouble(invariant));
  for (const [field, schema] of Object.entries(plain)) {
    const value = definition[field];
    if (value === undefined || isFunction(value)) continue;
    try {
      read(schema, value, field);
    } catch (error) {
      throw error instanceof InputError ? new TypeError(`${name}: ${error.message}`) : error;
    }
  }
}

/** Settings that are plain data where they are no functions. */
const plain: Readonly<Record<string, z.ZodType>> = {
  budget: budgetSchema,
  clocks: clockSchema,
  disk: diskSchema,
  network: networkSchema,
  limits: limitsSchema.partial(),
  coverage: coverageSchema,
};

/** A parameter by another name is none. */
function assertParameterNames(where: string, { params }: Fields, named: unknown): void {
  if (named === undefined || !(params instanceof z.ZodObject)) return;
  const known = Object.keys(params.shape as object);
  const stranger = Object.keys(named as Fields).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new TypeError(`${where}: ${unknownName('parameter', stranger, known)}`);
}

function assertProfileKnown(where: string, faults: unknown): void {
  if (typeof faults !== 'string' || profileNamed(faults) !== undefined) return;
  const names = profiles.map((profile) => profile.name);
  throw new TypeError(`${where}: ${unknownName('profile', faults, names)}`);
}

/** A mistyped field would silently change nothing. */
function refuseStrangers(name: string, definition: Fields): void {
  const known = [...Object.keys(required), ...Object.keys(optional)];
  const stranger = Object.keys(definition).find((field) => field !== 'kind' && !known.includes(field));
  if (stranger === undefined) return;
  throw new TypeError(`${name}: ${unknownName('field of a scenario', stranger, known)}`);
}
