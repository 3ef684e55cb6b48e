/** What a deduplication window promises: copies within it are no new messages, and what comes after it is. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

/** What the checker reads of a send. */
interface Send {
  readonly f: 'send';
  readonly value: string;
  readonly dedup: string;
}

/** Clocks are so far off at most, in ms. */
const CLOCKS_MS = 40;

/** The window that is open for a deduplication id. */
interface Window {
  readonly opened: Operation;
  /** A send that nobody answered, or that came about when the window ended: from there on nobody knows. */
  unknown: boolean;
}

/**
 * A copy of a message that comes within the window from when that was taken is answered with the name of that one; what
 * comes after the window is a message of its own.
 *
 * What it reads: operations `{ f: 'send', value, dedup }`, with their times, one after the other for each `dedup`; they
 * are answered with the value under which the message was taken. Anomalies: `taken-twice`, `swallowed`.
 */
export function deduplication(windowMs: number): Checker {
  return defineChecker({
    name: 'deduplication',
    looksFor: 'messages sent again (function send, fields value and dedup)',
    scan(history, found) {
      const windows = new Map<string, Window>();
      let judged = 0;
      for (const send of history) {
        const { f, value, dedup } = Object(send.input) as Send;
        if (f !== 'send' || send.type === 'fail') continue;
        const window = windows.get(dedup);
        if (window === undefined || send.type === 'info') {
          windows.set(dedup, { opened: send, unknown: send.type === 'info' });
          continue;
        }
        const { opened } = window;
        const isCopy = (send.completedAtMs ?? 0) - (opened.invokedAtMs ?? 0) < windowMs - CLOCKS_MS;
        const isNew = (send.invokedAtMs ?? 0) - (opened.completedAtMs ?? 0) > windowMs + CLOCKS_MS;
        if (!isCopy && !isNew) window.unknown = true;
        if (window.unknown) continue;
        judged++;
        if (isNew) windows.set(dedup, { opened: send, unknown: false });
        if (isCopy && send.output !== opened.output)
          found.anomaly('taken-twice', `${value} was taken, a copy within the window`, opened, send);
        if (isNew && send.output !== value)
          found.anomaly(
            'swallowed',
            `${value} was taken for a copy of what the window had forgotten`,
            opened,
            send,
          );
      }
      return { judged, reason: `${judged} messages sent again, each on its side of the window` };
    },
  });
}
