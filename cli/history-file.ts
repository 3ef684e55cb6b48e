/** Reads the history a command names, with a progress line where it takes long. */
import type { Format } from '../checkers/formats/detect.js';
import { HistoryError } from '../checkers/formats/events.js';
import { historyReader } from '../checkers/formats/read.js';
import type { History } from '../checkers/history.js';
import type { Judge } from '../checkers/registry.js';
import type { Arguments } from './command.js';
import { UsageError } from './errors.js';
import { progressLine } from './render/progress.js';
import type { Terminal } from './terminal.js';
import { openText, textOf } from './text-input.js';

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
