/**
 * The critical pair: two messages that reach one node one after the other, where the failure is gone once they come
 * the other way round. Found by trying: the earlier is held back until just after the later, everything else stays.
 * The order must decide by itself. It does not where the run passes because a fault then strikes nothing, or strikes
 * another message, nor where the failure is gone as soon as the earlier message is late, whichever comes first.
 */
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { CriticalMessage, CriticalPair } from '../../sim/run/capsule/shrunk-part.js';
import type { Micros } from '../../sim/kernel/time.js';
import type { Fate } from './fate.js';
import type { Search } from './search.js';
import { isFailure } from '../../sim/run/capsule/signature.js';
import type { HappenedEvent, SentMessage, Watch } from './watch.js';

/** So many orders are tried at most; those nearest in time first. */
const MAX_TRIES = 60;
/** Messages further apart than this do not race. */
const MAX_APART_US = 200_000;
/** How much after the later message the earlier one arrives when swapped. */
const GAP_US = 1;

type Delivery = HappenedEvent & { readonly message: SentMessage };

/** @param matter numbers of the events that matter */
export async function criticalPair(
  search: Search,
  watch: Watch,
  matter: readonly number[],
): Promise<CriticalPair | undefined> {
  search.pass = 'critical pair';
  const apartUs = ([first, second]: [Delivery, Delivery]): number => second.atUs - first.atUs;
  const pairs = adjacentDeliveries(watch, new Set(matter))
    .filter((pair) => apartUs(pair) <= MAX_APART_US)
    .sort((a, b) => apartUs(a) - apartUs(b))
    .slice(0, MAX_TRIES);
  // Two senders are more of a race than one that overtakes itself.
  const races = pairs.filter(([first, second]) => first.message.from !== second.message.from);
  const others = pairs.filter((pair) => !races.includes(pair));
  for (const [first, second] of [...races, ...others]) {
    if (search.spent) return undefined;
    if (await decides(search, watch, first, second))
      return {
        node: search.nameOf(first.node),
        first: told(search, first),
        second: told(search, second),
      };
  }
  return undefined;
}

/** Messages that reach a node one right after the other, both of which matter, in order of the later one. */
function adjacentDeliveries({ events }: Watch, matter: ReadonlySet<number>): [Delivery, Delivery][] {
  const latest = new Map<number, { readonly delivery: Delivery; readonly number: number }>();
  const pairs: [Delivery, Delivery][] = [];
  for (const [number, event] of events.entries()) {
    if (event?.message === undefined) continue;
    const delivery = event as Delivery;
    const before = latest.get(event.node);
    latest.set(event.node, { delivery, number });
    if (before === undefined || !matter.has(number) || !matter.has(before.number)) continue;
    // A node's messages to itself never travel, and what the first message set off cannot come before it.
    if (before.delivery.message.from === event.node || sets(events, before.number, event.cause)) continue;
    pairs.push([before.delivery, delivery]);
  }
  return pairs;
}

/** Whether one event set off another, directly or not. */
function sets(events: Watch['events'], first: number, later: number): boolean {
  for (let event = later; event >= first; event = events[event]?.cause ?? 0) if (event === first) return true;
  return false;
}

async function decides(search: Search, watch: Watch, first: Delivery, second: Delivery): Promise<boolean> {
  const { run, watch: swapped } = await search.tryFates(heldBack(search, first, second.atUs + GAP_US));
  if (run.verdict !== 'valid' || !comeInOrder(swapped, second, first)) return false;
  const struck = new Set(strikes(swapped, search));
  if (!strikes(watch, search).every((strike) => struck.has(strike))) return false;
  // As late as that, but still first: if that passes too, it was the delay.
  const lateUs = second.atUs - GAP_US;
  if (lateUs <= first.atUs) return true;
  const { run: late } = await search.tryFates(heldBack(search, first, lateUs));
  return isFailure(late, search.target);
}

/** Whether the two messages still reach their node, in this order. */
function comeInOrder({ events }: Watch, earlier: Delivery, later: Delivery): boolean {
  const placeOf = ({ node, message }: Delivery): number =>
    events.findIndex((event) => event?.node === node && event.message?.message === message.message);
  const place = placeOf(earlier);
  return place > 0 && place < placeOf(later);
}

/** What the network and the plan do to single messages, each as one text. What a partition cuts off is not meant. */
function strikes({ messages }: Watch, { plan, nameOf }: Search): string[] {
  return messages.flatMap(({ message, from, to, nth, lost, arrivals, staged }) => [
    ...(staged === undefined ? [] : [`${message} staged`]),
    ...(lost === 'by chance' ? [`${message} lost`] : []),
    ...(arrivals.length > 1 ? [`${message} doubled`] : []),
    ...plan.faults.flatMap((fault, index) =>
      fault.kind === 'message' && fault.nth === nth && fault.from === nameOf(from) && fault.to === nameOf(to)
        ? [`${message} fault ${index}`]
        : [],
    ),
  ]);
}

/** The same fates, but the message arrives at that time. */
function heldBack(
  { fates }: Search,
  { message, atUs }: Delivery,
  untilUs: Micros,
): ReadonlyMap<number, Fate> {
  const own = message.staged;
  const delayUs = (own?.delayUs ?? 0) + untilUs - atUs;
  const fate = {
    message: message.message,
    lost: false,
    copiesAfterUs: own?.copiesAfterUs ?? [],
    beforeHeal: false,
  };
  return new Map(fates).set(message.message, { ...fate, delayUs });
}

function told(search: Search, { message, atUs }: Delivery): CriticalMessage {
  return { from: search.nameOf(message.from), what: nameOfPayload(message), atMs: atUs / 1000 };
}

function nameOfPayload({ kind, payload }: SentMessage): string {
  if (kind === EventKind.Answer) return 'answer';
  if (kind === EventKind.Refusal) return 'refusal';
  if (kind === EventKind.Segment) return 'part of a stream';
  const noun = kind === EventKind.Request ? ' request' : '';
  if (typeof payload !== 'object' || payload === null)
    return kind === EventKind.Request ? 'request' : 'message';
  const fields = payload as Readonly<Record<string, unknown>>;
  for (const name of ['f', 'kind', 'type']) {
    const value = fields[name];
    if (typeof value === 'string' && value.length > 0 && value.length <= 40) return `${value}${noun}`;
  }
  const [only, ...more] = Object.keys(fields);
  return only !== undefined && more.length === 0
    ? `${only}${noun}`
    : kind === EventKind.Request
      ? 'request'
      : 'message';
}
