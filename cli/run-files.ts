/** The files that a run may be written to: its trace, its history, a page that shows it. */
import { printHistory } from '../checkers/formats/print.js';
import { traceLine } from '../sim/record/trace.js';
import type { Arguments, Flag } from './command.js';
import { outputFile } from './output-file.js';
import { REPORT_FLAG, reportFile, type ReportFile } from './report-file.js';

export const RUN_FILE_FLAGS: Readonly<Record<'trace' | 'history' | 'report', Flag>> = {
  trace: {
    summary: 'Write everything that happened to a file, one JSON object a line',
    kind: 'text',
    value: 'file',
  },
  history: {
    summary: 'Write what clients saw to a file that seedstorm check reads',
    kind: 'text',
    value: 'file',
  },
  report: REPORT_FLAG,
};

/** Writes the files that were asked for. */
type WriteRun = ReportFile['write'];

/**
 * Opens what is to be written before the run begins, so that a bad path costs no time. Where `work` ends without having
 * written it, the files are given up.
 */
export async function withRunFiles<T>(args: Arguments, work: (write: WriteRun) => Promise<T>): Promise<T> {
  const [trace, history] = ['trace', 'history'].map((flag) => {
    const path = args.text(flag);
    return path === undefined ? undefined : outputFile(path);
  });
  const files = {
    abandon() {
      trace?.abandon();
      history?.abandon();
    },
  };
  const report = reportFile(args, { beside: files });
  let isWritten = false;
  const write: WriteRun = async (scenario, run, told) => {
    if (trace !== undefined) {
      await run.trace((record) => trace.line(traceLine(record)));
      trace.commit();
    }
    if (history !== undefined) {
      for (const line of printHistory(run.history, 'jsonl')) history.line(line);
      history.commit();
    }
    await report?.write(scenario, run, told);
    isWritten = true;
  };
  try {
    return await work(write);
  } finally {
    if (!isWritten) {
      files.abandon();
      report?.abandon();
    }
  }
}
