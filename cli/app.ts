/** Reads a command line, runs the command it names, and tells what went wrong in one sentence. */
import yargs from 'yargs';
import type { Argv, Options } from 'yargs';
import { Arguments } from './command.js';
import { STANDARD_INPUT } from './standard-input.js';
import type { Command, Flag } from './command.js';
import { UsageError, failureOf } from './errors.js';
import { EXIT } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';
import { packageVersion } from './version.js';
import { usageMessage } from './usage-messages.js';

const EXIT_CODES =
  'Exit codes: 0 valid, 1 a violation, 2 undecided, 3 nondeterminism, 64 bad input, 70 a bug of ours.';

/** Runs one command line and returns its exit code. Never throws. */
export async function runCli(
  argv: readonly string[],
  commands: readonly Command[],
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    let call: (() => Promise<ExitCode> | ExitCode) | undefined;
    const parser = commandLine(argv, terminal.columns, commands, (command, given) => {
      call = () => command.run(new Arguments(given), terminal);
    });
    let printed = '';
    const words = argv.map((word) => (word === '-' ? STANDARD_INPUT : word));
    await parser.parseAsync(words, {}, (_error: unknown, _argv: unknown, output: string) => {
      printed = output;
    });
    if (printed !== '') terminal.out(`${printed}\n`);
    return call ? await call() : EXIT.valid;
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    if (argv.includes('--json')) terminal.out(`${JSON.stringify({ error: message })}\n`);
    terminal.note(`${terminal.noteColours.red('seedstorm:')} ${message}\n`);
    return exitCode;
  }
}

function commandLine(
  argv: readonly string[],
  columns: number,
  commands: readonly Command[],
  choose: (command: Command, given: Record<string, unknown>) => void,
): Argv {
  const asksForHelp = argv.some((word) => ['--help', '-h', 'help'].includes(word));
  // Whatever command runs, yargs first lays out the help that nobody asked for: a tenth of a second for long ones.
  const tells = asksForHelp || argv.some((word) => /^(completion|--get-yargs-completions)/.test(word));
  let parser = yargs()
    .scriptName('seedstorm')
    .locale('en')
    .usage(
      '$0 <command>\n\nSimulates distributed systems under seeded faults, and judges what their clients saw.',
    )
    .parserConfiguration({
      'parse-positional-numbers': false,
      'parse-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
      // A flag such as --no-shrink has this name; it is not the negation of another.
      'boolean-negation': false,
    })
    .version(packageVersion)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(columns, 100))
    .exitProcess(false)
    .strict()
    .demandCommand(1)
    .completion('completion', 'Print a script that completes commands in your shell')
    .epilogue(EXIT_CODES)
    .fail((message: string | null, error: Error | undefined) => {
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(usageMessage(message ?? error?.message ?? '', argv, commands));
    });
  for (const command of commands) {
    parser = parser.command(
      command.usage,
      command.summary,
      (builder) => declare(builder, command, tells, asksForHelp),
      (given) => choose(command, given),
    );
  }
  return parser;
}

function declare(builder: Argv, command: Command, tells: boolean, asksForHelp: boolean): Argv {
  let declared = builder
    .usage(`$0 ${command.usage}\n\n${command.summary}`)
    .epilogue(tells ? (command.notes ?? EXIT_CODES) : '');
  for (const [name, { summary, choices }] of Object.entries(command.positionals)) {
    declared = declared.positional(name, {
      describe: summary,
      hidden: !tells,
      ...(choices && !asksForHelp ? { choices } : {}),
    });
  }
  for (const [name, flag] of Object.entries(command.flags))
    declared = declared.option(name, { ...yargsOption(flag), hidden: !tells });
  if (!tells) return declared;
  for (const [line, summary] of command.examples) declared = declared.example(line, summary);
  return declared;
}

const yargsOption = (flag: Flag): Options => ({
  describe: flag.value === undefined ? flag.summary : `${flag.summary} [${flag.value}]`,
  ...(flag.kind === 'switch' ? { type: 'boolean' } : { type: 'string', requiresArg: true }),
  ...(flag.choices ? { choices: flag.choices } : {}),
  ...(flag.default === undefined ? {} : { default: flag.default }),
  ...(flag.alias === undefined ? {} : { alias: flag.alias }),
});
