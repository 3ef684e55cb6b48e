/** `seedstorm check`: judges a recorded history. */
import { ParameterError, judgeNames, makeJudge, registryEntry } from '../../checkers/registry.js';
import type { Judge, Parameter } from '../../checkers/registry.js';
import type { Arguments, Command } from '../command.js';
import { printExactJson } from '../../checkers/exact-json.js';
import { UsageError } from '../errors.js';
import { tellingApart } from '../../checkers/identity.js';
import type { Budget, VerdictKind } from '../../checkers/history.js';
import type { Terminal } from '../terminal.js';
import { exitCodeOf } from '../exit-codes.js';
import { MEMORY_FLAG, READ_FLAGS, TIME_FLAG, budgetOf, judged, readHistoryFile } from '../history-file.js';
import type { ReadHistory } from '../history-file.js';
import { counted } from '../../checkers/counted.js';
import { recordedValue } from '../param-value.js';
import { whileBusy } from '../render/progress.js';
import { renderVerdict } from '../render/verdict.js';
import { checkResult } from '../render/check-result.js';

/** The models and other judges, and what their parameters mean. */
function modelTable(): string {
  const entries = judgeNames.map((name) => ({ name, summary: '', parameters: {}, ...registryEntry(name) }));
  const width = Math.max(...entries.map(({ name }) => name.length)) + 2;
  const models = entries.map(({ name, summary, parameters }) => {
    const takes = Object.keys(parameters).filter((key) => parameters[key]?.obvious !== true);
    return `  ${name.padEnd(width)}${summary}${takes.length === 0 ? '' : ` [${takes.join(', ')}]`}`;
  });
  const meanings = entries.flatMap(({ parameters }) =>
    Object.entries<Parameter>(parameters).flatMap(([name, { summary, obvious }]) =>
      obvious === true ? [] : [`  ${name.padEnd(width)}${summary}`],
    ),
  );
  const own =
    'Each function of an object is a parameter as well: write=put says that the history calls it put.';
  return ['Models [and their parameters]:', ...models, '', 'Parameters:', ...new Set(meanings), '', own].join(
    '\n',
  );
}

export const check: Command = {
  usage: 'check <model> <history-file>',
  summary: 'Judge a recorded history: could a correct object of this kind give these answers?',
  positionals: {
    model: {
      summary: 'The kind of object that the clients talked to, from the list below',
      choices: judgeNames,
    },
    'history-file': { summary: 'The history, - for standard input' },
  },
  flags: {
    ...READ_FLAGS,
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
    time: TIME_FLAG,
    memory: MEMORY_FLAG,
    all: {
      summary: 'Print all that is wrong; else at most 40 lines',
      kind: 'switch',
    },
    json: {
      summary:
        'Print one JSON object: {model, verdict, operations, reason, core, ms}, because for a cycle of transactions, notes if there are any, and without --all leftOut, how many of a core of over 40 operations are not listed, and valuesLeftOut, how many items of large values are not',
      kind: 'switch',
    },
  },
  notes: modelTable(),
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
    const budget = budgetOf(args);
    const read = await readHistoryFile(args, judge, terminal);
    return exitCodeOf(
      tellingApart(read.twins, () => judgeAndTell(name, judge, read, budget, args, terminal)),
    );
  },
};

function judgeAndTell(
  name: string,
  judge: Judge,
  { history, notes }: ReadHistory,
  budget: Budget,
  args: Arguments,
  terminal: Terminal,
): VerdictKind {
  const began = performance.now();
  const verdict = whileBusy(terminal, `judging ${counted(history.length, 'operation')}`, () =>
    judged(args, history, () => judge.checker.check(history, budget)),
  );
  const ms = performance.now() - began;
  if (args.on('json'))
    terminal.out(
      `${printExactJson(checkResult(name, verdict, history.length, notes, ms, args.on('all')))}\n`,
    );
  else
    terminal.out(renderVerdict({ name, verdict, history, ms, print: judge.print }, terminal, args.on('all')));
  return verdict.verdict;
}

function judgeOf(name: string, args: Arguments): Judge {
  const known = Object.keys(registryEntry(name)?.parameters ?? {});
  const given = args.assignments('param', known, name, undefined, recordedValue);
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
