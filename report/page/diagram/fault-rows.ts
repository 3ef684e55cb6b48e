/** Where faults lie in the head of the diagram: those that overlap lie in rows. */
import type { RunModel } from '../model/run-model.js';

/** Which row of the head each fault has: the first that is free when it begins. */
export function faultRowsOf({ faults, endUs }: RunModel): number[] {
  const freeFrom: number[] = [];
  return faults.map(({ atMs, endMs }) => {
    const end = endMs ?? atMs + endUs / 1000 / 14;
    const row = freeFrom.findIndex((free) => free <= atMs);
    const its = row < 0 ? freeFrom.length : row;
    freeFrom[its] = end;
    return its;
  });
}
