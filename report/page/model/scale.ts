/** Where an event lies on the axis of time: by virtual time, or evenly, one step for each event. */
import { eventAt, type RunModel } from './run-model.js';

export interface Scale {
  readonly byOrder: boolean;
  /** From which value to which the run goes. */
  readonly from: number;
  readonly to: number;
  /** Smallest stretch worth showing. */
  readonly least: number;
  of(event: number): number;
  ofUs(us: number): number;
  /** The last event at or before a value; 0: none. */
  eventAt(value: number): number;
  /** Virtual time at a value, in microseconds. */
  usAt(value: number): number;
}

export function timeScale(model: RunModel, endUs = model.endUs): Scale {
  const margin = Math.max(1, endUs * 0.01);
  return {
    byOrder: false,
    from: -margin,
    to: endUs + margin,
    least: 20,
    of: (event) => (event > model.count ? endUs : (model.timeUs[event] ?? 0)),
    ofUs: (us) => us,
    eventAt: (value) => eventAt(model, value),
    usAt: (value) => value,
  };
}

export function orderScale(model: RunModel): Scale {
  const { count, timeUs } = model;
  return {
    byOrder: true,
    from: 0,
    to: count + 1,
    least: 4,
    of: (event) => Math.min(event, count + 1),
    ofUs: (us) => {
      const event = eventAt(model, us);
      const [left = 0, right = 0] = [timeUs[event], timeUs[event + 1]];
      return right > left && event < count ? event + Math.min(0.99, (us - left) / (right - left)) : event;
    },
    eventAt: (value) => Math.max(0, Math.min(count, Math.floor(value))),
    usAt: (value) => {
      const event = Math.max(0, Math.min(count, Math.floor(value)));
      const [left = 0, right = left] = [timeUs[event], timeUs[Math.min(count, event + 1)]];
      return left + (right - left) * Math.max(0, value - event);
    },
  };
}

/** Round places for marks on an axis of virtual time, in microseconds. */
export function ticks(fromUs: number, toUs: number, most: number): number[] {
  const span = toUs - fromUs;
  if (!(span > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(span / most));
  const step = ([1, 2, 5, 10].find((factor) => span / (factor * power) <= most) ?? 10) * power;
  const marks: number[] = [];
  for (let at = Math.ceil(fromUs / step) * step; at <= toUs; at += step) marks.push(at);
  return marks;
}
