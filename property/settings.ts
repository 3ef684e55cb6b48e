/** What a `simTest` is asked to do: by its author in options, by whoever runs it in the environment. */
import { join } from 'node:path';
import type { Arbitrary } from 'fast-check';
import type { FaultPlan } from '../sim/faults/plan.js';
import type { NemesisProfile } from '../sim/faults/nemesis.js';
import type { Seed } from '../sim/kernel/random.js';
import { assertOptions } from '../sim/input/options.js';
import { shown } from '../sim/input/shown.js';
import type { RunOptions } from '../sim/run/options.js';
import type { Run } from '../sim/run/run.js';

/** How many seeds a `simTest` runs, with which parameters and faults, and what else must hold. */
export interface SimTestOptions<P = Record<string, unknown>> {
  /** How many seeds. Default 100, or as many as fit into `time`. `SEEDSTORM_RUNS` has the last word. */
  readonly runs?: number;
  /** The first seed: 7 gives 7, 8, 9 …; a text `t` gives `t/0`, `t/1` …. Default 1. `SEEDSTORM_SEED` has the last word. */
  readonly seed?: Seed;
  /** What goes wrong: a profile, its name, or the faults themselves. Default: the scenario's profile. */
  readonly profile?: string | NemesisProfile | FaultPlan;
  /** How long to go on: `500ms`, `30s`, `5m`, or a number of ms. `SEEDSTORM_TIME` has the last word. */
  readonly time?: string | number;
  /**
   * Parameters that differ from their defaults; or a fast-check arbitrary of them, from which each seed draws its own. Of
   * a run that fails they are shrunk first, and then its faults and operations.
   */
  readonly params?: (Partial<P> & Readonly<Record<string, unknown>>) | ArbitraryParams<P>;
  /** Name of a planted bug. */
  readonly bug?: string;
  /**
   * What must hold in each valid run besides the claims of the scenario: it throws if it does not, as `expect` does.
   * A run that fails only this is shrunk to what still fails.
   */
  readonly expect?: (run: Run) => void | Promise<void>;
  /**
   * Which seeds are run again, to see whether they repeat: `true` every one, `false` none. Default: the first, and one
   * that fails. `SEEDSTORM_VERIFY` has the last word.
   */
  readonly verify?: boolean;
}

/** What fast-check draws parameters from: `fc.record({ nodes: fc.integer({ min: 3, max: 7 }) })`. */
export type ArbitraryParams<P> = Arbitrary<Partial<P> & Readonly<Record<string, unknown>>>;

/** Options and environment in one. */
export interface Settings {
  readonly seed: Seed;
  readonly runs: number;
  readonly timeMs: number;
  /** Which seeds are run again and compared, besides those that fail. */
  readonly verify: 'first' | 'every' | 'none';
  /** Where a failure is written as an HTML page, if it is. */
  readonly reportFolder: string | undefined;
  readonly run: Omit<RunOptions, 'seed' | 'plan'>;
  /** What parameters are drawn from, where they are drawn. */
  readonly params?: ArbitraryParams<unknown>;
  readonly expect?: (run: Run) => void | Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_RUNS = 100;
const REPORT_FOLDER = join('.seedstorm', 'reports');
const OFF: readonly (string | undefined)[] = ['', '0', 'false', undefined];
const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** The seed alone: never wrong, and needed for the name of the test. */
export function firstSeed({ seed = 1 }: SimTestOptions<never>, env: Environment): Seed {
  const text = env['SEEDSTORM_SEED'];
  if (text === undefined || text === '') return seed;
  return /^-?\d+$/.test(text) && String(Number(text)) === text && Number.isSafeInteger(Number(text))
    ? Number(text)
    : text;
}

/** @throws RangeError in one sentence for a number of runs or a time that is none */
export function settingsOf(options: SimTestOptions<never>, env: Environment): Settings {
  const known = ['runs', 'seed', 'profile', 'time', 'params', 'bug', 'expect', 'verify'];
  assertOptions(options, known, 'simTest');
  const { runs, time, params, bug, profile, expect, verify } = options;
  if (expect !== undefined && typeof expect !== 'function')
    throw new TypeError(`simTest: expect: expected a function of the run, got ${shown(expect)}`);
  if (verify !== undefined && typeof verify !== 'boolean')
    throw new TypeError(`simTest: verify: expected true or false, got ${shown(verify)}`);
  const timeMs = either(durationMs, env, 'SEEDSTORM_TIME', 'time', time);
  const count = either(wholeNumber, env, 'SEEDSTORM_RUNS', 'runs', runs);
  return {
    seed: firstSeed(options, env),
    runs: count ?? (timeMs === undefined ? DEFAULT_RUNS : Infinity),
    timeMs: timeMs ?? Infinity,
    verify: verified(env['SEEDSTORM_VERIFY'], verify),
    reportFolder: reportFolder(env['SEEDSTORM_REPORT']),
    run: {
      params: isArbitrary(params) ? {} : (params ?? {}),
      ...(bug === undefined ? {} : { bug }),
      ...(profile === undefined ? {} : { faults: profile }),
    },
    ...(isArbitrary(params) ? { params } : {}),
    ...(expect === undefined ? {} : { expect }),
  };
}

/** By what it can do: fast-check is loaded only where something is drawn. */
function isArbitrary(params: unknown): params is ArbitraryParams<unknown> {
  const { generate, shrink } = (params ?? {}) as { readonly generate?: unknown; readonly shrink?: unknown };
  return typeof generate === 'function' && typeof shrink === 'function';
}

function verified(asked: string | undefined, option: boolean | undefined): Settings['verify'] {
  if (asked === undefined || asked === '') return option === undefined ? 'first' : option ? 'every' : 'none';
  return OFF.includes(asked) ? 'none' : 'every';
}

function reportFolder(asked: string | undefined): string | undefined {
  if (OFF.includes(asked)) return undefined;
  return asked === '1' || asked === 'true' ? REPORT_FOLDER : asked;
}

/** What the environment says, else what the option says. */
function either(
  read: (value: string | number, name: string) => number,
  env: Environment,
  variable: string,
  option: string,
  given: string | number | undefined,
): number | undefined {
  const asked = env[variable] || undefined;
  if (asked !== undefined) return read(asked, variable);
  return given === undefined ? undefined : read(given, option);
}

function wholeNumber(value: string | number, name: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new RangeError(`${name}: expected a whole number above 0, got '${value}'`);
}

function durationMs(value: string | number, name: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(String(value)) ?? [];
  const ms = typeof value === 'number' ? value : Number(number) * (MS_PER[unit ?? ''] ?? NaN);
  if (ms > 0) return ms;
  throw new RangeError(`${name}: expected a length of time such as '500ms', '30s' or '5m', got '${value}'`);
}
