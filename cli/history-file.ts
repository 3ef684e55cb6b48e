/** What the commands that judge a history file share: reading it, with a progress line where it takes long, and budgets. */
import { getHeapStatistics } from 'node:v8';
import { FORMATS } from '../checkers/formats/detect.js';
import type { Format } from '../checkers/formats/detect.js';
import { HistoryError } from '../checkers/formats/events.js';
import { historyReader } from '../checkers/formats/read.js';
import type { Budget, History } from '../checkers/history.js';
import type { Judge } from '../checkers/registry.js';
import type { Arguments, Flag } from './command.js';
import { UsageError } from './errors.js';
import { progressLine } from './render/progress.js';
import type { Terminal } from './terminal.js';
import { openText, textOf } from './text-input.js';

export const FORMAT_FLAG: Flag = {
  summary: 'How the file is written',
  kind: 'text',
  choices: ['auto', ...FORMATS],
  default: 'auto',
};

export const TIME_FLAG: Flag = {
  summary: 'How long to judge before giving up as undecided, such as 500ms, 30s, 2m',
  kind: 'text',
  value: 'length of time',
  default: '60s',
};

/** Part of the heap a checker may fill before it must answer `unknown`. */
const HEAP_SHARE = 0.5;

/** What the judgement may cost. */
export function budgetOf(args: Arguments): Budget {
  const timeMs = args.durationMs('time');
  const memoryBytes = getHeapStatistics().heap_size_limit * HEAP_SHARE;
  return { memoryBytes, ...(timeMs === undefined ? {} : { timeMs }) };
}

/** The history in `<history-file>`, read for `judge`. Throws {@link UsageError} with file, line and reason. */
export async function readHistoryFile(
  args: Arguments,
  judge: Pick<Judge, 'adapter' | 'independent'>,
  terminal: Terminal,
): Promise<History> {
  const input = await openText(args.required('history-file'), terminal.stdin);
  const progress = progressLine(terminal, `reading ${input.name}`);
  const format = args.text('format') as Format | 'auto' | undefined;
  const reader = historyReader(judge.adapter, {
    independent: judge.independent,
    ...(format ? { format } : {}),
  });
  try {
    for await (const text of textOf(input, (bytes) => progress.update(bytes, input.bytes))) reader.feed(text);
    return reader.end();
  } catch (error) {
    throw error instanceof HistoryError ? new UsageError(`${input.name}: ${error.message}`) : error;
  } finally {
    progress.clear();
  }
}
