/**
 * Writes a failure as one HTML page where whoever runs the tests wants one. The only place of the engine that knows of
 * the report, and only while it writes one: a test that passes loads none of it.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capsuleName } from '../explore/capsule-name.js';
import { withLatency } from '../explore/shrink/calm.js';
import type { Shrunk } from '../explore/shrink/shrink.js';
import { shrunkPartOf } from '../explore/shrunk-part.js';
import type { Run } from '../run.js';
import type { Scenario } from '../scenario.js';
import { version, type Kept } from './keep-failure.js';

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
    readonly givenParams: Readonly<Record<string, unknown>>;
    readonly shrunk: Shrunk | undefined;
    readonly replay: string;
  },
): Promise<Kept> {
  const path = join(folder, capsuleName(run, told.givenParams).replace(/\.json$/, '.html'));
  const { shrunk, replay } = told;
  const calm = shrunk?.latencyMs === undefined ? scenario : withLatency(scenario, shrunk.latencyMs);
  try {
    const { runReport } = await import('../../report/data/run-report.js');
    const { reportHtml } = await import('../../report/html.js');
    const frame = { replay, version, shrunk: shrunk && shrunkPartOf(shrunk) };
    const html = reportHtml(await runReport(calm as Scenario, shrunk?.run ?? run, frame));
    mkdirSync(folder, { recursive: true });
    // Whole or not at all; of tests that run at the same time each has a part of its own.
    writeFileSync(`${path}.${process.pid}`, html);
    renameSync(`${path}.${process.pid}`, path);
    return { path };
  } catch (error) {
    return { why: (error as Error).message };
  }
}
