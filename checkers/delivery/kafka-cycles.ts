/**
 * Circular information flow (Adya's G1c, as Elle finds it in Kafka transactions): a transaction polled a message of
 * another that, perhaps through more of them, polled one of its own. Only write-read dependencies count: write-write
 * ones are cyclic all the time in Kafka, whose transactions do not isolate writes (G0).
 */
import type { Reporter } from '../findings.js';
import { whoWhen } from '../selectors.js';
import type { KafkaColumns } from './kafka-columns.js';

export function reportCycles(columns: KafkaColumns, findings: Reporter): void {
  const { history, polls, pollsFrom, sendsFrom, writer } = columns;
  const both = (index: number) =>
    pollsFrom[index + 1]! > pollsFrom[index]! && sendsFrom[index + 1]! > sendsFrom[index]!;
  /** The transactions whose messages this one polled; only one that also sends can be part of a cycle. */
  const readsOf = (index: number): number[] => {
    const sources = new Set<number>();
    for (let row = pollsFrom[index]!; row < pollsFrom[index + 1]!; row++) {
      const source = writer[polls.message[row]!]!;
      if (source !== index && source !== -1 && both(source) && history[source]!.type !== 'fail')
        sources.add(source);
    }
    return [...sources];
  };
  const state = new Map<number, 'open' | 'done'>();
  for (const [start, { type }] of history.entries()) {
    if (type !== 'ok' || !both(start) || state.has(start)) continue;
    const path: { index: number; next: number[] }[] = [{ index: start, next: readsOf(start) }];
    state.set(start, 'open');
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        state.set(top.index, 'done');
        path.pop();
      } else if (state.get(next) === 'open') {
        const cycle = path
          .slice(path.findIndex(({ index }) => index === next))
          .map(({ index }) => history[index]!);
        findings.add(
          'G1c',
          cycle,
          () =>
            `each of these transactions polled what the next one sent, in a circle: ${cycle.map(whoWhen).join(', ')}`,
        );
      } else if (!state.has(next)) {
        state.set(next, 'open');
        path.push({ index: next, next: readsOf(next) });
      }
    }
  }
}
