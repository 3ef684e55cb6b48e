/** What a failed `simTest` says: seed, path, counterexample, how far it was shrunk, and how to see it again. */
import { failedCheck } from '../explore/failed-check.js';
import type { Shrunk } from '../explore/shrink/shrink.js';
import type { Seed } from '../kernel/random.js';
import type { Divergence } from '../record/verify.js';
import type { Run } from '../run.js';
import type { Kept } from './keep-failure.js';
import { counted, faultText, linesOf, operationText } from './plan-text.js';
import type { Settings } from './settings.js';

/** Which test it was, and which of its runs. */
export interface Place {
  readonly test: string;
  readonly settings: Settings;
  /** Number of the run, from 0. */
  readonly number: number;
}

/** What was made of a failure. */
export interface Made {
  readonly shrunk: Shrunk | undefined;
  readonly kept: Kept;
  /** Its HTML page; absent where none was asked for. */
  readonly page: Kept | undefined;
}

/** The report on a run that is not valid. */
export function failureReport(run: Run, { shrunk, kept, page }: Made, place: Place): string {
  const { plan } = shrunk?.run ?? run;
  const faults = [...plan.faults].sort((a, b) => a.atMs - b.atMs);
  const operations = [...plan.operations].sort((a, b) => a.atMs - b.atMs);
  return [
    headline(shrunk?.run ?? run),
    seedLine(run.seed, place),
    `  counterexample: ${counted(faults.length, 'fault')}, ${counted(operations.length, 'operation')}`,
    ...linesOf(faults, faultText).map((line) => `  ${line}`),
    ...linesOf(operations, operationText).map((line) => `  ${line}`),
    ...(shrunk === undefined ? [] : shrunkLines(shrunk)),
    'path' in kept ? `  replay  ${replayCommand(kept.path)}` : `  no capsule was written: ${kept.why}`,
    ...(page === undefined
      ? []
      : ['path' in page ? `  report  ${page.path}` : `  no report was written: ${page.why}`]),
    testLine(run.seed, place),
  ].join('\n');
}

/** The command that brings a kept failure back. */
export function replayCommand(capsule: string): string {
  return `npx seedstorm replay ${quoted(capsule)}`;
}

/** The report on a seed that gave two different runs. */
export function divergenceReport(
  seed: Seed,
  { event, first, second, differs }: Divergence,
  place: Place,
): string {
  const what =
    differs === 'content' ? 'the same happens with another payload, state or disk' : 'another thing happens';
  return [
    `✗ not deterministic: run again, at event ${event} ${what}`,
    seedLine(seed, place),
    `  first run   ${first ?? 'was over'}`,
    `  second run  ${second ?? 'was over'}`,
    '  Look for what the seed does not decide, such as module-level variables that outlive a run.',
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

function shrunkLines({ from, to, matter, runs, criticalPair }: Shrunk): string[] {
  const pair = criticalPair;
  return [
    `  shrunk ${from.faults} → ${counted(to.faults, 'fault')}, ${from.operations} → ${counted(to.operations, 'operation')} in ${counted(runs, 'run')} · ${counted(matter, 'event')} matter`,
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
  return `  test    SEEDSTORM_SEED=${quoted(String(from))} npx vitest run -t ${quoted(pattern)}`;
}

/** As a POSIX shell needs it. */
function quoted(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
