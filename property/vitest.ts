/**
 * Entry point `seedstorm/vitest`: a scenario as a test of one's own suite. It runs seed after seed, shrinks the first
 * failure, keeps it as a capsule and says how to see it again.
 */
import { test, type TestContext } from 'vitest';
import { givenOf } from '../sim/run/capsule/given.js';
import { keepFailure, replayCommand } from '../sim/run/capsule/keep.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { keepReport, storyText } from './keep-report.js';
import { unrepeatedReport, failureReport } from './report.js';
import { searchSeeds } from './seed-search.js';
import { firstSeed, settingsOf, type SimTestOptions } from './settings.js';
import { storyOf } from './told-story.js';

export type { SimTestOptions } from './settings.js';

type Register = <P>(name: string, scenario: Scenario<P>, options?: SimTestOptions<P>) => void;

export interface SimTest {
  /**
   * A test that runs the scenario with many seeds and fails with the first run that is not valid, shrunk as
   * `seedstorm explore` does: for a minute at most, saying how far it is where that takes a while. Environment:
   * `SEEDSTORM_SEED`, `SEEDSTORM_RUNS` and `SEEDSTORM_TIME` overrule the options, `SEEDSTORM_VERIFY=1` runs every seed
   * twice and fails if the two differ (`0`: not even the first), `SEEDSTORM_REPORT=folder` (or `1`: `.seedstorm/reports`) writes the failure as one
   * HTML page to look at.
   *
   * The first seed, and one that fails, are run again here and in a fresh thread, and a test whose runs do not repeat
   * fails by that. A thread can load a scenario that ships, or that a file called `*.sim.ts` (or `.js`, `.mjs` …) defines
   * and exports; others are run again in this process only.
   */
  <P>(name: string, scenario: Scenario<P>, options?: SimTestOptions<P>): void;
  readonly skip: Register;
  readonly only: Register;
  /** One test for each value; the name is filled in as vitest does it (`%s`, `$field`). */
  readonly each: <V>(
    values: readonly V[],
  ) => <P>(name: string, scenario: Scenario<P>, options: (value: V) => SimTestOptions<P>) => void;
}

export const simTest: SimTest = Object.assign(
  function simTest<P>(name: string, scenario: Scenario<P>, options: SimTestOptions<P> = {}): void {
    const calledAt = placeOf(simTest);
    test(titleOf(name, options), NO_TIMEOUT, (context) => judge(name, scenario, options, context, calledAt));
  },
  {
    skip: function skip<P>(name: string, scenario: Scenario<P>, options: SimTestOptions<P> = {}): void {
      const calledAt = placeOf(skip);
      test.skip(titleOf(name, options), NO_TIMEOUT, (context) =>
        judge(name, scenario, options, context, calledAt),
      );
    },
    only: function only<P>(name: string, scenario: Scenario<P>, options: SimTestOptions<P> = {}): void {
      const calledAt = placeOf(only);
      test.only(titleOf(name, options), NO_TIMEOUT, (context) =>
        judge(name, scenario, options, context, calledAt),
      );
    },
    each: <V>(values: readonly V[]) =>
      function each<P>(
        name: string,
        scenario: Scenario<P>,
        optionsOf: (value: V) => SimTestOptions<P>,
      ): void {
        const calledAt = placeOf(each);
        for (const value of values) {
          const options = optionsOf(value);
          test.for([value])(titleOf(name, options), NO_TIMEOUT, (_value, context) =>
            judge(context.task.name.replace(SEED_IN_TITLE, ''), scenario, options, context, calledAt),
          );
        }
      },
  },
);

/** A run always ends, and no timer can end one that does not. */
const NO_TIMEOUT = { timeout: 0 };
const SEED_IN_TITLE = / \(seed .*\)$/;

function titleOf<P>(name: string, options: SimTestOptions<P>): string {
  return `${name} (seed ${String(firstSeed(options as SimTestOptions<never>, process.env))})`;
}

async function judge<P>(
  test: string,
  scenario: Scenario<P>,
  options: SimTestOptions<P>,
  context: TestContext,
  calledAt: string,
): Promise<void> {
  const settings = settingsOf(options as SimTestOptions<never>, process.env);
  const found = await searchSeeds(scenario, settings);
  if (found.kind === 'nothing') return;
  const place = { test, settings, number: found.number };
  if (found.kind === 'unrepeated')
    throw failure(unrepeatedReport(found.seed, found.unrepeated, place), calledAt);
  const { run, notAfresh } = found;
  const given = givenOf(settings.run);
  const story = await storyOf(scenario, run, { given, say: (line) => console.info(line) });
  const kept = keepFailure(run, given, story?.part);
  const replay = 'path' in kept ? replayCommand(kept.path) : '';
  if (replay !== '') await context.annotate(replay, 'replay');
  const told = { given, story, replay };
  const folder = settings.reportFolder;
  const page = folder === undefined ? undefined : await keepReport(folder, scenario, run, told);
  if (page !== undefined && 'path' in page) await context.annotate(page.path, 'report');
  const text = await storyText(scenario, run, story);
  throw failure(failureReport(run, { story, kept, page, notAfresh, told: text }, place), calledAt);
}

/** An error that points at the test instead of at us. */
function failure(report: string, calledAt: string): Error {
  const error = new Error(report);
  error.stack = `${error.name}: ${report}\n${calledAt}`;
  return error;
}

/** The stack from the caller of `called` on. */
function placeOf(called: (...args: never[]) => unknown): string {
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, called);
  return here.stack?.split('\n').slice(1).join('\n') ?? '';
}
