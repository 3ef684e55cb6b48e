/** What the painters share: the run, the frame, the colours, and what stands out or is dimmed. */
import type { ClockSpan, CutBand, StatusSpan } from '../model/spans.js';
import type { Flights } from '../model/in-flight.js';
import type { RunModel } from '../model/run-model.js';
import { along, type Frame } from './frame.js';
import type { Labels } from './labels.js';
import type { Palette } from './palette.js';

export interface Scene {
  readonly model: RunModel;
  readonly flights: Flights;
  readonly spans: readonly StatusSpan[];
  readonly bands: readonly CutBand[];
  readonly clocks: readonly ClockSpan[];
  /** Row of each fault in the head. */
  readonly faultRows: readonly number[];
  readonly frame: Frame;
  readonly palette: Palette;
  /** By event: what stands out. Absent: everything. */
  readonly mask: Uint8Array | undefined;
  /** By event: what the other run of two does not have. */
  readonly marked: Uint8Array | undefined;
  /** Events of the critical pair. */
  readonly pair: readonly [first: number, second: number] | undefined;
  readonly event: number;
  readonly message: number;
  readonly operation: number;
  readonly labels: Labels;
  /** Events in view, from and to. */
  readonly first: number;
  readonly last: number;
}

export type Pen = CanvasRenderingContext2D;

const DIM = 0.13;

export function placeOf({ frame }: Scene, event: number): number {
  return along(frame, frame.scale.of(event));
}

/** How strongly an event is drawn. */
export function strength({ mask }: Scene, event: number): number {
  return mask === undefined || mask[event] === 1 ? 1 : DIM;
}

/** How strongly a message is drawn: as the event of its arrival, or of its sending if it has none. */
export function messageStrength(scene: Scene, row: number): number {
  if (row === scene.message) return 1;
  const { arrived, sent } = scene.model;
  const arrival = arrived[row] as number;
  if (scene.mask === undefined) return 1;
  const sender = scene.mask[sent[row] as number] === 1;
  return (arrival > 0 ? scene.mask[arrival] === 1 : sender) ? 1 : DIM;
}
