/** The settings of a scenario that are plain data: a mistyped name in them would silently change nothing. */
import type { DeclaredCoverage } from '../coverage/declared.js';
import { camelCase, type FaultBudget } from '../faults/budget.js';
import { faultKinds } from '../faults/fault.js';
import {
  refuse,
  list,
  number,
  integer,
  object,
  optional,
  text,
  type Reader,
  type Shape,
} from '../input/readers.js';
import { latencyReader } from '../network/latency-reader.js';
import type { DiskConfig } from '../node/disk-latency.js';
import type { ClockConfig, Limits } from '../world/setup.js';

const boolean: Reader<boolean> = {
  expects: 'true or false',
  read(value, path) {
    if (typeof value !== 'boolean') throw refuse(path, 'true or false', value);
    return value;
  },
};
const anyFunction: Reader<never> = {
  expects: 'a function',
  read(value, path) {
    if (typeof value !== 'function') throw refuse(path, 'a function', value);
    return value as never;
  },
};
const count = optional(number(0, Infinity, 'a number'));
const names = optional(list(text(200), 100_000));

const allowed = {
  ...Object.fromEntries(faultKinds.map((kind) => [camelCase(kind), optional(boolean)])),
  clockSkewMs: count,
  addedDelayMs: count,
  memoryLoss: optional(boolean),
} as unknown as Shape<NonNullable<FaultBudget['allow']>, unknown>;

export const budgetReader = object<FaultBudget, unknown>({
  maxDown: count,
  maxUnreachable: count,
  intactReplicas: count,
  spared: names,
  allow: optional(object(allowed)),
  ownFaultsOnly: optional(boolean),
});

export const clockReader = object<ClockConfig, unknown>({
  maxOffsetMs: number(0, Infinity, 'a number of ms'),
  maxDriftPpm: number(0, 1_000_000, 'parts per million'),
});

export const diskReader = object<DiskConfig, unknown>({
  readLatency: latencyReader,
  writeLatency: latencyReader,
  syncLatency: latencyReader,
});

const most = optional(integer(1, Number.MAX_SAFE_INTEGER));
export const limitsReader = object<Partial<Limits>, unknown>({ maxEvents: most, maxEventsPerInstant: most });

export const coverageReader = object<DeclaredCoverage, unknown>({
  sometimes: names,
  reachable: names,
  unreachable: names,
  abstract: optional(anyFunction),
});
