/** What lasts: what a node's process did from when to when, and which ways between lanes were cut. */
import type { RunModel } from './run-model.js';

export interface StatusSpan {
  readonly lane: number;
  readonly status: string;
  readonly from: number;
  /** First event after it; one past the last where it lasts to the end. */
  readonly to: number;
}

/** Every stretch of every node that is not plainly `up`. */
export function statusSpans({ recording, lanes, count, timeUs }: RunModel): StatusSpan[] {
  const { event, lane, status } = recording.statuses;
  const open = new Map<number, { from: number; status: string }>();
  const spans: StatusSpan[] = [];
  for (const [index, { is }] of lanes.entries())
    if (is === 'node') open.set(index, { from: 0, status: 'absent' });
  const started = new Set<number>();
  const close = (its: number, to: number): void => {
    const before = open.get(its);
    if (before?.status === 'up') started.add(its);
    // Before its first start a node is not down.
    if (!started.has(its) && (before?.status === 'stopped' || timeUs[to] === 0)) return;
    if (before !== undefined && before.status !== 'up' && to > before.from)
      spans.push({ lane: its, ...before, to });
  };
  for (const [row, its] of lane.entries()) {
    close(its, event[row] ?? 0);
    open.set(its, { from: event[row] ?? 0, status: status[row] ?? '' });
  }
  for (const its of open.keys()) close(its, count + 1);
  return spans;
}

/** What the process of a node did right after an event. */
export function statusAt({ recording }: RunModel, lane: number, at: number): string {
  const { statuses } = recording;
  let found = 'absent';
  for (const [row, event] of statuses.event.entries()) {
    if (event > at) break;
    if (statuses.lane[row] === lane) found = statuses.status[row] ?? found;
  }
  return found;
}

/** How wrong the wall clock of a node was at a time, in microseconds. */
export function clockErrorUs({ recording, timeUs }: RunModel, lane: number, at: number): number {
  const { clocks } = recording;
  let error = 0;
  for (const [row, event] of clocks.event.entries()) {
    if (event > at) break;
    if (clocks.lane[row] !== lane) continue;
    const since = (timeUs[at] ?? 0) - (timeUs[event] ?? 0);
    error = (clocks.errorUs[row] ?? 0) + ((clocks.ppm[row] ?? 0) * since) / 1_000_000;
  }
  return Math.round(error);
}

/** A stretch during which the wall clock of a node is wrong. */
export interface ClockSpan {
  readonly lane: number;
  readonly from: number;
  /** First event after it; one past the last where it lasts to the end. */
  readonly to: number;
  /** How wrong it is in microseconds when the stretch begins, and when it ends. */
  readonly beginUs: number;
  readonly endUs: number;
}

/** Clocks that are less wrong than this are not spoken of. */
export const LEAST_CLOCK_ERROR_US = 1000;

/** Every stretch of every clock that is worth speaking of: between two of them it jumped, within one it drifts. */
export function clockSpans(model: RunModel): ClockSpan[] {
  const { recording, count, timeUs } = model;
  const { event, lane, errorUs, ppm } = recording.clocks;
  return event.flatMap((from, row): ClockSpan[] => {
    const its = lane[row] ?? -1;
    const next = lane.findIndex((other, later) => later > row && other === its);
    const to = next < 0 ? count + 1 : (event[next] ?? 0);
    const tookUs = (timeUs[Math.min(to, count)] ?? 0) - (timeUs[from] ?? 0);
    const beginUs = errorUs[row] ?? 0;
    const endUs = Math.round(beginUs + ((ppm[row] ?? 0) * tookUs) / 1_000_000);
    return Math.max(Math.abs(beginUs), Math.abs(endUs)) < LEAST_CLOCK_ERROR_US
      ? []
      : [{ lane: its, from, to, beginUs, endUs }];
  });
}

/** A stretch during which some way across the gap between two neighbouring lanes was cut. */
export interface CutBand {
  /** The gap after this lane. */
  readonly gap: number;
  readonly from: number;
  readonly to: number;
  /** Which part of the ways across it is cut, above 0 up to 1. */
  readonly share: number;
}

/** Partitions as they are shaded: a gap is as dark as the part of its ways that are cut. */
export function cutBands({ recording, lanes, count }: RunModel): CutBand[] {
  const { cuts } = recording;
  const nodes = lanes.filter(({ is }) => is === 'node').length;
  const bands: CutBand[] = [];
  const moments = [...new Set([...cuts.begin, ...cuts.end.map((end) => (end === 0 ? count + 1 : end))])].sort(
    (a, b) => a - b,
  );
  for (const [index, from] of moments.entries()) {
    const to = moments[index + 1];
    if (to === undefined) break;
    const crossing = new Float64Array(lanes.length);
    for (const [row, begin] of cuts.begin.entries()) {
      const end = cuts.end[row] === 0 ? count + 1 : (cuts.end[row] ?? 0);
      if (begin > from || end < to) continue;
      const [low = 0, high = 0] = [cuts.from[row] ?? 0, cuts.to[row] ?? 0].sort((a, b) => a - b);
      if (high < nodes) for (let gap = low; gap < high; gap++) crossing[gap] = (crossing[gap] as number) + 1;
    }
    for (let gap = 0; gap < nodes - 1; gap++) {
      const ways = 2 * (gap + 1) * (nodes - gap - 1);
      if ((crossing[gap] as number) > 0)
        bands.push({ gap, from, to, share: (crossing[gap] as number) / ways });
    }
  }
  return bands;
}
