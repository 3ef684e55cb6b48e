/** The messages that leave on slow links while they are slow. */
import type { FaultOf } from '../../sim/faults/fault.js';
import { toMicros } from '../../sim/kernel/time.js';
import type { Search } from './search.js';
import type { SentMessage } from './watch.js';

export async function messagesUnder(
  search: Search,
  { atMs, durationMs, from: senders, to: receivers }: FaultOf<'latency' | 'slow-link'>,
): Promise<SentMessage[]> {
  const { messages } = (await search.look()).watch;
  const fromUs = toMicros(atMs);
  const untilUs = durationMs === undefined ? Infinity : fromUs + toMicros(durationMs);
  return messages.filter(
    ({ from, to, atUs }) =>
      from !== to &&
      atUs >= fromUs &&
      atUs < untilUs &&
      (senders?.includes(search.nameOf(from)) ?? true) &&
      (receivers?.includes(search.nameOf(to)) ?? true),
  );
}
