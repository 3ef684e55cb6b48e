/**
 * Takes out the time in which nothing of the plan happens: what is left of five seconds may as well happen within a
 * hundred milliseconds, which is quicker to run and easier to read. Nodes get as long to recover at the end as they had.
 */
import { lasts } from '../../sim/faults/fault.js';
import type { Lineages } from './fate.js';
import type { Search } from './search.js';
import type { Case } from './stage.js';

/** Pauses are cut to these lengths, in ms; the shortest that shows the failure stays. */
const GAPS_MS = [10, 50, 200, 500];
/** Runs that are shorter by less are not worth a try. */
const WORTH = 0.95;

export async function closeGaps(search: Search): Promise<void> {
  search.pass = 'pauses';
  for (const gapMs of GAPS_MS) {
    const { settleMs } = search.start;
    const closed = withGapsClosed(search, { gapMs, settleMs }, search.lineages);
    if (closed.durationMs > WORTH * search.durationMs) return;
    const { faults, operations, healAtMs } = closed.plan;
    if (await search.fails({ faults, operations, healAtMs, durationMs: closed.durationMs })) return;
  }
}

export interface Pauses {
  /** No pause between two things of the plan is longer, in ms, nor the one before the first. */
  readonly gapMs: number;
  /** The pause before the first, where it has to be another. */
  readonly leadMs?: number;
  /** How long the run goes on after the last fault at least, and after heal-all. */
  readonly settleMs: number;
}

/** The same with its pauses cut short. Times keep their order; a fault that lasts has no pause within it. */
export function withGapsClosed(
  { plan, durationMs }: Case,
  { gapMs, leadMs = gapMs, settleMs }: Pauses,
  lineages: Lineages,
): Case {
  const { faults, operations, healAtMs } = plan;
  const windows = faults.flatMap((fault): [number, number][] =>
    lasts(fault) && fault.durationMs !== undefined
      ? [[fault.atMs, Math.min(fault.atMs + fault.durationMs, healAtMs ?? Infinity)]]
      : [],
  );
  const times = new Set([...operations, ...faults].map(({ atMs }) => atMs));
  for (const [, endMs] of windows) if (endMs <= durationMs) times.add(endMs);
  // Whoever is asked after it is asked whether all is well again.
  const isAwaited = operations.some(({ atMs }) => atMs >= (healAtMs ?? Infinity));
  if (isAwaited && healAtMs !== undefined) times.add(healAtMs);
  const sorted = [...times].sort((a, b) => a - b);
  const moved = new Map<number, number>();
  let before = 0;
  let now = 0;
  for (const [index, atMs] of sorted.entries()) {
    const most = index === 0 ? leadMs : windows.some(([a, b]) => a < atMs && before < b) ? Infinity : gapMs;
    now += Math.min(atMs - before, most);
    moved.set(atMs, micro(now));
    before = atMs;
  }
  const at = (atMs: number): number => moved.get(atMs) ?? atMs;
  const movedTo = <T extends { readonly atMs: number }>(part: T): T =>
    at(part.atMs) === part.atMs ? part : lineages.changed<T>(part, { atMs: at(part.atMs) } as Partial<T>);
  const lastMs = micro(now);
  const healsMs =
    healAtMs === undefined || isAwaited
      ? healAtMs && at(healAtMs)
      : Math.min(healAtMs, Math.ceil(lastMs + gapMs));
  const endMs = Math.max((healsMs ?? lastMs) + settleMs, lastMs);
  return {
    plan: {
      ...plan,
      faults: faults.map(movedTo),
      operations: operations.map(movedTo),
      ...(healsMs === undefined ? {} : { healAtMs: healsMs }),
    },
    fates: new Map(),
    // A run of no time at all is none.
    durationMs: Math.min(durationMs, Math.max(1, Math.ceil(endMs))),
  };
}

const micro = (ms: number): number => Math.round(ms * 1000) / 1000;
