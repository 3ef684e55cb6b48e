/** Nothing is left in the broker's queues when all is over. */
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
