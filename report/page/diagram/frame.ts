/** Geometry of the diagram: which part of the run is in view, and where time and lanes lie on the canvas. */
import type { Scale } from '../model/scale.js';

/** Room for the marks of time, and for faults, before the first lane. */
const AXIS_ACROSS = 18;
const AXIS_DOWN = 84;
export const FAULT_ROWS = 3;
export const FAULT_ROW = 14;
const LANE_LEAST = 24;
const LANE_MOST = 92;
const COLUMN_LEAST = 64;
const COLUMN_MOST = 240;

export interface Frame {
  readonly scale: Scale;
  /** Part of the run in view, in values of the scale. */
  readonly from: number;
  readonly to: number;
  /** Time runs down instead of across. */
  readonly turned: boolean;
  /** CSS pixels along time and across lanes. */
  readonly length: number;
  readonly breadth: number;
  /** Where the marks of time end and faults begin. */
  readonly axis: number;
  /** Where faults end and lanes begin. */
  readonly head: number;
  readonly spacing: number;
  /** Lanes in the order in which they lie. */
  readonly shown: readonly number[];
  /** Row of each lane; -1: it has none. */
  readonly rows: Int16Array;
}

/** How everything lies on a canvas; `room` is what the screen has across lanes, `faultRows` how many faults overlap. */
export function frameOf(
  { scale, from, to, turned }: Pick<Frame, 'scale' | 'from' | 'to' | 'turned'>,
  {
    shown,
    lanes,
    length,
    room,
    faultRows,
  }: { shown: readonly number[]; lanes: number; length: number; room: number; faultRows: number },
): Frame {
  const [least, most] = turned ? [COLUMN_LEAST, COLUMN_MOST] : [LANE_LEAST, LANE_MOST];
  const axis = turned ? AXIS_DOWN : AXIS_ACROSS;
  const head = axis + Math.min(FAULT_ROWS, faultRows) * FAULT_ROW + 6;
  const spacing = Math.max(least, Math.min(most, (room - head - 6) / Math.max(1, shown.length)));
  const rows = new Int16Array(lanes).fill(-1);
  for (const [row, lane] of shown.entries()) rows[lane] = row;
  const breadth = head + shown.length * spacing + 6;
  return { scale, from, to, turned, length, breadth, axis, head, spacing, shown, rows };
}

export function along(frame: Frame, value: number): number {
  return ((value - frame.from) / (frame.to - frame.from)) * frame.length;
}

export function valueAt(frame: Frame, pixel: number): number {
  return frame.from + (pixel / frame.length) * (frame.to - frame.from);
}

export function across(frame: Frame, lane: number): number {
  return frame.head + ((frame.rows[lane] ?? -1) + 0.5) * frame.spacing;
}

/** The lane nearest to a place, or -1. */
export function laneAt(frame: Frame, place: number): number {
  return frame.shown[Math.floor((place - frame.head) / frame.spacing)] ?? -1;
}

/** A window of a width around a value, kept inside the run. */
export function windowAround(scale: Scale, centre: number, width: number): { from: number; to: number } {
  const whole = scale.to - scale.from;
  const span = Math.max(Math.min(scale.least, whole), Math.min(whole, width));
  const from = Math.max(scale.from, Math.min(scale.to - span, centre - span / 2));
  return { from, to: from + span };
}
