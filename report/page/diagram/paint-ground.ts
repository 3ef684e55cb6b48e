/** Draws what lies below the events: cuts, faults, lanes with their gaps, operations, and the marks of time. */
import { wordsOf } from '../../data/words.js';
import { ticks } from '../model/scale.js';
import { across, along, FAULT_ROW, FAULT_ROWS, valueAt } from './frame.js';
import { paintClocks } from './paint-clocks.js';
import { placeOf, strength, type Pen, type Scene } from './scene.js';

export function paintGround(pen: Pen, scene: Scene): void {
  paintAxis(pen, scene);
  paintCuts(pen, scene);
  paintFaults(pen, scene);
  paintClocks(pen, scene);
  paintLanes(pen, scene);
  paintOperations(pen, scene);
}

/** Longer stretches are marked in seconds. */
const LONG_US = 20_000_000;
/** CSS pixels, at the size of labels. */
const HALF_A_DIGIT = 3.2;

function paintAxis(pen: Pen, { frame, palette, labels }: Scene): void {
  const { scale } = frame;
  const [fromUs, toUs] = [Math.max(0, scale.usAt(frame.from)), scale.usAt(frame.to)];
  const room = frame.turned ? 60 : 110;
  pen.strokeStyle = palette.line;
  pen.lineWidth = 1;
  const least = Math.max(0, Math.min(3, Math.ceil(3 - Math.log10(Math.max(1, (toUs - fromUs) / 8)))));
  // Spaced evenly, events are the marks, and each says when it is.
  const places = scale.byOrder
    ? ticks(frame.from, frame.to, frame.length / room).filter(
        (value) => Number.isInteger(value) && value >= 1,
      )
    : ticks(fromUs, toUs, frame.length / room);
  const inSeconds = toUs - fromUs >= LONG_US;
  const digits = scale.byOrder
    ? digitsThatDiffer(
        places.map((place) => scale.usAt(place)),
        inSeconds,
        least,
      )
    : least;
  for (const place of places) {
    const us = scale.byOrder ? scale.usAt(place) : place;
    const at = Math.round(along(frame, scale.byOrder ? place : scale.ofUs(us))) + 0.5;
    pen.beginPath();
    pen.moveTo(at, frame.axis - 4);
    pen.lineTo(at, frame.breadth);
    pen.globalAlpha = 0.6;
    pen.stroke();
    pen.globalAlpha = 1;
    const text = moment(us, inSeconds, digits);
    // Numbers stand where their moment is, or nowhere.
    const half = text.length * HALF_A_DIGIT;
    if (!frame.turned && (at < half || at > frame.length - half)) continue;
    labels.put(text, at, frame.turned ? frame.axis - 8 : 8, palette.muted, frame.turned ? 'right' : 'center');
  }
}

function moment(us: number, inSeconds: boolean, digits: number): string {
  return inSeconds ? `${(us / 1_000_000).toFixed(digits)} s` : `${(us / 1000).toFixed(digits)} ms`;
}

/** So many digits, at most three, that neighbours which differ look different. */
function digitsThatDiffer(moments: readonly number[], inSeconds: boolean, least: number): number {
  let digits = least;
  const isSame = (us: number, index: number): boolean => {
    const next = moments[index + 1];
    return (
      next !== undefined && next > us && moment(us, inSeconds, digits) === moment(next, inSeconds, digits)
    );
  };
  while (digits < 3 && moments.some(isSame)) digits++;
  return digits;
}

/** A gap between two lanes is as dark as the part of its ways that are cut. */
function paintCuts(pen: Pen, scene: Scene): void {
  const { bands, frame, palette } = scene;
  pen.fillStyle = palette.cut;
  for (const { gap, from, to, share } of bands) {
    if (to < scene.first || from > scene.last) continue;
    const [left, right] = [placeOf(scene, from), placeOf(scene, to)];
    const [top, bottom] = [across(frame, gap), across(frame, gap + 1)];
    pen.globalAlpha = 0.1 + 0.3 * share;
    pen.fillRect(left, top, Math.max(1, right - left), bottom - top);
    pen.globalAlpha = 0.5 + 0.5 * share;
    pen.strokeStyle = palette.cut;
    pen.lineWidth = 1;
    pen.setLineDash([6, 4]);
    pen.beginPath();
    pen.moveTo(left, (top + bottom) / 2);
    pen.lineTo(right, (top + bottom) / 2);
    pen.stroke();
    pen.setLineDash([]);
  }
  pen.globalAlpha = 1;
}

function paintFaults(pen: Pen, scene: Scene): void {
  const { model, frame, palette, faultRows, labels } = scene;
  for (const [index, { what, atMs, endMs, kind }] of model.faults.entries()) {
    const row = faultRows[index] ?? 0;
    if (row >= FAULT_ROWS) continue;
    const left = along(frame, frame.scale.ofUs(atMs * 1000));
    const right =
      endMs === undefined ? left + 3 : Math.max(left + 3, along(frame, frame.scale.ofUs(endMs * 1000)));
    if (right < 0 || left > frame.length) continue;
    const top = frame.axis + 2 + row * FAULT_ROW;
    pen.fillStyle = kind === 'heal' ? palette.ok : palette.fault;
    pen.globalAlpha = endMs === undefined ? 0.9 : 0.22;
    pen.fillRect(left, top, right - left, FAULT_ROW - 3);
    pen.globalAlpha = 1;
    pen.fillRect(left, top, 2, FAULT_ROW - 3);
    const begin = Math.max(4, left + 5);
    const next = model.faults.find(
      (other, later) => later > index && faultRows[later] === row && other.atMs > atMs,
    );
    const nextLeft = next === undefined ? Infinity : along(frame, frame.scale.ofUs(next.atMs * 1000));
    const room = Math.min(300, nextLeft - begin - 6);
    if (!frame.turned && room > 46)
      labels.put(fitted(what, room / 6), begin, top + FAULT_ROW / 2 - 1.5, palette.ink, 'left');
  }
}

const fitted = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, Math.max(3, Math.floor(letters) - 1))}…`;

function paintLanes(pen: Pen, scene: Scene): void {
  const { model, frame, palette, spans } = scene;
  for (const lane of frame.shown) {
    const is = model.lanes[lane]?.is;
    const at = Math.round(across(frame, lane)) + 0.5;
    pen.strokeStyle = is === 'node' ? palette.muted : palette.line;
    pen.lineWidth = is === 'node' ? 1.4 : 1;
    pen.beginPath();
    pen.moveTo(0, at);
    pen.lineTo(frame.length, at);
    pen.stroke();
  }
  for (const span of spans) {
    if (span.to < scene.first || span.from > scene.last) continue;
    paintSpan(pen, scene, span);
  }
}

/** Down: the lane is interrupted, between two ends. Paused: it is doubled. */
function paintSpan(pen: Pen, scene: Scene, { lane, status, from, to }: Scene['spans'][number]): void {
  const { frame, palette } = scene;
  const at = across(frame, lane);
  const [left, right] = [Math.max(-4, placeOf(scene, from)), Math.min(frame.length + 4, placeOf(scene, to))];
  if (right - left < 0.5) return;
  pen.fillStyle = palette.surface;
  pen.fillRect(left, at - 4, right - left, 9);
  pen.lineWidth = 1.4;
  if (status === 'paused') {
    pen.strokeStyle = palette.info;
    for (const offset of [-2.5, 2.5]) stroke(pen, left, at + offset, right, at + offset);
    return;
  }
  pen.strokeStyle = status === 'absent' ? palette.line : palette.bad;
  if (status !== 'absent') for (const end of [left, right]) stroke(pen, end, at - 6, end, at + 6);
  pen.setLineDash([1, 5]);
  stroke(pen, left, at, right, at);
  pen.setLineDash([]);
}

/** Operations as bars along the lane of their client. */
function paintOperations(pen: Pen, scene: Scene): void {
  const { model, frame, palette, labels } = scene;
  let drawn = 0;
  for (const [number, { lane, invoked, completed, type, input, f }] of model.operations.entries()) {
    if (invoked > scene.last) break;
    const end = completed === 0 ? model.count + 1 : completed;
    if (end < scene.first || model.lanes[lane]?.is !== 'client') continue;
    const left = placeOf(scene, invoked);
    const width = Math.max(2, placeOf(scene, end) - left);
    const at = across(frame, lane);
    const isIt = number === scene.operation;
    pen.globalAlpha = Math.max(strength(scene, invoked), isIt ? 1 : 0) * (isIt ? 0.85 : 0.4);
    pen.fillStyle = palette[type];
    pen.fillRect(left, at - 5, width, 10);
    if (type !== 'ok' && width > 5) {
      pen.globalAlpha = 1;
      pen.strokeStyle = palette[type];
      pen.setLineDash(type === 'info' ? [3, 3] : []);
      pen.strokeRect(left + 0.5, at - 5, width - 1, 10);
      pen.setLineDash([]);
    }
    if (++drawn < 80 && width > 50 && !frame.turned && strength(scene, invoked) === 1)
      labels.put(
        fitted(operationText(f, input), width / 5.8),
        Math.max(left, 0) + 5,
        at + 0.5,
        palette.ink,
        'left',
      );
  }
  pen.globalAlpha = 1;
}

/** `write a 3` of an operation's input. */
export function operationText(f: string, input: string): string {
  const parsed: unknown = JSON.parse(input);
  if (typeof parsed !== 'object' || parsed === null) return f;
  const rest = Object.entries(parsed).filter(([name]) => name !== 'f');
  return [f, ...rest.map(([, value]) => wordsOf(value))].filter((word) => word !== '').join(' ');
}

/** The line of the event at hand. */
export function paintCursor(pen: Pen, scene: Scene): void {
  const { frame, palette, event } = scene;
  if (event <= 0) return;
  const at = Math.round(placeOf(scene, event)) + 0.5;
  if (at < 0 || at > frame.length) return;
  pen.strokeStyle = palette.cursor;
  pen.lineWidth = 1;
  stroke(pen, at, frame.axis - 2, at, frame.breadth);
  const lane = scene.model.lane[event] as number;
  if (lane < 0) return;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(at, across(frame, lane), 7, 0, 2 * Math.PI);
  pen.stroke();
}

/** The part of the run that a stretch of pixels covers. */
export function stretch(frame: Scene['frame'], a: number, b: number): { from: number; to: number } {
  const [from, to] = [valueAt(frame, Math.min(a, b)), valueAt(frame, Math.max(a, b))];
  return { from, to };
}

function stroke(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}
