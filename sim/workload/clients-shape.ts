/** What `clients` must be given: a mistyped option would silently change nothing. */
import { isPromise } from '../input/promise.js';
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';
import type { Random } from '../kernel/random.js';

/** How clients ask: how often, when, which node, and what. */
export interface ClientsOptions {
  /** Mean pause between the operations of one client, in ms. Default 50. */
  readonly everyMs?: number;
  /** Objects the operations are spread over; `key` of the input. Default: no key. */
  readonly keys?: readonly string[];
  /** When the first operation may begin. Default 0. */
  readonly fromMs?: number;
  /** When the last operation may begin. Default: the end of the run, less a second or a tenth. */
  readonly untilMs?: number;
  /** From these times on, in order, another mix or pace: `[{ fromMs: 1000, mix: { read: 1 }, everyMs: 5 }]`. */
  readonly phases?: readonly Phase[];
  /** Which node an operation is sent to; default: each client draws one anew for each operation. */
  readonly to?: (random: Random, nodes: readonly string[], client: number) => string;
  /** Draws the input of function `f`; default: register operations, with distinct values for `write`, `put` and `cas`. */
  readonly input?: (f: string, random: Random, operation: OperationNumber) => Record<string, unknown>;
}

/** What changes from a time on; what is absent stays as it was at first. */
export interface Phase {
  readonly fromMs: number;
  readonly mix?: Readonly<Record<string, number>>;
  /** Mean pause between the operations of one client, in ms. */
  readonly everyMs?: number;
}

/** Which operation an input is drawn for. */
export interface OperationNumber {
  /** Number of the client, from 0, and their count. */
  readonly client: number;
  readonly clients: number;
  /** Number of the operation of this client, from 0. */
  readonly index: number;
}

const options: Readonly<
  Record<keyof ClientsOptions, readonly [expected: string, holds: (value: unknown) => boolean]>
> = {
  everyMs: ['a number of ms above 0', isAbove],
  keys: ['a list of keys, one at least', (value) => Array.isArray(value) && value.length > 0],
  fromMs: ['a time in ms', isTime],
  untilMs: ['a time in ms', isTime],
  phases: ['a list of { fromMs, mix, everyMs } in order of time', arePhases],
  to: ['a function that gives the name of a node', (value) => typeof value === 'function'],
  input: ['a function that gives what an operation holds besides f', (value) => typeof value === 'function'],
};

/** @throws TypeError or RangeError in one sentence */
export function assertClients(count: unknown, mix: unknown, given: unknown): void {
  if (!Number.isSafeInteger(count) || (count as number) < 1)
    throw new RangeError(`clients: expected a whole number of clients above 0, got ${shown(count)}`);
  if (typeof mix !== 'object' || mix === null || Array.isArray(mix))
    throw new TypeError(
      `clients: expected weights by name, such as { read: 0.5, write: 0.5 }, got ${shown(mix)}`,
    );
  for (const [f, weight] of Object.entries(mix))
    if (typeof weight !== 'number' || !(weight >= 0))
      throw new RangeError(`clients: expected a weight of 0 or more for ${f}, got ${shown(weight)}`);
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`clients: expected options, got ${shown(given)}`);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(options, name))
      throw new TypeError(`clients: ${unknownName('option', name, Object.keys(options))}`);
    const [expected, holds] = options[name as keyof ClientsOptions];
    if (value !== undefined && !holds(value))
      throw new TypeError(`clients: ${name}: expected ${expected}, got ${shown(value)}`);
  }
}

/** What the function `input` of the options gave. @throws TypeError unless it is an object */
export function assertInput(f: string, input: unknown): void {
  if (typeof input === 'object' && input !== null && !Array.isArray(input) && !isPromise(input)) return;
  throw new TypeError(
    `clients: input: expected what ${f} holds besides f, as an object, got ${shown(input)}`,
  );
}

function arePhases(value: unknown): boolean {
  let lastMs = 0;
  return (
    Array.isArray(value) &&
    value.every((phase: Partial<Record<keyof Phase, unknown>> | null) => {
      if (typeof phase !== 'object' || phase === null) return false;
      const { fromMs, mix = {}, everyMs = 1, ...strangers } = phase;
      const inOrder = isTime(fromMs) && (fromMs as number) >= lastMs;
      lastMs = fromMs as number;
      const areWeights =
        typeof mix === 'object' &&
        mix !== null &&
        Object.values(mix).every((weight) => typeof weight === 'number' && weight >= 0);
      return inOrder && areWeights && isAbove(everyMs) && Object.keys(strangers).length === 0;
    })
  );
}

function isAbove(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}
