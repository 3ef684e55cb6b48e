/** Tells the formats apart by how a file begins. */
import { HistoryError } from './events.js';
import { isDbcopText } from './dbcop-text.js';
import { isIsolationLine } from './isolation-text.js';
import { isOperationLine } from './jepsen-log.js';

export const FORMATS = [
  'jepsen-edn',
  'jepsen-log',
  'porcupine-kv',
  'porcupine-operations',
  'jsonl',
  'json',
  'isolation-text',
  'dbcop-text',
] as const;
export type Format = (typeof FORMATS)[number];

/** How much of a file a decision is taken on. A log may begin with a long preamble. */
export const SAMPLE_LENGTH = 1 << 16;

/** The format of a file that begins with `sample`. Throws {@link HistoryError} if it is none of ours. */
export function detectFormat(sample: string): Format {
  // A pair of forms or lines of the same kind opens every history but a log.
  const start = sample.replace(/^(?:[\s,\ufeff]|;[^\n]*(?:\n|$))+/, '');
  if (start === '') throw new HistoryError('the file is empty');
  if (/^\[?\s*\{\s*"/.test(start) && isOperation(start)) return 'porcupine-operations';
  if (/^\{\s*["}]/.test(start)) return isOneLine(start) ? 'jsonl' : 'json';
  if (/^\{\s*:/.test(start)) return isPorcupineKv(start) ? 'porcupine-kv' : 'jepsen-edn';
  if (isDbcopText(sample)) return 'dbcop-text';
  if (isIsolationLine(start.split('\n', 1)[0] ?? '')) return 'isolation-text';
  if (/^(?:#[\w._]|[[(][\s,]*(?:[{#;\])]|$))/.test(start)) {
    return /^\[\s*\{\s*["}]/.test(start) ? 'json' : 'jepsen-edn';
  }
  if (sample.split('\n').some(isOperationLine)) return 'jepsen-log';
  throw new HistoryError(`cannot tell the format of this file; name it: ${FORMATS.join(', ')}`);
}

/** Whether the first object ends on the line it begins on. */
function isOneLine(start: string): boolean {
  const [line = ''] = start.split('\n', 1);
  if (line.length === start.length) return true;
  const text = line.replace(/[\s,]+$/, '');
  if (!text.endsWith('}')) return false;
  if (text === line.trimEnd()) return true;
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/** Whether an object has the fields of Porcupine's, and not those of an event. */
const isOperation = (start: string): boolean =>
  /"input"\s*:/i.test(start) &&
  /"call"\s*:/i.test(start) &&
  !/"type"\s*:\s*"(?:invoke|ok|fail|info)"/.test(start);

const isPorcupineKv = (start: string): boolean => {
  const end = start.indexOf('}');
  const first = end < 0 ? start : start.slice(0, end);
  return /:key\s/.test(first) && /:f\s+:(?:get|put|append)\b/.test(first) && !/:(?:time|index)\s/.test(first);
};
