/** The critical pair of a shrunk run, found again among the deliveries of its recording. */
import type { CriticalPair } from '../../sim/run/capsule/shrunk-part.js';
import type { Recording, ReportedPair } from './contract.js';

/** A message that reaches a node. */
interface Delivery {
  readonly event: number;
  readonly atUs: number;
  readonly from: string;
}

/** "passes if n2's append reaches n1 before n3's vote". */
export function criticalPairSentence({ node, first, second }: CriticalPair): string {
  const at = (ms: number): string => `${ms.toFixed(1)} ms`;
  return `passes if ${second.from}'s ${second.what} (${at(second.atMs)}) reaches ${node} before ${first.from}'s ${first.what} (${at(first.atMs)})`;
}

export function pairOf(pair: CriticalPair, recording: Recording): ReportedPair {
  const sentence = criticalPairSentence(pair);
  const deliveries = deliveriesOf(pair, recording);
  return deliveries === undefined ? { sentence } : { sentence, deliveries };
}

/** The two follow each other at their node, so the order there tells messages of the same moment apart. */
function deliveriesOf(
  { node, first, second }: CriticalPair,
  recording: Recording,
): readonly [first: number, second: number] | undefined {
  const is = (delivery: Delivery, { from, atMs }: CriticalPair['first']): boolean =>
    delivery.from === from && delivery.atUs === Math.round(atMs * 1000);
  const all = deliveriesAt(recording, node);
  for (const [place, earlier] of all.entries()) {
    const later = all[place + 1];
    if (later !== undefined && is(earlier, first) && is(later, second)) return [earlier.event, later.event];
  }
  return undefined;
}

function deliveriesAt({ lanes, events, messages }: Recording, node: string): Delivery[] {
  const deliveries: Delivery[] = [];
  let atUs = 0;
  for (const [row, message] of events.message.entries()) {
    atUs += events.after[row] ?? 0;
    if (message < 0 || lanes[events.lane[row] ?? -1]?.name !== node) continue;
    deliveries.push({ event: row + 1, atUs, from: lanes[messages.from[message] ?? -1]?.name ?? '' });
  }
  return deliveries;
}
