/** What a queue with visibility promises of time: no message before its delay is over, no empty answer before a poll is over. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

interface Input {
  readonly f: string;
  readonly value: string;
  readonly waitedMs: number;
}

/** Clocks run faster or slower by less than this share. */
const CLOCKS = 0.8;

/** Reads `{f: 'send', value}` of clients and `{f: 'give', value}` of the queue. Anomaly: `too-early`. */
export function delayed(delayMs: number): Checker {
  return defineChecker({
    name: 'delayed',
    looksFor: 'messages that were sent and given out (functions send and give)',
    scan(history, found) {
      const sent = new Map<string, Operation>();
      let judged = 0;
      for (const operation of history) {
        const { f, value } = operation.input as Input;
        if (f === 'send' && !sent.has(value)) sent.set(value, operation);
        const send = f === 'give' ? sent.get(value) : undefined;
        if (send === undefined) continue;
        judged++;
        const afterMs = (operation.invokedAtMs ?? 0) - (send.invokedAtMs ?? 0);
        if (afterMs < CLOCKS * delayMs)
          found.anomaly(
            'too-early',
            `${value} was given out ${afterMs.toFixed(1)} ms after it was sent`,
            send,
            operation,
          );
      }
      return { judged, reason: `${judged} messages were given out, none before its delay was over` };
    },
  });
}

/** Reads `{f: 'in-vain', waitedMs}` of workers that got nothing. Anomaly: `too-soon`. */
export function longPolls(pollMs: number): Checker {
  return defineChecker({
    name: 'long-polls',
    looksFor: 'polls that brought nothing (function in-vain)',
    scan(history, found) {
      let judged = 0;
      for (const operation of history) {
        const { f, waitedMs } = operation.input as Input;
        if (f !== 'in-vain') continue;
        judged++;
        if (waitedMs < CLOCKS * pollMs)
          found.anomaly('too-soon', `a worker heard after ${waitedMs} ms that there is nothing`, operation);
      }
      return { judged, reason: `${judged} polls brought nothing, each after its time` };
    },
  });
}
