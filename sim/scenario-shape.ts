/**
 * What a scenario must look like. TypeScript says so, too, but nobody asks it before `seedstorm run ./lock.sim.ts`:
 * scenarios of one's own are loaded without a look at their types.
 */
import { strategyNames } from './schedule/schedule.js';
import { profileNamed, profiles } from './faults/profiles/named.js';
import { closest } from './input/did-you-mean.js';
import { unknownName } from './input/suggest.js';
import { MAX_MS } from './kernel/time.js';
import type { ScenarioDefinition } from './scenario.js';

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
const ms: Kind = {
  expected: `a number of ms from 0 to ${MAX_MS}`,
  holds: (value) => typeof value === 'number' && value >= 0 && value <= MAX_MS,
};
const object: Kind = { expected: 'an object', holds: isObject };

const required: Readonly<Record<string, Kind>> = {
  name: text,
  summary: text,
  params: { expected: 'a zod object: z.object({ … })', holds: (value) => has(value, 'safeParse') },
  protocol: {
    expected: 'what stateMachine or asyncProgram gives, or a function of the parameters that gives it',
    holds: (value) => isFunction(value) || has(value, 'drive') || every(value, (one) => has(one, 'drive')),
  },
  workload: ofParams,
  faults: {
    expected: 'the name of a profile, or nemesis({ … })',
    holds: (value) => typeof value === 'string' || has(value, 'draw'),
  },
  durationMs: { ...ms, expected: `a number above 0 and up to ${MAX_MS}` },
  check: {
    expected: 'checkers by name, or a function of the parameters that gives them',
    holds: (value) => isFunction(value) || every(value, (one) => has(one, 'check')),
  },
};

const optional: Readonly<Record<string, Kind>> = {
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
  clientTimeoutMs: ms,
  restartAfterMs: ms,
  final: ofParams,
  liveWithinMs: ms,
  invariants: { expected: 'functions by name', holds: (value) => every(value, isFunction) },
  bugs: {
    expected: 'objects with a summary, by the names of bugs; shows, if given, is { check, anomaly, within }',
    holds: (value) =>
      every(value, (bug) => isObject(bug) && typeof bug['summary'] === 'string' && isSymptom(bug['shows'])),
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
  if (definition['durationMs'] === 0)
    throw new TypeError(`${name}: durationMs: expected ${required['durationMs']?.expected}, got 0`);
  assertProfileKnown(`${name}: faults`, definition['faults']);
  for (const [bug, { faults }] of Object.entries((definition['bugs'] ?? {}) as Record<string, Fields>))
    assertProfileKnown(`${name}: bugs.${bug}.faults`, faults);
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
  const near = closest(stranger, known);
  throw new TypeError(
    `${name}: a scenario has no field '${stranger}'; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`}`,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}
