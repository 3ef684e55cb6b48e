/**
 * Entry point `seedstorm/vitest`: a scenario as a test of one's own suite. It runs seed after seed, shrinks the first
 * failure, keeps it as a capsule and says how to see it again.
 */
import { test, type TestContext } from 'vitest';
import { givenOf } from '../sim/run/capsule/given.js';
import { keepFailure, keepRefused, replayCommand, type Kept } from '../sim/run/capsule/keep.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { failedCheck } from '../sim/run/capsule/failed-check.js';
import { prepare } from '../sim/run/prepare.js';
import { load, runPrepared, type Run } from '../sim/run/run.js';
import { smallerParams } from './drawn-params.js';
import { keepReport, storyText } from './keep-report.js';
import { objection, objectionText, smallerObjection } from './own-assertions.js';
import { failureReport, objectionReport, unrepeatedReport } from './report.js';
import { searchSeeds } from './seed-search.js';
import { firstSeed, settingsOf, type Settings, type SimTestOptions } from './settings.js';
import { storyOf, type Story } from './told-story.js';

export type { ArbitraryParams, SimTestOptions } from './settings.js';

type Register = <P>(name: string, scenario: Scenario<P>, options?: SimTestOptions<P>) => void;

/** The type of `simTest`, with `skip`, `only` and `each` as in vitest. */
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

/**
 * A vitest test that runs a scenario with many seeds. A failing run is shrunk, kept as a capsule, and its story is the
 * error.
 *
 * @example
 * simTest('no ticket is given twice', tickets, { runs: 50 });
 */
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
  if (found.kind === 'objection') {
    const whole = await withSmallerParams(scenario, settings, found.run, true);
    const { run = whole, thrown = found.thrown } =
      (await smallerObjection(scenario, whole, settings.expect)) ?? {};
    // Other tests may refuse the same run.
    const given = { ...givenIn(settings, run), test };
    const kept = keepRefused(run, given, { test, reason: objectionText(thrown) });
    const page = await annotated(scenario, run, { kept, given, story: undefined }, settings, context);
    throw failure(objectionReport(found.run, run, { thrown, kept, page }, place), calledAt, thrown);
  }
  const { notAfresh } = found;
  const run = await withSmallerParams(scenario, settings, found.run, false);
  const given = givenIn(settings, run);
  const story = await storyOf(scenario, run, { given, say: (line) => console.info(line) });
  const kept = keepFailure(run, given, story?.part);
  const page = await annotated(scenario, run, { kept, given, story }, settings, context);
  const text = await storyText(scenario, run, story);
  throw failure(failureReport(run, { story, kept, page, notAfresh, told: text }, place), calledAt);
}

/** What makes the run another one than the scenario alone: its capsule is named by it. */
function givenIn(settings: Settings, run: Run): Record<string, unknown> {
  const drawn = settings.params === undefined ? {} : { params: run.params };
  return givenOf({ ...settings.run, ...drawn });
}

/** Notes beside the test how the run is seen again. @returns its page, where one was asked for */
async function annotated<P>(
  scenario: Scenario<P>,
  run: Run,
  { kept, given, story }: { kept: Kept; given: Record<string, unknown>; story: Story | undefined },
  { reportFolder: folder }: Settings,
  context: TestContext,
): Promise<Kept | undefined> {
  const replay = 'path' in kept ? replayCommand(kept.path) : '';
  if (replay !== '') await context.annotate(replay, 'replay');
  if (folder === undefined) return undefined;
  const page = await keepReport(folder, scenario, run, { given, story, replay });
  if ('path' in page) await context.annotate(page.path, 'report');
  return page;
}

/** The run, or one with smaller parameters that fails the same way, where parameters are drawn. */
async function withSmallerParams<P>(
  scenario: Scenario<P>,
  settings: Settings,
  run: Run,
  byOwnAssertion: boolean,
): Promise<Run> {
  if (settings.params === undefined) return run;
  const loaded = await load(scenario);
  let best = run;
  await smallerParams(settings.params, run.seed, async (params) => {
    const tried = await runPrepared(prepare(scenario, { ...settings.run, params, seed: run.seed }, loaded));
    const fails = byOwnAssertion
      ? tried.verdict === 'valid' && (await objection(tried, settings.expect)) !== undefined
      : failedCheck(tried)?.name === failedCheck(run)?.name && tried.verdict === run.verdict;
    if (fails) best = tried;
    return fails;
  });
  return best;
}

/** An error that points at the test instead of at us. @param cause what the test itself threw */
function failure(report: string, calledAt: string, cause?: unknown): Error {
  const error = new Error(report, cause === undefined ? {} : { cause });
  error.stack = `${error.name}: ${report}\n${calledAt}`;
  return error;
}

/** The stack from the caller of `called` on. */
function placeOf(called: (...args: never[]) => unknown): string {
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, called);
  return here.stack?.split('\n').slice(1).join('\n') ?? '';
}
