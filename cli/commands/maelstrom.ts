/** `seedstorm maelstrom`: runs a program that speaks Maelstrom's protocol, under one of Maelstrom's workloads. */
import type { Figures } from '../../programs/maelstrom/index.js';
import { campaignSeeds } from '../../explore/seeds.js';
import type { Seed } from '../../sim/kernel/random.js';
import type { Run } from '../../sim/run/run.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { scenarioMeant } from '../catalogue.js';
import { Arguments, type Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes.js';
import { LIMIT_FLAGS, WORKERS_FLAG } from '../explore/crew.js';
import { lostRun } from '../explore/preflight.js';
import { MAELSTROM_FLAGS, maelstromCommand, maelstromParams, workloadOf } from '../maelstrom-options.js';
import { renderFigures } from '../render/maelstrom-figures.js';
import { renderRun } from '../render/run-account.js';
import { runJson } from '../render/run-json.js';
import { withRunFiles, RUN_FILE_FLAGS } from '../run-files.js';
import { SEED_FLAG, seedOf } from '../run-options.js';
import type { Terminal } from '../terminal.js';
import { explore } from './explore.js';

export const maelstrom: Command = {
  usage: 'maelstrom',
  summary: 'Run a node program of Maelstrom: its workloads, services and figures, with runs that repeat',
  positionals: {},
  flags: {
    ...MAELSTROM_FLAGS,
    seed: SEED_FLAG,
    runs: { summary: 'How many seeds, until one fails; default 1', kind: 'text', value: 'N' },
    'log-stderr': { summary: 'Print what nodes write to stderr', kind: 'switch' },
    ...RUN_FILE_FLAGS,
    ...LIMIT_FLAGS,
    workers: WORKERS_FLAG,
    'no-shrink': { summary: 'Do not shrink a failure', kind: 'switch' },
    json: { summary: 'Print one JSON object', kind: 'switch' },
  },
  examples: [
    ['seedstorm maelstrom -w broadcast --bin node.js --nemesis partition', 'one run'],
    ['seedstorm maelstrom -w lin-kv --bin raft.js --latency 20 --runs 100', 'until a seed fails'],
    ['seedstorm maelstrom -w echo --bin node.js -- --verbose', 'what stands behind -- is for the program'],
  ],
  async run(args, terminal) {
    const workload = workloadOf(args);
    const programArgs = args.behindDashes();
    const params = maelstromParams(args, programArgs);
    const scenario = await scenarioMeant(`maelstrom/${workload}`);
    const seed = seedOf(args.required('seed'));
    const asked: Asked = {
      ...{ scenario, options: { seed, params }, args },
      command: (own) => maelstromCommand(args, programArgs, own),
    };
    if (params.child === true) return inProcesses(asked, args.count('runs') ?? 1, terminal);
    if ((args.count('runs') ?? 1) > 1) return explored(asked, args.required('runs'), terminal);
    return once(asked, terminal);
  },
};

interface Asked {
  readonly scenario: Scenario;
  readonly options: RunOptions;
  readonly args: Arguments;
  /** The command that does it again. */
  command(seed: Seed): string;
}

/** One run, and its figures. */
async function ran({ scenario, options, args }: Asked, terminal: Terminal) {
  const { runWithFigures } = await import('../../programs/maelstrom/index.js');
  return runWithFigures(scenario, options, (node, atMs, text) => {
    if (args.on('log-stderr')) terminal.note(`${node} ${atMs.toFixed(1)} ms  ${text}\n`);
  });
}

function tell(
  { scenario, args, command }: Asked,
  { run, figures }: Awaited<ReturnType<typeof ran>>,
  terminal: Terminal,
  replayable: boolean,
): void {
  const replay = command(run.seed);
  if (args.on('json')) {
    const told = { ...runJson(run, replay), ...figures, replayable, failure: null };
    terminal.out(`${JSON.stringify(told)}\n`);
    return;
  }
  const note = replayable
    ? ''
    : `  not replayable: ${args.required('bin')} runs as real processes, and no seed decides what they do\n`;
  terminal.out(`${renderRun(run, scenario.summary, replay, terminal)}\n${renderFigures(figures)}${note}`);
}

async function once(asked: Asked, terminal: Terminal): Promise<ExitCode> {
  const { scenario, options, args } = asked;
  return withRunFiles(args, async (write) => {
    // What ends neither well nor badly is told by whoever explores.
    if ((await lostRun(scenario.name, options, args, terminal)) !== undefined)
      return explored(asked, '1', terminal);
    const done = await ran(asked, terminal);
    const { run, figures } = done;
    await write(scenario, run, { replay: asked.command(run.seed) });
    if (run.verdict === 'invalid') return failed(asked, run, figures, terminal);
    tell(asked, done, terminal, true);
    return exitCodeOf(run.verdict);
  });
}

/** Real processes: one seed after another, until one fails. Nothing of it can be run again and looked at. */
async function inProcesses(asked: Asked, runs: number, terminal: Terminal): Promise<ExitCode> {
  const { options, args } = asked;
  for (const flag of ['trace', 'report'])
    if (args.text(flag) !== undefined)
      throw new UsageError(`--${flag} looks at a run once more, and one with real processes does not repeat`);
  const { endChildren } = await import('../../programs/maelstrom/index.js');
  return withRunFiles(args, async (write) => {
    try {
      for (const { seed, number } of campaignSeeds(options.seed ?? 1, runs)) {
        const done = await ran({ ...asked, options: { ...options, seed } }, terminal);
        const { run } = done;
        if (run.verdict !== 'invalid' && number + 1 < runs) continue;
        await write(asked.scenario, run, { replay: asked.command(seed) });
        tell(asked, done, terminal, false);
        return exitCodeOf(run.verdict);
      }
      return EXIT.valid;
    } finally {
      endChildren();
    }
  });
}

/** What failed is found once more, kept, made small and told. */
async function failed(asked: Asked, run: Run, figures: Figures, terminal: Terminal): Promise<ExitCode> {
  if (!asked.args.on('json')) {
    const exit = await explored(asked, '1', terminal);
    terminal.out(`\n${renderFigures(figures)}`);
    return exit;
  }
  let told = '';
  const exit = await explored(asked, '1', { ...terminal, out: (text) => void (told += text) });
  const { failures } = JSON.parse(told) as { failures: readonly { readonly replay: string }[] };
  const [failure] = failures;
  terminal.out(
    `${JSON.stringify({ ...runJson(run, failure?.replay ?? ''), ...figures, replayable: true, failure: failure ?? null })}\n`,
  );
  return exit;
}

function explored(
  { scenario, options, args }: Asked,
  runs: string,
  terminal: Terminal,
): Promise<ExitCode> | ExitCode {
  const passed = ['seed-timeout', 'seed-memory', 'workers', 'seed'].flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [[name, value]];
  });
  const switches = ['json', 'no-shrink'].map((name) => [name, args.on(name)]);
  const given = {
    ...Object.fromEntries([...passed, ...switches]),
    ...(runs === '1' ? { 'no-corpus': true } : {}),
    scenarios: [scenario.name],
    runs,
    param: Object.entries(options.params ?? {}).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
  };
  return explore.run(new Arguments(given), terminal);
}
