/**
 * Slow links as links that are late by a certain time: what a narrow link does hangs on how much was said before, so
 * that operations which only made messages longer could not go.
 */
import type { Fault, FaultOf } from '../../sim/faults/fault.js';
import type { Micros } from '../../sim/kernel/time.js';
import { messagesUnder } from './messages-under.js';
import type { Search } from './search.js';
import type { SentMessage } from './watch.js';

/** Parts of the messages on the links that were no later. */
const LATENESS = [1, 0.5];

export async function plainerFaults(search: Search): Promise<void> {
  search.pass = 'plainer faults';
  for (const fault of search.plan.faults.filter((each) => each.kind === 'slow-link')) {
    const lateMs = await latenessMs(search, fault);
    for (const addMs of lateMs) {
      const { bytesPerSecond: _, ...rest } = fault;
      const late: Fault = { ...rest, kind: 'latency', addMs };
      if (await search.fails({ faults: search.plan.faults.map((each) => (each === fault ? late : each)) }))
        break;
    }
  }
}

/** How much later than usual messages on the links were, in whole ms. */
async function latenessMs(search: Search, fault: FaultOf<'slow-link'>): Promise<number[]> {
  const { messages } = (await search.look()).watch;
  const slow = await messagesUnder(search, fault);
  const tookUs = slow.flatMap(tookUsOf).sort((a, b) => a - b);
  const usualUs = Math.min(...messages.filter(({ from, to }) => from !== to).flatMap(tookUsOf));
  const at = (part: number): number => tookUs[Math.floor(part * (tookUs.length - 1))] ?? usualUs;
  const late = LATENESS.map((part) => Math.round((at(part) - usualUs) / 1000));
  return [...new Set(late)].filter((ms) => ms > 0);
}

function tookUsOf({ arrivals: [first], atUs }: SentMessage): Micros[] {
  return first === undefined ? [] : [first - atUs];
}
