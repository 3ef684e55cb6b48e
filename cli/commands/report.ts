/** `seedstorm report`: one run as an HTML file that explains it, of a saved failure or of a scenario and a seed. */
import { capsuleGiven, runMeant } from '../capsule-run.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { REPORT_FLAG, reportFile } from '../report-file.js';
import { RUN_FLAGS } from '../run-options.js';

export const report: Command = {
  usage: 'report [capsule]',
  summary: 'Write a run as one HTML file: what happened, when, and why it fails',
  positionals: { capsule: { summary: 'The file that explore or shrink wrote' } },
  flags: {
    scenario: { summary: 'The scenario to run, if there is no capsule', kind: 'text', value: 'name' },
    ...RUN_FLAGS,
    original: { summary: 'Show the failure as it was found, before it was shrunk', kind: 'switch' },
    output: { ...REPORT_FLAG, summary: 'The file to write', alias: 'o' },
  },
  examples: [
    [
      'seedstorm report .seedstorm/failures/replication+quorum-register-7.json -o why.html',
      'a failure that explore found',
    ],
    ['seedstorm report --scenario raft --seed 7 -o raft.html', 'any run'],
  ],
  async run(args, terminal) {
    const path = args.text('output');
    if (path === undefined) throw new UsageError('where to? Name the file with -o report.html');
    const capsule = capsuleGiven(args);
    const file = reportFile(args, { flag: 'output' });
    try {
      const { scenario, run, replay, shrunk, note = '' } = await runMeant(capsule, args);
      await file?.write(scenario, run, { replay, shrunk });
      terminal.note(note);
      terminal.out(
        `${path}: ${run.scenario} with seed ${String(run.seed)}, ${run.verdict}, ${run.events} events\n`,
      );
    } catch (error) {
      file?.abandon();
      throw error;
    }
    return EXIT.valid;
  },
};
