/**
 * Writes a failure as one HTML page where whoever runs the tests wants one. The only place of the engine that knows of
 * the report, and only while it writes one: a test that passes loads none of it.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capsuleName } from '../explore/capsule-name.js';
import { version, type Kept } from '../explore/keep-failure.js';
import { asShrunk } from '../explore/shrink/calm.js';
import type { Run } from '../run.js';
import type { Scenario } from '../scenario.js';
import type { Story } from './told-story.js';

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
    const { runReport } = await import('../../report/data/run-report.js');
    const { reportHtml } = await import('../../report/html.js');
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
