/**
 * Who may publish to a quorum queue that refuses what is too much.
 *
 * The queue tells its publishers, channel by channel, to stop once it is too long, and to go on once it is down to four
 * fifths of its length. So one message more than its length gets in, and a publisher that has stopped stays so although
 * there is room again; one that comes then may publish.
 */
import type { Queue } from './queue-state.js';

const LOW = 0.8;

export function mayPublish(queue: Queue, publisher: string | undefined): boolean {
  const { publishers } = queue;
  if (publishers === undefined || publisher === undefined) return true;
  const known = publishers.get(publisher);
  if (known !== undefined) return known;
  const may = !isTooLong(queue);
  publishers.set(publisher, may);
  return may;
}

/** Messages have come: if they are too many, all stop. */
export function stopPublishers(queue: Queue): void {
  const { publishers } = queue;
  if (publishers === undefined || !isTooLong(queue)) return;
  for (const publisher of publishers.keys()) publishers.set(publisher, false);
}

/** Messages have gone: if they are few, all go on. */
export function letPublishersGo(queue: Queue): void {
  const { publishers, settings, held, readyBytes } = queue;
  if (publishers === undefined) return;
  const { maxLength = Infinity, maxLengthBytes = Infinity } = settings;
  const ready = queue.ready + held.length;
  if (ready > Math.trunc(maxLength * LOW) || readyBytes > Math.trunc(maxLengthBytes * LOW)) return;
  for (const publisher of publishers.keys()) publishers.set(publisher, true);
}

export function isTooLong({ settings, ready, readyBytes, held }: Queue, more = 0, moreBytes = 0): boolean {
  const { maxLength, maxLengthBytes } = settings;
  return (
    (maxLength !== undefined && ready + held.length + more > maxLength) ||
    (maxLengthBytes !== undefined && readyBytes + moreBytes > maxLengthBytes)
  );
}
