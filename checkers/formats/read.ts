/** Reads a history from text, chunk by chunk: format, events, pairing, in one pass. */
import type { History } from '../history.js';
import { detectFormat, SAMPLE_LENGTH } from './detect.js';
import type { Format } from './detect.js';
import { HistoryError } from './events.js';
import type { Emit, EventParser } from './events.js';
import { independentKeys } from './independent.js';
import { jepsenEdnParser } from './jepsen-edn.js';
import { jepsenLogParser } from './jepsen-log.js';
import { jsonLinesParser } from './jsonl.js';
import { pairer } from './pair.js';
import type { Adapter } from './pair.js';
import { porcupineKvParser } from './porcupine-kv.js';

const PARSERS: Record<Format, (emit: Emit) => EventParser> = {
  'jepsen-edn': jepsenEdnParser,
  'jepsen-log': jepsenLogParser,
  'porcupine-kv': porcupineKvParser,
  jsonl: jsonLinesParser,
};

export interface ReadOptions {
  /** By default told by how the text begins. */
  readonly format?: Format | 'auto';
  /** Whether values may be Jepsen's independent tuples, `[key value]`. */
  readonly independent?: boolean;
}

/** Takes text by chunks and gives the history at the end. Throws {@link HistoryError}, with line and reason. */
export interface HistoryReader {
  feed(chunk: string): void;
  end(): History;
}

export function historyReader(
  adapter: Adapter,
  { format = 'auto', independent = false }: ReadOptions = {},
): HistoryReader {
  const pairs = pairer(adapter);
  const stage = independent ? independentKeys(pairs.event) : { event: pairs.event, end: () => undefined };
  let parser: EventParser | undefined;
  let sample = '';

  const start = (): EventParser => {
    if (sample.includes('\0')) throw new HistoryError('this is not text');
    const text = sample.replace(/^\ufeff/, '');
    if (text.trim() === '') throw new HistoryError('the file is empty');
    const parse = PARSERS[format === 'auto' ? detectFormat(text) : format](stage.event);
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
      stage.end();
      return pairs.finish();
    },
  };
}

/** Reads a whole history at once. */
export function parseHistory(text: string, adapter: Adapter, options?: ReadOptions): History {
  const reader = historyReader(adapter, options);
  reader.feed(text);
  return reader.end();
}
