/** Segments of streams in a story: which stream, and what it carries; numbers that only the engine needs are left out. */
import { shorten } from '../../checkers/shorten.js';
import { textOfBytes } from '../data/stream-text.js';
import { payloadWords, type Keeps } from './words.js';

const TEXT_LENGTH = 60;

/** @param segment as it stands in the recording */
export function streamWords(segment: unknown, keeps?: Keeps): string {
  const { stream, kind, data } = segment as Record<'stream' | 'kind' | 'data', unknown>;
  const head = `stream ${String(stream)}`;
  if (kind !== 'data') return `${head}: ${kind === 'ack' ? 'acknowledged' : String(kind)}`;
  const text = textOfBytes(data);
  return `${head}: ${text === undefined ? payloadWords(data, keeps) : shorten(text, TEXT_LENGTH)}`;
}
