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
import { merge } from './commands/merge.js';
import { replay } from './commands/replay.js';
import { report } from './commands/report.js';
import { run } from './commands/run.js';
import { shrink } from './commands/shrink.js';
import { table } from './commands/table.js';
import { failureOf } from './errors.js';
import { EXIT } from './exit-codes.js';
import { processTerminal } from './terminal.js';

const COMMANDS = [list, run, explore, merge, replay, report, exportRun, shrink, check, ladder, table, init];

const terminal = processTerminal(process.stdout, process.stderr, process.stdin, process.env);

// Whoever reads our output may stop reading, as `head` does: that is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.valid);
    if (stream === process.stdout)
      terminal.note(`seedstorm: the output cannot be written (${error.code ?? error.message})\n`);
    process.exit(EXIT.usage);
  });
}
process.on('uncaughtException', (error) => {
  const { exitCode, message } = failureOf(error);
  terminal.note(`seedstorm: ${message}\n`);
  process.exit(exitCode);
});

process.exitCode = await runCli(process.argv.slice(2), COMMANDS, terminal);
