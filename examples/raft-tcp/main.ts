/** The command: `npx jiti examples/raft-tcp/main.ts --help`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printHistory, type History } from 'seedstorm/checkers';
import { rules } from '../../scenarios/replication/raft/rules.js';
import { workloadNames } from '../../scenarios/replication/raft/workload.js';
import { TrialFailed } from './cluster.js';
import { disturbanceNames } from './disturbance.js';
import { inParts } from './recording.js';
import { summary } from './summary.js';
import { tryOut, type Trial } from './trial.js';

const HELP = `Raft on three processes: real sockets, real files, the checkers of the simulation.

  --seconds N        how long clients work (3)
  --clients N        how many (4)
  --every N          mean pause between the operations of a client, in ms (20)
  --workload NAME    ${workloadNames.join(', ')} (register)
  --disturb NAMES    what is done in turn, separated by commas, or none (kill-leader):
                     ${disturbanceNames.join(', ')}
  --disturb-every N  how often, in ms (1500)
  --seed S           what clients ask (1)
  --bug NAME         a planted bug: ${Object.keys(rules.bugs).join(', ')}
  --keep FOLDER      keep the files of the nodes there, and the history: history.jsonl, nodes.jsonl
`;

const EXIT = { valid: 0, invalid: 1, unknown: 2, usage: 64, ours: 70 } as const;

class UsageError extends Error {}

function readOptions():
  { readonly trial: Omit<Trial, 'folder'>; readonly keep: string | undefined } | undefined {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '3' },
      clients: { type: 'string', default: '4' },
      every: { type: 'string', default: '20' },
      workload: { type: 'string', default: 'register' },
      disturb: { type: 'string', default: 'kill-leader' },
      'disturb-every': { type: 'string', default: '1500' },
      seed: { type: 'string', default: '1' },
      bug: { type: 'string' },
      keep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const bug = values.bug === undefined ? undefined : oneOf('bug', values.bug, Object.keys(rules.bugs));
  return {
    trial: {
      durationMs: 1_000 * number('seconds', values.seconds, 0.1, 3_600),
      clients: Math.floor(number('clients', values.clients, 1, 100)),
      everyMs: number('every', values.every, 1, 10_000),
      workload: oneOf('workload', values.workload, workloadNames),
      disturbances: {
        names:
          values.disturb === 'none'
            ? []
            : values.disturb.split(',').map((name) => oneOf('disturb', name, disturbanceNames)),
        everyMs: number('disturb-every', values['disturb-every'], 100, 60_000),
      },
      seed: values.seed,
      bug,
    },
    keep: values.keep,
  };
}

function number(flag: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= low && value <= high) return value;
  throw new UsageError(`--${flag}: expected a number from ${low} to ${high}, got '${text}'`);
}

function oneOf<T extends string>(flag: string, text: string, known: readonly T[]): T {
  const found = known.find((name) => name === text);
  if (found === undefined)
    throw new UsageError(`--${flag}: expected one of ${known.join(', ')}, got '${text}'`);
  return found;
}

/** What clients saw, and what nodes did and were told to do, in two files that `seedstorm check` reads. */
function keepHistory(history: History, folder: string): void {
  const { clients, nodes } = inParts(history);
  const files = { 'history.jsonl': clients, 'nodes.jsonl': nodes };
  for (const [name, part] of Object.entries(files))
    writeFileSync(join(folder, name), [...printHistory(part, 'jsonl')].map((line) => `${line}\n`).join(''));
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    process.stdout.write(HELP);
    return EXIT.valid;
  }
  const { trial, keep } = options;
  if (keep !== undefined) mkdirSync(keep, { recursive: true });
  const folder = mkdtempSync(join(keep ?? tmpdir(), 'raft-tcp-'));
  // However this process ends, short of kill -9; the nodes end by themselves when it does.
  if (keep === undefined)
    process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const outcome = await tryOut({ ...trial, folder });
  process.stdout.write(summary(outcome));
  if (keep !== undefined) {
    keepHistory(outcome.history, folder);
    process.stdout.write(`kept in ${folder}\n`);
  }
  return EXIT[outcome.verdict];
}

try {
  process.exitCode = await main();
} catch (error) {
  const { message, stack, code } = error as Error & { readonly code?: unknown };
  const isUsage = error instanceof UsageError || String(code).startsWith('ERR_PARSE_ARGS');
  const isExpected = isUsage || error instanceof TrialFailed;
  process.stderr.write(`${isExpected ? message : stack}\n`);
  process.exitCode = isUsage ? EXIT.usage : isExpected ? EXIT.unknown : EXIT.ours;
}
