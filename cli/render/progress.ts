/** One line that says how far a long read has got; nothing where nobody watches. */
import type { Terminal } from '../terminal.js';
import { printable } from './printable.js';

const EVERY_MS = 100;
const SHOW_AFTER_MS = 400;

export interface Progress {
  update(done: number, total: number | undefined): void;
  /** Wipes the line. */
  clear(): void;
}

export function progressLine(terminal: Terminal, what: string): Progress {
  const began = performance.now();
  let shownAt = began + SHOW_AFTER_MS - EVERY_MS;
  let shown = false;
  return {
    update(done, total) {
      const now = performance.now();
      if (!terminal.watched || now - shownAt < EVERY_MS) return;
      shownAt = now;
      shown = true;
      const share =
        total === undefined || total === 0
          ? ''
          : ` of ${megabytes(total)} (${Math.floor((100 * done) / total)} %)`;
      terminal.draw(`${WIPE}${printable(what, false)}: ${megabytes(done)}${share}`);
    },
    clear() {
      if (shown) terminal.draw(WIPE);
      shown = false;
    },
  };
}

/** Does what nothing can be drawn during, because a checker is busy, and says so meanwhile. */
export function whileBusy<T>(terminal: Terminal, what: string, work: () => T): T {
  if (terminal.watched) terminal.draw(`${WIPE}${printable(what, false)}`);
  try {
    return work();
  } finally {
    if (terminal.watched) terminal.draw(WIPE);
  }
}

const WIPE = '\r\u001b[K';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
