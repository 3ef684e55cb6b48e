/** Fitting text into the width of a terminal. */
import { shorten } from '../../checkers/shorten.js';

export { wrap } from '../../report/story/wrap.js';

/** At most `length` characters: what is too long is cut so that values in it stay readable. */
export function clip(text: string, length: number, unicode: boolean): string {
  return shorten(text, length, { gap: unicode ? '…' : '...' });
}

/** At most `length` characters: what is too long loses its end. */
export function clipEnd(text: string, length: number, unicode: boolean): string {
  const gap = unicode ? '…' : '...';
  return text.length <= length ? text : `${text.slice(0, length - gap.length)}${gap}`;
}

export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
