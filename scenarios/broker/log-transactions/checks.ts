/** Checks of this scenario alone: all or nothing of a transaction is seen, and nothing that was aborted. */
import { defineChecker, type Operation } from 'seedstorm/checkers';
import { OUTPUTS } from './messages.js';

interface Seen {
  readonly f: string;
  readonly value: string;
  readonly group: string;
  readonly offset: number;
}

const seenOf = ({ input }: Operation): Seen | undefined =>
  (input as Seen).f === 'process' ? (input as Seen) : undefined;

/**
 * Each transaction writes a message to both outputs, so it is seen as often in one as in the other. Anomaly: `fractured`.
 */
export const atomic = defineChecker({
  name: 'atomic',
  looksFor: 'what was seen of transactions (function process)',
  scan(history, found) {
    const seen = new Map<string, Operation[]>();
    for (const operation of history) {
      const one = seenOf(operation);
      if (one !== undefined) seen.set(one.value, [...(seen.get(one.value) ?? []), operation]);
    }
    for (const [value, operations] of seen) {
      const [left, right] = OUTPUTS.map(
        (name) => operations.filter((one) => seenOf(one)?.group === name).length,
      );
      if (left !== right)
        found.anomaly('fractured', `${value} was seen ${left} × in left, ${right} × in right`, ...operations);
    }
    return { judged: seen.size, reason: `${seen.size} messages were seen as often in both outputs` };
  },
});

/** Nothing was seen that a marker has aborted, as the logs tell in the end. Anomaly: `G1a`. */
export const committedOnly = defineChecker({
  name: 'committed-only',
  looksFor: 'what was seen (function process), and what logs tell of it (function report)',
  scan(history, found) {
    const reports = history.filter(({ input, type }) => (input as Seen).f === 'report' && type === 'ok');
    const aborted = new Set(
      reports.flatMap(({ output }) => (output as { aborted: readonly string[] }).aborted),
    );
    let judged = 0;
    for (const operation of history) {
      const one = seenOf(operation);
      if (one === undefined || reports.length < OUTPUTS.length) continue;
      judged++;
      if (aborted.has(`${one.group}@${one.offset}`))
        found.anomaly(
          'G1a',
          `${one.value} was seen in ${one.group}, but its transaction was aborted`,
          operation,
        );
    }
    return { judged, reason: `${judged} records were seen, none of the ${aborted.size} aborted ones` };
  },
});
