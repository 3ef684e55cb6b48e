/**
 * Tells two delays as one: slow links next to each other, or a late message beside a slow link, are one slow link that
 * lasts a little longer or reaches a little further. What it slows down besides must not matter; the run says.
 */
import type { Fault } from '../../sim/faults/fault.js';
import { toMs } from '../../sim/kernel/time.js';
import type { Fate } from './fate.js';
import type { Search } from './search.js';

type Latency = Extract<Fault, { readonly kind: 'latency' }>;

/** Something that makes messages late: where from and to, from when to when (exclusive), by how much, in ms. */
interface Delay {
  readonly of: Fault | Fate;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly addMs: number;
}

/** More than so many have too many pairs, and are no short story anyway. */
const MAX_DELAYS = 10;

export async function joinDelays(search: Search): Promise<void> {
  search.pass = 'two delays as one';
  while (!search.spent && (await joinedTwo(search)));
}

async function joinedTwo(search: Search): Promise<boolean> {
  const delays = await delaysOf(search);
  if (delays.length > MAX_DELAYS) return false;
  for (const [index, one] of delays.entries()) {
    for (const other of delays.slice(index + 1)) {
      if (!isAkin(one, other)) continue;
      for (const addMs of new Set([Math.max(one.addMs, other.addMs), one.addMs, other.addMs]))
        if (await search.fails(joined(search, one, other, addMs))) return true;
    }
  }
  return false;
}

/** One end is the same: else it would be two faults under one name. */
function isAkin(one: Delay, other: Delay): boolean {
  return one.from.join() === other.from.join() || one.to.join() === other.to.join();
}

function joined(search: Search, one: Delay, other: Delay, addMs: number): Parameters<Search['fails']>[0] {
  const union = (names: readonly string[], more: readonly string[]): string[] => [
    ...new Set([...names, ...more]),
  ];
  const atMs = Math.min(one.fromMs, other.fromMs);
  const slow: Latency = {
    kind: 'latency',
    atMs,
    durationMs: micro(Math.max(one.untilMs, other.untilMs) - atMs),
    from: union(one.from, other.from),
    to: union(one.to, other.to),
    addMs,
  };
  const gone = new Set<unknown>([one.of, other.of]);
  return {
    faults: [...search.plan.faults.filter((fault) => !gone.has(fault)), slow],
    fates: new Map([...search.fates].filter(([, fate]) => !gone.has(fate))),
  };
}

async function delaysOf(search: Search): Promise<Delay[]> {
  const slow = search.plan.faults.filter(isLatency).map((fault): Delay => {
    const { from, to, atMs, durationMs = search.run.virtualMs, addMs } = fault;
    return { of: fault, from, to, fromMs: atMs, untilMs: atMs + durationMs, addMs };
  });
  if (search.fates.size === 0) return slow;
  const { messages } = await search.watch();
  const late = messages.flatMap(({ staged, from, to, atUs }): Delay[] => {
    if (staged === undefined || staged.lost || staged.delayUs === 0 || staged.copiesAfterUs.length > 0)
      return [];
    const [fromMs, untilMs, addMs] = [toMs(atUs), toMs(atUs + 1), toMs(staged.delayUs)];
    return [{ of: staged, from: [search.nameOf(from)], to: [search.nameOf(to)], fromMs, untilMs, addMs }];
  });
  return [...slow, ...late];
}

/** A slow link whose ends are named, and that is slow by a certain time. */
function isLatency(fault: Fault): fault is Latency & { readonly from: string[]; readonly to: string[] } {
  return (
    fault.kind === 'latency' &&
    Array.isArray(fault.from) &&
    Array.isArray(fault.to) &&
    (fault.jitterMs ?? 0) === 0
  );
}

const micro = (ms: number): number => Math.round(ms * 1000) / 1000;
