/** Fitting text into the width of a terminal. */
export { wrap } from '../../report/story/wrap.js';

/** At most `length` characters: what is too long loses its middle, since values often differ at their ends. */
export function clip(text: string, length: number, unicode: boolean): string {
  if (text.length <= length) return text;
  const gap = unicode ? '…' : '...';
  const kept = length - gap.length;
  const tail = Math.floor(kept / 2);
  return `${text.slice(0, kept - tail)}${gap}${text.slice(text.length - tail)}`;
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

/** `1 operation`, `2 operations`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
