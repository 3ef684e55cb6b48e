/**
 * What the report makes of a failing test: its story in text, and one HTML page where whoever runs the tests wants one.
 * The only place of the engine that knows of the report, and only of failures: a test that passes loads none of it.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capsuleName } from '../sim/run/capsule/name.js';
import { version, type Kept } from '../sim/run/capsule/keep.js';
import { asShrunk } from '../explore/shrink/calm.js';
import type { Run } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import type { Story } from './told-story.js';

/** Rows of the story are no longer than this: test runners do not wrap them. */
const COLUMNS = 110;

/** What led to the failure, in rows of text; none where that cannot be told. */
export async function storyText<P>(
  scenario: Scenario<P>,
  run: Run,
  small: Story | undefined,
): Promise<readonly string[]> {
  const { storyOfFailure } = await import('../report/story/tell.js');
  const { storyRows } = await import('../report/story/text.js');
  const on = small === undefined ? scenario : asShrunk(scenario, small.part);
  const story = await storyOfFailure(on as Scenario, small?.run ?? run);
  return story === undefined
    ? []
    : storyRows(story, { columns: COLUMNS, unicode: true }, small?.part.latencyMs);
}

/**
 * @param folder made if it is not there
 * @param replay the command that brings the failure back; empty where none does
 * @returns where the page is, or why there is none: a failure is worth telling without a page, too
 */
export async function keepReport<P>(
  folder: string,
  scenario: Scenario<P>,
  run: Run,
  told: {
    readonly given: Readonly<Record<string, unknown>>;
    readonly story: Story | undefined;
    readonly replay: string;
  },
): Promise<Kept> {
  const path = join(folder, capsuleName(run, told.given).replace(/\.json$/, '.html'));
  const { story, replay } = told;
  const calm = story === undefined ? scenario : asShrunk(scenario, story.part);
  try {
    const { runReport } = await import('../report/data/run-report.js');
    const { reportHtml } = await import('../report/html.js');
    const frame = { replay, version, shrunk: story?.part };
    const html = reportHtml(await runReport(calm as Scenario, story?.run ?? run, frame));
    mkdirSync(folder, { recursive: true });
    // Whole or not at all; of tests that run at the same time each has a part of its own.
    writeFileSync(`${path}.${process.pid}`, html);
    renameSync(`${path}.${process.pid}`, path);
    return { path };
  } catch (error) {
    return { why: (error as Error).message };
  }
}
