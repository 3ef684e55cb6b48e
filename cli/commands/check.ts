/** `seedstorm check`: judges a recorded history. */
import { getHeapStatistics } from 'node:v8';
import { FORMATS } from '../../checkers/formats/detect.js';
import { ParameterError, judgeNames, makeJudge, registryEntry } from '../../checkers/registry.js';
import type { Judge } from '../../checkers/registry.js';
import type { Arguments, Command } from '../command.js';
import { UsageError } from '../errors.js';
import { exitCodeOf } from '../exit-codes.js';
import { readHistoryFile } from '../history-file.js';
import { renderVerdict } from '../render/verdict.js';
import { checkResult } from '../render/check-result.js';

const DEFAULT_TIME = '60s';
/** Part of the heap a checker may fill before it must answer `unknown`. */
const HEAP_SHARE = 0.5;

export const HISTORY_FLAGS = {
  format: {
    summary: 'How the file is written',
    kind: 'text',
    choices: ['auto', ...FORMATS],
    default: 'auto',
  },
} as const;

export const check: Command = {
  usage: 'check <model> <history-file>',
  summary: 'Judge a recorded history: could an object of this kind have answered so?',
  positionals: {
    model: { summary: 'What the clients talked to', choices: judgeNames },
    'history-file': { summary: 'The history, - for standard input' },
  },
  flags: {
    ...HISTORY_FLAGS,
    param: {
      summary: 'A parameter of the model, such as initial=0; may be repeated',
      kind: 'list',
      value: 'name=value',
    },
    'failed-cas': {
      summary: 'What a failed compare-and-set says: that the value differed, or nothing',
      kind: 'text',
      choices: ['observe', 'ignore'],
    },
    time: {
      summary: 'How long to search before giving up as undecided',
      kind: 'text',
      value: '30s',
      default: DEFAULT_TIME,
    },
    json: {
      summary: 'Print one JSON object: {model, verdict, operations, reason, core, ms}',
      kind: 'switch',
    },
  },
  examples: [
    [
      'seedstorm check cas-register history.edn --param initial=0',
      'a Jepsen history of a register that holds 0 at first',
    ],
    ['seedstorm check key-value history.jsonl --json', 'for scripts'],
  ],
  async run(args, terminal) {
    const name = args.required('model');
    const judge = judgeOf(name, args);
    const timeMs = args.durationMs('time');
    const history = await readHistoryFile(args, judge, terminal);
    const began = performance.now();
    const verdict = judge.checker.check(history, {
      ...(timeMs === undefined ? {} : { timeMs }),
      memoryBytes: getHeapStatistics().heap_size_limit * HEAP_SHARE,
    });
    const ms = performance.now() - began;
    if (args.on('json')) terminal.out(`${JSON.stringify(checkResult(name, verdict, history.length, ms))}\n`);
    else terminal.out(renderVerdict({ name, verdict, history, ms, print: judge.print }, terminal));
    return exitCodeOf(verdict.verdict);
  },
};

function judgeOf(name: string, args: Arguments): Judge {
  const known = Object.keys(registryEntry(name)?.parameters ?? {});
  const given = args.assignments('param', known, name);
  const failedCas = args.text('failed-cas');
  if (failedCas !== undefined) {
    if (!known.includes('failed-cas'))
      throw new UsageError(`--failed-cas is for models with a compare-and-set; ${name} has none`);
    given['failed-cas'] = failedCas;
  }
  try {
    return makeJudge(name, given);
  } catch (error) {
    throw error instanceof ParameterError ? new UsageError(error.message) : error;
  }
}
