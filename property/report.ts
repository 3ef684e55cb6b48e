/** What a failed `simTest` says: seed, path, counterexample, how far it was shrunk, and how to see it again. */
import { basename } from 'node:path';
import { failedCheck } from '../sim/run/capsule/failed-check.js';
import { replayCommand, type Kept } from '../sim/run/capsule/keep.js';
import { lookCommands } from '../explore/look-commands.js';
import { quotedForShell } from '../sim/input/shell.js';
import type { Seed } from '../sim/kernel/random.js';
import { unrepeatedLines, type Unrepeated } from '../explore/unrepeated.js';
import type { Run } from '../sim/run/run.js';
import { objectionText } from './own-assertions.js';
import { counted, faultText, linesOf, operationText } from './plan-text.js';
import type { Settings } from './settings.js';
import type { Story } from './told-story.js';

/** Which test it was, and which of its runs. */
export interface Place {
  readonly test: string;
  readonly settings: Settings;
  /** Number of the run, from 0. */
  readonly number: number;
}

/** What was made of a failure. */
export interface Made {
  readonly story: Story | undefined;
  readonly kept: Kept;
  /** Its HTML page; absent where none was asked for. */
  readonly page: Kept | undefined;
  /** What led to it, in rows of text. */
  readonly told?: readonly string[];
  /** Why it was run again in this process only, and not in a fresh thread; absent: it was. */
  readonly notAfresh?: string | undefined;
}

/** What was made of a valid run that the test's own assertion refuses. */
export interface Objection extends Pick<Made, 'kept' | 'page'> {
  readonly thrown: unknown;
}

/** The report on a run that is not valid. */
export function failureReport(run: Run, made: Made, place: Place): string {
  const { story, kept, page, told = [], notAfresh } = made;
  const { plan } = story?.run ?? run;
  const faults = [...plan.faults].sort((a, b) => a.atMs - b.atMs);
  const operations = [...plan.operations].sort((a, b) => a.atMs - b.atMs);
  return [
    headline(story?.run ?? run),
    seedLine(run.seed, place),
    ...paramsLine(story?.run ?? run, place),
    `  counterexample: ${counted(faults.length, 'fault')}, ${counted(operations.length, 'operation')}`,
    ...linesOf(faults, faultText).map((line) => `  ${line}`),
    ...linesOf(operations, operationText).map((line) => `  ${line}`),
    ...(story === undefined ? [] : storyLines(story, kept)),
    ...(told.length === 0 ? [] : ['', '  What happened:', ...told.map((row) => `  ${row}`), '']),
    ...waysToLook(kept, page),
    ...(notAfresh === undefined ? [] : [`  run again in this process only: ${notAfresh}`]),
    testLine(run.seed, place),
  ].join('\n');
}

/** Commands that bring it back and show it, and the page if there is one. */
function waysToLook(kept: Kept, page: Kept | undefined): string[] {
  const written =
    page === undefined
      ? undefined
      : 'path' in page
        ? `  report  ${page.path}`
        : `  no report was written: ${page.why}`;
  if (!('path' in kept))
    return [`  no capsule was written: ${kept.why}`, ...(written === undefined ? [] : [written])];
  const replay = replayCommand(kept.path);
  const { report, diagram } = lookCommands(replay, basename(kept.path, '.json'));
  return [`  replay  ${replay}`, written ?? `  report  ${report}`, `  export  ${diagram}`];
}

/** The report on a valid run that the test's own assertion refuses. @param small with as little as still fails so */
export function objectionReport(
  run: Run,
  small: Run,
  { thrown, kept, page }: Objection,
  place: Place,
): string {
  const faults = [...small.plan.faults].sort((a, b) => a.atMs - b.atMs);
  const operations = [...small.plan.operations].sort((a, b) => a.atMs - b.atMs);
  const { plan } = run;
  return [
    `✗ ${run.scenario}  expect: ${objectionText(thrown)}`,
    seedLine(run.seed, place),
    ...paramsLine(small, place),
    `  counterexample: ${counted(faults.length, 'fault')} of ${plan.faults.length}, ${counted(operations.length, 'operation')} of ${plan.operations.length}`,
    ...linesOf(faults, faultText).map((line) => `  ${line}`),
    ...linesOf(operations, operationText).map((line) => `  ${line}`),
    ...waysToLook(kept, page),
    testLine(run.seed, place),
  ].join('\n');
}

/** Parameters that were drawn. */
function paramsLine({ params }: Run, { settings }: Place): string[] {
  return settings.params === undefined ? [] : [`  params ${JSON.stringify(params)}`];
}

/** The report on a seed that gave two different runs. */
export function unrepeatedReport(seed: Seed, unrepeated: Unrepeated, place: Place): string {
  return [
    `✗ not deterministic: ${unrepeated.found.scenario} with seed ${String(seed)} does not repeat`,
    seedLine(seed, place),
    ...unrepeatedLines(unrepeated),
    testLine(seed, place),
  ].join('\n');
}

function headline(run: Run): string {
  const failed = failedCheck(run);
  const bug = run.bug === undefined ? '' : ` (bug ${run.bug})`;
  const what = run.verdict === 'unknown' ? 'undecided: ' : '';
  return `✗ ${run.scenario}${bug}  ${failed?.name ?? 'verdict'}: ${what}${failed?.reason ?? run.verdict}`;
}

/** The path is the number of the run among those of this test, from 0. */
function seedLine(seed: Seed, { number }: Place): string {
  return `  seed ${String(seed)} · path ${number} · after ${counted(number + 1, 'run')}`;
}

function storyLines({ part, from: source }: Story, kept: Kept): string[] {
  const { from, to, eventsThatMatter, criticalPair: pair } = part;
  const sizes = `${from.faults} → ${counted(to.faults, 'fault')}, ${from.operations} → ${counted(to.operations, 'operation')}`;
  const effort = source === 'capsule' ? 'as found before' : `in ${counted(source.runs, 'run')}`;
  return [
    `  shrunk ${sizes} ${effort} · ${counted(eventsThatMatter, 'event')} matter`,
    ...(source !== 'capsule' && source.timeWasUp && 'path' in kept
      ? [`  time was up; npx seedstorm shrink ${quotedForShell(kept.path)} tries longer`]
      : []),
    ...(pair === undefined
      ? []
      : [
          `  passes if ${pair.second.from}'s ${pair.second.what} reaches ${pair.node} before ${pair.first.from}'s ${pair.first.what}`,
        ]),
  ];
}

/** A seed that is a number starts a campaign of its own; one that is a text is found from the first one on. */
function testLine(seed: Seed, { test, settings }: Place): string {
  const from = typeof seed === 'number' ? seed : settings.seed;
  const pattern = test.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return `  test    SEEDSTORM_SEED=${quotedForShell(String(from))} npx vitest run -t ${quotedForShell(pattern)}`;
}
