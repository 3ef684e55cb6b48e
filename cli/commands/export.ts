/** `seedstorm export`: one run in a format that other tools read. */
import type { ExportFormatName } from '../../report/export/formats.js';
import { capsuleGiven, runMeant } from '../capsule-run.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { outputFile } from '../output-file.js';
import { RUN_FLAGS } from '../run-options.js';
import { packageVersion } from '../version.js';

const FORMATS: readonly ExportFormatName[] = [
  'shiviz',
  'trace-event',
  'otlp',
  'jepsen-edn',
  'porcupine-kv',
  'jsonl',
  'mermaid',
];

const DEFAULT_MAX_LINES = 200;

export const exportRun: Command = {
  usage: 'export [capsule]',
  summary: 'Write a run for other tools: ShiViz, Perfetto, OpenTelemetry, Jepsen, Porcupine, Mermaid',
  positionals: { capsule: { summary: 'The file that explore or shrink wrote' } },
  flags: {
    format: { summary: 'How to write it', kind: 'text', choices: FORMATS },
    output: {
      summary: 'The file to write; default: standard output',
      kind: 'text',
      value: 'file',
      alias: 'o',
    },
    scenario: { summary: 'The scenario to run, if there is no capsule', kind: 'text', value: 'name' },
    ...RUN_FLAGS,
    original: { summary: 'Export the failure as it was found, before it was shrunk', kind: 'switch' },
    functions: {
      summary: 'In histories: only operations of these functions, such as those that a checker knows',
      kind: 'text',
      value: 'read,write',
    },
    'max-lines': {
      summary: `At most so many lines of a mermaid diagram; default ${DEFAULT_MAX_LINES}`,
      kind: 'text',
      value: 'N',
    },
  },
  examples: [
    [
      'seedstorm export .seedstorm/failures/replication+raft-7.json --format mermaid',
      'a failure, for an issue',
    ],
    ['seedstorm export --scenario raft --seed 7 --format trace-event -o raft.json', 'any run, for Perfetto'],
  ],
  async run(args, terminal) {
    const capsule = capsuleGiven(args);
    const format = FORMATS.find((its) => its === args.text('format'));
    const path = args.text('output');
    const maxLines = args.count('max-lines');
    if (format === undefined) throw new UsageError(`in which format? --format takes ${FORMATS.join(', ')}`);
    if (maxLines !== undefined && format !== 'mermaid')
      throw new UsageError(`--max-lines is for --format mermaid; ${format} leaves nothing out`);
    const functions = args.text('functions')?.split(',');
    // Loaded when it is needed: most commands export nothing.
    const [{ exportLines, HISTORY_FORMATS }, { exportSource }] = await Promise.all([
      import('../../report/export/formats.js'),
      import('../../report/export/source.js'),
    ]);
    if (functions !== undefined && !HISTORY_FORMATS.includes(format))
      throw new UsageError(
        `--functions is for histories, ${HISTORY_FORMATS.join(', ')}; ${format} leaves nothing out`,
      );
    const file = path === undefined ? undefined : outputFile(path);
    try {
      const { scenario, run, note = '' } = await runMeant(capsule, args);
      terminal.note(note);
      const source = exportSource(scenario, run, packageVersion);
      const lines = await exportLines(source, format, {
        maxLines: maxLines ?? DEFAULT_MAX_LINES,
        functions,
      });
      for (const line of lines) {
        if (file === undefined) terminal.data(`${line}\n`);
        else file.line(line);
      }
      file?.commit();
      if (path !== undefined)
        terminal.note(
          `${path}: ${run.scenario} with seed ${String(run.seed)}, ${run.verdict}, as ${format}\n`,
        );
    } catch (error) {
      file?.abandon();
      throw error;
    }
    return EXIT.valid;
  },
};
