/** A value that a node says again whenever it changes, weighed by how long it lasted. */
import type { Micros } from '../kernel/time.js';

/** Plain data. */
export interface GaugeState {
  /** `undefined`: nobody knows, before the node said it and after its process ended. */
  value: number | undefined;
  sinceUs: Micros;
  /** Value × time, and the time in which it was known. */
  area: number;
  knownUs: Micros;
  least: number;
  most: number;
  last: number;
  /** The same for each stretch of time. */
  areas: number[];
  knowns: number[];
  mosts: number[];
}

export const newGauge = (): GaugeState => ({
  value: undefined,
  sinceUs: 0,
  area: 0,
  knownUs: 0,
  least: Infinity,
  most: -Infinity,
  last: NaN,
  areas: [],
  knowns: [],
  mosts: [],
});

/** It is this from now on; `undefined`: nobody knows any more. */
export function setGauge(gauge: GaugeState, value: number | undefined, now: Micros, slotUs: Micros): void {
  // It lasts: that is added up when it ends.
  if (value === gauge.value) return;
  passGauge(gauge, now, slotUs);
  gauge.value = value;
  if (value === undefined) return;
  gauge.last = value;
  if (value < gauge.least) gauge.least = value;
  if (value > gauge.most) gauge.most = value;
  note(gauge, Math.floor(now / slotUs), value, 0);
}

/** Adds up what it was until now. */
export function passGauge(gauge: GaugeState, now: Micros, slotUs: Micros): void {
  const { value, sinceUs } = gauge;
  gauge.sinceUs = now;
  if (value === undefined || now <= sinceUs) return;
  gauge.area += value * (now - sinceUs);
  gauge.knownUs += now - sinceUs;
  for (let atUs = sinceUs, slot = Math.floor(sinceUs / slotUs); atUs < now; slot++) {
    const endUs = Math.min(now, (slot + 1) * slotUs);
    note(gauge, slot, value, endUs - atUs);
    atUs = endUs;
  }
}

function note({ areas, knowns, mosts }: GaugeState, slot: number, value: number, us: Micros): void {
  while (mosts.length <= slot) {
    areas.push(0);
    knowns.push(0);
    mosts.push(-Infinity);
  }
  areas[slot] = (areas[slot] as number) + value * us;
  knowns[slot] = (knowns[slot] as number) + us;
  if (value > (mosts[slot] as number)) mosts[slot] = value;
}
