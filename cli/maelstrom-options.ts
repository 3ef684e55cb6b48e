/** The flags of `seedstorm maelstrom`, named as Maelstrom names them, and the parameters of the scenario that they mean. */
import { accessSync, closeSync, constants, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { MaelstromParams } from '../programs/maelstrom/index.js';
import { CONSISTENCY, LATENCIES, TOPOLOGIES, WORKLOADS } from '../programs/maelstrom/names.js';
import type { Arguments, Flag } from './command.js';
import { UsageError } from './errors.js';
import { quoted } from './replay-command.js';
import { didYouMean } from './suggest.js';

const text = (summary: string, value: string, more: Partial<Flag> = {}): Flag => ({
  ...{ summary, kind: 'text', value },
  ...more,
});

/** What decides the run, but for the seed. */
export const MAELSTROM_FLAGS: Readonly<Record<string, Flag>> = {
  workload: text(`What clients ask: ${WORKLOADS.join(', ')}`, 'name', { alias: 'w' }),
  bin: text(
    'The program of a node: JavaScript runs inside the world, anything else as a real process, which no seed repeats',
    'file',
  ),
  'node-count': text('How many nodes; default 5', 'N'),
  concurrency: text('How many clients, or with n how many for each node: 2n; default 1n', 'N'),
  'time-limit': text('How long clients ask: 20, 500ms, 2m; default 20 seconds', 'length'),
  rate: text('Operations a second; default 5', 'N'),
  latency: text('How long a message between nodes takes on average, in ms; default 0', 'ms'),
  'latency-dist': text('How latencies spread; default constant', 'name', {
    choices: LATENCIES,
  }),
  nemesis: text('What goes wrong: the network splits and heals', 'name', { choices: ['partition'] }),
  'nemesis-interval': text('Between splitting and healing, on average; default 10 seconds', 'length'),
  topology: text('Who is whose neighbour, in broadcast; default grid', 'name', { choices: TOPOLOGIES }),
  'key-count': text('How many keys or logs at a time; default 5', 'N'),
  'max-txn-length': text('Operations of the longest transaction; default 4', 'N'),
  'max-writes-per-key': text('How often a key or log is written, then a new one; default 16', 'N'),
  'consistency-models': text('What transactions are held to; default strict-serializable', 'name', {
    choices: CONSISTENCY,
  }),
  availability: text('The least share of operations that must end ok: total, or 0 to 1', 'share'),
  child: { summary: 'Run JavaScript as real processes, too', kind: 'switch' },
};

/** @param args of the program, behind `--` */
export function maelstromParams(args: Arguments, programArgs: readonly string[]): Partial<MaelstromParams> {
  const nodeCount = args.count('node-count');
  const bin = binOf(args);
  const given = {
    bin,
    ...(args.on('child') || !isJavaScript(bin) ? { child: executable(bin) } : {}),
    ...(programArgs.length === 0 ? {} : { args: [...programArgs] }),
    nodeCount,
    concurrency: concurrencyOf(args.text('concurrency') ?? '1n', nodeCount ?? 5),
    timeLimit: seconds(args, 'time-limit'),
    rate: numberOf(args, 'rate'),
    latency: numberOf(args, 'latency'),
    latencyDist: args.text('latency-dist'),
    nemesis: args.text('nemesis'),
    nemesisInterval: seconds(args, 'nemesis-interval'),
    topology: args.text('topology'),
    keyCount: args.count('key-count'),
    maxTxnLength: args.count('max-txn-length'),
    maxWritesPerKey: args.count('max-writes-per-key'),
    consistency: args.text('consistency-models'),
    availability: args.text('availability') === 'total' ? 1 : numberOf(args, 'availability', 1),
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<MaelstromParams>;
}

/** By its name, or by the interpreter that it names in its first line. */
function isJavaScript(path: string): boolean {
  if (/\.[cm]?[jt]s$/.test(path)) return true;
  return !basename(path).includes('.') && /^#!.*\bnode\b/.test(firstLine(path));
}

function firstLine(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(200);
    return bytes.toString('utf8', 0, readSync(file, bytes)).split('\n', 1)[0] ?? '';
  } finally {
    closeSync(file);
  }
}

/** @throws UsageError in one sentence where no process can be started of it */
function executable(bin: string): true {
  try {
    accessSync(bin, constants.X_OK);
    return true;
  } catch {
    throw new UsageError(`--bin ${bin} may not be executed: make it a program (chmod +x ${quoted(bin)})`);
  }
}

/** @throws UsageError with a suggestion */
export function workloadOf(args: Arguments): string {
  const name = args.text('workload');
  if (name === undefined) throw new UsageError(`-w is missing: one of ${WORKLOADS.join(', ')}`);
  if ((WORKLOADS as readonly string[]).includes(name)) return name;
  throw new UsageError(
    `no workload is called "${name}".${didYouMean(name, WORKLOADS)} There are ${WORKLOADS.join(', ')}`,
  );
}

/** The command that does it again. */
export function maelstromCommand(
  args: Arguments,
  programArgs: readonly string[],
  seed: string | number,
): string {
  const given = Object.entries(MAELSTROM_FLAGS).flatMap(([name, { kind }]) => {
    if (kind === 'switch') return args.on(name) ? [`--${name}`] : [];
    const value = args.text(name);
    return value === undefined || name === 'workload' ? [] : [`--${name} ${quoted(value)}`];
  });
  const behind = programArgs.length === 0 ? [] : ['--', ...programArgs.map(quoted)];
  return [
    `npx seedstorm maelstrom -w ${args.text('workload') ?? ''}`,
    ...[...given, `--seed ${quoted(String(seed))}`, ...behind],
  ].join(' ');
}

/** @throws UsageError in one sentence where there is no such file, or none that can be run */
function binOf(args: Arguments): string {
  const bin = args.text('bin');
  if (bin === undefined) throw new UsageError('--bin is missing: the program of a node');
  const found = statSync(bin, { throwIfNoEntry: false });
  if (found?.isDirectory() === true)
    throw new UsageError(`--bin ${bin} is a folder: name the program of a node`);
  if (found === undefined)
    throw new UsageError(`--bin: there is no file ${bin}.${didYouMean(basename(bin), beside(bin))}`);
  try {
    accessSync(bin, constants.R_OK);
  } catch {
    throw new UsageError(`--bin ${bin} may not be read`);
  }
  return bin;
}

function beside(path: string): string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}

function concurrencyOf(given: string, nodes: number): number {
  const [, number, each] = /^(\d+)(n?)$/.exec(given) ?? [];
  const count = Number(number) * (each === 'n' ? nodes : 1);
  if (count >= 1 && count <= 1000) return count;
  throw new UsageError(
    `--concurrency takes a number of clients from 1 to 1000, such as 10 or 2n, not "${given}"`,
  );
}

function seconds(args: Arguments, name: string): number | undefined {
  const ms = args.durationMs(name);
  return ms === undefined ? undefined : ms / 1000;
}

function numberOf(args: Arguments, name: string, most = 100_000): number | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const number = Number(given);
  if (/^\d+(\.\d+)?$/.test(given) && number <= most) return number;
  throw new UsageError(`--${name} takes a number from 0 to ${most}, not "${given}"`);
}
