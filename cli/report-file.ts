/** Writing reports: one HTML file for each. */
import type { ReportDocument } from '../report/data/contract.js';
import type { ReportFrame } from '../report/data/run-report.js';
import type { ShrunkPart } from '../sim/run/capsule/shrunk-part.js';
import type { Run } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import type { Arguments, Flag } from './command.js';
import { outputFile, type OutputFile } from './output-file.js';
import { packageVersion } from './version.js';

export const REPORT_FLAG: Flag = {
  summary: 'Write the whole run as one HTML file to look at',
  kind: 'text',
  value: 'file.html',
};

/** A report to be: opened before the run begins, so that a bad path costs no time. */
export interface ReportFile {
  write(
    scenario: Scenario,
    run: Run,
    told: { readonly replay: string; readonly shrunk?: ShrunkPart | undefined },
  ): Promise<void>;
  abandon(): void;
}

/**
 * @param beside other files under way, given up if this one cannot be opened
 * @returns undefined where no report was asked for
 * @throws UsageError in one sentence when it cannot be written
 */
export function reportFile(
  args: Arguments,
  { flag = 'report', beside }: { readonly flag?: string; readonly beside?: { abandon(): void } } = {},
): ReportFile | undefined {
  const path = args.text(flag);
  if (path === undefined) return undefined;
  const file = openedBeside(path, beside);
  return {
    async write(scenario, run, told) {
      // Loaded when it is needed: most runs write no report.
      const { runReport } = await import('../report/data/run-report.js');
      const frame: ReportFrame = { ...told, version: packageVersion };
      await writeDocument(file, await runReport(scenario, run, frame));
    },
    abandon: () => file.abandon(),
  };
}

function openedBeside(path: string, beside: { abandon(): void } | undefined): OutputFile {
  try {
    return outputFile(path);
  } catch (error) {
    beside?.abandon();
    throw error;
  }
}

export async function writeDocument(file: OutputFile, document: ReportDocument): Promise<void> {
  const { reportHtml } = await import('../report/html.js');
  file.line(reportHtml(document));
  file.commit();
}
