#!/usr/bin/env node
/**
 * The `seedstorm` command: wires the process to the commands.
 *
 * To add a command, write `commands/<name>.ts` exporting a `Command` (see command.ts) and list it in `COMMANDS`. A
 * command is data (usage, flags, examples) and a `run(args, terminal)` that returns an exit code of exit-codes.ts.
 * It reads its arguments through `args`, prints results with `terminal.out` and words for people who read along with
 * `terminal.note`; with `--json` it calls `terminal.out` exactly once, with one JSON object and a line end. Input that
 * cannot be used is a thrown `UsageError` of one sentence; whatever else is thrown counts as our own bug. What is drawn
 * for people lives in `render/`, as pure functions from data to text.
 */
import { runCli } from './app.js';
import { check } from './commands/check.js';
import { explore } from './commands/explore.js';
import { exportRun } from './commands/export.js';
import { init } from './commands/init.js';
import { ladder } from './commands/ladder.js';
import { list } from './commands/list.js';
import { maelstrom } from './commands/maelstrom.js';
import { merge } from './commands/merge.js';
import { replay } from './commands/replay.js';
import { report } from './commands/report.js';
import { run } from './commands/run.js';
import { shrink } from './commands/shrink.js';
import { table } from './commands/table.js';
import { EXIT } from './exit-codes.js';
import { end, endedByOthers, strayFailure, watchExit } from './foreign-ends.js';
import { abandonAll, whyUnwritten } from './output-file.js';
import { processTerminal } from './terminal.js';

const COMMANDS = [
  ...[list, run, explore, merge, replay, report, exportRun, shrink, check, ladder, table, init],
  maelstrom,
];

const terminal = processTerminal(process.stdout, process.stderr, process.stdin, process.env);

// Whoever reads our output may stop reading, as `head` does: that is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return end(process.exitCode ?? EXIT.valid);
    if (stream === process.stdout)
      terminal.note(`seedstorm: the output cannot be written (${whyUnwritten(error)})\n`);
    end(EXIT.usage);
  });
}
process.on('uncaughtException', (error: unknown) => {
  const { exitCode, message } = strayFailure(error);
  tell(message);
  end(exitCode);
});
process.on('exit', abandonAll);
// A file of the user's may end this process, or leave it with nothing to wait for: that must not pass for a verdict.
watchExit((code) => {
  tell(endedByOthers(code));
  end(EXIT.usage);
});

function tell(message: string): void {
  if (process.argv.includes('--json')) terminal.out(`${JSON.stringify({ error: message })}\n`);
  terminal.note(`seedstorm: ${message}\n`);
}

void runCli(process.argv.slice(2), COMMANDS, terminal).then(async (code) => {
  process.exitCode = code;
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((written) => stream.write('', () => written()));
  end(code);
});
