/** How a run ends: the broker's queues are drained, and nothing is left in them. */
import { defineChecker } from 'seedstorm/checkers';
import type { QueueDepth } from 'seedstorm/servers';

/**
 * Once the queues were drained, nothing is in them, and no client holds a message. It reads the final operations
 * `{f: 'drain'}` and `{f: 'depths'}` of the broker. Anomaly: `left-over`.
 */
export const emptied = defineChecker({
  name: 'emptied',
  looksFor: 'what is left in queues (function depths)',
  scan(history, found) {
    const looks = history.filter(
      ({ input, type }) => (input as { f: string }).f === 'depths' && type === 'ok',
    );
    for (const look of looks)
      for (const [queue, { ready, unsettled }] of Object.entries(look.output as Record<string, QueueDepth>))
        if (ready + unsettled > 0)
          found.anomaly(
            'left-over',
            `${ready} messages wait in ${queue}, and clients hold ${unsettled}`,
            look,
          );
    return { judged: looks.length, reason: 'every queue is empty in the end' };
  },
});

/**
 * The final operations that wait until the queues are empty, for nearly ten seconds at most: after two a broker knows that
 * a client is gone, and what a slow link has in it may take longer. In steps, for clients wait a second for an answer.
 */
export const drained = Array.from({ length: 10 }, () => ({
  to: 'broker',
  input: { f: 'drain', atMostMs: 950 },
}));
