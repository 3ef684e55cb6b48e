/**
 * How near each line is to the failure: over how many other lines one gets from it to where the failure shows, going from
 * cause to effect ("happened before", Lamport, Time, Clocks, and the Ordering of Events, CACM 21(7), 1978).
 */
import type { Timeline } from '../data/timeline.js';
import type { Moment } from './moment.js';

/** What a step goes over: a line that is like few others, one that is like many, or nothing worth a line. */
const Step = { Rare: 8, Common: 3, Silent: 0.02 } as const;
/** A line like so many others is common. */
const COMMON = 12;

/**
 * @param ends events at which the failure shows
 * @returns by number of the event; Infinity: it cannot have led there
 */
export function distances(
  { events }: Timeline,
  ends: readonly number[],
  costOf: (event: number) => number,
): readonly number[] {
  const distance = new Array<number>(events.length + 1).fill(Infinity);
  const before = earlierAtSameLane(events);
  for (const end of ends) distance[end] = 0;
  for (let event = events.length; event > 0; event--) {
    const own = distance[event] as number;
    if (own === Infinity) continue;
    const { message, cause } = events[event - 1] as Timeline['events'][number];
    const next = own + costOf(event);
    for (const earlier of [before[event] as number, message?.sent ?? cause])
      if (earlier > 0 && next < (distance[earlier] as number)) distance[earlier] = next;
  }
  return distance;
}

/** By number, the event before it at the same node or client; 0: there is none, or it is the world's. */
function earlierAtSameLane(events: Timeline['events']): number[] {
  const latest = new Map<number, number>();
  const before = [0];
  for (const { number, lane } of events) {
    before.push(lane < 0 ? 0 : (latest.get(lane) ?? 0));
    latest.set(lane, number);
  }
  return before;
}

/** How many lines are like it in what is rarest about it. */
export function rarity(moments: readonly Moment[]): (moment: Moment) => number {
  const counts = new Map<string, number>();
  for (const { features } of moments)
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return ({ features }) => Math.min(...features.map((feature) => counts.get(feature) ?? 1), moments.length);
}

export function stepCosts(
  moments: readonly Moment[],
  alike: (moment: Moment) => number,
): (event: number) => number {
  const costs = new Map<number, number>();
  for (const moment of moments) {
    const cost = alike(moment) < COMMON ? Step.Rare : Step.Common;
    costs.set(moment.event, Math.max(costs.get(moment.event) ?? 0, cost));
  }
  return (event) => costs.get(event) ?? Step.Silent;
}
