/** `seedstorm maelstrom`: runs a program that speaks Maelstrom's protocol, under one of Maelstrom's workloads. */
import type { Figures } from '../../programs/maelstrom/index.js';
import { simulate, type Run } from '../../sim/run/run.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { scenarioMeant } from '../catalogue.js';
import { Arguments, type Command } from '../command.js';
import { exitCodeOf, type ExitCode } from '../exit-codes.js';
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
    const asked: Asked = { scenario, options: { seed, params }, args };
    if ((args.count('runs') ?? 1) > 1) return explored(asked, args.required('runs'), terminal);
    return once(asked, maelstromCommand(args, programArgs, seed), terminal);
  },
};

interface Asked {
  readonly scenario: Scenario;
  readonly options: RunOptions;
  readonly args: Arguments;
}

async function once(asked: Asked, command: string, terminal: Terminal): Promise<ExitCode> {
  const { scenario, options, args } = asked;
  return withRunFiles(args, async (write) => {
    // What ends neither well nor badly is told by whoever explores.
    if ((await lostRun(scenario.name, options, args, terminal)) !== undefined)
      return explored(asked, '1', terminal);
    const run = await simulate(scenario, options);
    const { figuresOfRun } = await import('../../programs/maelstrom/index.js');
    const figures = await figuresOfRun(run, (record) => {
      if (record.type === 'log' && args.on('log-stderr'))
        terminal.note(`${record.node ?? ''} ${record.atMs.toFixed(1)} ms  ${record.text}\n`);
    });
    await write(scenario, run, { replay: command });
    if (run.verdict === 'invalid') return failed(asked, run, figures, terminal);
    if (args.on('json'))
      terminal.out(`${JSON.stringify({ ...runJson(run, command), ...figures, failure: null })}\n`);
    else terminal.out(`${renderRun(run, scenario.summary, command, terminal)}\n${renderFigures(figures)}`);
    return exitCodeOf(run.verdict);
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
    `${JSON.stringify({ ...runJson(run, failure?.replay ?? ''), ...figures, failure: failure ?? null })}\n`,
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
