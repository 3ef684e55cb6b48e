/** What the commands that judge a history file share: reading it, with a progress line where it takes long, and budgets. */
import { getHeapStatistics } from 'node:v8';
import { SEARCH_BYTES } from '../checkers/budget.js';
import { FORMATS } from '../checkers/formats/detect.js';
import type { Format } from '../checkers/formats/detect.js';
import { HistoryError, UnknownName } from '../checkers/formats/events.js';
import { NotByIndex, ORDERS } from '../checkers/formats/order.js';
import type { Order } from '../checkers/formats/order.js';
import { historyReader } from '../checkers/formats/read.js';
import type { ReadOptions } from '../checkers/formats/read.js';
import type { Renames } from '../checkers/formats/rename.js';
import type { Budget, History } from '../checkers/history.js';
import type { Judge } from '../checkers/registry.js';
import { MalformedHistory } from '../checkers/well-formed.js';
import type { Arguments, Flag } from './command.js';
import { UsageError } from './errors.js';
import { didYouMean } from './suggest.js';
import { STANDARD_INPUT } from './standard-input.js';
import { memoryGuard } from './memory-guard.js';
import { progressLine } from './render/progress.js';
import type { Terminal } from './terminal.js';
import { openText, textOf } from './text-input.js';
import type { TextInput } from './text-input.js';

/** The flags that say how a history file is read. */
export const READ_FLAGS: Readonly<Record<'format' | 'rename' | 'order', Flag>> = {
  format: {
    summary: 'How the file is written',
    kind: 'text',
    choices: ['auto', ...FORMATS],
    default: 'auto',
  },
  rename: {
    summary: 'What a function of the file is called here, such as credit=deposit; may be repeated',
    kind: 'list',
    value: 'old=new',
  },
  order: {
    summary: 'The order of the events; auto: by their :index if they have one, else by lines',
    kind: 'text',
    choices: ORDERS,
    default: 'auto',
  },
};

export const TIME_FLAG: Flag = {
  summary: 'How long to judge; after that the verdict is undecided: 500ms, 30s, 2m',
  kind: 'text',
  value: 'length of time',
  default: '60s',
};

export const MEMORY_FLAG: Flag = {
  summary: 'Memory of the search for an order; beyond it the verdict is undecided',
  kind: 'text',
  value: 'MB',
  default: String(SEARCH_BYTES / 2 ** 20),
};

/** Part of the heap a checker may fill before it must answer `unknown`. */
const HEAP_SHARE = 0.5;

/** What the judgement may cost. */
export function budgetOf(args: Arguments): Budget {
  const timeMs = args.durationMs('time');
  const searchBytes = (args.count('memory') ?? 0) * 2 ** 20 || SEARCH_BYTES;
  // Most of what the search holds stands beside the heap.
  const memoryBytes = getHeapStatistics().heap_size_limit * HEAP_SHARE + searchBytes;
  return { memoryBytes, searchBytes, ...(timeMs === undefined ? {} : { timeMs }) };
}

/** A history that was read, and what is to be known of how. */
export interface ReadHistory {
  readonly history: History;
  readonly notes: readonly string[];
  /** What the file has both as a keyword and as a text. */
  readonly twins: ReadonlySet<string>;
}

/**
 * The history in `<history-file>`, read for `judge`, with its notes told as well. Throws {@link UsageError} with file,
 * line and reason.
 */
export async function readHistoryFile(
  args: Arguments,
  judge: Pick<Judge, 'adapter' | 'independent'>,
  terminal: Terminal,
): Promise<ReadHistory> {
  const path = args.required('history-file');
  const options = { independent: judge.independent, rename: renames(args), order: orderOf(args) };
  const read = (order: Order): Promise<ReadHistory> =>
    readOnce(path, args, { ...options, order }, judge, terminal);
  const result = await read(options.order)
    .catch((error: unknown) => {
      // What comes through a pipe is gone.
      if (error instanceof NotByIndex && path !== STANDARD_INPUT) return read('index');
      throw error;
    })
    .catch((error: unknown) => {
      throw error instanceof HistoryError ? new UsageError(`${nameOf(path)}: ${sentence(error)}`) : error;
    });
  for (const note of result.notes) terminal.note(`note: ${note}\n`);
  return result;
}

async function readOnce(
  path: string,
  args: Arguments,
  options: ReadOptions,
  { adapter }: Pick<Judge, 'adapter'>,
  terminal: Terminal,
): Promise<ReadHistory> {
  const input = await openText(path, terminal.stdin);
  const progress = progressLine(terminal, `reading ${input.name}`);
  const format = args.text('format') as Format | 'auto' | undefined;
  const notes: string[] = [];
  const twins = new Set<string>();
  const isFull = memoryGuard();
  let read = 0;
  const reader = historyReader(adapter, {
    ...options,
    ...(format ? { format } : {}),
    onNote: (note) => notes.push(note),
    onTwin: (name) => twins.add(name),
  });
  try {
    const onBytes = (bytes: number): void => progress.update((read = bytes), input.bytes);
    for await (const text of textOf(input, onBytes)) {
      reader.feed(text);
      if (isFull()) throw new UsageError(tooLarge(input, read));
    }
    const history = reader.end();
    for (const name of [...twins].slice(0, 1))
      notes.push(`the file has :${name} and ${JSON.stringify(name)}: a keyword and a text are two values`);
    return { history, notes, twins };
  } finally {
    progress.clear();
  }
}

const tooLarge = ({ name, bytes }: TextInput, read: number): string =>
  `${name}: after ${megabytes(read)}${bytes === undefined ? '' : ` of ${megabytes(bytes)}`} its operations fill the memory Node has, ${megabytes(getHeapStatistics().heap_size_limit)}; give it more: NODE_OPTIONS=--max-old-space-size=16000`;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Judges a history of a file; what contradicts itself is told with its line. Throws {@link UsageError}. */
export function judged<T>(args: Arguments, history: History, judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof MalformedHistory)) throw error;
    const line = history[error.index]?.line;
    throw new UsageError(
      `${nameOf(args.required('history-file'))}: ${line === undefined ? '' : `line ${line}: `}${error.reason}`,
    );
  }
}

const orderOf = (args: Arguments): Order => ORDERS.find((order) => order === args.text('order')) ?? 'auto';

/** `--rename old=new`, each old name once. */
function renames(args: Arguments): Renames {
  const names: Record<string, string> = {};
  for (const text of args.texts('rename')) {
    const [, old, name] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
    if (old === undefined || name === undefined)
      throw new UsageError(`--rename takes old=new, such as credit=deposit, not "${text}"`);
    if (Object.hasOwn(names, old)) throw new UsageError(`--rename gives ${old} two names`);
    names[old] = name;
  }
  return names;
}

const sentence = (error: HistoryError): string =>
  error instanceof UnknownName ? error.message + suggestion(error.wrong, error.known) : error.message;

function suggestion(wrong: string, known: readonly string[]): string {
  const guess = didYouMean(wrong, known);
  return guess === '' ? '' : `.${guess}`;
}

const nameOf = (path: string): string => (path === STANDARD_INPUT ? 'standard input' : path);
