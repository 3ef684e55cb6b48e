/** Segments of streams in a story: which stream, and what it carries; numbers that only the engine needs are left out. */
import { shorten } from '../../checkers/shorten.js';
import { payloadWords, type Keeps } from './words.js';

const TEXT_LENGTH = 60;

/** @param segment as it stands in the recording */
export function streamWords(segment: unknown, keeps?: Keeps): string {
  const { stream, kind, data } = segment as Record<'stream' | 'kind' | 'data', unknown>;
  const head = `stream ${String(stream)}`;
  if (kind !== 'data') return `${head}: ${kind === 'ack' ? 'acknowledged' : String(kind)}`;
  const text = textOf((data as { readonly bytes?: unknown } | null)?.bytes ?? data);
  return `${head}: ${text === undefined ? payloadWords(data, keeps) : shorten(text, TEXT_LENGTH)}`;
}

/** Bytes as text, line ends shown as blanks; undefined where they are none, or no text. */
function textOf(value: unknown): string | undefined {
  const { bytes } = (value ?? {}) as { readonly bytes?: unknown };
  if (!Array.isArray(bytes)) return undefined;
  const text = String.fromCharCode(...(bytes.slice(0, 4 * TEXT_LENGTH) as number[]));
  return /^[\x20-\x7e\r\n\t]+$/.test(text) ? text.replace(/\s+/g, ' ').trim() : `${bytes.length} bytes`;
}
