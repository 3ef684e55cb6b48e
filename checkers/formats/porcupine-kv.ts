/**
 * Histories of a key-value store as Porcupine's test data has them: one EDN map a line, with `:key` and the functions
 * `:get`, `:put`, `:append`: the EDN maps Jepsen writes, none of them without a key.
 */
import { HistoryError, isClient } from './events.js';
import type { OnTwin } from './edn-keywords.js';
import type { Emit, EventParser, HistoryEvent, Note } from './events.js';
import { printEdn } from './edn.js';
import { jepsenEdnParser } from './jepsen-edn.js';

/** Reads events out of Porcupine's kv text. Throws {@link HistoryError}. */
export function porcupineKvParser(emit: Emit, note?: Note, onTwin?: OnTwin): EventParser {
  const withKey: Emit = (event) => {
    if (event.key === undefined && event.type === 'invoke' && isClient(event.process) && isOfStore(event))
      throw new HistoryError('an operation on a key-value store needs a :key', event.line);
    emit(event);
  };
  return jepsenEdnParser(withKey, note, onTwin);
}

/** A completion may leave the key out, as it may in every format; and files of other functions may begin like these. */
const isOfStore = ({ f = '' }: HistoryEvent): boolean => ['get', 'put', 'append'].includes(f);

/** Prints one event the way Porcupine's test data has it. */
export function printPorcupineKv(event: HistoryEvent): string {
  const process = typeof event.process === 'number' ? event.process : JSON.stringify(event.process);
  return `{:process ${process}, :type :${event.type}, :f :${event.f ?? ''}, :key ${printEdn(event.key ?? null)}, :value ${printEdn(event.value)}}`;
}
