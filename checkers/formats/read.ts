/** Reads a history from text, chunk by chunk: format, events, pairing, in one pass. */
import type { History } from '../history.js';
import { dbcopTextParser } from './dbcop-text.js';
import { detectFormat, SAMPLE_LENGTH } from './detect.js';
import type { Format } from './detect.js';
import type { OnTwin } from './edn-keywords.js';
import { HistoryError } from './events.js';
import type { Emit, EventParser, Note, Stage } from './events.js';
import { independentKeys } from './independent.js';
import { isolationTextParser } from './isolation-text.js';
import { jepsenEdnParser } from './jepsen-edn.js';
import { jepsenLogParser } from './jepsen-log.js';
import { jsonLinesParser, jsonParser } from './jsonl.js';
import { NotByIndex, inOrder } from './order.js';
import type { Order } from './order.js';
import { pairer } from './pair.js';
import type { Adapter } from './pair.js';
import { porcupineKvParser } from './porcupine-kv.js';
import { porcupineOperationsParser } from './porcupine-operations.js';
import { renamed } from './rename.js';
import type { Renames } from './rename.js';
import { withUnsaid } from './unsaid.js';

const PARSERS: Record<Format, (emit: Emit, note: Note, onTwin: OnTwin) => EventParser> = {
  'jepsen-edn': jepsenEdnParser,
  'jepsen-log': jepsenLogParser,
  'porcupine-kv': porcupineKvParser,
  'porcupine-operations': porcupineOperationsParser,
  jsonl: jsonLinesParser,
  json: jsonParser,
  'isolation-text': isolationTextParser,
  'dbcop-text': dbcopTextParser,
};

/** How a history file is to be read. */
export interface ReadOptions {
  /** By default told by how the text begins. */
  readonly format?: Format | 'auto';
  /** Whether values may be Jepsen's independent tuples, `[key value]`. */
  readonly independent?: boolean;
  /** New names of functions, by those the file has: `{ credit: 'deposit' }`. Each old name must occur. */
  readonly rename?: Renames;
  /**
   * Which order the events happened in: that of the lines (`file`), of the `:index` of each event, or of its `time`. By
   * default `auto`: `index` where events have one, else `file`.
   */
  readonly order?: Order;
  /** Hears a sentence about each thing that was taken otherwise than it stands there: times that step back, say. */
  readonly onNote?: Note;
  /** Hears what the file has both as a keyword and as a text, `:a` and "a", which are two values. */
  readonly onTwin?: OnTwin;
}

/** Takes text by chunks and gives the history at the end. Throws {@link HistoryError}, with line and reason. */
export interface HistoryReader {
  feed(chunk: string): void;
  end(): History;
}

/**
 * A reader that holds no more of the text than the operation it is in, so that a file may be longer than any string.
 * Throws {@link NotByIndex} where the order is `auto` and the lines are not in the order of their `:index`: the text is
 * then to be read again with the order `index`, which holds every event.
 */
export function historyReader(
  adapter: Adapter,
  {
    format = 'auto',
    independent = false,
    rename = {},
    order = 'auto',
    onNote: note = () => undefined,
    onTwin = () => undefined,
  }: ReadOptions = {},
): HistoryReader {
  const pairs = pairer(adapter);
  const keys: Stage = independent
    ? independentKeys(pairs.event, (f) => (adapter.modelName ? adapter.modelName(f) : f))
    : { event: pairs.event, end: () => undefined };
  const whole = withUnsaid(keys.event, note);
  const names = renamed(rename, whole.event);
  const events = inOrder(order, names.event, note);
  let parser: EventParser | undefined;
  let sample = '';

  const start = (): EventParser => {
    if (sample.includes('\0')) throw new HistoryError('this is not text');
    const text = sample.replace(/^\ufeff/, '');
    if (text.trim() === '') throw new HistoryError('the file is empty');
    const parse = PARSERS[format === 'auto' ? detectFormat(text) : format](events.event, note, onTwin);
    parse.feed(text);
    sample = '';
    return parse;
  };
  return {
    feed(chunk) {
      if (parser) return parser.feed(chunk);
      sample += chunk;
      if (sample.length >= SAMPLE_LENGTH) parser = start();
    },
    end() {
      parser ??= start();
      parser.end();
      for (const stage of [events, names, whole, keys]) stage.end();
      return pairs.finish();
    },
  };
}

/** Reads a whole history at once, by its `:index` where it has one and the lines are in another order. */
export function parseHistory(text: string, adapter: Adapter, options: ReadOptions = {}): History {
  const read = (more: ReadOptions): History => {
    const reader = historyReader(adapter, { ...options, ...more });
    reader.feed(text);
    return reader.end();
  };
  try {
    return read({});
  } catch (error) {
    if (error instanceof NotByIndex) return read({ order: 'index' });
    throw error;
  }
}
